package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.LevelMeasure;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.store.Relations;

/**
 * What a customer ordered within the last 365 days, in the base currency (M-84): of the orders that
 * count, by the day they were signed.
 */
@Component
public class OrderedInYear implements LevelMeasure {
  private static final int DAYS = 365;

  private static final String SUMS =
      "select o.customer_id, sum(o.total_base) as total from {orders} o group by o.customer_id";

  private final Relations relations;
  private final CompanyDay day;

  private record Ordered(long customer, BigDecimal total) {}

  /** Once the module's tables are there. */
  @Activate
  public OrderedInYear(
      @Reference Relations relations, @Reference OrderStores stores, @Reference CompanyDay day) {
    this.relations = relations;
    this.day = day;
  }

  @Override
  public String code() {
    return "ordered-year";
  }

  /** Who ordered nothing is known to have ordered nothing. */
  @Override
  public Map<Long, BigDecimal> values(Collection<Long> customers) {
    if (customers.isEmpty()) {
      return Map.of();
    }
    var filter =
        "%s;%s;signedOn=gt=%s"
            .formatted(
                Amounts.of(Set.copyOf(customers)), OrderStatus.COUNTS, day.today().minusDays(DAYS));
    var ordered =
        relations
            .query(
                SUMS,
                Map.of(OrderStores.ORDERS, filter),
                List.of(),
                row -> new Ordered(row.number("customer_id"), row.decimal("total")))
            .stream()
            .filter(one -> one.total() != null)
            .collect(Collectors.toMap(Ordered::customer, Ordered::total));
    return customers.stream()
        .collect(Collectors.toMap(id -> id, id -> ordered.getOrDefault(id, BigDecimal.ZERO)));
  }

  /** As whoever is told of orders and of what they come to. */
  @Override
  public boolean seenBy(Caller caller) {
    return OrderFigures.tells(caller)
        && !caller.rules(OrderStores.ORDERS).hidden().contains("total");
  }
}
