package org.tangramcrm.customers.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.CustomerPage;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.job.Upkeep;

/**
 * Puts customers into the pool with whom nobody was in contact for long (M-17): since the last
 * contact, since they were entered and since whoever has them got them. What was true when they
 * were found is asked again of each that is held.
 */
@Component(configurationPid = "org.tangramcrm.customers")
public class Recycling implements Upkeep {
  private static final int PORTION = 200;

  private final CustomerStores stores;
  private final Config config;

  /** {@code etc/org.tangramcrm.customers.cfg}. */
  @interface Config {
    /** After how many days without contact; 0 for never. */
    int pool_recycleDays() default 0;

    /** Statuses that customers keep their owner in, however long it was. */
    String pool_keeps() default "won";
  }

  /** Made anew with other settings, and then done at once. */
  @Activate
  public Recycling(@Reference CustomerStores stores, Config config) {
    this.stores = stores;
    this.config = config;
  }

  @Override
  public String name() {
    return "customers.recycling";
  }

  @Override
  public boolean portion() {
    if (config.pool_recycleDays() <= 0) {
      return false;
    }
    var since = Instant.now().minus(config.pool_recycleDays(), ChronoUnit.DAYS);
    var due = due(since.truncatedTo(ChronoUnit.MILLIS));
    var query = Query.filter(due);
    query.fields = "id";
    query.sort = "id";
    query.limit = PORTION;
    query.count = "none";
    var page = stores.customers.page(query, new CustomerPage());
    var recycled = stores.recycle(page.items.stream().map(customer -> customer.id).toList(), due);
    return page.next != null && !recycled.isEmpty();
  }

  private String due(Instant since) {
    var kept =
        Arrays.stream(config.pool_keeps().split(","))
            .map(String::strip)
            .filter(status -> !status.isEmpty())
            .map(status -> "'" + status.replace("'", "\\'") + "'")
            .collect(Collectors.joining(","));
    return "ownerId=null=false"
        + ";createdAt=lt=%s".formatted(since)
        + ";(lastContactAt=null=true,lastContactAt=lt=%s)".formatted(since)
        + ";(ownedSince=null=true,ownedSince=lt=%s)".formatted(since)
        + (kept.isEmpty() ? "" : ";status=out=(" + kept + ")");
  }
}
