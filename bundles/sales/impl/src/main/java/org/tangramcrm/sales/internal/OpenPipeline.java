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
import java.util.Set;
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
import org.tangramcrm.sales.PipelineStage;

/**
 * The open deals: how many there are, what they come to and what of it is possible, by
 * stage, salesperson, department or month of the expected close. Of a day that is past by the
 * history: what each was by its last row until the end of that day.
 */
@Component
public class OpenPipeline implements Analysis {
  private static final String OPPORTUNITIES = SalesStores.OPPORTUNITIES;
  private static final Column STAGE = Column.code("stage", "opportunity-stage");

  /** Rows are months of it. */
  private static final Column CLOSE = Column.of("expectedClose", Type.TEXT);

  private static final List<Column> BY =
      List.of(
          STAGE,
          Column.reference("ownerId", "users"),
          Column.reference("departmentId", "departments"),
          CLOSE);

  /** What is open is not closed: there is an index of that. */
  private static final String NOW =
      """
      select o.%1$s as grp, count(*) as n, sum(o.amount_base) as amount,
        sum(o.weighted_base) as weighted
      from {opportunities} o where o.closed_on is null and o.state = 'open' group by o.%1$s""";

  /**
   * What was closed by then and stayed so was not open, so that only what is open or was closed
   * since has its history looked at. Which move came last is found by reading on.
   */
  private static final String THEN =
      """
      select m.opportunity_id as deal, %s as grp, m.state as state, m.amount_base as amount,
        m.probability as probability, %s
      from {opportunity-moves} m where %%s and m.moved_on <= ? order by m.opportunity_id, m.id""";

  private static final String NOT_CLOSED_BY_THEN =
      """
      select o.id as deal from {opportunities} o where o.closed_on is null or o.closed_on > ?""";

  private final Relations relations;
  private final DealMoves moves;
  private final StageWalks walks;
  private final CompanyAsAt company;
  private final CompanyDay day;
  private final Rates rates;
  private final CurrentUser user;

  @Activate
  public OpenPipeline(
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
    return "R-29";
  }

  @Override
  public String collection() {
    return OPPORTUNITIES;
  }

  @Override
  public List<String> needs() {
    return StageWalks.NEEDS;
  }

  @Override
  public Map<String, List<String>> parameters() {
    var parameters = new LinkedHashMap<String, List<String>>();
    parameters.put("by", Column.keys(BY));
    for (var free : List.of("asAt", "pipelineId", "departmentId", "userId", "filter")) {
      parameters.put(free, List.of());
    }
    return parameters;
  }

  /** A past day's deals are theirs who had them then. */
  @Override
  public Belonging belonging(AnalysisParameters asked) {
    return walks.asAt(asked).isBefore(day.today()) ? Belonging.TOLD_BY_HISTORY : Belonging.NOW;
  }

  /** What some deals come to, in the base currency. */
  private record Sum(int deals, BigDecimal amount, BigDecimal weighted) {
    static final Sum NOTHING = new Sum(0, BigDecimal.ZERO, BigDecimal.ZERO);

    static Sum of(int deals, BigDecimal amount, BigDecimal weighted) {
      return new Sum(
          deals,
          Objects.requireNonNullElse(amount, BigDecimal.ZERO),
          Objects.requireNonNullElse(weighted, BigDecimal.ZERO));
    }

    Sum plus(Sum other) {
      return new Sum(deals + other.deals, amount.add(other.amount), weighted.add(other.weighted));
    }
  }

  /** Where a deal was by a day, and what it came to there. */
  private record Standing(Object group, Sum sum) {}

  /**
   * @param deals of each group by name, where no filter finds them
   */
  private record Told(Map<Object, Sum> sums, Map<Object, List<Long>> deals) {}

  @Override
  public Table run(AnalysisParameters asked) {
    var by = Column.chosen(BY, asked);
    var asAt = walks.asAt(asked);
    var past = asAt.isBefore(day.today());
    var hidden = user.get().rules(OPPORTUNITIES).hidden();
    var told = past ? then(asked, by, asAt, hidden) : now(asked, by);
    var sums = told.sums();
    var stages = by.equals(STAGE) ? walks.open(asked.pipelineId) : List.<PipelineStage>of();
    stages.stream()
        .filter(stage -> !StageWalks.retired(stage))
        .forEach(stage -> sums.putIfAbsent(stage.stage, Sum.NOTHING));
    var amounts = !hidden.contains("amount");
    var possible = amounts && !hidden.contains("weighted");
    var table =
        Table.in(
            rates.base(),
            by,
            Column.of("deals", Type.INTEGER),
            Column.of("amount", Type.MONEY),
            Column.of("weighted", Type.MONEY));
    var total = Sum.NOTHING;
    for (var group : ordered(by, sums, stages)) {
      var sum = sums.get(group);
      total = total.plus(sum);
      table.row(
          past
              ? StageWalks.drill(told.deals().getOrDefault(group, List.of()))
              : behind(asked, by, group),
          group,
          sum.deals(),
          amounts ? sum.amount() : null,
          possible ? sum.weighted() : null);
    }
    return table
        .total("deals", total.deals())
        .total("amount", amounts ? total.amount() : null)
        .total("weighted", possible ? total.weighted() : null);
  }

  private Told now(AnalysisParameters asked, Column by) {
    var sums = new HashMap<Object, Sum>();
    relations.query(
        NOW.formatted(Relations.column(by.key())),
        asked.filter.isEmpty() ? Map.of() : Map.of(OPPORTUNITIES, asked.filter),
        List.of(),
        row ->
            sums.merge(
                group(by, row),
                Sum.of(row.number("n").intValue(), row.decimal("amount"), row.decimal("weighted")),
                Sum::plus));
    return new Told(sums, Map.of());
  }

  /** Rounded for each deal, as its possible amount is. */
  private Told then(AnalysisParameters asked, Column by, LocalDate asAt, Set<String> hidden) {
    var column =
        by.equals(STAGE)
            ? "m.to_stage"
            : by.equals(CLOSE) ? "m.expected_close" : Attribution.column(by);
    var attribution = Attribution.of(asked, company, asAt);
    var sums = new HashMap<Object, Sum>();
    var deals = new HashMap<Object, List<Long>>();
    moves.last(
        moves.deals(NOT_CLOSED_BY_THEN, asked.filter, List.of(asAt)),
        THEN.formatted(column, Attribution.COLUMNS),
        List.of(asAt),
        row ->
            "open".equals(row.text("state")) && attribution.counts(row)
                ? new Standing(
                    hidden.contains(by.key()) ? null : group(by, row),
                    Sum.of(1, row.decimal("amount"), possible(row)))
                : null,
        (deal, one) -> {
          sums.merge(one.group(), one.sum(), Sum::plus);
          deals.computeIfAbsent(one.group(), any -> new ArrayList<>()).add(deal);
        });
    return new Told(sums, deals);
  }

  private BigDecimal possible(Tuple row) {
    var amount = row.decimal("amount");
    var probability = row.number("probability");
    return amount == null || probability == null
        ? null
        : Worth.part(amount, probability.intValue(), rates.base());
  }

  private static Object group(Column by, Tuple row) {
    if (!by.equals(CLOSE)) {
      return by.read(row, "grp");
    }
    var close = row.date("grp");
    return close == null ? null : YearMonth.from(close).toString();
  }

  /** Stages as deals pass through them, months as they come, all else by what it comes to. */
  private static List<Object> ordered(
      Column by, Map<Object, Sum> sums, List<PipelineStage> stages) {
    Comparator<Object> order;
    if (by.equals(STAGE)) {
      var codes = stages.stream().map(stage -> stage.stage).toList();
      order = Comparator.comparing(codes::indexOf);
    } else if (by.equals(CLOSE)) {
      order = Comparator.comparing(String::valueOf);
    } else {
      order =
          Comparator.comparing((Object group) -> sums.get(group).amount())
              .thenComparing(group -> sums.get(group).deals())
              .reversed();
    }
    return sums.keySet().stream()
        .sorted(Comparator.comparing((Object group) -> group == null).thenComparing(order))
        .toList();
  }

  private static AnalysisDrill behind(AnalysisParameters asked, Column by, Object group) {
    var which = by.filter(group);
    if (by.equals(CLOSE) && group != null) {
      var month = YearMonth.parse((String) group);
      which =
          "expectedClose=ge=%s;expectedClose=le=%s".formatted(month.atDay(1), month.atEndOfMonth());
    }
    return Analysis.drill(OPPORTUNITIES, Query.and(asked.filter, "state==open", which));
  }
}
