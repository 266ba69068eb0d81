package org.tangramcrm.orders.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Figure;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.figure.FigureSource;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Relations;

/**
 * What a customer ordered, what of it was received and what is outstanding, at the head of their
 * card (M-11): of the orders that count, neither drafts nor cancelled ones.
 */
@Component
public class OrderFigures implements FigureSource {
  private static final String COUNTED = "status=in=(approved,executing,completed,closed-short)";

  private static final String SUMS =
      """
      select o.customer_id, o.total_currency as currency, count(*) as n,
        sum(o.total_amount) as total, sum(o.total_base) as total_base,
        sum(o.received_amount) as received, sum(o.received_base) as received_base,
        sum(o.outstanding_amount) as outstanding, sum(o.outstanding_base) as outstanding_base
      from {orders} o group by o.customer_id, o.total_currency order by o.total_currency""";

  private final Relations relations;
  private final Rates rates;
  private final CurrentUser user;

  /** Once the module's tables are there. */
  @Activate
  public OrderFigures(
      @Reference Relations relations,
      @Reference OrderStores stores,
      @Reference Rates rates,
      @Reference CurrentUser user) {
    this.relations = relations;
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

  private record Counted(long customer, long orders, Map<String, Amounts.Part> sums) {}

  @Override
  public Map<Long, List<Figure>> figures(Set<Long> ids) {
    var hidden = user.get().rules(OrderStores.ORDERS).hidden();
    if (hidden.contains("customerId") || hidden.contains("status")) {
      return Map.of();
    }
    var seen =
        List.of("total", "received", "outstanding").stream()
            .filter(field -> !hidden.contains(field))
            .toList();
    return relations
        .query(
            SUMS,
            Map.of(OrderStores.ORDERS, Amounts.of(ids) + ";" + COUNTED),
            List.of(),
            row ->
                new Counted(
                    row.number("customer_id"),
                    row.number("n"),
                    seen.stream()
                        .collect(
                            Collectors.toMap(field -> field, field -> Amounts.part(row, field)))))
        .stream()
        .collect(Collectors.groupingBy(Counted::customer))
        .entrySet()
        .stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, one -> figures(one.getKey(), one.getValue(), seen)));
  }

  private List<Figure> figures(long customer, List<Counted> counted, List<String> seen) {
    var filter = "customerId==" + customer + ";" + COUNTED;
    var figures = new ArrayList<Figure>();
    var orders = counted.stream().mapToLong(Counted::orders).sum();
    figures.add(FigureSource.of(FigureSource.count("orders", orders), OrderStores.ORDERS, filter));
    for (var field : seen) {
      var parts = counted.stream().map(one -> one.sums().get(field)).toList();
      var key = field.equals("total") ? "ordered" : field;
      figures.add(
          FigureSource.of(Amounts.figure(key, parts, rates.base()), OrderStores.ORDERS, filter));
    }
    return figures;
  }
}
