package org.tangramcrm.sales.internal;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

/**
 * What is expected to be won (M-35), by category and by month of the expected close, salesperson or
 * department, beside what is won already and what the target was. As at a day: by what was kept on
 * the last day until then ({@link ForecastNights}), and what stood won at its end.
 */
@Component
public class SalesForecast implements Analysis {
  private static final String OPPORTUNITIES = SalesStores.OPPORTUNITIES;

  /** Rows are months of it; of what is won, of the day of that. */
  private static final Column MONTH = Column.of("month", Type.TEXT);

  private static final Column TEAM = Column.reference("departmentId", "departments");

  private static final List<Column> BY = List.of(MONTH, Column.reference("ownerId", "users"), TEAM);

  private static final List<String> CATEGORIES =
      List.of(
          ForecastCategory.CLOSED,
          ForecastCategory.COMMIT,
          ForecastCategory.BEST_CASE,
          ForecastCategory.PIPELINE);

  private static final String OPEN =
      """
      select o.%1$s as grp, o.forecast_category as category, count(*) as n,
        sum(o.amount_base) as amount, sum(o.weighted_base) as weighted
      from {opportunities} o
      where o.closed_on is null and o.state = 'open' and o.forecast_category <> 'omitted' %2$s
      group by o.%1$s, o.forecast_category""";

  /** Of each salesperson by itself, so that those who count are chosen. */
  private static final String KEPT =
      """
      select %1$s as grp, m.forecast_category as category, count(*) as n,
        sum(m.amount_base) as amount, sum(m.weighted_base) as weighted, %3$s
      from {forecast-snapshots} m %4$s where m.taken_on = ? %2$s
      group by %1$s, m.forecast_category, m.seller_id, m.seller_department_id""";

  private static final String LAST_KEPT =
      "select max(s.taken_on) as day from {forecast-snapshots} s where s.taken_on <= ?";

  /** How deals ended and were reopened in a period. Which came last is found by reading on. */
  private static final String TURNS =
      """
      select m.opportunity_id as deal, m.state as state, m.moved_on as moved_on, %s as grp,
        m.amount_base as amount, %s
      from {opportunity-moves} m
      where %%s and m.cause in ('created', 'closed', 'reopened')
        and m.moved_on >= ? and m.moved_on <= ?
      order by m.opportunity_id, m.id""";

  private static final String WON_WITHIN =
      """
      select distinct m.opportunity_id as deal from {opportunity-moves} m
      where m.state = 'won' and m.cause in ('created', 'closed')
        and m.moved_on >= ? and m.moved_on <= ?""";

  private static final String TARGETS =
      """
      select t.%1$s as grp, sum(t.amount_base) as amount
      from {sales-targets} t where t.for_month >= ? and t.for_month <= ? and t.team_id is %2$s
      group by t.%1$s""";

  private final Relations relations;
  private final DealMoves moves;
  private final StageWalks walks;
  private final CompanyAsAt company;
  private final CompanyDay day;
  private final Rates rates;
  private final CurrentUser user;

  @Activate
  public SalesForecast(
      @Reference Relations relations,
      @Reference DealMoves moves,
      @Reference StageWalks walks,
      @Reference CompanyAsAt company,
      @Reference CompanyDay day,
      @Reference Rates rates,
      @Reference CurrentUser user) {
    this.relations = relations;
    this.moves = moves;
    this.walks = walks;
    this.company = company;
    this.day = day;
    this.rates = rates;
    this.user = user;
  }

  @Override
  public String code() {
    return "M-35";
  }

  @Override
  public String collection() {
    return OPPORTUNITIES;
  }

  @Override
  public List<String> needs() {
    return List.of("state", "closedOn", "expectedClose", "forecastCategory", "amount");
  }

  @Override
  public Map<String, List<String>> parameters() {
    var parameters = new LinkedHashMap<String, List<String>>();
    parameters.put("by", Column.keys(BY));
    for (var free :
        List.of("from", "to", "asAt", "pipelineId", "departmentId", "userId", "filter")) {
      parameters.put(free, List.of());
    }
    return parameters;
  }

  /** What some opportunities come to. */
  private static final class Sum {
    private final Map<String, BigDecimal> amounts = new HashMap<>();
    private final List<Long> won = new ArrayList<>();
    private int deals;
    private BigDecimal weighted = BigDecimal.ZERO;

    void add(String category, int more, BigDecimal amount, BigDecimal possible) {
      deals += more;
      amounts.merge(category, amount, BigDecimal::add);
      weighted = weighted.add(possible);
    }

    BigDecimal of(String category) {
      return amounts.getOrDefault(category, BigDecimal.ZERO);
    }

    BigDecimal amount() {
      return amounts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
  }

  /**
   * The days that count.
   *
   * @param from null where all that is open does, however long ago it was expected
   * @param won from which day what is won does: the first of the year where nothing is asked for
   */
  private record Period(LocalDate from, LocalDate to, LocalDate won, LocalDate asAt) {
    /** The conditions of an expected close, and their values. */
    String expected(String column) {
      return (from == null ? "" : "and " + column + " >= ? ")
          + (to == null ? "" : "and " + column + " <= ?");
    }

    List<LocalDate> bounds() {
      return Stream.of(from, to).filter(Objects::nonNull).toList();
    }

    LocalDate lastWon() {
      return to == null || to.isAfter(asAt) ? asAt : to;
    }

    LocalDate lastTarget() {
      return to == null ? asAt.withDayOfYear(1).plusYears(1).minusDays(1) : to;
    }
  }

  @Override
  public Table run(AnalysisParameters asked) {
    var by = Column.chosen(BY, asked);
    var asAt = walks.asAt(asked);
    var period =
        new Period(
            asked.from, asked.to, asked.from == null ? asAt.withDayOfYear(1) : asked.from, asAt);
    var sums = new HashMap<Object, Sum>();
    var kept = asThen(asked) ? lastKept(asked.asAt) : null;
    open(asked, by, period, kept, sums);
    won(asked, by, period, sums);
    var targets = targets(asked, by, period);
    targets.keySet().forEach(group -> sums.putIfAbsent(group, new Sum()));
    var possible = !user.get().rules(OPPORTUNITIES).hidden().contains("weighted");
    var table =
        Table.in(
            rates.base(),
            by,
            Column.of("amount", Type.MONEY),
            Column.of("closed", Type.MONEY),
            Column.of("commit", Type.MONEY),
            Column.of("bestCase", Type.MONEY),
            Column.of("pipeline", Type.MONEY),
            Column.of("weighted", Type.MONEY),
            Column.of("deals", Type.INTEGER),
            Column.of("target", Type.MONEY),
            Column.of("attainment", Type.PERCENT));
    var total = new Sum();
    for (var group : ordered(by, sums)) {
      var sum = sums.get(group);
      total.deals += sum.deals;
      total.weighted = total.weighted.add(sum.weighted);
      sum.amounts.forEach(
          (category, amount) -> total.amounts.merge(category, amount, BigDecimal::add));
      table.row(
          asThen(asked) ? null : behind(asked, by, group, period, null),
          cells(group, sum, targets.get(group), possible));
      parts(table, asked, by, group, period, kept, sum.won);
    }
    // Told by the records behind the row, as the amount is, which comes first and is drawn.
    table.drilled("deals");
    var target =
        targets.isEmpty()
            ? null
            : targets.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    var cells = cells(null, total, target, possible);
    for (int i = 1; i < cells.length; i++) {
      table.total(table.columns().get(i).key(), cells[i]);
    }
    return table;
  }

  private static Object[] cells(Object group, Sum sum, BigDecimal target, boolean possible) {
    var cells = new ArrayList<Object>();
    cells.add(group);
    cells.add(sum.amount());
    CATEGORIES.forEach(category -> cells.add(sum.of(category)));
    cells.add(possible ? sum.weighted : null);
    cells.add(sum.deals);
    cells.add(target);
    cells.add(target == null ? null : Analysis.percent(sum.of(ForecastCategory.CLOSED), target));
    return cells.toArray();
  }

  private static boolean asThen(AnalysisParameters asked) {
    return asked.asAt != null;
  }

  @Override
  public Belonging belonging(AnalysisParameters asked) {
    return asThen(asked) ? Belonging.TOLD_BY_HISTORY : Belonging.NOW;
  }

  private Attribution attribution(AnalysisParameters asked) {
    return asThen(asked) ? Attribution.of(asked, company, asked.asAt) : Attribution.EVERYBODY;
  }

  /** The day is the same for all, whatever of it they reach; null where nothing was kept. */
  private LocalDate lastKept(LocalDate asAt) {
    return user.callAsSystem(
            () -> relations.query(LAST_KEPT, Map.of(), List.of(asAt), row -> row.date("day")))
        .get(0);
  }

  /**
   * @param kept the day of which what was kept counts; null for none
   */
  private void open(
      AnalysisParameters asked, Column by, Period period, LocalDate kept, Map<Object, Sum> sums) {
    if (!asThen(asked)) {
      var column = by.equals(MONTH) ? "expected_close" : Relations.column(by.key());
      read(
          OPEN.formatted(column, period.expected("o.expected_close")),
          asked,
          period.bounds(),
          by,
          sums,
          Attribution.EVERYBODY);
      return;
    }
    if (kept != null) {
      read(
          KEPT.formatted(
              by.equals(MONTH) ? "m.expected_close" : Attribution.column(by),
              period.expected("m.expected_close"),
              Attribution.COLUMNS,
              asked.filter.isEmpty() ? "" : "join {opportunities} o on o.id = m.opportunity_id"),
          asked,
          Stream.concat(Stream.of(kept), period.bounds().stream()).toList(),
          by,
          sums,
          attribution(asked));
    }
  }

  /** The last time that each was won in the period, unless it was reopened by the day as at. */
  private void won(AnalysisParameters asked, Column by, Period period, Map<Object, Sum> sums) {
    var within = moves.deals(WON_WITHIN, "", List.of(period.won(), period.lastWon()));
    var ofMoves = by.equals(MONTH) || asThen(asked);
    var groups = new HashMap<Long, Object>();
    moves.now(
        within,
        asked.filter,
        "select o.id as deal, o.%s as grp from {opportunities} o where %%s"
            .formatted(ofMoves ? "id" : Relations.column(by.key())),
        List.of(),
        row -> groups.put(row.number("deal"), ofMoves ? null : by.read(row, "grp")));
    var attribution = attribution(asked);
    moves.last(
        groups.keySet(),
        TURNS.formatted(
            by.equals(MONTH) ? "m.moved_on" : ofMoves ? Attribution.column(by) : "m.id",
            Attribution.COLUMNS),
        List.of(period.won(), period.asAt()),
        row ->
            "won".equals(row.text("state"))
                    && !row.date("moved_on").isAfter(period.lastWon())
                    && attribution.counts(row)
                ? new Won(
                    ofMoves ? group(by, row) : groups.get(row.number("deal")),
                    Objects.requireNonNullElse(row.decimal("amount"), BigDecimal.ZERO))
                : null,
        (deal, won) -> {
          var sum = sums.computeIfAbsent(won.group(), any -> new Sum());
          sum.add(ForecastCategory.CLOSED, 1, won.amount(), won.amount());
          sum.won.add(deal);
        });
  }

  private record Won(Object group, BigDecimal amount) {}

  private static Map<String, String> narrowed(AnalysisParameters asked) {
    return asked.filter.isEmpty() ? Map.of() : Map.of(OPPORTUNITIES, asked.filter);
  }

  private void read(
      String statement,
      AnalysisParameters asked,
      List<?> values,
      Column by,
      Map<Object, Sum> sums,
      Attribution attribution) {
    relations.query(
        statement,
        narrowed(asked),
        values,
        row -> {
          if (attribution.counts(row)) {
            sums.computeIfAbsent(group(by, row), any -> new Sum())
                .add(
                    row.text("category"),
                    row.number("n").intValue(),
                    Objects.requireNonNullElse(row.decimal("amount"), BigDecimal.ZERO),
                    Objects.requireNonNullElse(row.decimal("weighted"), BigDecimal.ZERO));
          }
          return null;
        });
  }

  private static Object group(Column by, Tuple row) {
    if (!by.equals(MONTH)) {
      return by.read(row, "grp");
    }
    var day = row.date("grp");
    return day == null ? null : YearMonth.from(day).toString();
  }

  /** Of whoever the rows are of; a pipeline has none, and who may not see them is told of none. */
  private Map<Object, BigDecimal> targets(AnalysisParameters asked, Column by, Period period) {
    if (asked.pipelineId != null || !user.get().may("sales-targets.view")) {
      return new HashMap<>();
    }
    var departments =
        asked.departmentId == null
            ? null
            : Stream.concat(
                    Stream.of(asked.departmentId),
                    company.below(asked.departmentId, day.today()).stream())
                .distinct()
                .map(String::valueOf)
                .collect(Collectors.joining(",", "=in=(", ")"));
    var which =
        Query.and(
            asked.userId == null ? null : "ownerId==" + asked.userId,
            departments == null
                ? null
                : (by.equals(TEAM) ? "teamId" : "departmentId") + departments);
    var column = by.equals(MONTH) ? "for_month" : by.equals(TEAM) ? "team_id" : "owner_id";
    var targets = new HashMap<Object, BigDecimal>();
    relations.query(
        TARGETS.formatted(column, by.equals(TEAM) ? "not null" : "null"),
        which.isEmpty() ? Map.of() : Map.of("sales-targets", which),
        List.of(period.won().withDayOfMonth(1), period.lastTarget()),
        row -> {
          var amount = row.decimal("amount");
          return amount == null ? null : targets.put(group(by, row), amount);
        });
    return targets;
  }

  private static List<Object> ordered(Column by, Map<Object, Sum> sums) {
    Function<Object, BigDecimal> worth = group -> sums.get(group).amount();
    Comparator<Object> order =
        by.equals(MONTH)
            ? Comparator.comparing(String::valueOf)
            : Comparator.comparing(worth).reversed();
    return sums.keySet().stream()
        .sorted(Comparator.comparing((Object group) -> group == null).thenComparing(order))
        .toList();
  }

  /** Where each category is listed: what was kept of a past day as it was kept. */
  private void parts(
      Table table,
      AnalysisParameters asked,
      Column by,
      Object group,
      Period period,
      LocalDate kept,
      List<Long> won) {
    for (var category : CATEGORIES) {
      var closed = category.equals(ForecastCategory.CLOSED);
      var column = category.equals(ForecastCategory.BEST_CASE) ? "bestCase" : category;
      if (!asThen(asked)) {
        table.behind(column, behind(asked, by, group, period, category));
      } else if (closed) {
        table.behind(column, StageWalks.drill(won));
      } else if (kept != null && asked.filter.isEmpty()) {
        table.behind(column, kept(asked, by, group, period, category, kept));
      }
    }
  }

  private AnalysisDrill kept(
      AnalysisParameters asked,
      Column by,
      Object group,
      Period period,
      String category,
      LocalDate day) {
    var which =
        by.equals(MONTH)
            ? group == null ? "expectedClose=null=true" : expected(period, group)
            : Query.and(
                expected(period, null),
                (by.equals(TEAM) ? "sellerDepartmentId" : "sellerId")
                    + (group == null ? "=null=true" : "==" + group));
    return Analysis.drill(
        SalesStores.SNAPSHOTS,
        Query.and(
            "takenOn==" + day,
            "forecastCategory==" + category,
            which,
            attribution(asked).filter("sellerId", "sellerDepartmentId")));
  }

  /** The days of the expected close that count, in a month where one is given. */
  private static String expected(Period period, Object month) {
    var first = month == null ? null : YearMonth.parse((String) month).atDay(1);
    var last = month == null ? null : YearMonth.parse((String) month).atEndOfMonth();
    var from = period.from();
    var to = period.to();
    var since = from == null || first != null && first.isAfter(from) ? first : from;
    var until = to == null || last != null && last.isBefore(to) ? last : to;
    return Query.and(
        since == null ? null : "expectedClose=ge=" + since,
        until == null ? null : "expectedClose=le=" + until);
  }

  /**
   * What is open and counts, and what is won.
   *
   * @param category only what is in it; null for all
   */
  private static AnalysisDrill behind(
      AnalysisParameters asked, Column by, Object group, Period period, String category) {
    var from = period.from();
    var to = period.to();
    var won = period.won();
    var lastWon = period.lastWon();
    if (by.equals(MONTH) && group != null) {
      var month = YearMonth.parse((String) group);
      from = from == null || month.atDay(1).isAfter(from) ? month.atDay(1) : from;
      to = to == null || month.atEndOfMonth().isBefore(to) ? month.atEndOfMonth() : to;
      won = month.atDay(1).isAfter(won) ? month.atDay(1) : won;
      lastWon = month.atEndOfMonth().isBefore(lastWon) ? month.atEndOfMonth() : lastWon;
    }
    var open =
        Query.and(
            "state==open",
            category == null ? "forecastCategory!=omitted" : "forecastCategory==" + category,
            from == null ? null : "expectedClose=ge=" + from,
            to == null ? null : "expectedClose=le=" + to,
            by.equals(MONTH) && group == null ? "expectedClose=null=true" : null);
    var closed = "state==won;closedOn=ge=" + won + ";closedOn=le=" + lastWon;
    return Analysis.drill(
        OPPORTUNITIES,
        Query.and(
            asked.filter,
            which(open, closed, category, by.equals(MONTH) && group == null),
            by.equals(MONTH) ? null : by.filter(group)));
  }

  private static String which(String open, String closed, String category, boolean undated) {
    if (ForecastCategory.CLOSED.equals(category)) {
      // Whatever is won has its day.
      return undated ? "state==won;closedOn=null=true" : closed;
    }
    return undated || category != null ? open : "(" + open + "),(" + closed + ")";
  }
}
