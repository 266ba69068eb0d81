package org.tangramcrm.customers.internal;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.LevelMeasure;
import org.tangramcrm.platform.identity.Caller;

/** What a customer turns over in a year, in the company's currency. */
@Component
public class AnnualTurnover implements LevelMeasure {
  private static final String FIELD = "revenue";

  private final CustomerStores stores;

  @Activate
  public AnnualTurnover(@Reference CustomerStores stores) {
    this.stores = stores;
  }

  @Override
  public String code() {
    return "turnover";
  }

  @Override
  public Map<Long, BigDecimal> values(Collection<Long> customers) {
    return stores.figures(
        customers,
        FIELD,
        customer -> customer.revenue == null ? null : customer.revenue.baseAmount);
  }

  @Override
  public boolean seenBy(Caller caller) {
    return !caller.rules(CustomerStores.CUSTOMERS).hidden().contains(FIELD);
  }
}
