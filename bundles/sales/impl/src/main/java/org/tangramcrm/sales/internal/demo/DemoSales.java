package org.tangramcrm.sales.internal.demo;

import java.math.BigDecimal;
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
import org.tangramcrm.customers.Contact;
import org.tangramcrm.customers.ContactDirectory;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.audit.AuditLog;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.currency.ExchangeRate;
import org.tangramcrm.platform.currency.ExchangeRates;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.sales.BuyingCentre;
import org.tangramcrm.sales.Opportunities;
import org.tangramcrm.sales.OpportunityCompetitors;
import org.tangramcrm.sales.Product;
import org.tangramcrm.sales.ProductCatalogue;
import org.tangramcrm.sales.Quote;
import org.tangramcrm.sales.Quotes;
import org.tangramcrm.sales.internal.SalesStores;

/**
 * Gives the demonstration company products, and its customers opportunities, once and all together:
 * the facts remember that it was done, so what was deleted does not come back.
 */
@Component(
    service = DemoSales.class,
    immediate = true,
    configurationPid = "org.tangramcrm.platform")
public class DemoSales {
  private static final Logger LOG = LoggerFactory.getLogger(DemoSales.class);
  private static final String SYSTEM = "demo";

  /** So many customers have to be there before. */
  private static final int CUSTOMERS = 120;

  private static final long WAIT_MILLIS = 3_000;
  private static final int PATIENCE = 120;

  private final ProductCatalogue products;
  private final Opportunities opportunities;
  private final Quotes quotes;
  private final BuyingCentre buyingCentre;
  private final OpportunityCompetitors rivals;
  private final CustomerRegistry customers;
  private final ContactDirectory contacts;
  private final ExchangeRates rates;
  private final SalesStores stores;
  private final AuditLog audit;
  private final CurrentUser user;
  private final CompanyDay day;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread worker = new Thread(this::run, "tangram-demo-sales");

  /** What of {@code etc/org.tangramcrm.platform.cfg} is read here. */
  @interface Config {
    boolean demo() default false;
  }

  @Activate
  public DemoSales(
      @Reference ProductCatalogue products,
      @Reference Opportunities opportunities,
      @Reference Quotes quotes,
      @Reference BuyingCentre buyingCentre,
      @Reference OpportunityCompetitors rivals,
      @Reference CustomerRegistry customers,
      @Reference ContactDirectory contacts,
      @Reference ExchangeRates rates,
      @Reference SalesStores stores,
      @Reference AuditLog audit,
      @Reference CurrentUser user,
      @Reference CompanyDay day,
      Config config) {
    this.products = products;
    this.opportunities = opportunities;
    this.quotes = quotes;
    this.buyingCentre = buyingCentre;
    this.rivals = rivals;
    this.customers = customers;
    this.contacts = contacts;
    this.rates = rates;
    this.stores = stores;
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
        int now = user.callAsSystem(this::customers);
        // Not while those are still being made: each would be in the other's way.
        if (owned.size() >= CUSTOMERS && now == before) {
          user.callAsSystem(() -> stores.together(() -> make(owned)));
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
        LOG.info("No demonstration opportunities were made: {}", e.toString());
      }
    }
  }

  /** Whether the system made some, or somebody entered one of their own. */
  private boolean done() {
    var query = Query.filter("collection==products;kind==created");
    query.limit = 1;
    return audit.list(query).total.value > 0;
  }

  /** Those that buy, in the order in which they were made. */
  private List<Customer> owned() {
    var query = Query.filter("types==customer;ownerId=null=false");
    query.sort = "id";
    query.limit = Query.MAX_LIMIT;
    query.fields = "id,shortName,source,ownerId";
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

  /** Some are still being written, some are sent, and of some there is a second version. */
  private void offer(int index, Quote quote) {
    if (quote == null) {
      return;
    }
    var made = quotes.create(quote);
    if (index % 2 == 0) {
      var sent = quotes.send(made.id);
      if (index % 4 == 0) {
        quotes.newVersion(sent.id);
      }
    }
  }

  /** A few, so that each is met several times. */
  private List<Customer> competitors() {
    var query = Query.filter("types==competitor");
    query.sort = "id";
    query.limit = 10;
    query.fields = "id";
    query.count = "none";
    return customers.list(query).items;
  }

  private List<Contact> contacts(Customer customer) {
    var query = Query.filter("customerId==" + customer.id);
    query.sort = "id";
    query.limit = 4;
    query.fields = "id";
    query.count = "none";
    return contacts.list(query).items;
  }

  private Void make(List<Customer> owned) {
    var deals = new DemoDeals(day.today());
    var sold = new ArrayList<Product>();
    deals.products().forEach(product -> sold.add(products.upsert(SYSTEM, product.code, product)));
    var competitors = competitors();
    var rate = new ExchangeRate();
    rate.currency = "USD";
    rate.validFrom = day.today().minusYears(2);
    rate.rate = new BigDecimal("7.1");
    rates.create(rate);
    for (int i = 0; i < DemoDeals.COUNT && ended.getCount() > 0; i++) {
      var customer = owned.get(i * 2 % owned.size());
      var deal = deals.deal(i, customer, sold);
      if ("lost".equals(deal.stage) && !competitors.isEmpty()) {
        deal.lostToId = competitors.get(i % competitors.size()).id;
      }
      var made = opportunities.upsert(SYSTEM, "deal-" + (i + 1), deal);
      offer(i, deals.quote(made));
      deals.places(i, made, contacts(customer)).forEach(buyingCentre::create);
      deals
          .rival(i, made, competitors)
          .filter(rival -> !rival.competitorId.equals(made.lostToId))
          .ifPresent(rivals::create);
    }
    if (ended.getCount() == 0) {
      throw new IllegalStateException("The module goes");
    }
    LOG.info("{} demonstration opportunities were made", DemoDeals.COUNT);
    return null;
  }
}
