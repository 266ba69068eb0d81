package org.tangramcrm.orders.internal.figures;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tangramcrm.orders.internal.figures.Figures.Measure;
import org.tangramcrm.orders.internal.figures.Figures.Place;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.AnalysisDrill;
import org.tangramcrm.platform.analysis.AnalysisParameters;

/**
 * How many orders customers have: by number, where a customer is in one row, or of each
 * customer. Repeat rate = customers with two or more ÷ customers with one or more.
 */
final class OrdersPerCustomer implements Analysis {
  private static final Column BAND = Column.code("band", "order-count-band");
  private static final List<Column> BY = List.of(BAND, Grouping.CUSTOMER.column());

  private static final String ORDERED =
      """
      select o.customer_id as grp, sum(case when %1$s then 1 else 0 end) as n,
        sum(case when o.status = 'cancelled' then 1 else 0 end) as cancelled,
        sum(case when %1$s then o.total_base else 0 end) as amount
      from {orders} o where (%1$s or o.status = 'cancelled') and o.signed_on >= ? and o.signed_on <= ?
      group by o.customer_id""";

  private static final String CANCELLED = "status==cancelled";

  private final SoldOrders orders;

  OrdersPerCustomer(SoldOrders orders) {
    this.orders = orders;
  }

  /**
   * What some customers ordered.
   *
   * @param customers those with an order that counts
   * @param again those of them with two or more
   */
  record Ordered(int customers, int again, int orders, int cancelled, BigDecimal amount)
      implements Sum<Ordered> {
    static final Ordered NOTHING = new Ordered(0, 0, 0, 0, BigDecimal.ZERO);

    static Ordered by(int orders, int cancelled, BigDecimal amount) {
      return new Ordered(
          orders > 0 ? 1 : 0, orders > 1 ? 1 : 0, orders, cancelled, Sum.orZero(amount));
    }

    @Override
    public Ordered plus(Ordered other) {
      return new Ordered(
          customers + other.customers,
          again + other.again,
          orders + other.orders,
          cancelled + other.cancelled,
          amount.add(other.amount));
    }

    @Override
    public BigDecimal worth() {
      return BigDecimal.valueOf(orders);
    }

    BigDecimal repeatRate() {
      return Analysis.percent(again, customers);
    }
  }

  /** The row of a customer with so many orders. */
  enum Band {
    NONE("0", 0),
    ONE("1", 1),
    TWO("2", 2),
    FEW("3-5", 5),
    MANY("6-more", Integer.MAX_VALUE);

    final String code;
    private final int most;

    Band(String code, int most) {
      this.code = code;
      this.most = most;
    }

    static Band of(int orders) {
      for (var band : values()) {
        if (orders <= band.most) {
          return band;
        }
      }
      throw new IllegalStateException();
    }
  }

  @Override
  public String code() {
    return "R-2";
  }

  @Override
  public String collection() {
    return SoldOrders.ORDERS;
  }

  @Override
  public List<String> needs() {
    return List.of("status", "signedOn", "customerId");
  }

  @Override
  public Map<String, List<String>> parameters() {
    var parameters = new LinkedHashMap<String, List<String>>();
    parameters.put("by", Column.keys(BY));
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
    var customers = new HashMap<Object, Ordered>();
    var period = orders.period(asked);
    orders.query(
        asked,
        ORDERED.formatted(SoldOrders.COUNTS),
        SoldOrders.among(asked),
        List.of(period.first(), period.to()),
        row ->
            customers.put(
                row.number("grp"),
                Ordered.by(
                    row.number("n").intValue(),
                    row.number("cancelled").intValue(),
                    row.decimal("amount"))));
    var amounts = orders.shows(SoldOrders.ORDERS, "total");
    return by.equals(BAND)
        ? byBand(asked, period, customers, amounts)
        : new Figures<>(
                orders.base(),
                by,
                Ordered.NOTHING,
                List.of(
                    Measure.of("orders", Type.INTEGER, Ordered::orders),
                    Measure.at("share", Type.PERCENT, Place::share),
                    Measure.<Ordered>of("cancelled", Type.INTEGER, Ordered::cancelled)
                        .behind(group -> cancelled(asked, period, group)),
                    Measure.<Ordered>of("amount", Type.MONEY, Ordered::amount).toldIf(amounts)),
                group -> orders.behind(asked, Grouping.CUSTOMER, group, new Tree(Map.of())))
            .ranked(customers);
  }

  private static AnalysisDrill cancelled(AnalysisParameters asked, Span period, Object group) {
    return Analysis.drill(
        SoldOrders.ORDERS,
        Query.and(
            asked.filter,
            CANCELLED,
            period.filter("signedOn"),
            Grouping.CUSTOMER.filter(asked.basis, group, List.of())));
  }

  private Table byBand(
      AnalysisParameters asked, Span period, Map<Object, Ordered> customers, boolean amounts) {
    var sums = new HashMap<Object, Ordered>();
    var who = new HashMap<Object, List<Long>>();
    customers.forEach(
        (customer, ordered) -> {
          var band = Band.of(ordered.orders()).code;
          sums.merge(band, ordered, Ordered::plus);
          if (customer != null) {
            who.computeIfAbsent(band, any -> new ArrayList<>()).add((Long) customer);
          }
        });
    var order = new ArrayList<String>();
    for (var band : Band.values()) {
      // Who has but cancelled orders is told of where there is somebody.
      if (band != Band.NONE || sums.containsKey(band.code)) {
        order.add(band.code);
      }
    }
    return new Figures<>(
            orders.base(),
            BAND,
            Ordered.NOTHING,
            List.of(
                Measure.of("customers", Type.INTEGER, Ordered::customers),
                Measure.at(
                    "share",
                    Type.PERCENT,
                    place -> Analysis.percent(place.sum().customers(), place.all().customers())),
                Measure.<Ordered>at("orders", Type.INTEGER, place -> place.sum().orders())
                    .behind(band -> ordered(asked, period, SoldOrders.COUNT, who, band)),
                Measure.<Ordered>at("cancelled", Type.INTEGER, place -> place.sum().cancelled())
                    .behind(band -> ordered(asked, period, CANCELLED, who, band)),
                Measure.<Ordered>at("amount", Type.MONEY, place -> place.sum().amount())
                    .behind(band -> ordered(asked, period, SoldOrders.COUNT, who, band))
                    .toldIf(amounts),
                Measure.at(
                    "repeatRate",
                    Type.PERCENT,
                    (Place<Ordered> place) -> place.isTotal() ? place.sum().repeatRate() : null)),
            band -> behind(who, band))
        .inOrder(order, sums);
  }

  /**
   * The orders of the customers of a band, who are named one by one; null where they are too many.
   */
  private static AnalysisDrill ordered(
      AnalysisParameters asked,
      Span period,
      String status,
      Map<Object, List<Long>> who,
      Object band) {
    var some = band == Figures.ALL ? null : behind(who, band);
    return band != Figures.ALL && some == null
        ? null
        : Analysis.drill(
            SoldOrders.ORDERS,
            Query.and(
                asked.filter,
                status,
                period.filter("signedOn"),
                some == null ? null : some.filter.replaceFirst("^id", "customerId")));
  }

  private static AnalysisDrill behind(Map<Object, List<Long>> who, Object band) {
    return SoldOrders.named(
        "customers",
        band == Figures.ALL
            ? who.values().stream().flatMap(List::stream).toList()
            : who.getOrDefault(band, List.of()));
  }
}
