package org.tangramcrm.orders.internal.figures;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tangramcrm.orders.internal.figures.Figures.Measure;
import org.tangramcrm.orders.internal.figures.Figures.Place;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.AnalysisDrill;
import org.tangramcrm.platform.analysis.AnalysisParameters;

/**
 * What is owed at the end of a day: who owes most, and for how long it has been due.
 * What is unapplied stands apart and is taken off nothing.
 */
final class DebtAnalysis implements Analysis {
  private static final Grouping BUCKET = Grouping.same(Column.code("bucket", "ageing-bucket"));
  private static final String UNAPPLIED = "unapplied";

  private final String code;
  private final boolean ageing;
  private final List<Grouping> by;
  private final SoldOrders orders;
  private final OwedReceivables owed;

  private DebtAnalysis(
      String code, boolean ageing, List<Grouping> by, SoldOrders orders, OwedReceivables owed) {
    this.code = code;
    this.ageing = ageing;
    this.by = by;
    this.orders = orders;
    this.owed = owed;
  }

  static List<Analysis> all(SoldOrders orders, OwedReceivables owed) {
    var who = List.of(OwedReceivables.CUSTOMER, OwedReceivables.OWNER, OwedReceivables.DEPARTMENT);
    var ages = new ArrayList<>(who);
    ages.add(OwedReceivables.ORDER);
    ages.add(OwedReceivables.PRODUCT);
    ages.add(BUCKET);
    return List.of(
        new DebtAnalysis("R-5", false, who, orders, owed),
        new DebtAnalysis("R-19", true, ages, orders, owed));
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
    return List.of("state", "dueOn", "outstanding");
  }

  @Override
  public Map<String, List<String>> parameters() {
    var parameters = new LinkedHashMap<String, List<String>>();
    parameters.put("by", by.stream().map(Grouping::key).toList());
    parameters.put("basis", Grouping.BASES);
    for (var free : List.of("asAt", "departmentId", "userId", "filter", "customers")) {
      parameters.put(free, List.of());
    }
    return parameters;
  }

  @Override
  public Belonging belonging(AnalysisParameters asked) {
    return OwedReceivables.belonging(asked, asked.asAt);
  }

  @Override
  public Table run(AnalysisParameters asked) {
    return SoldOrders.told(asked, work(asked));
  }

  private Table work(AnalysisParameters asked) {
    var asAt = orders.asAt(asked);
    var by = Grouping.chosen(this.by, asked);
    var apart = owed.tellsUnapplied(asked);
    if (by.equals(BUCKET)) {
      return byBucket(asked, asAt, apart);
    }
    var debts = new HashMap<>(owed.owed(asked, by, asAt));
    if (apart) {
      owed.unapplied(asked, by, asAt)
          .forEach((group, debt) -> debts.merge(group, debt, Debt::plus));
    }
    return new Figures<>(
            orders.base(),
            by.column(),
            Debt.NOTHING,
            ageing ? ages(asked, by, asAt, apart) : ranking(asked, asAt, by, apart),
            by.equals(OwedReceivables.PRODUCT)
                ? owed.linesBehind(asked, asAt)
                : group -> owed.behind(asked, by, asAt, group, null))
        .ranked(debts);
  }

  private List<Measure<Debt>> ages(
      AnalysisParameters asked, Grouping by, LocalDate asAt, boolean apart) {
    var products = by.equals(OwedReceivables.PRODUCT);
    // Shares of lines tell what those come to.
    var told = !products || orders.shows("order-lines", "total");
    var measures = new ArrayList<Measure<Debt>>();
    measures.add(Measure.<Debt>of("outstanding", Type.MONEY, Debt::outstanding).toldIf(told));
    for (var age : Age.ALL) {
      var measure = Measure.<Debt>of(age.key, Type.MONEY, debt -> debt.of(age));
      // All lines of a product are of any age.
      measures.add(
          (products
                  ? measure
                  : measure.behind(
                      group -> owed.behind(asked, by, asAt, group, age.filter("dueOn", asAt))))
              .toldIf(told));
    }
    measures.add(unapplied(asked, asAt, by, apart, debt -> debt.unapplied().negate()));
    measures.add(overdue(asked, asAt, by).toldIf(told));
    // An instalment is one of each product of its order.
    measures.add(
        Measure.<Debt>at(
                "instalments",
                Type.INTEGER,
                place -> place.isTotal() && products ? null : place.sum().instalments())
            .byRow());
    return measures;
  }

  private Measure<Debt> overdue(AnalysisParameters asked, LocalDate asAt, Grouping by) {
    var measure = Measure.<Debt>of("overdue", Type.MONEY, Debt::overdue);
    return by.equals(OwedReceivables.PRODUCT)
        ? measure
        : measure.behind(group -> owed.behind(asked, by, asAt, group, Age.overdue("dueOn", asAt)));
  }

  private Measure<Debt> unapplied(
      AnalysisParameters asked,
      LocalDate asAt,
      Grouping by,
      boolean apart,
      Function<Debt, Object> value) {
    return Measure.of(UNAPPLIED, Type.MONEY, value)
        .behind(group -> owed.unappliedBehind(asked, by, asAt, group))
        .toldIf(apart);
  }

  private List<Measure<Debt>> ranking(
      AnalysisParameters asked, LocalDate asAt, Grouping by, boolean apart) {
    var measures =
        new ArrayList<Measure<Debt>>(
            List.of(
                Measure.of("outstanding", Type.MONEY, Debt::outstanding),
                Measure.at("share", Type.PERCENT, Place::share),
                Measure.at("cumulative", Type.PERCENT, Place::cumulative),
                Measure.at("rank", Type.INTEGER, DebtAnalysis::rank),
                overdue(asked, asAt, by),
                Measure.<Debt>at(
                    "oldestDays", Type.INTEGER, place -> days(place.sum().oldest(), asAt)),
                unapplied(asked, asAt, by, apart, Debt::unapplied)));
    if (by.equals(OwedReceivables.CUSTOMER)) {
      var limits = asAt.isBefore(orders.today()) ? Map.<Object, BigDecimal>of() : owed.limits();
      measures.add(Measure.at("creditLimit", Type.MONEY, place -> limit(limits, place)));
      measures.add(
          Measure.at(
              "creditUse",
              Type.PERCENT,
              place -> {
                var limit = limit(limits, place);
                return limit == null ? null : Analysis.percent(place.sum().outstanding(), limit);
              }));
    }
    return measures;
  }

  /** Who owes nothing is no debtor. */
  private static Integer rank(Place<Debt> place) {
    return place.sum().outstanding().signum() == 0 ? null : place.rank();
  }

  private static BigDecimal limit(Map<Object, BigDecimal> limits, Place<Debt> place) {
    return place.group() == null ? null : limits.get(place.group());
  }

  private static Integer days(LocalDate due, LocalDate asAt) {
    return due == null ? null : (int) ChronoUnit.DAYS.between(due, asAt);
  }

  private Table byBucket(AnalysisParameters asked, LocalDate asAt, boolean apart) {
    var all = owed.owed(asked, OwedReceivables.ALL, asAt).getOrDefault(null, Debt.NOTHING);
    var sums = new HashMap<Object, Debt>();
    var order = new ArrayList<String>();
    for (var age : Age.ALL) {
      order.add(age.code);
      sums.put(age.code, all.only(age));
    }
    if (apart) {
      order.add(UNAPPLIED);
      sums.put(
          UNAPPLIED,
          owed.unapplied(asked, OwedReceivables.ALL, asAt).getOrDefault(null, Debt.NOTHING));
    }
    return new Figures<>(
            orders.base(),
            BUCKET.column(),
            Debt.NOTHING,
            List.of(
                Measure.of("outstanding", Type.MONEY, Debt::outstanding),
                Measure.at("share", Type.PERCENT, Place::share),
                unapplied(
                    asked, asAt, OwedReceivables.ALL, apart, debt -> debt.unapplied().negate())),
            group -> behindBucket(asked, asAt, group))
        .inOrder(order, sums);
  }

  private AnalysisDrill behindBucket(AnalysisParameters asked, LocalDate asAt, Object code) {
    if (UNAPPLIED.equals(code)) {
      return owed.unappliedBehind(asked, OwedReceivables.ALL, asAt, Figures.ALL);
    }
    var which =
        Age.ALL.stream()
            .filter(age -> age.code.equals(code))
            .findFirst()
            .map(age -> age.filter("dueOn", asAt))
            .orElse(null);
    return owed.behind(asked, OwedReceivables.ALL, asAt, Figures.ALL, which);
  }
}
