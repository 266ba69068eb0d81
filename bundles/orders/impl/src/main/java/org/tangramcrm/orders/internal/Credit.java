package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.orders.Order;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Relations;

/**
 * How much customers may owe (M-45c): what is outstanding of their orders that count, and what one
 * more would add, against their credit limit, in the base currency. As the system: what others sold
 * to them counts, too.
 */
@Component(service = Credit.class, configurationPid = "org.tangramcrm.orders")
public class Credit {
  private static final String REFUSE = "refuse";

  private final OrderStores stores;
  private final CustomerRegistry customers;
  private final Relations relations;
  private final Rates rates;
  private final CompanyDay day;
  private final CurrentUser user;
  private volatile Config config;

  /** {@code etc/org.tangramcrm.orders.cfg}. */
  @interface Config {
    /** {@code refuse}, or {@code warn}: then a hint on the order is all. */
    String creditLimit() default REFUSE;
  }

  /**
   * What a customer would owe.
   *
   * @param limit what they may owe
   * @param owed what they owe without it
   * @param more what it would add
   */
  record Exposure(BigDecimal limit, BigDecimal owed, BigDecimal more) {
    boolean isBeyond() {
      return more.signum() > 0 && owed.add(more).compareTo(limit) > 0;
    }
  }

  @Activate
  public Credit(
      @Reference OrderStores stores,
      @Reference CustomerRegistry customers,
      @Reference Relations relations,
      @Reference Rates rates,
      @Reference CompanyDay day,
      @Reference CurrentUser user,
      Config config) {
    this.stores = stores;
    this.customers = customers;
    this.relations = relations;
    this.rates = rates;
    this.day = day;
    this.user = user;
    this.config = config;
  }

  /** Takes other settings without going away meanwhile. */
  @Modified
  void configured(Config changed) {
    config = changed;
  }

  /**
   * Holds an order, and where its customer has a limit, all others of theirs that may come to count
   * at the same time: of two that fit only one by one the second is refused.
   */
  void hold(Order order) {
    if (refuses() && limit(order.customerId).isPresent()) {
      ids(order.customerId).forEach(stores.orders::hold);
    } else {
      stores.orders.hold(order.id);
    }
  }

  private List<Long> ids(long customer) {
    return user.callAsSystem(
        () ->
            relations.query(
                "select o.id as id from {orders} o order by o.id",
                Map.of(
                    OrderStores.ORDERS,
                    Query.and(
                        "customerId==" + customer,
                        "status=in=(draft,submitted,approved,executing)")),
                List.of(),
                row -> row.number("id")));
  }

  /**
   * @param more what the customer would owe beside what they owe now, in the base currency
   * @throws CrmException {@code conflict} where that is more than they may
   */
  void check(Order order, BigDecimal more) {
    if (!refuses()) {
      return;
    }
    exposure(order, more)
        .filter(Exposure::isBeyond)
        .ifPresent(
            exposure -> {
              throw tells()
                  ? new CrmException(
                      Code.CONFLICT,
                      "order.over-limit",
                      plain(exposure.limit()),
                      plain(exposure.owed()),
                      plain(exposure.more()),
                      rates.base())
                  : new CrmException(Code.CONFLICT, "order.over-limit-untold");
            });
  }

  private boolean refuses() {
    return REFUSE.equals(config.creditLimit());
  }

  /** Absent where the customer has no limit. */
  Optional<Exposure> exposure(Order order, BigDecimal more) {
    return more == null
        ? Optional.empty()
        : limit(order.customerId).map(limit -> new Exposure(limit, owed(order.customerId), more));
  }

  /** Whether the caller is shown what it goes by. */
  boolean tells() {
    var caller = user.get();
    return !caller.rules("customers").hidden().contains("creditLimit")
        && Stream.of("total", "outstanding")
            .noneMatch(caller.rules(OrderStores.ORDERS).hidden()::contains);
  }

  static String plain(BigDecimal amount) {
    return amount.setScale(2, java.math.RoundingMode.HALF_UP).toPlainString();
  }

  /** In the base currency, at the rate of today. */
  private Optional<BigDecimal> limit(long customer) {
    return Optional.ofNullable(user.callAsSystem(() -> customers.get(customer)).creditLimit)
        .flatMap(this::today);
  }

  private Optional<BigDecimal> today(Money limit) {
    return rates
        .on(limit.currency, day.today())
        .map(rate -> Rates.rounded(limit.amount.multiply(rate), rates.base()))
        .or(() -> Optional.ofNullable(limit.baseAmount));
  }

  private BigDecimal owed(long customer) {
    return user.callAsSystem(
            () ->
                relations.query(
                    "select sum(o.outstanding_base) as owed from {orders} o",
                    Map.of(
                        OrderStores.ORDERS,
                        Query.and("customerId==" + customer, OrderStatus.COUNTS)),
                    List.of(),
                    row -> Optional.ofNullable(row.decimal("owed"))))
        .get(0)
        .orElse(BigDecimal.ZERO);
  }
}
