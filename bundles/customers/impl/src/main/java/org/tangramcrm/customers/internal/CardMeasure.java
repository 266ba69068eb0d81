package org.tangramcrm.customers.internal;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.customers.LevelMeasure;
import org.tangramcrm.platform.identity.Caller;

/** What rules of levels can go by that stands in a field of the customer's card. */
public class CardMeasure implements LevelMeasure {
  private final CustomerStores stores;
  private final String code;
  private final String field;
  private final Function<Customer, BigDecimal> value;

  /** What a customer turns over in a year, in the company's currency. */
  @Component(service = LevelMeasure.class)
  public static class Turnover extends CardMeasure {
    @Activate
    public Turnover(@Reference CustomerStores stores) {
      super(
          stores,
          "turnover",
          "revenue",
          customer -> customer.revenue == null ? null : customer.revenue.baseAmount);
    }
  }

  /** How many people work for a customer. */
  @Component(service = LevelMeasure.class)
  public static class Employees extends CardMeasure {
    @Activate
    public Employees(@Reference CustomerStores stores) {
      super(
          stores,
          "employees",
          "employees",
          customer -> customer.employees == null ? null : BigDecimal.valueOf(customer.employees));
    }
  }

  CardMeasure(
      CustomerStores stores, String code, String field, Function<Customer, BigDecimal> value) {
    this.stores = stores;
    this.code = code;
    this.field = field;
    this.value = value;
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public Map<Long, BigDecimal> values(Collection<Long> customers) {
    return stores.figures(customers, field, value);
  }

  @Override
  public boolean seenBy(Caller caller) {
    return !caller.rules(CustomerStores.CUSTOMERS).hidden().contains(field);
  }
}
