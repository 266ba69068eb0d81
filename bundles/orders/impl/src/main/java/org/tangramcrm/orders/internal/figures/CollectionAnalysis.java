package org.tangramcrm.orders.internal.figures;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tangramcrm.orders.internal.figures.Figures.Measure;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.store.Relations;
import org.tangramcrm.platform.store.Tuple;

/**
 * How well is collected (R-16 by customer, R-17 by department): what was due in the period, what of
 * it was received on time and late and is overdue, and the three rates that people mean. Of whoever
 * has to collect it now.
 */
final class CollectionAnalysis implements Analysis {
  private static final String DUE =
      """
      select r.%1$s as grp, sum(r.amount_base) as due,
        sum(case when r.due_on < date('%2$s') then r.amount_base - coalesce(r.written_off_base, 0) else 0 end) as past
      from {receivables} r where r.state in ('open', 'paid') and r.due_on >= ? and r.due_on <= ?
      group by r.%1$s""";

  /** What counted at the end of the period. */
  private static final String RECEIVED =
      """
      select r.%1$s as grp,
        sum(case when a.allocated_on <= r.due_on then a.applied_base else 0 end) as early,
        sum(case when a.allocated_on > r.due_on then a.applied_base else 0 end) as late,
        sum(case when r.due_on < date('%2$s') then a.applied_base else 0 end) as past,
        sum(a.applied_base * cast({fn timestampdiff(SQL_TSI_DAY, cast(o.signed_on as timestamp),
          cast(a.allocated_on as timestamp))} as integer)) as days
      from {receipt-allocations} a join {receivables} r on r.id = a.receivable_id
        join {orders} o on o.id = r.order_id
      where r.due_on >= ? and r.due_on <= ? and a.allocated_on <= ?
        and (a.released_on is null or a.released_on > ?)
      group by r.%1$s""";

  private static final String SIGNED =
      """
      select o.%1$s as grp, sum(o.total_base) as amount, sum(o.received_base) as paid
      from {orders} o where %2$s and o.signed_on >= ? and o.signed_on <= ? group by o.%1$s""";

  private static final String CASH =
      """
      select p.%1$s as grp, sum(p.amount_base) as amount from {receipts} p
      where p.status = 'confirmed' and p.received_on >= ? and p.received_on <= ?
      group by p.%1$s""";

  private final String code;
  private final Column by;
  private final SoldOrders orders;
  private final OwedReceivables owed;
  private final Relations relations;

  private CollectionAnalysis(
      String code, Column by, SoldOrders orders, OwedReceivables owed, Relations relations) {
    this.code = code;
    this.by = by;
    this.orders = orders;
    this.owed = owed;
    this.relations = relations;
  }

  static List<Analysis> all(SoldOrders orders, OwedReceivables owed, Relations relations) {
    return List.of(
        new CollectionAnalysis("R-16", OwedReceivables.CUSTOMER, orders, owed, relations),
        new CollectionAnalysis("R-17", OwedReceivables.DEPARTMENT, orders, owed, relations));
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public String collection() {
    return OwedReceivables.RECEIVABLES;
  }

  @Override
  public List<String> needs() {
    return List.of("state", "dueOn", "amount", "outstanding");
  }

  /** No filter: it is made of instalments, orders and receipts. */
  @Override
  public Map<String, List<String>> parameters() {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (var free : List.of("from", "to", "departmentId", "userId")) {
      parameters.put(free, List.of());
    }
    return parameters;
  }

  @Override
  public Table run(AnalysisParameters asked) {
    var period = orders.period(asked);
    var end = period.to().isAfter(orders.today()) ? orders.today() : period.to();
    var sums = new HashMap<Object, Collected>();
    var column = Relations.column(by.key());
    var within = List.of(period.first(), period.to());
    read(
        DUE.formatted(column, end),
        asked,
        within,
        sums,
        row -> Collected.due(row.decimal("due"), row.decimal("past")));
    read(
        RECEIVED.formatted(column, end),
        asked,
        List.of(period.first(), period.to(), end, end),
        sums,
        row ->
            Collected.received(
                row.decimal("early"),
                row.decimal("late"),
                row.decimal("past"),
                row.decimal("days")));
    read(
        SIGNED.formatted(column, SoldOrders.COUNTS),
        asked,
        within,
        sums,
        row -> Collected.signed(row.decimal("amount"), row.decimal("paid")));
    var cash = orders.may("receipts.view") && orders.shows("receipts", "amount");
    if (cash) {
      read(
          CASH.formatted(column),
          asked,
          within,
          sums,
          row -> Collected.cash(row.decimal("amount")));
    }
    owed.owed(asked, by, end)
        .forEach(
            (group, debt) ->
                sums.merge(
                    group, Collected.closing(debt.outstanding(), debt.overdue()), Collected::plus));
    return new Figures<>(
            orders.base(),
            by,
            Collected.NOTHING,
            measures(period, end, cash),
            group ->
                Analysis.drill(
                    OwedReceivables.RECEIVABLES,
                    Query.and(
                        asked.filter,
                        "state=in=(open,paid)",
                        period.filter("dueOn"),
                        by.filter(group))))
        .ranked(sums);
  }

  private void read(
      String statement,
      AnalysisParameters asked,
      List<LocalDate> values,
      Map<Object, Collected> sums,
      Function<Tuple, Collected> reads) {
    var filter = asked.filter == null || asked.filter.isEmpty() ? null : asked.filter;
    // Instalments, orders and receipts have owner and department alike.
    var collection =
        List.of(OwedReceivables.RECEIVABLES, SoldOrders.ORDERS, "receipts").stream()
            .filter(each -> statement.contains("{" + each + "}"))
            .findFirst()
            .orElseThrow();
    relations.query(
        statement,
        filter == null ? Map.of() : Map.of(collection, filter),
        values,
        row -> sums.merge(by.read(row, "grp"), reads.apply(row), Collected::plus));
  }

  private List<Measure<Collected>> measures(Span period, LocalDate end, boolean cash) {
    var told =
        orders.shows(SoldOrders.ORDERS, "total") && orders.shows(SoldOrders.ORDERS, "received");
    var days = period.from() == null ? 0 : new Span(period.from(), end).days();
    var measures = new ArrayList<Measure<Collected>>();
    measures.add(Measure.of("due", Type.MONEY, Collected::due));
    measures.add(Measure.<Collected>of("onTime", Type.MONEY, Collected::early).toldIf(told));
    measures.add(Measure.<Collected>of("late", Type.MONEY, Collected::late).toldIf(told));
    measures.add(Measure.<Collected>of("overdue", Type.MONEY, Collected::overdue).toldIf(told));
    measures.add(Measure.<Collected>of("planRate", Type.PERCENT, Collected::planRate).toldIf(told));
    measures.add(
        Measure.<Collected>of("contractRate", Type.PERCENT, Collected::contractRate).toldIf(told));
    measures.add(
        Measure.<Collected>of("cashRate", Type.PERCENT, Collected::cashRate).toldIf(told && cash));
    measures.add(
        Measure.<Collected>of("onTimeRate", Type.PERCENT, Collected::onTimeRate).toldIf(told));
    measures.add(Measure.of("closing", Type.MONEY, Collected::closing));
    measures.add(Measure.of("overdueRate", Type.PERCENT, Collected::overdueRate));
    measures.add(Measure.<Collected>of("meanDays", Type.DECIMAL, Collected::meanDays).toldIf(told));
    measures.add(
        Measure.<Collected>of("dso", Type.DECIMAL, sum -> sum.dso(days))
            .toldIf(told && period.from() != null));
    measures.add(Measure.<Collected>of("signed", Type.MONEY, Collected::signed).toldIf(told));
    measures.add(Measure.<Collected>of("cash", Type.MONEY, Collected::cash).toldIf(cash));
    return measures;
  }
}
