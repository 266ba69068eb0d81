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
import org.tangramcrm.platform.analysis.AnalysisDrill;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.store.Relations;
import org.tangramcrm.platform.store.Tuple;

/**
 * How well is collected (R-16 by customer, R-17 by department): what was due in the period, what of
 * it was received on time and late and is overdue, and the three rates that people mean. Of whoever
 * had it when it fell due, signed the order and received the money; or of whoever has it now.
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
      select %1$s as grp, sum(o.total_base) as amount, sum(o.received_base) as paid
      from {orders} o where %2$s and o.signed_on >= ? and o.signed_on <= ? group by %1$s""";

  private static final String CASH =
      """
      select p.%1$s as grp, sum(p.amount_base) as amount from {receipts} p
      where p.status = 'confirmed' and p.received_on >= ? and p.received_on <= ?
      group by p.%1$s""";

  private final String code;
  private final Grouping by;

  /** The same of orders. */
  private final Grouping sold;

  private final SoldOrders orders;
  private final OwedReceivables owed;

  private CollectionAnalysis(
      String code, Grouping by, Grouping sold, SoldOrders orders, OwedReceivables owed) {
    this.code = code;
    this.by = by;
    this.sold = sold;
    this.orders = orders;
    this.owed = owed;
  }

  static List<Analysis> all(SoldOrders orders, OwedReceivables owed) {
    return List.of(
        new CollectionAnalysis("R-16", OwedReceivables.CUSTOMER, Grouping.CUSTOMER, orders, owed),
        new CollectionAnalysis(
            "R-17", OwedReceivables.DEPARTMENT, Grouping.DEPARTMENT, orders, owed));
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

  @Override
  public Map<String, List<String>> parameters() {
    var parameters = new LinkedHashMap<String, List<String>>();
    parameters.put("basis", Grouping.BASES);
    for (var free : List.of("from", "to", "departmentId", "userId", "filter", "customers")) {
      parameters.put(free, List.of());
    }
    return parameters;
  }

  @Override
  public Belonging belonging(AnalysisParameters asked) {
    return OwedReceivables.belonging(asked, asked.to);
  }

  @Override
  public Table run(AnalysisParameters asked) {
    return SoldOrders.told(asked, work(asked));
  }

  private Table work(AnalysisParameters asked) {
    var period = orders.period(asked);
    var end = period.to().isAfter(orders.today()) ? orders.today() : period.to();
    var sums = new HashMap<Object, Collected>();
    var column = Relations.column(by.field(asked.basis));
    var within = List.of(period.first(), period.to());
    var among = OwedReceivables.among(asked);
    read(
        asked,
        DUE.formatted(column, end),
        among,
        within,
        sums,
        row -> Collected.due(row.decimal("due"), row.decimal("past")));
    read(
        asked,
        RECEIVED.formatted(column, end),
        among,
        List.of(period.first(), period.to(), end, end),
        sums,
        row ->
            Collected.received(
                row.decimal("early"),
                row.decimal("late"),
                row.decimal("past"),
                row.decimal("days")));
    // Of what only instalments have, orders and receipts cannot be asked.
    var common = OwedReceivables.isCommon(asked);
    if (common) {
      read(
          asked,
          SIGNED.formatted(sold.sql(asked.basis), SoldOrders.COUNTS),
          OwedReceivables.amongOrders(asked),
          within,
          sums,
          row -> Collected.signed(row.decimal("amount"), row.decimal("paid")));
    }
    var cash = common && orders.may("receipts.view") && orders.shows("receipts", "amount");
    if (cash) {
      // A receipt stays whose it is.
      read(
          asked,
          CASH.formatted(Relations.column(by.key())),
          OwedReceivables.amongReceipts(asked),
          within,
          sums,
          row -> Collected.cash(row.decimal("amount")));
    }
    owed.closing(asked, by, end).forEach((group, debt) -> sums.merge(group, debt, Collected::plus));
    return new Figures<>(
            orders.base(),
            by.column(),
            Collected.NOTHING,
            measures(asked, period, end, common, cash),
            group -> due(asked, group, "state=in=(open,paid)", period.filter("dueOn")))
        .ranked(sums);
  }

  private AnalysisDrill due(AnalysisParameters asked, Object group, String... which) {
    return Analysis.drill(
        OwedReceivables.RECEIVABLES,
        Query.and(asked.filter, Query.and(which), by.filter(asked.basis, group, List.of())));
  }

  /**
   * What was not received of what was past by the end: instalments tell it of today, and of a day
   * that is past what was booked for them by then.
   */
  private AnalysisDrill overdue(
      AnalysisParameters asked, Span period, LocalDate end, Object group) {
    var past = Query.and(period.filter("dueOn"), "dueOn=lt=" + end);
    if (!end.isBefore(orders.today())) {
      return due(asked, group, "state==open", past);
    }
    return Analysis.drill(
        SoldOrders.ENTRIES,
        Query.and(
            Query.through("receivableId", due(asked, group, "state=in=(open,paid)", past).filter),
            "bookedOn=le=" + end));
  }

  private AnalysisDrill signed(AnalysisParameters asked, Span period, Object group) {
    return Analysis.drill(
        SoldOrders.ORDERS,
        Query.and(
            OwedReceivables.amongOrders(asked).get(SoldOrders.ORDERS),
            SoldOrders.COUNT,
            period.filter("signedOn"),
            sold.filter(asked.basis, group, List.of())));
  }

  private AnalysisDrill cash(AnalysisParameters asked, Span period, Object group) {
    return Analysis.drill(
        "receipts",
        Query.and(
            OwedReceivables.amongReceipts(asked).get("receipts"),
            "status==confirmed",
            period.filter("receivedOn"),
            Grouping.same(by.column()).filter(asked.basis, group, List.of())));
  }

  private void read(
      AnalysisParameters asked,
      String statement,
      Map<String, String> among,
      List<LocalDate> values,
      Map<Object, Collected> sums,
      Function<Tuple, Collected> reads) {
    orders.query(
        asked,
        statement,
        among,
        values,
        row -> sums.merge(by.column().read(row, "grp"), reads.apply(row), Collected::plus));
  }

  private List<Measure<Collected>> measures(
      AnalysisParameters asked, Span period, LocalDate end, boolean common, boolean cash) {
    var told =
        orders.shows(SoldOrders.ORDERS, "total") && orders.shows(SoldOrders.ORDERS, "received");
    var signed = told && common;
    var days = period.from() == null ? 0 : new Span(period.from(), end).days();
    var measures = new ArrayList<Measure<Collected>>();
    measures.add(Measure.of("due", Type.MONEY, Collected::due));
    measures.add(Measure.<Collected>of("onTime", Type.MONEY, Collected::early).toldIf(told));
    measures.add(Measure.<Collected>of("late", Type.MONEY, Collected::late).toldIf(told));
    measures.add(
        Measure.<Collected>of("overdue", Type.MONEY, Collected::overdue)
            .behind(group -> overdue(asked, period, end, group))
            .toldIf(told));
    measures.add(rate("planRate", Collected::planRate).toldIf(told));
    measures.add(rate("contractRate", Collected::contractRate).toldIf(signed));
    measures.add(rate("cashRate", Collected::cashRate).toldIf(told && cash));
    measures.add(rate("onTimeRate", Collected::onTimeRate).toldIf(told));
    measures.add(
        Measure.<Collected>of("closing", Type.MONEY, Collected::closing)
            .behind(group -> owed.behind(asked, by, end, group, null)));
    measures.add(rate("overdueRate", Collected::overdueRate));
    measures.add(told("meanDays", Type.DECIMAL, Collected::meanDays).toldIf(told));
    measures.add(
        told("dso", Type.DECIMAL, sum -> sum.dso(days)).toldIf(signed && period.from() != null));
    measures.add(
        Measure.<Collected>of("signed", Type.MONEY, Collected::signed)
            .behind(group -> signed(asked, period, group))
            .toldIf(signed));
    measures.add(
        Measure.<Collected>of("cash", Type.MONEY, Collected::cash)
            .behind(group -> cash(asked, period, group))
            .toldIf(cash));
    return measures;
  }

  private static Measure<Collected> rate(String key, Function<Collected, Object> value) {
    return told(key, Type.PERCENT, value);
  }

  /** Of which the definition says what it is made of. */
  private static Measure<Collected> told(String key, Type type, Function<Collected, Object> value) {
    return Measure.at(key, type, place -> value.apply(place.sum()));
  }
}
