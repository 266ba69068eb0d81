package org.tangramcrm.customers.internal;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.LevelMeasure;
import org.tangramcrm.platform.identity.Caller;

/** How often somebody was in contact with a customer within the last 365 days. */
@Component
public class ContactsMade implements LevelMeasure {
  private static final int DAYS = 365;

  private final CustomerStores stores;

  @Activate
  public ContactsMade(@Reference CustomerStores stores) {
    this.stores = stores;
  }

  @Override
  public String code() {
    return "contacts-year";
  }

  @Override
  public Map<Long, BigDecimal> values(Collection<Long> customers) {
    var since = Instant.now().minus(DAYS, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    var counts = stores.log.count("customerId", customers, "status==done;startAt=ge=" + since);
    return customers.stream()
        .collect(Collectors.toMap(id -> id, id -> BigDecimal.valueOf(counts.getOrDefault(id, 0L))));
  }

  /** Who reaches a customer reaches its log. */
  @Override
  public boolean seenBy(Caller caller) {
    return caller.may("contact-logs.view");
  }
}
