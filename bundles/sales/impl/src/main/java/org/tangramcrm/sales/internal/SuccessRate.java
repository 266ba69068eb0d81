package org.tangramcrm.sales.internal;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
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

/**
 * How often we win, by department or person also where there is nothing to tell: won / (won
 * + lost), by number and by amount; {@code invalid} is neither. Three bases: as things stood at the
 * end of the period (a deal that was reopened later still counts as it was closed then, with its
 * amount of then), as they are now, and of the deals that began in the period (won / begun). Each
 * of them also as at a day ({@code asAt}): by how deals stood at its end, with their amounts of
 * then. What history tells counts for whoever had the deal then.
 */
@Component
public class SuccessRate implements Analysis {
  /** As it stood at the end of the period, by the history. */
  private static final String CLOSED = "closed";

  private static final String CURRENT = "current";

  /** Those that began in the period. */
  private static final String COHORT = "cohort";

  private static final String OPPORTUNITIES = SalesStores.OPPORTUNITIES;
  private static final String ENDED = "state=in=(won,lost)";

  /** Before any deal. */
  private static final LocalDate EVER = LocalDate.of(1900, 1, 1);

  /** What rows are made by. */
  private static final List<Column> BY =
      List.of(
          Column.reference("departmentId", "departments"),
          Column.reference("ownerId", "users"),
          Column.code("source", "customer-source"),
          Column.code("dealType", "opportunity-type"));

  /** The columns of the history that say whose a deal was. */
  private static final Map<String, String> SELLERS =
      Map.of("ownerId", "seller_id", "departmentId", "seller_department_id");

  private static final List<String> NEEDS = List.of("state", "closedOn", "openedOn");

  /**
   * When deals began, ended and were reopened until a day. Which came last, and whose it is, is
   * found by reading on: Derby takes minutes for some thousands when it is asked for that.
   */
  private static final String TURNS =
      """
      select m.opportunity_id as deal, m.state as state, m.moved_on as moved_on,
        m.amount_base as amount, %s
      from {opportunity-moves} m
      where %%s and m.moved_on <= ?%s
      order by m.opportunity_id, m.id\
      """;

  private static final String DEALS =
      """
      select o.id as deal, o.%s as grp, o.opened_on as opened_on, o.closed_on as closed_on,
        o.state as state, o.owner_id as seller_id, o.department_id as seller_department_id
      from {opportunities} o where %%s\
      """;

  private static final String ALL = "select o.id as deal from {opportunities} o";

  private static final String ON = ALL + " where o.%1$s >= ? and o.%1$s <= ?";

  /** Of what is open, every change of the amount counts. */
  private static final String ENDS = " and m.cause in ('created', 'closed', 'reopened')";

  private static final String AS_NOW =
      """
      select o.%s as grp, o.state as state, count(*) as n, sum(o.amount_base) as amount
      from {opportunities} o where o.%s >= ? and o.%s <= ? group by o.%s, o.state\
      """;

  private final DealMoves moves;
  private final Sellers sellers;
  private final CompanyAsAt company;
  private final CompanyDay day;
  private final Rates rates;
  private final CurrentUser user;

  @Activate
  public SuccessRate(
      @Reference DealMoves moves,
      @Reference Sellers sellers,
      @Reference CompanyAsAt company,
      @Reference CompanyDay day,
      @Reference Rates rates,
      @Reference CurrentUser user) {
    this.moves = moves;
    this.sellers = sellers;
    this.company = company;
    this.day = day;
    this.rates = rates;
    this.user = user;
  }

  @Override
  public String code() {
    return "R-11";
  }

  @Override
  public String collection() {
    return OPPORTUNITIES;
  }

  @Override
  public List<String> needs() {
    return NEEDS;
  }

  @Override
  public Map<String, List<String>> parameters() {
    var parameters = new LinkedHashMap<String, List<String>>();
    parameters.put("by", Column.keys(BY));
    parameters.put("basis", List.of(CLOSED, CURRENT, COHORT));
    for (var free : List.of("from", "to", "asAt", "departmentId", "userId", "filter")) {
      parameters.put(free, List.of());
    }
    return parameters;
  }

  /**
   * Deals of a group that ended alike, or did not end yet.
   *
   * @param amount null where none of them has any
   * @param deal the one that it is, where no filter finds them; null for all that end alike
   */
  private record Part(Object group, String state, int deals, BigDecimal amount, Long deal) {
    BigDecimal worth() {
      return amount == null ? BigDecimal.ZERO : amount;
    }
  }

  /** What a row, or all of them, comes to. */
  private record Sum(int won, BigDecimal wonAmount, int against, BigDecimal againstAmount) {
    static final Sum NOTHING = new Sum(0, BigDecimal.ZERO, 0, BigDecimal.ZERO);

    /**
     * @param all whether what is won counts among what it is compared with, as it does in a cohort
     */
    Sum with(Part part, boolean all) {
      var isWon = part.state().equals("won");
      return new Sum(
          won + (isWon ? part.deals() : 0),
          wonAmount.add(isWon ? part.worth() : BigDecimal.ZERO),
          against + (all || !isWon ? part.deals() : 0),
          againstAmount.add(all || !isWon ? part.worth() : BigDecimal.ZERO));
    }
  }

  /** What rows and all of them come to so far. */
  private static final class Counted {
    private final boolean cohort;
    private final Map<Object, Sum> sums = new TreeMap<>(Comparator.comparing(String::valueOf));
    private final Behind deals = new Behind();
    private Sum none = Sum.NOTHING;
    private Sum total = Sum.NOTHING;
    private boolean worth;

    Counted(boolean cohort) {
      this.cohort = cohort;
    }

    void add(Part part) {
      total = total.with(part, cohort);
      worth |= part.amount() != null;
      if (part.deal() != null) {
        deals.add(part.group(), part.state(), part.deal());
      }
      if (part.group() == null) {
        none = none.with(part, cohort);
      } else {
        sums.compute(
            part.group(), (any, was) -> (was == null ? Sum.NOTHING : was).with(part, cohort));
      }
    }
  }

  @Override
  public Table run(AnalysisParameters asked) {
    var by = Column.chosen(BY, asked);
    var from = asked.from == null ? EVER : asked.from;
    var to = asked.to == null ? day.today() : asked.to;
    var cohort = asked.basis.equals(COHORT);
    var counted = new Counted(cohort);
    var now = new Behind();
    if (asThen(asked)) {
      asThen(asked, by, from, to, now, counted);
    } else {
      asNow(asked, by, from, to, counted);
    }
    var sums = counted.sums;
    var total = counted.total;
    sellers.groups(by.key(), asked).forEach(id -> sums.putIfAbsent(id, Sum.NOTHING));
    // Amounts that are hidden from the caller are not there.
    var worth = counted.worth || total.equals(Sum.NOTHING);
    var against = cohort ? "begun" : "lost";
    var table =
        Table.in(
            rates.base(),
            by,
            Column.of("won", Type.INTEGER),
            Column.of(against, Type.INTEGER),
            Column.of("rate", Type.PERCENT),
            Column.of("wonAmount", Type.MONEY),
            Column.of(against + "Amount", Type.MONEY),
            Column.of("amountRate", Type.PERCENT));
    var ordered = new ArrayList<>(sums.entrySet());
    ordered.sort(
        Comparator.comparing((Map.Entry<Object, Sum> row) -> row.getValue().won()).reversed());
    BiFunction<Object, String, AnalysisDrill> behind =
        (group, state) -> {
          var found = behind(asked, by, from, to, group, state);
          return asThen(asked) ? counted.deals.drill(group, state, now, found) : found;
        };
    ordered.forEach(
        row -> row(table, behind, against, row.getKey(), row.getValue(), cohort, worth));
    if (!counted.none.equals(Sum.NOTHING)) {
      row(table, behind, against, null, counted.none, cohort, worth);
    }
    table
        .total("won", total.won())
        .total(against, total.against())
        .total("rate", rate(total.won(), total.against(), cohort));
    if (worth) {
      table
          .total("wonAmount", total.wonAmount())
          .total(against + "Amount", total.againstAmount())
          .total("amountRate", rate(total.wonAmount(), total.againstAmount(), cohort));
    }
    return table;
  }

  /**
   * @param behind the records of a group that ended alike, or all
   */
  private static void row(
      Table table,
      BiFunction<Object, String, AnalysisDrill> behind,
      String against,
      Object group,
      Sum sum,
      boolean cohort,
      boolean worth) {
    table.row(
        behind.apply(group, null),
        group,
        sum.won(),
        sum.against(),
        rate(sum.won(), sum.against(), cohort),
        worth ? sum.wonAmount() : null,
        worth ? sum.againstAmount() : null,
        worth ? rate(sum.wonAmount(), sum.againstAmount(), cohort) : null);
    for (var part : Map.of("won", "won", against, cohort ? "" : "lost").entrySet()) {
      var found = behind.apply(group, part.getValue().isEmpty() ? null : part.getValue());
      table.behind(part.getKey(), found).behind(part.getKey() + "Amount", found);
    }
  }

  @Override
  public Belonging belonging(AnalysisParameters asked) {
    return asThen(asked) ? Belonging.TOLD_BY_HISTORY : Belonging.NOW;
  }

  private void asNow(
      AnalysisParameters asked, Column by, LocalDate from, LocalDate to, Counted counted) {
    var column = Relations.column(by.key());
    var filter = asked.basis.equals(CURRENT) ? Query.and(asked.filter, ENDED) : asked.filter;
    var date = asked.basis.equals(CURRENT) ? "closed_on" : "opened_on";
    moves.found(
        AS_NOW.formatted(column, date, date, column),
        filter,
        List.of(from, to),
        row ->
            counted.add(
                new Part(
                    by.read(row, "grp"),
                    row.text("state"),
                    row.number("n").intValue(),
                    row.decimal("amount"),
                    null)));
  }

  /**
   * What a deal came to on a day.
   *
   * @param group whose it was, where rows are made by that
   */
  private record Turn(LocalDate on, String state, BigDecimal amount, Object group) {}

  /**
   * When a deal began.
   *
   * @param group what it counts for, where rows are not made by whose it was
   */
  private record Deal(Object group, LocalDate openedOn) {
    /** One of which neither is asked for. */
    static final Deal ANY = new Deal(null, null);
  }

  /** Whether deals count as they stood on a day, which their history tells. */
  private static boolean asThen(AnalysisParameters asked) {
    return asked.asAt != null || asked.basis.equals(CLOSED);
  }

  /**
   * @param now is told which deals the list finds, where history tells which count
   */
  private void asThen(
      AnalysisParameters asked,
      Column by,
      LocalDate from,
      LocalDate to,
      Behind now,
      Counted counted) {
    var cohort = asked.basis.equals(COHORT);
    var asAt = asAt(asked, to);
    var attribution = Attribution.of(asked, company, asAt);
    var seller = SELLERS.get(by.key());
    // A list cannot be asked for what is hidden.
    var listed = !user.get().rules(OPPORTUNITIES).hidden().contains(by.key());
    var deals = new HashMap<Long, Deal>();
    moves.now(
        candidates(asked, from, to),
        asked.filter,
        DEALS.formatted(Relations.column(by.key())),
        List.of(),
        row -> {
          var group = by.read(row, "grp");
          var state = row.text("state");
          var on = row.date(cohort ? "opened_on" : "closed_on");
          if (listed
              && within(on, from, to)
              && (cohort || List.of("won", "lost").contains(state))
              && attribution.counts(row)) {
            now.add(group, state, row.number("deal"));
          }
          deals.put(
              row.number("deal"),
              cohort || seller == null ? new Deal(group, row.date("opened_on")) : Deal.ANY);
        });
    moves.last(
        deals.keySet(),
        TURNS.formatted(Attribution.COLUMNS, cohort ? "" : ENDS),
        List.of(asAt),
        row ->
            attribution.counts(row)
                ? new Turn(
                    row.date("moved_on"),
                    row.text("state"),
                    row.decimal("amount"),
                    seller == null ? null : by.read(row, seller))
                : null,
        (id, turn) -> {
          var deal = deals.get(id);
          if (within(cohort ? deal.openedOn() : turn.on(), from, to)
              && (cohort || turn.state().equals("won") || turn.state().equals("lost"))) {
            counted.add(
                new Part(
                    seller == null ? deal.group() : turn.group(),
                    turn.state(),
                    1,
                    turn.amount(),
                    id));
          }
        });
  }

  /** All that may count, and that the list finds, in a period. */
  private Set<Long> candidates(AnalysisParameters asked, LocalDate from, LocalDate to) {
    if (asked.basis.equals(COHORT)) {
      return moves.deals(ON.formatted("opened_on"), asked.filter, List.of(from, to));
    } else if (asked.from == null) {
      return moves.deals(ALL, asked.filter, List.of());
    }
    var ended = moves.movedWithin(from, to);
    ended.addAll(moves.deals(ON.formatted("closed_on"), asked.filter, List.of(from, to)));
    return ended;
  }

  private static boolean within(LocalDate day, LocalDate from, LocalDate to) {
    return day != null && !day.isBefore(from) && !day.isAfter(to);
  }

  private AnalysisDrill behind(
      AnalysisParameters asked,
      Column by,
      LocalDate from,
      LocalDate to,
      Object group,
      String state) {
    var date = asked.basis.equals(COHORT) ? "openedOn" : "closedOn";
    return Analysis.drill(
        OPPORTUNITIES,
        Query.and(
            asked.filter,
            state != null ? "state==" + state : asked.basis.equals(COHORT) ? null : ENDED,
            date + "=ge=" + from + ";" + date + "=le=" + to,
            by.filter(group),
            asThen(asked) ? Attribution.of(asked, company, asAt(asked, to)).filter() : null));
  }

  private static LocalDate asAt(AnalysisParameters asked, LocalDate to) {
    return asked.asAt == null ? to : asked.asAt;
  }

  private static BigDecimal rate(int won, int against, boolean cohort) {
    return rate(BigDecimal.valueOf(won), BigDecimal.valueOf(against), cohort);
  }

  /** In per cent, with two decimals; of nothing there is no rate. */
  private static BigDecimal rate(BigDecimal won, BigDecimal against, boolean cohort) {
    return Analysis.percent(won, cohort ? against : won.add(against));
  }
}
