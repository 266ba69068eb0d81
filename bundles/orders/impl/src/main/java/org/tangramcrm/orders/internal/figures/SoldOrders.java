package org.tangramcrm.orders.internal.figures;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.Analysis.Column;
import org.tangramcrm.platform.analysis.Analysis.Line;
import org.tangramcrm.platform.analysis.Analysis.Table;
import org.tangramcrm.platform.analysis.Analysis.Type;
import org.tangramcrm.platform.analysis.AnalysisDrill;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.dictionary.Dictionaries;
import org.tangramcrm.platform.identity.CompanyAsAt;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Relations;
import org.tangramcrm.platform.store.Tuple;

/** Reads what orders come to that count: approved ones, and what became of them, but cancelled. */
@Component(service = SoldOrders.class)
public class SoldOrders {
  static final String ORDERS = "orders";
  static final String LINES = "order-lines";
  static final String ENTRIES = "receivable-entries";
  static final String COUNT = "status=in=(approved,executing,completed,closed-short)";
  static final String COUNTS = "o.status in ('approved', 'executing', 'completed', 'closed-short')";

  static final Column PRODUCT = Column.reference("productId", "products");

  /** So many records are named one by one in a filter. */
  static final int LISTED = 300;

  static final String ORDER_OF = "orderId";

  private static final String SOLD =
      """
      select %1$s as grp, count(*) as n, sum(o.total_base) as amount,
        sum(o.received_base) as received, sum(o.outstanding_base) as outstanding
      from {orders} o %2$s where %3$s and o.signed_on >= ? and o.signed_on <= ? group by %1$s""";

  /** What of it was received and owed at the end of a day that is past. */
  private static final String PAID_THEN =
      """
      select %1$s as grp, sum(e.amount_base) as outstanding,
        -sum(case when e.kind in ('received', 'released') then e.amount_base else 0 end) as received
      from {receivable-entries} e join {orders} o on o.id = e.order_id %2$s
      where %3$s and o.signed_on >= ? and o.signed_on <= ? and e.booked_on <= ? group by %1$s""";

  private static final String PARENTS =
      "select c.id as id, c.parent_id as parent from {customers} c where c.parent_id is not null";

  private static final String COSTS =
      """
      select %1$s as grp, count(*) as n, sum(l.net_base) as net, sum(l.cost_base) as cost
      from {order-lines} l join {orders} o on o.id = l.order_id %2$s
      where %3$s and o.signed_on >= ? and o.signed_on <= ? and l.cost_base is not null
      group by %1$s""";

  private static final String BY_PRODUCT =
      """
      select l.product_id as grp, count(distinct o.id) as n, sum(l.total_base) as amount
      from {order-lines} l join {orders} o on o.id = l.order_id
      where %1$s and o.signed_on >= ? and o.signed_on <= ? group by l.product_id""";

  private static final String TARGETS =
      """
      select t.team_id as grp, sum(t.amount_base) as amount from {sales-targets} t
      where t.for_month >= ? and t.for_month <= ? and t.team_id is not null group by t.team_id""";

  private final Relations relations;
  private final CompanyDay day;
  private final Rates rates;
  private final CurrentUser user;
  private final CompanyAsAt company;
  private final Dictionaries dictionaries;

  @Activate
  public SoldOrders(
      @Reference Relations relations,
      @Reference CompanyDay day,
      @Reference Rates rates,
      @Reference CurrentUser user,
      @Reference CompanyAsAt company,
      @Reference Dictionaries dictionaries) {
    this.relations = relations;
    this.day = day;
    this.rates = rates;
    this.user = user;
    this.company = company;
    this.dictionaries = dictionaries;
  }

  String base() {
    return rates.base();
  }

  LocalDate today() {
    return day.today();
  }

  /** Whether the caller is shown a field. */
  boolean shows(String collection, String field) {
    return !user.get().rules(collection).hidden().contains(field);
  }

  boolean may(String permission) {
    return user.get().may(permission);
  }

  /** How many places amounts in the base currency have. */
  int places() {
    return Rates.digits(base());
  }

  /**
   * The period that is asked for, until today where no end is. At the end of a day that is asked
   * for nothing was signed later.
   */
  Span period(AnalysisParameters asked) {
    var end = asked.to == null ? today() : asked.to;
    return new Span(asked.from, asked.asAt != null && asked.asAt.isBefore(end) ? asked.asAt : end);
  }

  /**
   * The day that is asked for, today where none is.
   *
   * @throws CrmException {@code invalid} where it is one to come
   */
  LocalDate asAt(AnalysisParameters asked) {
    if (asked.asAt != null && asked.asAt.isAfter(today())) {
      throw CrmException.invalid("asAt", "in-future");
    }
    return asked.asAt == null ? today() : asked.asAt;
  }

  /** Sales belong to whoever had them when they were signed, or who has them now. */
  static Analysis.Belonging belonging(AnalysisParameters asked) {
    return Grouping.HISTORICAL.equals(asked.basis)
        ? new Analysis.Belonging("signedById", "signedDepartmentId", asked.to)
        : Analysis.Belonging.NOW;
  }

  /**
   * By group what the orders come to that were signed in the period, and what of that was received
   * and is outstanding at the end of the day that is asked for.
   */
  Map<Object, Sales> sold(AnalysisParameters asked, Grouping by) {
    var past = asAt(asked).isBefore(today());
    var sold =
        read(
            SOLD.formatted(by.sql(asked.basis), by.join(asked.basis), COUNTS),
            asked,
            by.column(),
            row ->
                Sales.of(
                    row.number("n").intValue(),
                    row.decimal("amount"),
                    past ? null : row.decimal("received"),
                    past ? null : row.decimal("outstanding")));
    if (past) {
      var period = period(asked);
      query(
          asked,
          PAID_THEN.formatted(by.sql(asked.basis), by.join(asked.basis), COUNTS),
          among(asked),
          List.of(period.first(), period.to(), asked.asAt),
          row ->
              sold.merge(
                  by.column().read(row, "grp"),
                  Sales.of(0, null, row.decimal("received"), row.decimal("outstanding")),
                  Sales::plus));
    }
    return sold;
  }

  /** By company those above it, as far as the caller reaches them. */
  Tree companies() {
    var parents = new HashMap<Object, Object>();
    if (may("customers.view")) {
      relations.query(
          PARENTS, Map.of(), List.of(), row -> parents.put(row.number("id"), row.number("parent")));
    }
    return new Tree(parents);
  }

  /** The orders of some customers; null where they are too many to be named. */
  AnalysisDrill behind(AnalysisParameters asked, List<Object> customers) {
    return customers.size() > LISTED
        ? null
        : Analysis.drill(
            ORDERS,
            Query.and(
                signed(asked),
                "customerId=in=("
                    + customers.stream()
                        .map(String::valueOf)
                        .sorted()
                        .collect(Collectors.joining(","))
                    + ")"));
  }

  /** How many people each department has with those below it, at the end of the period. */
  Map<Object, Integer> people(AnalysisParameters asked, Tree tree) {
    var own = new HashMap<Object, Integer>(company.people(period(asked).to()));
    return tree.wholes(own, Integer::sum);
  }

  /** By group what the lines of those orders cost, as far as that is known. */
  Map<Object, Sales> costs(AnalysisParameters asked, Grouping by) {
    return read(
        COSTS.formatted(by.sql(asked.basis), by.join(asked.basis), COUNTS),
        asked,
        by.column(),
        row -> Sales.costing(row.number("n").intValue(), row.decimal("net"), row.decimal("cost")));
  }

  /** By product what its lines come to: those of an order come to its total. */
  Map<Object, Sales> byProduct(AnalysisParameters asked) {
    return read(
        BY_PRODUCT.formatted(COUNTS),
        asked,
        PRODUCT,
        row -> Sales.of(row.number("n").intValue(), row.decimal("amount"), null, null));
  }

  /** Reads as {@link Relations#query}, of no other customers than those that are asked for. */
  <T> List<T> query(
      AnalysisParameters asked,
      String statement,
      Map<String, String> among,
      List<?> values,
      Function<Tuple, T> reads) {
    if (asked.customers == null || asked.customers.isEmpty()) {
      return relations.query(statement, among, values, reads);
    }
    if (!may("customers.view")) {
      throw CrmException.invalid("customers", "unknown-parameter");
    }
    var filters = new HashMap<>(among);
    filters.put("customers", asked.customers);
    return relations.query(ofSome(statement), filters, values, reads);
  }

  private static String ofSome(String statement) {
    var some = statement;
    for (var collection : List.of("orders", "receivables", "receipts")) {
      some =
          some.replace(
              "{" + collection + "}",
              "(select w.* from {%s} w where w.customer_id in (select v.id from {customers} v))"
                  .formatted(collection));
    }
    return some;
  }

  /** The records behind figures of some customers are only theirs. */
  static Table told(AnalysisParameters asked, Table table) {
    if (asked.customers != null && !asked.customers.isEmpty()) {
      table
          .rows()
          .replaceAll(
              row ->
                  new Line(
                      row.values(),
                      narrowed(asked, row.drill()),
                      row.parts().entrySet().stream()
                          .collect(
                              Collectors.toMap(
                                  Map.Entry::getKey, part -> narrowed(asked, part.getValue())))));
      table.behindTotals().replaceAll((column, drill) -> narrowed(asked, drill));
    }
    return table;
  }

  private static AnalysisDrill narrowed(AnalysisParameters asked, AnalysisDrill drill) {
    if (drill == null || drill.collection.equals("customers")) {
      return drill;
    }
    var of = Query.through("customerId", asked.customers);
    return Analysis.drill(
        drill.collection,
        Query.and(
            drill.filter,
            switch (drill.collection) {
              case LINES -> Query.through("orderId", of);
              case ENTRIES, "receipt-allocations" -> Query.through("receivableId", of);
              default -> of;
            }));
  }

  private Map<Object, Sales> read(
      String statement, AnalysisParameters asked, Column by, Function<Tuple, Sales> reads) {
    var sums = new HashMap<Object, Sales>();
    var period = period(asked);
    query(
        asked,
        statement,
        among(asked),
        List.of(period.first(), period.to()),
        row -> sums.put(by.read(row, "grp"), reads.apply(row)));
    return sums;
  }

  static Map<String, String> among(AnalysisParameters asked) {
    return asked.filter == null || asked.filter.isEmpty() ? Map.of() : Map.of(ORDERS, asked.filter);
  }

  /** The lines of a product. */
  AnalysisDrill linesBehind(AnalysisParameters asked, Object product) {
    return Analysis.drill(
        LINES,
        Query.and(
            Query.through("orderId", signed(asked)),
            product == Figures.ALL ? null : PRODUCT.filter(product)));
  }

  /** The orders that are asked for, as a filter of their list. */
  String signed(AnalysisParameters asked) {
    return Query.and(asked.filter, COUNT, period(asked).filter("signedOn"));
  }

  /** Records that are named one by one; null where they are none or too many. */
  static AnalysisDrill named(String collection, List<Long> ids) {
    return ids.isEmpty() || ids.size() > LISTED
        ? null
        : Analysis.drill(
            collection,
            "id=in=("
                + ids.stream().sorted().map(String::valueOf).collect(Collectors.joining(","))
                + ")");
  }

  /** The orders of a group. */
  AnalysisDrill behind(AnalysisParameters asked, Grouping by, Object group, Tree tree) {
    return Analysis.drill(ORDERS, which(asked, by, group, tree));
  }

  private String which(AnalysisParameters asked, Grouping by, Object group, Tree tree) {
    return Query.and(signed(asked), by.filter(asked.basis, group, codesBelow(by, group, tree)));
  }

  /** Lists find codes with what stands below them, and departments by themselves. */
  private static List<Object> codesBelow(Grouping by, Object group, Tree tree) {
    return by.column().type() == Type.CODE ? tree.below(group) : List.of();
  }

  /** The orders of a group and of all that stand below it. */
  AnalysisDrill behindWhole(AnalysisParameters asked, Grouping by, Object group, Tree tree) {
    if (group == Figures.ALL) {
      return null;
    }
    if (group == null) {
      return behind(asked, by, null, tree);
    }
    var all = by.column().type() == Type.CODE ? List.of() : tree.withBelow(group);
    return all.size() > LISTED
        ? null
        : Analysis.drill(
            ORDERS,
            all.size() < 2
                ? Query.and(signed(asked), by.filter(asked.basis, group, List.of()))
                : Query.and(
                    signed(asked),
                    all.stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(",", by.field(asked.basis) + "=in=(", ")"))));
  }

  /**
   * What was booked for the orders of a group by the end of a day that is past; null for today,
   * which the orders tell themselves.
   *
   * @param kinds of bookings, as a filter; null for all
   */
  AnalysisDrill bookedBehind(
      AnalysisParameters asked, Grouping by, Object group, Tree tree, String kinds) {
    return isPast(asked)
        ? Analysis.drill(
            ENTRIES,
            Query.and(
                Query.through("orderId", which(asked, by, group, tree)),
                "bookedOn=le=" + asked.asAt,
                kinds))
        : null;
  }

  boolean isPast(AnalysisParameters asked) {
    return asAt(asked).isBefore(today());
  }

  /** How the groups stand below each other: departments as they did at the end of the period. */
  Tree tree(AnalysisParameters asked, Grouping by) {
    var parents = new HashMap<Object, Object>();
    if (by.equals(Grouping.DEPARTMENT)) {
      var now = Grouping.CURRENT.equals(asked.basis);
      company.places(now ? today() : period(asked).to()).forEach(parents::put);
    } else {
      dictionaries.get(by.column().source()).items.stream()
          .filter(item -> item.parent != null)
          .forEach(item -> parents.put(item.code, item.parent));
    }
    parents.values().removeIf(Objects::isNull);
    return new Tree(parents);
  }

  /** The targets that a department has in the period. */
  AnalysisDrill targetsBehind(AnalysisParameters asked, Object department) {
    var period = period(asked);
    return department == null || department == Figures.ALL
        ? null
        : Analysis.drill(
            "sales-targets", Query.and("teamId==" + department, months(period).filter("forMonth")));
  }

  /** Targets stand at the first day of their month. */
  private static Span months(Span period) {
    return new Span(period.first().withDayOfMonth(1), period.to());
  }

  /** The codes of a dictionary that are not retired. */
  List<String> codes(Column column) {
    return dictionaries.get(column.source()).items.stream()
        .filter(item -> !item.retired)
        .map(item -> item.code)
        .toList();
  }

  /** The targets of departments in the period (M-35); none where the sales module is away. */
  Map<Object, BigDecimal> targets(AnalysisParameters asked) {
    var targets = new HashMap<Object, BigDecimal>();
    if (!may("sales-targets.view")) {
      return targets;
    }
    var months = months(period(asked));
    try {
      relations.query(
          TARGETS,
          Map.of(),
          List.of(months.from(), months.to()),
          row -> targets.put(row.number("grp"), Sum.orZero(row.decimal("amount"))));
    } catch (CrmException away) {
      return new HashMap<>();
    }
    return targets;
  }
}
