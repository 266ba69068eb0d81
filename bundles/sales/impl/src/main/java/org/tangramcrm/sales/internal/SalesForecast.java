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
      from {forecast-snapshots} m join {opportunities} o on o.id = m.opportunity_id
      where m.taken_on = ? %2$s
      group by %1$s, m.forecast_category, m.seller_id, m.seller_department_id""";

  private static final String LAST_KEPT =
      "select max(s.taken_on) as day from {forecast-snapshots} s where s.taken_on <= ?";

  /**
   * The last time that each was won in the period, unless it was reopened by then, which is never
   * said of an earlier day. Derby takes minutes for some thousands when it is asked by {@code not
   * exists}.
   */
  private static final String WON =
      """
      select %1$s as grp, 'closed' as category, count(*) as n, sum(m.amount_base) as amount,
        sum(m.amount_base) as weighted, %2$s
      from {opportunity-moves} m join {opportunities} o on o.id = m.opportunity_id
        join (select x.opportunity_id as deal, max(x.id) as latest from {opportunity-moves} x
          where x.moved_on >= ? and x.moved_on <= ? and x.cause in ('created', 'closed', 'reopened')
          group by x.opportunity_id) l on l.latest = m.id
      where m.state = 'won' and m.cause in ('created', 'closed')
        and m.moved_on >= ? and m.moved_on <= ?
      group by %1$s, m.seller_id, m.seller_department_id""";

  private static final String TARGETS =
      """
      select t.%1$s as grp, sum(t.amount_base) as amount
      from {sales-targets} t where t.for_month >= ? and t.for_month <= ? and t.team_id is %2$s
      group by t.%1$s""";

  private final Relations relations;
  private final StageWalks walks;
  private final CompanyAsAt company;
  private final CompanyDay day;
  private final Rates rates;
  private final CurrentUser user;

  @Activate
  public SalesForecast(
      @Reference Relations relations,
      @Reference StageWalks walks,
      @Reference CompanyAsAt company,
      @Reference CompanyDay day,
      @Reference Rates rates,
      @Reference CurrentUser user) {
    this.relations = relations;
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
    open(asked, by, period, sums);
    read(
        WON.formatted(
            by.equals(MONTH)
                ? "m.moved_on"
                : asThen(asked) ? Attribution.column(by) : "o." + Relations.column(by.key()),
            Attribution.COLUMNS),
        asked,
        List.of(period.won(), asAt, period.won(), period.lastWon()),
        by,
        sums,
        attribution(asked));
    var targets = targets(asked, by, period);
    targets.keySet().forEach(group -> sums.putIfAbsent(group, new Sum()));
    var possible = !user.get().rules(OPPORTUNITIES).hidden().contains("weighted");
    var table =
        Table.in(
            rates.base(),
            by,
            Column.of("deals", Type.INTEGER),
            Column.of("closed", Type.MONEY),
            Column.of("commit", Type.MONEY),
            Column.of("bestCase", Type.MONEY),
            Column.of("pipeline", Type.MONEY),
            Column.of("amount", Type.MONEY),
            Column.of("weighted", Type.MONEY),
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
          asked.asAt == null ? behind(asked, by, group, period) : null,
          cells(group, sum, targets.get(group), possible));
    }
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
    cells.add(sum.deals);
    CATEGORIES.forEach(category -> cells.add(sum.of(category)));
    cells.add(sum.amount());
    cells.add(possible ? sum.weighted : null);
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

  private void open(AnalysisParameters asked, Column by, Period period, Map<Object, Sum> sums) {
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
    // The day is the same for all, whatever of it they reach.
    var kept =
        user.callAsSystem(
            () ->
                relations.query(LAST_KEPT, Map.of(), List.of(asked.asAt), row -> row.date("day")));
    if (kept.get(0) != null) {
      read(
          KEPT.formatted(
              by.equals(MONTH) ? "m.expected_close" : Attribution.column(by),
              period.expected("m.expected_close"),
              Attribution.COLUMNS),
          asked,
          Stream.concat(Stream.of(kept.get(0)), period.bounds().stream()).toList(),
          by,
          sums,
          attribution(asked));
    }
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
        asked.filter.isEmpty() ? Map.of() : Map.of(OPPORTUNITIES, asked.filter),
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

  /** What is open and counts, and what is won. */
  private static AnalysisDrill behind(
      AnalysisParameters asked, Column by, Object group, Period period) {
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
            "forecastCategory!=omitted",
            from == null ? null : "expectedClose=ge=" + from,
            to == null ? null : "expectedClose=le=" + to,
            by.equals(MONTH) && group == null ? "expectedClose=null=true" : null);
    var closed = "state==won;closedOn=ge=" + won + ";closedOn=le=" + lastWon;
    return Analysis.drill(
        OPPORTUNITIES,
        Query.and(
            asked.filter,
            by.equals(MONTH) && group == null ? open : "(" + open + "),(" + closed + ")",
            by.equals(MONTH) ? null : by.filter(group)));
  }
}
