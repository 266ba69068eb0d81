package org.tangramcrm.customers.internal.demo;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.audit.AuditLog;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.Roles;
import org.tangramcrm.platform.identity.User;
import org.tangramcrm.platform.identity.UserDirectory;

/**
 * Gives the salespeople of the demonstration company their customers, once, beside everything else.
 *
 * <p>The facts remember what was done: each customer that the system made has one, written with it.
 * So an interrupted run goes on where it was, and customers that were deleted do not come back.
 */
@Component(service = DemoData.class, immediate = true, configurationPid = "org.tangramcrm.platform")
public class DemoData {
  private static final Logger LOG = LoggerFactory.getLogger(DemoData.class);
  private static final String SYSTEM = "demo";
  private static final long NOBODY = 0;
  private static final long WAIT_MILLIS = 500;
  private static final int PATIENCE = 240;
  private static final int ATTEMPTS = 5;

  private final CustomerRegistry customers;
  private final UserDirectory users;
  private final Roles roles;
  private final AuditLog audit;
  private final CurrentUser user;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread worker = new Thread(this::run, "tangram-demo-customers");

  /** What of {@code etc/org.tangramcrm.platform.cfg} is read here. */
  @interface Config {
    boolean demo() default false;
  }

  @Activate
  public DemoData(
      @Reference CustomerRegistry customers,
      @Reference UserDirectory users,
      @Reference Roles roles,
      @Reference AuditLog audit,
      @Reference CurrentUser user,
      Config config) {
    this.customers = customers;
    this.users = users;
    this.roles = roles;
    this.audit = audit;
    this.user = user;
    if (config.demo()) {
      worker.setDaemon(true);
      worker.start();
    }
  }

  /**
   * Lets the one customer that is being written get finished; the module need not wait for more.
   */
  @Deactivate
  void end() throws InterruptedException {
    ended.countDown();
    worker.join(TimeUnit.SECONDS.toMillis(2));
  }

  private void run() {
    try {
      var owners = owners();
      int made = owners.isEmpty() ? 0 : asSystem(this::made);
      if (owners.isEmpty() || (made == 0 && asSystem(this::total) > 0)) {
        return;
      }
      var source = new DemoCustomers();
      var began = made;
      int failures = 0;
      while (made < DemoCustomers.COUNT && ended.getCount() > 0) {
        int index = made;
        try {
          asSystem(() -> make(source, index, owners.get(index % owners.size())));
        } catch (RuntimeException e) {
          // Another node may have made it at this very moment.
          if (++failures == ATTEMPTS || ended.await(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
            throw e;
          }
        }
        made = asSystem(this::made);
      }
      if (made > began) {
        LOG.info("{} demonstration customers were made", made - began);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // Where the module is on its way out, the next start goes on.
      if (ended.getCount() > 0) {
        LOG.warn("Not all demonstration customers could be made: {}", e.toString());
      }
    }
  }

  /**
   * The salespeople that the system itself brought. Users come all at once, at some time during the
   * first start.
   */
  private List<User> owners() throws InterruptedException {
    for (int i = 0; i < PATIENCE; i++) {
      var all =
          asSystem(() -> users.list(limited(Query.filter("active==true"), Query.MAX_LIMIT))).items;
      if (!all.isEmpty()) {
        var sells = asSystem(() -> roles.list(Query.filter("code==salesperson"))).items;
        return all.stream()
            .filter(
                one ->
                    one.createdBy == NOBODY
                        && sells.stream().anyMatch(role -> one.roleIds.contains(role.id)))
            .sorted(Comparator.comparing(one -> one.id))
            .toList();
      }
      if (ended.await(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    return List.of();
  }

  /** How many customers the system has made so far, whether they are still there or not. */
  private int made() {
    var query = Query.filter("collection==customers;kind==created;userId==" + NOBODY);
    query.count = "exact";
    return audit.list(limited(query, 1)).total.value;
  }

  private int total() {
    return customers.list(limited(new Query(), 1)).total.value;
  }

  /** Under a key of its own, so that two nodes which start together do not make it twice. */
  private Void make(DemoCustomers source, int index, User owner) {
    var customer = source.customer(index);
    customer.ownerId = owner.id;
    if (DemoCustomers.parentOf(index) >= 0) {
      var parent = source.customer(DemoCustomers.parentOf(index)).name;
      customers.list(Query.filter("name=='" + parent + "'")).items.stream()
          .findFirst()
          .ifPresent(found -> customer.parentId = found.id);
    }
    customers.upsert(SYSTEM, "customer-" + (index + 1), customer);
    return null;
  }

  private static Query limited(Query query, int limit) {
    query.limit = limit;
    return query;
  }

  private <T> T asSystem(Supplier<T> work) {
    return user.callAsSystem(work);
  }
}
