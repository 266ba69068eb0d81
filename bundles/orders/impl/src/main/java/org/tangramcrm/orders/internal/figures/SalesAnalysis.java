package org.tangramcrm.orders.internal.figures;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tangramcrm.orders.internal.figures.Figures.Measure;
import org.tangramcrm.orders.internal.figures.Figures.Place;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.AnalysisParameters;

/**
 * What was sold, by the day of signing: the sales of customers, departments, regions and industries
 * (R-6 … R-9), of states of payment, and their ranking. They differ in what rows are
 * made by and in what is told of each.
 */
final class SalesAnalysis implements Analysis {
  /** What else than the orders themselves is told. */
  enum Part {
    RANK,
    /** Rows can be made by groups of companies as well. */
    GROUPS,
    PAYMENT,
    MARGIN,
    BELOW,
    TARGET
  }

  private static final String RECEIVED = "kind=in=(received,released)";

  /** A company with all that belong to it. */
  private static final Column GROUP = Column.reference("groupId", "customers");

  private final String code;
  private final SoldOrders orders;
  private final List<Grouping> by;
  private final boolean products;
  private final Set<Part> parts;

  /**
   * @param products whether rows are made by product as well
   */
  private SalesAnalysis(
      String code, SoldOrders orders, List<Grouping> by, boolean products, Set<Part> parts) {
    this.code = code;
    this.orders = orders;
    this.by = by;
    this.products = products;
    this.parts = parts;
  }

  static List<Analysis> all(SoldOrders orders) {
    return List.of(
        new SalesAnalysis(
            "R-4",
            orders,
            List.of(Grouping.CUSTOMER, Grouping.OWNER, Grouping.DEPARTMENT),
            true,
            Set.of(Part.RANK)),
        of("R-6", orders, Grouping.CUSTOMER, Part.PAYMENT, Part.MARGIN, Part.GROUPS),
        of("R-7", orders, Grouping.DEPARTMENT, Part.PAYMENT, Part.MARGIN, Part.BELOW, Part.TARGET),
        of("R-8", orders, Grouping.REGION, Part.PAYMENT, Part.MARGIN, Part.BELOW),
        of("R-9", orders, Grouping.INDUSTRY, Part.PAYMENT, Part.MARGIN, Part.BELOW),
        of("R-24", orders, Grouping.PAYMENT, Part.PAYMENT));
  }

  private static Analysis of(String code, SoldOrders orders, Grouping by, Part... parts) {
    return new SalesAnalysis(code, orders, List.of(by), false, Set.of(parts));
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public String collection() {
    return SoldOrders.ORDERS;
  }

  @Override
  public String madeOf(String choice) {
    return choice.equals(SoldOrders.PRODUCT.key()) ? "lines" : choice;
  }

  @Override
  public List<String> needs() {
    return by.size() > 1
        ? List.of("status", "signedOn")
        : List.of("status", "signedOn", by.get(0).then());
  }

  @Override
  public Map<String, List<String>> parameters() {
    var parameters = new LinkedHashMap<String, List<String>>();
    if (products) {
      var keys = by.stream().map(Grouping::key).collect(Collectors.toList());
      keys.add(SoldOrders.PRODUCT.key());
      parameters.put("by", keys);
    } else if (parts.contains(Part.GROUPS)) {
      parameters.put("by", List.of(Grouping.CUSTOMER.key(), GROUP.key()));
    }
    parameters.put("basis", Grouping.BASES);
    for (var free :
        List.of("from", "to", "asAt", "departmentId", "userId", "filter", "customers")) {
      // A state of payment is that of today, and a rank has nothing to do with payments.
      if (!free.equals("asAt") || parts.contains(Part.MARGIN)) {
        parameters.put(free, List.of());
      }
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
    if (SoldOrders.PRODUCT.key().equals(asked.by)) {
      var sums = orders.byProduct(asked);
      return new Figures<>(
              orders.base(),
              SoldOrders.PRODUCT,
              Sales.NOTHING,
              ranking(orders.shows("order-lines", "total"), false),
              product -> orders.linesBehind(asked, product))
          .ranked(sums);
    }
    var grouping = Grouping.chosen(by, asked);
    var sums = new HashMap<>(orders.sold(asked, grouping));
    if (parts.contains(Part.MARGIN)) {
      orders.costs(asked, grouping).forEach((group, cost) -> sums.merge(group, cost, Sales::plus));
    }
    if (GROUP.key().equals(asked.by)) {
      return byGroup(asked, sums);
    }
    var tree = parts.contains(Part.BELOW) ? orders.tree(asked, grouping) : new Tree(Map.of());
    var figures =
        new Figures<>(
            orders.base(),
            grouping.column(),
            Sales.NOTHING,
            measures(asked, grouping, tree),
            group -> orders.behind(asked, grouping, group, tree));
    if (parts.contains(Part.BELOW)) {
      return figures.inTree(sums, tree);
    } else if (grouping.equals(Grouping.PAYMENT)) {
      var order = new ArrayList<Object>(orders.codes(grouping.column()));
      sums.keySet().stream().filter(group -> !order.contains(group)).forEach(order::add);
      return figures.inOrder(order, sums);
    }
    return figures.ranked(sums);
  }

  private Table byGroup(AnalysisParameters asked, Map<Object, Sales> byCustomer) {
    var companies = orders.companies();
    var sums = new HashMap<Object, Sales>();
    var members = new HashMap<Object, List<Object>>();
    byCustomer.forEach(
        (customer, sum) -> {
          var top = companies.top(customer);
          sums.merge(top, sum, Sales::plus);
          members.computeIfAbsent(top, any -> new ArrayList<>()).add(customer);
        });
    return new Figures<>(
            orders.base(),
            GROUP,
            Sales.NOTHING,
            measures(asked, Grouping.CUSTOMER, companies),
            group ->
                group == Figures.ALL
                    ? orders.behind(asked, Grouping.CUSTOMER, group, companies)
                    : orders.behind(asked, members.get(group)))
        .ranked(sums);
  }

  /** Orders tell what was paid of them by now; what was by a day that is past, its bookings. */
  private Measure<Sales> paid(
      Measure<Sales> measure, AnalysisParameters asked, Grouping by, Tree tree, String kinds) {
    return orders.isPast(asked) && !GROUP.key().equals(asked.by)
        ? measure.behind(group -> orders.bookedBehind(asked, by, group, tree, kinds))
        : measure;
  }

  private static List<Measure<Sales>> ranking(boolean told, boolean totalled) {
    return List.of(
        Measure.<Sales>of("amount", Type.MONEY, Sales::amount).toldIf(told),
        // An order is one of each of its products.
        Measure.<Sales>at(
                "orders",
                Type.INTEGER,
                place -> place.isTotal() && !totalled ? null : place.sum().orders())
            .byRow(),
        Measure.<Sales>at("share", Type.PERCENT, Place::share).toldIf(told),
        Measure.<Sales>at("cumulative", Type.PERCENT, Place::cumulative).toldIf(told),
        Measure.<Sales>at("rank", Type.INTEGER, Place::rank).toldIf(told));
  }

  private List<Measure<Sales>> measures(AnalysisParameters asked, Grouping by, Tree tree) {
    var told = orders.shows(SoldOrders.ORDERS, "total");
    if (parts.contains(Part.RANK)) {
      return ranking(told, true);
    }
    var measures = new ArrayList<Measure<Sales>>();
    measures.add(Measure.<Sales>of("amount", Type.MONEY, Sales::amount).toldIf(told));
    measures.add(Measure.of("orders", Type.INTEGER, Sales::orders));
    if (parts.contains(Part.BELOW)) {
      measures.add(
          Measure.<Sales>at(
                  "withBelow", Type.MONEY, place -> place.isTotal() ? null : place.whole().amount())
              .behind(group -> orders.behindWhole(asked, by, group, tree))
              .toldIf(told));
    }
    measures.add(Measure.<Sales>at("share", Type.PERCENT, Place::share).toldIf(told));
    if (parts.contains(Part.PAYMENT)) {
      measures.add(
          paid(Measure.of("received", Type.MONEY, Sales::received), asked, by, tree, RECEIVED)
              .toldIf(told && orders.shows(SoldOrders.ORDERS, "received")));
      measures.add(
          paid(Measure.of("outstanding", Type.MONEY, Sales::outstanding), asked, by, tree, null)
              .toldIf(told && orders.shows(SoldOrders.ORDERS, "outstanding")));
    }
    measures.add(Measure.<Sales>of("mean", Type.MONEY, Sales::mean).toldIf(told));
    if (parts.contains(Part.MARGIN)) {
      var costs = told && orders.shows("order-lines", "cost") && orders.shows("order-lines", "net");
      measures.add(Measure.<Sales>of("margin", Type.MONEY, Sales::margin).toldIf(costs));
      measures.add(Measure.<Sales>of("marginRate", Type.PERCENT, Sales::marginRate).toldIf(costs));
    }
    if (parts.contains(Part.TARGET)) {
      // Those of a department are for all below it, so that they come to no total.
      var targets = orders.targets(asked);
      measures.add(
          Measure.<Sales>at("target", Type.MONEY, place -> targets.get(place.group()))
              .behind(group -> orders.targetsBehind(asked, group)));
      measures.add(
          Measure.<Sales>at(
                  "attainment",
                  Type.PERCENT,
                  place ->
                      place.isTotal() || !targets.containsKey(place.group())
                          ? null
                          : Analysis.percent(place.whole().amount(), targets.get(place.group())))
              .toldIf(told));
      var people = orders.people(asked, tree);
      measures.add(
          Measure.<Sales>at(
                  "perHead",
                  Type.MONEY,
                  place ->
                      place.isTotal()
                          ? null
                          : place.whole().each(people.getOrDefault(place.group(), 0)))
              .toldIf(told));
    }
    return measures;
  }
}
