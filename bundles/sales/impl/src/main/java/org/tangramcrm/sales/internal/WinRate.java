package org.tangramcrm.sales.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Relations;
import org.tangramcrm.platform.store.Tuple;

/**
 * How often we win against each competitor (M-23): won / (won + lost) of the deals on which they
 * are listed and that were closed in the period, as things are now. A deal counts with each
 * competitor on it, and once in the totals.
 */
@Component
public class WinRate implements Analysis {
  private static final String OPPORTUNITIES = SalesStores.OPPORTUNITIES;

  private static final String LOST_TO = "lost to";

  /** The deals that columns are of. */
  private static final Map<String, String> PARTS =
      Map.of(
          "won", "won",
          "lost", "lost",
          "lostTo", LOST_TO,
          "open", "open",
          "wonAmount", "won",
          "lostAmount", "lost");

  /** Before any deal. */
  private static final LocalDate EVER = LocalDate.of(1900, 1, 1);

  /** Where two competitors became one, both may still stand on a deal. */
  private static final String LISTED =
      """
from {opportunities} o join
  (select l.competitor_id, l.opportunity_id, max(case when l.lost_to = true then 1 else 0 end) as lost_to
   from {opportunity-competitors} l group by l.competitor_id, l.opportunity_id) r
  on r.opportunity_id = o.id
where o.state = 'open' or o.state in ('won', 'lost') and o.closed_on >= ? and o.closed_on <= ?\
""";

  private static final String EACH =
      "select r.competitor_id as grp, o.state as state, count(*) as n, sum(r.lost_to) as lost_to,"
          + " sum(o.amount_base) as amount "
          + LISTED
          + " group by r.competitor_id, o.state";

  /** Those behind each of them. */
  private static final String DEALS =
      "select r.competitor_id as grp, o.state as state, r.lost_to as lost_to, o.id as deal "
          + LISTED;

  private static final String ALL =
      "select d.state as state, count(*) as n, sum(d.lost_to) as lost_to, sum(d.amount) as amount"
          + " from (select o.id, max(o.state) as state, max(r.lost_to) as lost_to,"
          + " max(o.amount_base) as amount "
          + LISTED
          + " group by o.id) d group by d.state";

  private final Relations relations;
  private final CompanyDay day;
  private final Rates rates;
  private final CurrentUser user;

  @Activate
  public WinRate(
      @Reference Relations relations,
      @Reference CompanyDay day,
      @Reference Rates rates,
      @Reference CurrentUser user) {
    this.relations = relations;
    this.day = day;
    this.rates = rates;
    this.user = user;
  }

  @Override
  public String code() {
    return "C-1";
  }

  @Override
  public String collection() {
    return OPPORTUNITIES;
  }

  @Override
  public List<String> needs() {
    return List.of("state", "closedOn");
  }

  @Override
  public Map<String, List<String>> parameters() {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (var free : List.of("from", "to", "departmentId", "userId", "filter")) {
      parameters.put(free, List.of());
    }
    return parameters;
  }

  /** Deals against somebody, in one state. */
  private record Part(Long competitor, String state, int deals, int lostTo, BigDecimal amount) {}

  private record Sum(
      int open, int won, int lost, int lostTo, BigDecimal wonAmount, BigDecimal lostAmount) {
    static final Sum NOTHING = new Sum(0, 0, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO);

    Sum with(Part part) {
      var amount = part.amount() == null ? BigDecimal.ZERO : part.amount();
      return switch (part.state()) {
        case "won" ->
            new Sum(open, won + part.deals(), lost, lostTo, wonAmount.add(amount), lostAmount);
        case "lost" ->
            new Sum(
                open,
                won,
                lost + part.deals(),
                lostTo + part.lostTo(),
                wonAmount,
                lostAmount.add(amount));
        default -> new Sum(open + part.deals(), won, lost, lostTo, wonAmount, lostAmount);
      };
    }

    BigDecimal rate() {
      return won + lost == 0
          ? null
          : BigDecimal.valueOf(won * 100L)
              .divide(BigDecimal.valueOf(won + lost), 2, RoundingMode.HALF_UP);
    }
  }

  @Override
  public Table run(AnalysisParameters asked) {
    var sums = new TreeMap<Long, Sum>();
    parts(EACH, asked, true)
        .forEach(
            part ->
                sums.merge(
                    part.competitor(), Sum.NOTHING.with(part), (was, one) -> was.with(part)));
    var total = Sum.NOTHING;
    for (var part : parts(ALL, asked, false)) {
      total = total.with(part);
    }
    var worth = !user.get().rules(OPPORTUNITIES).hidden().contains("amount");
    var table =
        Table.in(
            rates.base(),
            new Column("competitorId", Type.REFERENCE, "customers"),
            Column.of("won", Type.INTEGER),
            Column.of("lost", Type.INTEGER),
            Column.of("rate", Type.PERCENT),
            Column.of("lostTo", Type.INTEGER),
            Column.of("open", Type.INTEGER),
            Column.of("wonAmount", Type.MONEY),
            Column.of("lostAmount", Type.MONEY));
    var ordered = new ArrayList<>(sums.entrySet());
    ordered.sort(
        Comparator.comparing(
                (Map.Entry<Long, Sum> row) -> row.getValue().won() + row.getValue().lost())
            .reversed());
    var deals = deals(asked);
    for (var row : ordered) {
      var sum = row.getValue();
      table.row(
          deals.drill(row.getKey(), null),
          row.getKey(),
          sum.won(),
          sum.lost(),
          sum.rate(),
          sum.lostTo(),
          sum.open(),
          worth ? sum.wonAmount() : null,
          worth ? sum.lostAmount() : null);
      for (var part : PARTS.entrySet()) {
        table.behind(part.getKey(), deals.drill(row.getKey(), part.getValue()));
      }
    }
    table
        .total("won", total.won())
        .total("lost", total.lost())
        .total("rate", total.rate())
        .total("lostTo", total.lostTo())
        .total("open", total.open());
    if (worth) {
      table.total("wonAmount", total.wonAmount()).total("lostAmount", total.lostAmount());
    }
    return table;
  }

  private Behind deals(AnalysisParameters asked) {
    var deals = new Behind();
    read(
        DEALS,
        asked,
        row -> {
          var competitor = row.number("grp");
          deals.add(competitor, row.text("state"), row.number("deal"));
          if (row.number("lost_to") == 1 && row.text("state").equals("lost")) {
            deals.put(competitor, LOST_TO, row.number("deal"));
          }
          return deals;
        });
    return deals;
  }

  private <T> List<T> read(String statement, AnalysisParameters asked, Function<Tuple, T> reads) {
    return relations.query(
        statement,
        asked.filter.isEmpty() ? Map.of() : Map.of(OPPORTUNITIES, asked.filter),
        List.of(asked.from == null ? EVER : asked.from, asked.to == null ? day.today() : asked.to),
        reads);
  }

  private List<Part> parts(String statement, AnalysisParameters asked, boolean each) {
    return read(
        statement,
        asked,
        row ->
            new Part(
                each ? row.number("grp") : null,
                row.text("state"),
                row.number("n").intValue(),
                row.number("lost_to").intValue(),
                row.decimal("amount")));
  }
}
