package org.tangramcrm.customers.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.CustomerPage;
import org.tangramcrm.customers.CustomerPool;
import org.tangramcrm.customers.PoolAssignment;
import org.tangramcrm.customers.PooledCustomer;
import org.tangramcrm.customers.PooledCustomerPage;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.DailyLimits;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;

/** The pool of customers (M-17). */
@Component(configurationPid = "org.tangramcrm.customers")
@TangramContract(CustomerPool.class)
public class PoolService implements CustomerPool {
  private final CustomerStores stores;
  private final People people;
  private final CurrentUser user;
  private final DailyLimits limits;
  private volatile Config config;

  /** {@code etc/org.tangramcrm.customers.cfg}; 0 stands for no limit. */
  @interface Config {
    /** Who owns that many customers claims no more. */
    int pool_mostOwned() default 0;

    /** That many are claimed by one person on one of the company's days. */
    int pool_mostClaims() default 0;

    /** For so many days whose it was does not claim it again. */
    int pool_notBackFor() default 0;
  }

  @Activate
  public PoolService(
      @Reference CustomerStores stores,
      @Reference People people,
      @Reference CurrentUser user,
      @Reference DailyLimits limits,
      Config config) {
    this.stores = stores;
    this.people = people;
    this.user = user;
    this.limits = limits;
    this.config = config;
  }

  /** Takes other settings without going away meanwhile. */
  @Modified
  void configured(Config changed) {
    config = changed;
  }

  @Override
  public PooledCustomerPage list(Query query) {
    return stores.pool.page(query, new PooledCustomerPage());
  }

  @Override
  public PooledCustomer get(long id) {
    return stores.pool.get(id);
  }

  @Override
  public void claim(long id) {
    var me = user.get().id();
    refuseReturning(there(id), me);
    take(id, me, me);
    // Counted once it is theirs: what else they claim at the same moment waits until this is done.
    var mostOwned = config.pool_mostOwned();
    if (mostOwned > 0 && count("ownerId==" + me) > mostOwned) {
      throw new CrmException(Code.CONFLICT, "pool.most-owned", mostOwned);
    }
    var mostClaims = config.pool_mostClaims();
    if (!limits.count("customer-pool.claim", me, mostClaims)) {
      throw new CrmException(Code.CONFLICT, "pool.most-claims", mostClaims);
    }
  }

  @Override
  public void assign(long id, PoolAssignment assignment) {
    there(id);
    people.checkWorking("userId", assignment.userId);
    try {
      take(id, assignment.userId, null);
    } catch (CrmException e) {
      // To the store they are the owner.
      e.errors.forEach(error -> error.field = "userId");
      throw e;
    }
  }

  private void take(long id, long owner, Long claimedBy) {
    if (!stores.assign(id, owner, claimedBy)) {
      throw taken();
    }
    // Whose it was when it was nobody else's any more: that somebody was faster is ruled out now.
    var previous = user.callAsSystem(() -> stores.customers.whole(id)).previousOwnerId;
    if (previous != null && previous != owner) {
      stores.handOver(id, previous, owner);
    }
  }

  /** One that the caller could have seen in the pool is told of as taken, others are not there. */
  private PooledCustomer there(long id) {
    if (!user.get().may("customer-pool.view")) {
      throw CrmException.notFound();
    }
    try {
      return user.callAsSystem(() -> stores.pool.get(id));
    } catch (CrmException e) {
      if (e.code == Code.NOT_FOUND && count("id==" + id + ";claimedAt=null=false") > 0) {
        throw taken();
      }
      throw e;
    }
  }

  private static CrmException taken() {
    return new CrmException(Code.CONFLICT, "pool.taken");
  }

  private void refuseReturning(PooledCustomer pooled, long me) {
    var days = config.pool_notBackFor();
    if (days > 0
        && pooled.previousOwnerId != null
        && pooled.previousOwnerId == me
        && Instant.now().isBefore(pooled.pooledAt.plus(days, ChronoUnit.DAYS))) {
      throw new CrmException(Code.CONFLICT, "pool.not-back", days);
    }
  }

  /** Of all customers, whoever asks. */
  private int count(String filter) {
    var query = Query.filter(filter);
    query.limit = 1;
    query.fields = "id";
    query.count = "exact";
    return user.callAsSystem(() -> stores.customers.page(query, new CustomerPage()).total.value);
  }
}
