package org.tangramcrm.orders.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Figure;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.figure.FigureSource;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Relations;

/**
 * What a customer ordered, what of it was received and what is outstanding, at the head of their
 * card (M-11): of the orders that count, neither drafts nor cancelled ones; and beside it what is
 * overdue.
 */
@Component
public class OrderFigures implements FigureSource {
  private static final String COUNTED = "status=in=(approved,executing,completed,closed-short)";

  private static final String SUMS =
      """
      select 0 as late, o.customer_id, o.total_currency as currency, count(*) as n,
        sum(o.total_amount) as total, sum(o.total_base) as total_base,
        sum(o.received_amount) as received, sum(o.received_base) as received_base,
        sum(o.outstanding_amount) as outstanding, sum(o.outstanding_base) as outstanding_base
      from {orders} o group by o.customer_id, o.total_currency
      """;

  /** Beside them, so that a card costs one statement. */
  private static final String LATE =
      """
      union all
      select 1 as late, r.customer_id, r.outstanding_currency as currency, count(*) as n,
        0 as total, 0 as total_base, 0 as received, 0 as received_base,
        sum(r.outstanding_amount) as outstanding, sum(r.outstanding_base) as outstanding_base
      from {receivables} r group by r.customer_id, r.outstanding_currency
      """;

  private static final String BY_CURRENCY = "order by 3";

  private final Relations relations;
  private final OverdueFigures overdue;
  private final Rates rates;
  private final CurrentUser user;

  /** Once the module's tables are there. */
  @Activate
  public OrderFigures(
      @Reference Relations relations,
      @Reference OrderStores stores,
      @Reference OverdueFigures overdue,
      @Reference Rates rates,
      @Reference CurrentUser user) {
    this.relations = relations;
    this.overdue = overdue;
    this.rates = rates;
    this.user = user;
  }

  @Override
  public String collection() {
    return "customers";
  }

  @Override
  public String permission() {
    return "orders.view";
  }

  private record Counted(long customer, boolean late, long n, Map<String, Amounts.Part> sums) {}

  @Override
  public Map<Long, List<Figure>> figures(Set<Long> ids) {
    if (!tells(user.get())) {
      return Map.of();
    }
    var hidden = user.get().rules(OrderStores.ORDERS).hidden();
    var seen =
        List.of("total", "received", "outstanding").stream()
            .filter(field -> !hidden.contains(field))
            .toList();
    var late = overdue.filter();
    var statement = (late.isPresent() ? SUMS + LATE : SUMS) + BY_CURRENCY;
    var filters = new HashMap<String, String>();
    filters.put(OrderStores.ORDERS, Amounts.of(ids) + ";" + COUNTED);
    late.ifPresent(
        filter -> filters.put(ReceivableStores.RECEIVABLES, Amounts.of(ids) + ";" + filter));
    return relations
        .query(
            statement,
            filters,
            List.of(),
            row ->
                new Counted(
                    row.number("customer_id"),
                    row.number("late") == 1,
                    row.number("n"),
                    Stream.concat(seen.stream(), Stream.of("outstanding"))
                        .distinct()
                        .collect(
                            Collectors.toMap(field -> field, field -> Amounts.part(row, field)))))
        .stream()
        .collect(Collectors.groupingBy(Counted::customer))
        .entrySet()
        .stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, one -> figures(one.getKey(), one.getValue(), seen, late)));
  }

  private List<Figure> figures(
      long customer, List<Counted> counted, List<String> seen, Optional<String> late) {
    var figures = new ArrayList<Figure>();
    var ordered = counted.stream().filter(one -> !one.late()).toList();
    if (!ordered.isEmpty()) {
      var filter = "customerId==" + customer + ";" + COUNTED;
      var orders = ordered.stream().mapToLong(Counted::n).sum();
      figures.add(
          FigureSource.of(FigureSource.count("orders", orders), OrderStores.ORDERS, filter));
      for (var field : seen) {
        var key = field.equals("total") ? "ordered" : field;
        figures.add(
            FigureSource.of(
                Amounts.figure(key, parts(ordered, field), rates.base()),
                OrderStores.ORDERS,
                filter));
        if (field.equals("received") && seen.contains("total")) {
          figures.add(FigureSource.of(share(ordered), OrderStores.ORDERS, filter));
        }
      }
    }
    var owed = counted.stream().filter(Counted::late).toList();
    if (!owed.isEmpty()) {
      figures.add(overdue.figure(customer, parts(owed, "outstanding"), late.orElseThrow()));
    }
    return figures;
  }

  /** What was received of what was ordered (回款比例, M-41), in the base currency. */
  private static Figure share(List<Counted> ordered) {
    return FigureSource.percent(
        "receivedShare",
        Analysis.percent(
            Amounts.base(parts(ordered, "received")), Amounts.base(parts(ordered, "total"))));
  }

  /** Whether the caller is told of orders at all. */
  static boolean tells(Caller caller) {
    var hidden = caller.rules(OrderStores.ORDERS).hidden();
    return caller.may("orders.view")
        && !hidden.contains("customerId")
        && !hidden.contains("status");
  }

  private static List<Amounts.Part> parts(List<Counted> of, String field) {
    return of.stream().map(one -> one.sums().get(field)).toList();
  }
}
