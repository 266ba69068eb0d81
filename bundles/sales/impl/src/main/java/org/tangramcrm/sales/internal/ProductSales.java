package org.tangramcrm.sales.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.store.Relations;
import org.tangramcrm.sales.OpportunityLine;

/**
 * What becomes of products in deals: of the deals that were closed in the period, as things
 * are now, how much of each product was sold, what its lines came to, how deep its discounts went,
 * and how often a deal with it was won. A deal counts with each product on it, once in the totals.
 */
@Component
public class ProductSales implements Analysis {
  private static final String OPPORTUNITIES = SalesStores.OPPORTUNITIES;

  private static final String CLOSED =
      """
      select o.id as deal, o.state as state, o.lines as lines, o.amount_rate as rate
      from {opportunities} o
      where o.state in ('won', 'lost') and o.closed_on >= ? and o.closed_on <= ?""";

  private final Relations relations;
  private final CompanyDay day;
  private final Rates rates;

  @Activate
  public ProductSales(
      @Reference Relations relations, @Reference CompanyDay day, @Reference Rates rates) {
    this.relations = relations;
    this.day = day;
    this.rates = rates;
  }

  @Override
  public String code() {
    return "R-23";
  }

  @Override
  public String collection() {
    return OPPORTUNITIES;
  }

  /** Who is not shown amounts is not shown lines, which would tell them. */
  @Override
  public List<String> needs() {
    return List.of("state", "closedOn", "lines");
  }

  @Override
  public Map<String, List<String>> parameters() {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (var free : List.of("from", "to", "departmentId", "userId", "filter")) {
      parameters.put(free, List.of());
    }
    return parameters;
  }

  private record Deal(long id, boolean won, BigDecimal rate, List<OpportunityLine> lines) {
    /** In the base currency, rounded to its minor unit; nothing where no rate is known. */
    BigDecimal base(BigDecimal amount, String base) {
      return rate == null ? BigDecimal.ZERO : Rates.rounded(amount.multiply(rate), base);
    }
  }

  /** A product in the making. */
  private static final class Sum {
    private final List<Long> won = new ArrayList<>();
    private final List<Long> lost = new ArrayList<>();
    private BigDecimal quantity = BigDecimal.ZERO;
    private BigDecimal full = BigDecimal.ZERO;
    private BigDecimal amount = BigDecimal.ZERO;

    void meet(Deal deal) {
      (deal.won() ? won : lost).add(deal.id());
    }

    void sell(BigDecimal more, BigDecimal before, BigDecimal after) {
      quantity = quantity.add(more);
      full = full.add(before);
      amount = amount.add(after);
    }

    /** Per cent off the price before the discount, of what was sold. */
    BigDecimal depth() {
      return Analysis.percent(full.subtract(amount), full);
    }

    BigDecimal rate() {
      return Analysis.percent(won.size(), won.size() + lost.size());
    }

    List<Long> deals() {
      var all = new ArrayList<>(won);
      all.addAll(lost);
      return all;
    }
  }

  @Override
  public Table run(AnalysisParameters asked) {
    var sums = new HashMap<Long, Sum>();
    var all = new Sum();
    for (var deal : deals(asked)) {
      if (!deal.lines().isEmpty()) {
        all.meet(deal);
      }
      deal.lines().stream()
          .map(line -> line.productId)
          .distinct()
          .forEach(product -> sums.computeIfAbsent(product, any -> new Sum()).meet(deal));
      if (deal.won()) {
        deal.lines().forEach(line -> sell(deal, line, List.of(sums.get(line.productId), all)));
      }
    }
    var table =
        Table.in(
            rates.base(),
            Column.reference("productId", SalesStores.PRODUCTS),
            Column.of("quantity", Type.DECIMAL),
            Column.of("amount", Type.MONEY),
            Column.of("amountShare", Type.PERCENT),
            Column.of("depth", Type.PERCENT),
            Column.of("won", Type.INTEGER),
            Column.of("lost", Type.INTEGER),
            Column.of("rate", Type.PERCENT));
    sums.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Long, Sum> row) -> row.getValue().amount)
                .reversed()
                .thenComparing(Map.Entry::getKey))
        .forEach(
            row -> {
              var sum = row.getValue();
              table.row(
                  StageWalks.drill(sum.deals()),
                  row.getKey(),
                  SalesStores.plain(sum.quantity),
                  sum.amount,
                  Analysis.percent(sum.amount, all.amount),
                  sum.depth(),
                  sum.won.size(),
                  sum.lost.size(),
                  sum.rate());
              var won = StageWalks.drill(sum.won);
              for (var key : List.of("quantity", "amount", "depth", "won")) {
                table.behind(key, won);
              }
              table.behind("lost", StageWalks.drill(sum.lost));
            });
    // Pieces and hours have no sum.
    return table
        .total("amount", all.amount)
        .total("amountShare", Analysis.percent(all.amount, all.amount))
        .total("depth", all.depth())
        .total("won", all.won.size())
        .total("lost", all.lost.size())
        .total("rate", all.rate());
  }

  private void sell(Deal deal, OpportunityLine line, List<Sum> sums) {
    var before = deal.base(line.quantity.multiply(line.price), rates.base());
    var after = deal.base(line.subtotal, rates.base());
    sums.forEach(sum -> sum.sell(line.quantity, before, after));
  }

  private List<Deal> deals(AnalysisParameters asked) {
    return relations.query(
        CLOSED,
        asked.filter.isEmpty() ? Map.of() : Map.of(OPPORTUNITIES, asked.filter),
        List.of(
            Objects.requireNonNullElse(asked.from, StageWalks.EVER),
            Objects.requireNonNullElse(asked.to, day.today())),
        row ->
            new Deal(
                row.number("deal"),
                row.text("state").equals("won"),
                row.decimal("rate"),
                row.list("lines", OpportunityLine.class)));
  }
}
