package org.tangramcrm.sales.internal;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.AnalysisDrill;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.identity.CompanyAsAt;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Relations;
import org.tangramcrm.platform.store.Tuple;
import org.tangramcrm.sales.OpportunityLine;

/**
 * Why deals are lost, by what was said when they were closed: {@code invalid} is not lost.
 * As things stood at the end of the period, where a deal that was reopened later counts as it was
 * lost then; or as they are now, without those that were reopened. By products a deal counts for
 * each that it is about, with what that comes to, so that the rows may add up to more than there
 * are.
 */
@Component
public class LostReasons implements Analysis {
  /** As it stood at the end of the period, by the history. */
  private static final String CLOSED = "closed";

  private static final String CURRENT = "current";
  private static final String OPPORTUNITIES = SalesStores.OPPORTUNITIES;
  private static final LocalDate FOREVER = LocalDate.of(9999, 12, 31);
  private static final Column STAGE = Column.code("stage", "opportunity-stage");
  private static final Column PRODUCT = Column.reference("product", SalesStores.PRODUCTS);

  private static final List<Column> BY =
      List.of(
          Column.code("closeReason", "opportunity-close-reason"),
          Column.reference("lostToId", "customers"),
          STAGE,
          Column.reference("ownerId", "users"),
          Column.reference("departmentId", "departments"),
          PRODUCT);

  /** How deals began, ended and were reopened by a day. Which came last is found by reading on. */
  private static final String TURNS =
      """
      select m.opportunity_id as deal, %s as grp, m.state as state, m.moved_on as moved_on,
        m.amount_base as amount, m.amount_rate as rate, %s
      from {opportunity-moves} m
      where %%s and m.cause in ('created', 'closed', 'reopened') and m.moved_on <= ?
      order by m.opportunity_id, m.id""";

  private static final String LOST_WITHIN =
      """
      select distinct m.opportunity_id as deal from {opportunity-moves} m
      where m.state = 'lost' and m.moved_on >= ? and m.moved_on <= ?""";

  private static final String NOW =
      "select o.id as deal, o.%s as grp from {opportunities} o where %%s";

  private static final String LOST_NOW =
      """
      select o.id as deal, o.%s as grp, o.owner_id as seller_id,
        o.department_id as seller_department_id
      from {opportunities} o where o.state = 'lost' and o.closed_on >= ? and o.closed_on <= ?""";

  private final DealMoves moves;
  private final CompanyAsAt company;
  private final CompanyDay day;
  private final Rates rates;
  private final CurrentUser user;

  @Activate
  public LostReasons(
      @Reference DealMoves moves,
      @Reference CompanyAsAt company,
      @Reference CompanyDay day,
      @Reference Rates rates,
      @Reference CurrentUser user) {
    this.moves = moves;
    this.company = company;
    this.day = day;
    this.rates = rates;
    this.user = user;
  }

  @Override
  public String code() {
    return "R-10";
  }

  @Override
  public String collection() {
    return OPPORTUNITIES;
  }

  @Override
  public List<String> needs() {
    return List.of("state", "closedOn", "closeReason");
  }

  @Override
  public String madeOf(String choice) {
    return choice.equals(PRODUCT.key()) ? "lines" : choice;
  }

  @Override
  public Map<String, List<String>> parameters() {
    var parameters = new LinkedHashMap<String, List<String>>();
    parameters.put("by", Column.keys(BY));
    parameters.put("basis", List.of(CLOSED, CURRENT));
    for (var free : List.of("from", "to", "pipelineId", "departmentId", "userId", "filter")) {
      parameters.put(free, List.of());
    }
    return parameters;
  }

  /**
   * A deal that was lost.
   *
   * @param parts what of its amount goes to each group that it counts in; of one group all of it
   */
  private record Lost(long deal, BigDecimal amount, Map<Object, BigDecimal> parts) {}

  /** A row in the making. */
  private static final class Group {
    private final List<Long> deals = new ArrayList<>();
    private BigDecimal amount = BigDecimal.ZERO;

    void add(long deal, BigDecimal part) {
      deals.add(deal);
      amount = amount.add(part);
    }
  }

  @Override
  public Table run(AnalysisParameters asked) {
    var by = Column.chosen(BY, asked);
    var from = asked.from == null ? StageWalks.EVER : asked.from;
    var to = asked.to == null ? day.today() : asked.to;
    var hidden = user.get().rules(OPPORTUNITIES).hidden();
    var groups = new HashMap<Object, Group>();
    var all = new Group();
    var now = new Behind();
    lost(
        asked,
        by,
        from,
        to,
        now,
        one -> {
          one.parts()
              .forEach(
                  (group, part) ->
                      groups.computeIfAbsent(group, any -> new Group()).add(one.deal(), part));
          all.add(one.deal(), one.amount());
        });
    var lost = all.deals.size();
    var amounts = !hidden.contains("amount");
    var table =
        Table.in(
            rates.base(),
            by,
            Column.of("lost", Type.INTEGER),
            Column.of("share", Type.PERCENT),
            Column.of("amount", Type.MONEY),
            Column.of("amountShare", Type.PERCENT));
    for (var key : ordered(groups)) {
      var group = groups.get(key);
      table.row(
          behind(asked, by, from, to, key, group, now),
          key,
          group.deals.size(),
          Analysis.percent(group.deals.size(), lost),
          amounts ? group.amount : null,
          amounts ? Analysis.percent(group.amount, all.amount) : null);
    }
    var once = !by.equals(PRODUCT);
    return table
        .total("lost", lost)
        .total("share", once ? Analysis.percent(lost, lost) : null)
        .total("amount", amounts ? all.amount : null)
        .total("amountShare", amounts && once ? Analysis.percent(all.amount, all.amount) : null);
  }

  private static boolean asThen(AnalysisParameters asked) {
    return asked.basis.equals(CLOSED);
  }

  @Override
  public Belonging belonging(AnalysisParameters asked) {
    return asThen(asked) ? Belonging.TOLD_BY_HISTORY : Belonging.NOW;
  }

  /**
   * @param now is told which deals the list finds by the values of rows
   * @param told of each that was lost
   */
  private void lost(
      AnalysisParameters asked,
      Column by,
      LocalDate from,
      LocalDate to,
      Behind now,
      Consumer<Lost> told) {
    var listed = listed(by);
    var attribution = asThen(asked) ? Attribution.of(asked, company, to) : Attribution.EVERYBODY;
    var within = moves.deals(LOST_WITHIN, "", List.of(from, to));
    var deals = new HashMap<Long, Deal>();
    moves.now(
        within,
        asked.filter,
        NOW.formatted(by.equals(PRODUCT) ? "lines" : Relations.column(by.key())),
        List.of(),
        row -> deals.put(row.number("deal"), deal(row, by)));
    if (listed) {
      moves.found(
          LOST_NOW.formatted(Relations.column(by.key())),
          asked.filter,
          List.of(from, to),
          row -> {
            if (attribution.counts(row)) {
              now.add(by.read(row, "grp"), "lost", row.number("deal"));
            }
          });
    }
    var column = ofMoves(asked, by);
    moves.last(
        deals.keySet(),
        TURNS.formatted(
            column == null ? "cast(null as bigint)" : "m." + column, Attribution.COLUMNS),
        List.of(asThen(asked) ? to : FOREVER),
        row -> {
          var on = row.date("moved_on");
          if (!"lost".equals(row.text("state"))
              || on.isBefore(from)
              || on.isAfter(to)
              || !attribution.counts(row)) {
            return null;
          }
          var lost = deals.get(row.number("deal"));
          var group = column == null ? lost.group() : by.read(row, "grp");
          return lost(row, by, group, lost.lines());
        },
        (deal, lost) -> told.accept(lost));
  }

  /** The column of a move that tells what the deal counts for; null where the deal itself does. */
  private static String ofMoves(AnalysisParameters asked, Column by) {
    return switch (by.key()) {
      case "stage" -> "from_stage";
      case "closeReason", "lostToId" -> Relations.column(by.key());
      case "ownerId" -> asThen(asked) ? "seller_id" : null;
      case "departmentId" -> asThen(asked) ? "seller_department_id" : null;
      default -> null;
    };
  }

  /**
   * A deal as it is.
   *
   * @param group what it counts for; null where it counts for {@code lines}
   */
  private record Deal(Object group, List<OpportunityLine> lines) {}

  private static Deal deal(Tuple row, Column by) {
    return by.equals(PRODUCT)
        ? new Deal(null, row.list("grp", OpportunityLine.class))
        : new Deal(by.read(row, "grp"), List.of());
  }

  /** Whether the list can be asked for what rows are made by. */
  private static boolean listed(Column by) {
    return !by.equals(STAGE) && !by.equals(PRODUCT);
  }

  private Lost lost(Tuple row, Column by, Object group, List<OpportunityLine> lines) {
    var amount = Objects.requireNonNullElse(row.decimal("amount"), BigDecimal.ZERO);
    var parts = new HashMap<Object, BigDecimal>();
    if (by.equals(PRODUCT)) {
      parts.putAll(products(row, amount, lines));
    } else {
      parts.put(group, amount);
    }
    return new Lost(row.number("deal"), amount, parts);
  }

  /** By product what its lines come to; one without lines counts with its amount for none. */
  private Map<Object, BigDecimal> products(
      Tuple row, BigDecimal amount, List<OpportunityLine> lines) {
    var rate = row.decimal("rate");
    var parts = new HashMap<Object, BigDecimal>();
    for (var line : lines) {
      parts.merge(
          line.productId,
          rate == null
              ? BigDecimal.ZERO
              : Rates.rounded(line.subtotal.multiply(rate), rates.base()),
          BigDecimal::add);
    }
    if (parts.isEmpty()) {
      parts.put(null, amount);
    }
    return parts;
  }

  private static Collection<Object> ordered(Map<Object, Group> groups) {
    return groups.keySet().stream()
        .sorted(
            Comparator.comparing((Object key) -> key == null)
                .thenComparing(key -> groups.get(key).deals.size(), Comparator.reverseOrder())
                .thenComparing(String::valueOf))
        .collect(Collectors.toList());
  }

  /**
   * The list knows deals as they are now, and neither as they were nor at which stage they were
   * lost: where that makes a difference they are named one by one.
   */
  private AnalysisDrill behind(
      AnalysisParameters asked,
      Column by,
      LocalDate from,
      LocalDate to,
      Object key,
      Group group,
      Behind now) {
    if (!listed(by)) {
      return StageWalks.drill(group.deals);
    }
    var filter =
        Analysis.drill(
            OPPORTUNITIES,
            Query.and(
                asked.filter,
                "state==lost;closedOn=ge=" + from + ";closedOn=le=" + to,
                by.filter(key),
                asThen(asked) ? Attribution.of(asked, company, to).filter() : null));
    if (!asThen(asked)) {
      return filter;
    }
    var then = new Behind();
    group.deals.forEach(deal -> then.add(key, "lost", deal));
    return then.drill(key, null, now, filter);
  }
}
