package org.tangramcrm.orders.internal.figures;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tangramcrm.orders.internal.figures.Figures.Measure;
import org.tangramcrm.orders.internal.figures.Figures.Place;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.AnalysisDrill;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.store.Relations;

/**
 * What was contracted, by month, quarter or year, by type and by size: beside it what was in
 * the period before and in the same one a year ago, and what is still to be delivered.
 */
final class ContractAmounts implements Analysis {
  private static final Column PERIOD = Column.of("period", Type.TEXT);
  private static final Column SIZE = Column.code("size", "order-size-band");
  private static final List<Column> BY = List.of(PERIOD, Grouping.TYPE.column(), SIZE);
  private static final Map<String, Integer> MONTHS = Map.of("month", 1, "quarter", 3, "year", 12);

  /** Orders of a size, in the base currency. */
  enum Size {
    TINY("under-10k", 0),
    SMALL("10k-50k", 10_000),
    MIDDLE("50k-200k", 50_000),
    LARGE("200k-1m", 200_000),
    HUGE("over-1m", 1_000_000);

    final String code;
    private final int from;

    Size(String code, int from) {
      this.code = code;
      this.from = from;
    }

    /** As a filter of a list; null for all. */
    static String filter(Object code) {
      if (code == null || code == Figures.ALL) {
        return code == null ? "total=null=true" : null;
      }
      for (int i = 0; i < values().length; i++) {
        if (values()[i].code.equals(code)) {
          var next = i + 1 < values().length ? "total=lt=" + values()[i + 1].from : null;
          return Query.and("total=ge=" + values()[i].from, next);
        }
      }
      throw new IllegalArgumentException(String.valueOf(code));
    }

    /** As an expression in SQL that comes to the code. */
    static String sql(String amount) {
      var cases = new StringBuilder("case");
      for (int i = values().length - 1; i >= 0; i--) {
        cases.append(
            " when %s >= %d then '%s'".formatted(amount, values()[i].from, values()[i].code));
      }
      return cases.append(" end").toString();
    }
  }

  private static final String SIGNED =
      """
      select x.signed_on as signed_on, x.grp as grp, count(*) as n, sum(x.amount) as amount,
        sum(x.backlog) as backlog
      from (select o.signed_on as signed_on, %1$s as grp, o.total_base as amount,
          case when o.status in ('approved', 'executing') then o.total_base else 0 end as backlog
        from {orders} o where %2$s and o.signed_on >= ? and o.signed_on <= ?) x
      group by x.signed_on, x.grp""";

  private final SoldOrders orders;

  ContractAmounts(SoldOrders orders) {
    this.orders = orders;
  }

  /**
   * What some orders come to.
   *
   * @param before those of the period before
   * @param yearBefore those of the same period a year ago
   * @param backlog of those that are neither completed nor ended
   */
  record Contracts(
      int orders, BigDecimal amount, BigDecimal before, BigDecimal yearBefore, BigDecimal backlog)
      implements Sum<Contracts> {
    static final Contracts NOTHING =
        new Contracts(0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    @Override
    public Contracts plus(Contracts other) {
      return new Contracts(
          orders + other.orders,
          amount.add(other.amount),
          before.add(other.before),
          yearBefore.add(other.yearBefore),
          backlog.add(other.backlog));
    }

    @Override
    public BigDecimal worth() {
      return amount;
    }

    /** Of nothing there is no growth. */
    BigDecimal growth() {
      return Analysis.percent(amount.subtract(before), before);
    }

    BigDecimal yearGrowth() {
      return Analysis.percent(amount.subtract(yearBefore), yearBefore);
    }
  }

  /** What was signed on a day. */
  record Signed(LocalDate on, Object group, int orders, BigDecimal amount, BigDecimal backlog) {
    /** What it counts for where a span is told of, and what lies before that. */
    Contracts in(Span now, Span before, Span yearBefore) {
      var counts = now.holds(on);
      return new Contracts(
          counts ? orders : 0,
          counts ? amount : BigDecimal.ZERO,
          before != null && before.holds(on) ? amount : BigDecimal.ZERO,
          yearBefore != null && yearBefore.holds(on) ? amount : BigDecimal.ZERO,
          counts ? backlog : BigDecimal.ZERO);
    }
  }

  @Override
  public String code() {
    return "R-18";
  }

  @Override
  public String collection() {
    return SoldOrders.ORDERS;
  }

  @Override
  public List<String> needs() {
    return List.of("status", "signedOn", "total");
  }

  @Override
  public Map<String, List<String>> parameters() {
    var parameters = new LinkedHashMap<String, List<String>>();
    parameters.put("by", Column.keys(BY));
    parameters.put("bucket", List.of("month", "quarter", "year"));
    parameters.put("basis", Grouping.BASES);
    for (var free : List.of("from", "to", "departmentId", "userId", "filter", "customers")) {
      parameters.put(free, List.of());
    }
    return parameters;
  }

  @Override
  public Belonging belonging(AnalysisParameters asked) {
    return SoldOrders.belonging(asked);
  }

  @Override
  public Table run(AnalysisParameters asked) {
    return SoldOrders.told(asked, work(asked));
  }

  private Table work(AnalysisParameters asked) {
    var by = Column.chosen(BY, asked);
    var period = orders.period(asked);
    // Far enough back for what is compared with.
    var read =
        period.from() == null
            ? period
            : new Span(
                earlier(period.monthsBefore(12).from(), period.before().from()), period.to());
    var signed =
        orders.query(
            asked,
            SIGNED.formatted(expression(by), SoldOrders.COUNTS),
            SoldOrders.among(asked),
            List.of(read.first(), read.to()),
            row ->
                new Signed(
                    row.date("signed_on"),
                    by.equals(PERIOD) ? null : row.text("grp"),
                    row.number("n").intValue(),
                    Sum.orZero(row.decimal("amount")),
                    Sum.orZero(row.decimal("backlog"))));
    return by.equals(PERIOD) ? byPeriod(asked, period, signed) : byGroup(asked, by, period, signed);
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }

  private static String expression(Column by) {
    return by.equals(PERIOD)
        ? "1"
        : by.equals(SIZE) ? Size.sql("o.total_base") : "o." + Relations.column(by.key());
  }

  private Table byPeriod(AnalysisParameters asked, Span period, List<Signed> signed) {
    int months = MONTHS.get(asked.bucket);
    var parts = parts(period, signed, months);
    var sums = new HashMap<Object, Contracts>();
    var spans = new LinkedHashMap<Object, Span>();
    for (var part : parts) {
      var name = name(part, months);
      spans.put(name, part);
      sums.put(name, sum(signed, part, part.monthsBefore(months), part.monthsBefore(12)));
    }
    return figures(
            PERIOD,
            name -> signedIn(asked, name == Figures.ALL ? period : spans.get(name), null),
            name ->
                name == Figures.ALL
                    ? null
                    : signedIn(asked, spans.get(name).monthsBefore(months), null),
            name ->
                signedIn(asked, yearBefore(name == Figures.ALL ? period : spans.get(name)), null))
        .inOrder(List.copyOf(spans.keySet()), sums);
  }

  /** From the first order on where no beginning is asked for. */
  private static List<Span> parts(Span period, List<Signed> signed, int months) {
    if (period.from() != null) {
      return period.parts(months);
    }
    return signed.stream()
        .map(Signed::on)
        .min(LocalDate::compareTo)
        .map(
            first -> {
              var month = first.getMonthValue() - 1;
              return new Span(
                      LocalDate.of(first.getYear(), month - month % months + 1, 1), period.to())
                  .parts(months);
            })
        .orElse(List.of());
  }

  /** The month; of several the first and the last one. */
  private static String name(Span part, int months) {
    var first = YearMonth.from(part.from()).toString();
    return months == 1 ? first : first + " – " + YearMonth.from(part.to());
  }

  private static Contracts sum(List<Signed> signed, Span now, Span before, Span yearBefore) {
    return signed.stream()
        .map(one -> one.in(now, before, yearBefore))
        .reduce(Contracts.NOTHING, Contracts::plus);
  }

  private Table byGroup(AnalysisParameters asked, Column by, Span period, List<Signed> signed) {
    var before = period.from() == null ? null : period.before();
    var yearBefore = yearBefore(period);
    var sums = new HashMap<Object, Contracts>();
    signed.forEach(
        one -> sums.merge(one.group(), one.in(period, before, yearBefore), Contracts::plus));
    sums.values().removeIf(Contracts.NOTHING::equals);
    Function<Object, String> which =
        group ->
            by.equals(SIZE)
                ? Size.filter(group)
                : Grouping.TYPE.filter(asked.basis, group, List.of());
    var figures =
        figures(
            by,
            group -> signedIn(asked, period, which.apply(group)),
            group -> signedIn(asked, before, which.apply(group)),
            group -> signedIn(asked, yearBefore, which.apply(group)));
    if (!by.equals(SIZE)) {
      return figures.ranked(sums);
    }
    var order = new ArrayList<Object>();
    for (var size : Size.values()) {
      order.add(size.code);
    }
    if (sums.containsKey(null)) {
      order.add(null);
    }
    return figures.inOrder(order, sums);
  }

  private static Span yearBefore(Span period) {
    return period.from() == null ? null : period.monthsBefore(12);
  }

  /**
   * The orders that were signed in a span.
   *
   * @param span null where there is none
   * @param which of them, as a filter; null for all
   */
  private static AnalysisDrill signedIn(AnalysisParameters asked, Span span, String which) {
    return span == null
        ? null
        : Analysis.drill(
            SoldOrders.ORDERS,
            Query.and(asked.filter, SoldOrders.COUNT, span.filter("signedOn"), which));
  }

  private Figures<Contracts> figures(
      Column by,
      Function<Object, AnalysisDrill> behind,
      Function<Object, AnalysisDrill> before,
      Function<Object, AnalysisDrill> yearBefore) {
    return new Figures<>(
        orders.base(),
        by,
        Contracts.NOTHING,
        List.of(
            Measure.of("amount", Type.MONEY, Contracts::amount),
            Measure.of("orders", Type.INTEGER, Contracts::orders),
            Measure.at("share", Type.PERCENT, Place::share),
            // Parts of a period overlap with what is before the others.
            Measure.<Contracts>at(
                    "before",
                    Type.MONEY,
                    place -> place.isTotal() && by.equals(PERIOD) ? null : place.sum().before())
                .behind(before),
            Measure.at(
                "growth",
                Type.PERCENT,
                (Place<Contracts> place) ->
                    place.isTotal() && by.equals(PERIOD) ? null : place.sum().growth()),
            Measure.<Contracts>at("yearBefore", Type.MONEY, place -> place.sum().yearBefore())
                .behind(yearBefore),
            Measure.<Contracts>at("yearGrowth", Type.PERCENT, place -> place.sum().yearGrowth()),
            Measure.<Contracts>of("backlog", Type.MONEY, Contracts::backlog)
                .behind(group -> undelivered(behind.apply(group)))),
        behind);
  }

  private static AnalysisDrill undelivered(AnalysisDrill of) {
    return of == null
        ? null
        : Analysis.drill(of.collection, Query.and(of.filter, "status=in=(approved,executing)"));
  }
}
