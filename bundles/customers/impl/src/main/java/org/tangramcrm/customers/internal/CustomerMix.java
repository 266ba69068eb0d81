package org.tangramcrm.customers.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.AnalysisDrill;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.dictionary.Dictionaries;
import org.tangramcrm.platform.dictionary.Dictionary.Choice;
import org.tangramcrm.platform.store.Relations;

/**
 * What the customers consist of, as they are now: how many there are of each kind, and their
 * share. By types a firm counts for each that it has, so that the rows may add up to more than
 * there are; by anything else, only those of type customer count (M-1). Regions are those below the
 * country.
 */
@Component
public class CustomerMix implements Analysis {
  /** What rows are made by. */
  private static final List<Column> BY =
      List.of(
          Column.code("industry", "industry"),
          Column.code("region", "region"),
          Column.code("level", "customer-level"),
          Column.code("status", "customer-status"),
          Column.code("source", "customer-source"),
          Column.code("employeeBand", "employee-band"),
          Column.code("ownership", "ownership"),
          Column.code("types", "customer-type"));

  private static final String TYPES = "types";
  private static final String CUSTOMERS_ONLY = "types==customer";
  private static final int DEPTH = 2;

  private final Relations relations;
  private final Dictionaries dictionaries;

  @Activate
  public CustomerMix(@Reference Relations relations, @Reference Dictionaries dictionaries) {
    this.relations = relations;
    this.dictionaries = dictionaries;
  }

  @Override
  public String code() {
    return "R-3";
  }

  @Override
  public String collection() {
    return "customers";
  }

  @Override
  public Map<String, List<String>> parameters() {
    var parameters = new LinkedHashMap<String, List<String>>();
    parameters.put("by", Column.keys(BY));
    parameters.put("departmentId", List.of());
    parameters.put("userId", List.of());
    parameters.put("filter", List.of());
    return parameters;
  }

  private record Counted(String code, int customers) {}

  @Override
  public Table run(AnalysisParameters asked) {
    var by = asked.by;
    var grouped = Column.chosen(BY, asked);
    var among = by.equals(TYPES) ? asked.filter : Query.and(CUSTOMERS_ONLY, asked.filter);
    var column = Relations.column(by);
    var counted =
        relations.query(
            "select c."
                + column
                + " as code, count(*) as n from {customers} c group by c."
                + column,
            Map.of("customers", among),
            List.of(),
            row -> new Counted(row.text("code"), row.number("n").intValue()));
    var tree = new Tree(dictionaries.get(grouped.source()).items);
    var rows = new HashMap<String, Integer>();
    for (var each : counted) {
      groups(by, each.code(), tree)
          .forEach(code -> rows.merge(code, each.customers(), Integer::sum));
    }
    var all = counted.stream().mapToInt(Counted::customers).sum();
    var table =
        Table.of(grouped, Column.of("customers", Type.INTEGER), Column.of("share", Type.PERCENT));
    rows.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry::getKey, Comparator.nullsLast(Comparator.naturalOrder())))
        .forEach(
            row ->
                table.row(
                    behind(by, row.getKey(), among, tree),
                    row.getKey(),
                    row.getValue(),
                    Analysis.percent(row.getValue(), all)));
    return table
        .total("customers", all)
        .total("share", by.equals(TYPES) ? null : Analysis.percent(all, all));
  }

  /** The rows that a value counts for; sets are kept as {@code ,a,b,}. */
  private static List<String> groups(String by, String value, Tree tree) {
    if (value == null || value.isEmpty()) {
      return Arrays.asList((String) null);
    }
    return by.equals(TYPES)
        ? Arrays.stream(value.split(",")).filter(code -> !code.isEmpty()).toList()
        : List.of(tree.row(value));
  }

  private static AnalysisDrill behind(String by, String code, String among, Tree tree) {
    return Analysis.drill("customers", Query.and(among, tree.filter(by, code)));
  }

  /** A dictionary as rows go by it: what stands lower than they do counts with what is above it. */
  private static final class Tree {
    private final Map<String, Choice> items;
    private final Map<String, List<String>> below;

    Tree(List<Choice> items) {
      this.items = items.stream().collect(Collectors.toMap(item -> item.code, Function.identity()));
      this.below =
          items.stream()
              .filter(item -> item.parent != null)
              .collect(
                  Collectors.groupingBy(
                      item -> item.parent,
                      Collectors.mapping(item -> item.code, Collectors.toList())));
    }

    private int depth(String code) {
      int depth = 1;
      for (var item = items.get(code); item != null && item.parent != null; depth++) {
        item = items.get(item.parent);
      }
      return depth;
    }

    String row(String code) {
      var at = code;
      for (int depth = depth(code); depth > DEPTH; depth--) {
        at = items.get(at).parent;
      }
      return at;
    }

    /** Lists take a code with all below it: what has rows of its own is taken out again. */
    String filter(String field, String code) {
      if (code == null) {
        return field + "=null=true";
      }
      var others = depth(code) < DEPTH ? below.getOrDefault(code, List.of()) : List.<String>of();
      return Query.and(
          field + "==" + code,
          others.isEmpty() ? null : field + "=out=(" + String.join(",", others) + ")");
    }
  }
}
