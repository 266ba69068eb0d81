package org.tangramcrm.customers.internal;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.LevelMeasure;
import org.tangramcrm.platform.identity.Caller;

/** How many people work for a customer. */
@Component
public class Staff implements LevelMeasure {
  private static final String FIELD = "employees";

  private final CustomerStores stores;

  @Activate
  public Staff(@Reference CustomerStores stores) {
    this.stores = stores;
  }

  @Override
  public String code() {
    return "employees";
  }

  @Override
  public Map<Long, BigDecimal> values(Collection<Long> customers) {
    return stores.figures(
        customers,
        FIELD,
        customer -> customer.employees == null ? null : BigDecimal.valueOf(customer.employees));
  }

  @Override
  public boolean seenBy(Caller caller) {
    return !caller.rules(CustomerStores.CUSTOMERS).hidden().contains(FIELD);
  }
}
