package org.tangramcrm.orders.internal.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.orders.ApprovalSteps;
import org.tangramcrm.orders.Dunnings;
import org.tangramcrm.orders.Orders;
import org.tangramcrm.orders.Receipts;
import org.tangramcrm.orders.Receivables;
import org.tangramcrm.orders.internal.OrderStores;
import org.tangramcrm.orders.internal.SalesDesk;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.audit.AuditLog;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.Roles;
import org.tangramcrm.sales.Product;

/**
 * Gives the customers of the demonstration company orders, once and all together: the facts
 * remember that it was done, so what was deleted does not come back.
 */
@Component(
    service = DemoOrders.class,
    immediate = true,
    configurationPid = "org.tangramcrm.platform")
public class DemoOrders {
  private static final Logger LOG = LoggerFactory.getLogger(DemoOrders.class);
  private static final String SYSTEM = "demo";

  /** So many customers have to be there before. */
  private static final int CUSTOMERS = 120;

  private static final long WAIT_MILLIS = 3_000;
  private static final int PATIENCE = 120;

  private final Orders orders;
  private final Receipts receipts;
  private final Receivables receivables;
  private final Dunnings dunnings;
  private final ApprovalSteps steps;
  private final Roles roles;
  private final OrderStores stores;
  private final SalesDesk sales;
  private final CustomerRegistry customers;
  private final AuditLog audit;
  private final CurrentUser user;
  private final CompanyDay day;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread worker = new Thread(this::run, "tangram-demo-orders");

  /** What of {@code etc/org.tangramcrm.platform.cfg} is read here. */
  @interface Config {
    boolean demo() default false;
  }

  @Activate
  public DemoOrders(
      @Reference Orders orders,
      @Reference Receipts receipts,
      @Reference Receivables receivables,
      @Reference Dunnings dunnings,
      @Reference ApprovalSteps steps,
      @Reference Roles roles,
      @Reference OrderStores stores,
      @Reference SalesDesk sales,
      @Reference CustomerRegistry customers,
      @Reference AuditLog audit,
      @Reference CurrentUser user,
      @Reference CompanyDay day,
      Config config) {
    this.orders = orders;
    this.receipts = receipts;
    this.receivables = receivables;
    this.dunnings = dunnings;
    this.steps = steps;
    this.roles = roles;
    this.stores = stores;
    this.sales = sales;
    this.customers = customers;
    this.audit = audit;
    this.user = user;
    this.day = day;
    if (config.demo()) {
      worker.setDaemon(true);
      worker.start();
    }
  }

  /** Lets what is being written get finished or taken back. */
  @Deactivate
  void end() throws InterruptedException {
    ended.countDown();
    worker.join(TimeUnit.SECONDS.toMillis(5));
  }

  private void run() {
    try {
      int before = 0;
      for (int i = 0; i < PATIENCE && !user.callAsSystem(this::done); i++) {
        var owned = user.callAsSystem(this::owned);
        var sold = user.callAsSystem(sales::onSale);
        // Not while those are still being made: each would be in the other's way.
        var now = user.callAsSystem(this::customers) + sold.size();
        if (owned.size() >= CUSTOMERS && now == before) {
          user.callAsSystem(() -> stores.together(() -> make(owned, sold)));
        } else if (ended.await(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
        before = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // Where the module is on its way out, or another node is faster, the next start looks again.
      if (ended.getCount() > 0) {
        LOG.info("No demonstration orders were made: {}", e.toString());
      }
    }
  }

  /** Whether the system made some, or somebody entered one of their own. */
  private boolean done() {
    var query = Query.filter("collection==orders;kind==created");
    query.limit = 1;
    return audit.list(query).total.value > 0;
  }

  /** Those that buy, in the order in which they were made. */
  private List<Customer> owned() {
    var query = Query.filter("types==customer;ownerId=null=false");
    query.sort = "id";
    query.limit = Query.MAX_LIMIT;
    query.fields = "id,shortName,ownerId";
    query.count = "none";
    return customers.list(query).items;
  }

  private int customers() {
    var query = new Query();
    query.limit = 1;
    query.fields = "id";
    query.count = "exact";
    return customers.list(query).total.value;
  }

  private Void make(List<Customer> owned, List<Product> sold) {
    var book = new DemoBook(day.today());
    var made = new ArrayList<Long>();
    for (int i = 0; i < DemoBook.COUNT && ended.getCount() > 0; i++) {
      var customer = owned.get(i * 3 % owned.size());
      var order = orders.upsert(SYSTEM, "order-" + (i + 1), book.order(i, customer, sold));
      made.add(order.id);
      go(order.id, book.end(i));
      var receipt = "draft".equals(book.end(i)) ? null : book.receipt(i, orders.get(order.id));
      if (receipt != null) {
        receipts.confirm(receipts.create(receipt).id);
      }
    }
    if (ended.getCount() == 0) {
      throw new IllegalStateException("The module goes");
    }
    for (int i = 0; i < made.size(); i++) {
      if (i != DemoBook.RAISED) {
        revise(book, i, made.get(i));
      }
    }
    dun(book);
    // Nobody waits for what was before them.
    roles.list(Query.filter("code==administrator")).items.stream()
        .map(role -> DemoBook.step(role.id))
        .forEach(steps::create);
    revise(book, DemoBook.RAISED, made.get(DemoBook.RAISED));
    orders.submit(made.get(DemoBook.SUBMITTED));
    LOG.info("{} demonstration orders were made", DemoBook.COUNT);
    return null;
  }

  private void revise(DemoBook book, int index, long id) {
    var revised = book.revised(index, orders.get(id));
    if (revised != null) {
      orders.update(id, revised);
    }
  }

  private void dun(DemoBook book) {
    var query = Query.filter("state==open;dueOn=lt=" + day.today().minusDays(DemoBook.OVERDUE));
    query.sort = "dueOn,id";
    query.limit = DemoBook.DUNNED;
    query.count = "none";
    var overdue = receivables.list(query).items;
    for (int i = 0; i < overdue.size(); i++) {
      book.dunnings(i, overdue.get(i)).forEach(dunnings::create);
    }
  }

  /** As far as it is to get; whatever its customer may owe. */
  private void go(long id, String end) {
    if ("draft".equals(end)) {
      return;
    }
    orders.submit(id);
    if ("executing".equals(end)) {
      orders.execute(id);
    } else if ("completed".equals(end)) {
      orders.complete(id);
    }
  }
}
