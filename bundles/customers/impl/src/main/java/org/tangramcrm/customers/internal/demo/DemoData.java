package org.tangramcrm.customers.internal.demo;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.activation.DataHandler;
import javax.activation.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.customers.Contact;
import org.tangramcrm.customers.ContactDirectory;
import org.tangramcrm.customers.ContactLog;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.customers.Delivery;
import org.tangramcrm.customers.DocumentDeliveries;
import org.tangramcrm.customers.LogEntry;
import org.tangramcrm.customers.internal.CustomerStores;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.attachment.Attachments;
import org.tangramcrm.platform.audit.AuditLog;
import org.tangramcrm.platform.comment.Comment;
import org.tangramcrm.platform.comment.Comments;
import org.tangramcrm.platform.comment.Mention;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.DataScope;
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

  /** Every tenth customer has somebody who was at the one before it. */
  private static final int MOVERS = 10;

  private static final int TALKS = 8;

  private final CustomerRegistry customers;
  private final ContactDirectory contacts;
  private final ContactLog log;
  private final DocumentDeliveries deliveries;
  private final Attachments attachments;
  private final Comments comments;
  private final CustomerStores stores;
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
      @Reference ContactDirectory contacts,
      @Reference ContactLog log,
      @Reference DocumentDeliveries deliveries,
      @Reference Attachments attachments,
      @Reference Comments comments,
      @Reference CustomerStores stores,
      @Reference UserDirectory users,
      @Reference Roles roles,
      @Reference AuditLog audit,
      @Reference CurrentUser user,
      Config config) {
    this.customers = customers;
    this.contacts = contacts;
    this.log = log;
    this.deliveries = deliveries;
    this.attachments = attachments;
    this.comments = comments;
    this.stores = stores;
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
      var people = people();
      var owners = owners(people);
      int made = owners.isEmpty() ? 0 : asSystem(this::made);
      if (owners.isEmpty() || (made == 0 && asSystem(this::total) > 0)) {
        return;
      }
      var words = new DemoWords();
      var source = new DemoCustomers(words);
      var card = new DemoCard(words);
      var began = made;
      int failures = 0;
      while (made < DemoCustomers.COUNT && ended.getCount() > 0) {
        int index = made;
        try {
          // One with all that is on its card, or not at all.
          asSystem(
              () ->
                  stores.alone(
                      Set.of(),
                      () -> make(source, card, index, owners.get(index % owners.size()), people)));
        } catch (RuntimeException e) {
          // Another node may have made it at this very moment.
          if (++failures == ATTEMPTS || ended.await(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
            throw e;
          }
        }
        int now = asSystem(this::made);
        failures = now > made ? 0 : failures;
        made = now;
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

  /** Users come all at once, at some time during the first start. */
  private List<User> people() throws InterruptedException {
    for (int i = 0; i < PATIENCE; i++) {
      var all =
          asSystem(() -> users.list(limited(Query.filter("active==true"), Query.MAX_LIMIT))).items;
      if (!all.isEmpty() || ended.await(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        return all;
      }
    }
    return List.of();
  }

  /** The salespeople that the system itself brought. */
  private List<User> owners(List<User> people) {
    var sells = asSystem(() -> roles.list(Query.filter("code==salesperson"))).items;
    return people.stream()
        .filter(
            one ->
                one.createdBy == NOBODY
                    && sells.stream().anyMatch(role -> one.roleIds.contains(role.id)))
        .sorted(Comparator.comparing(one -> one.id))
        .toList();
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
  private Void make(DemoCustomers source, DemoCard card, int index, User owner, List<User> people) {
    var customer = source.customer(index);
    customer.ownerId = owner.id;
    if (DemoCustomers.parentOf(index) >= 0) {
      customer.parentId = idOf(source, DemoCustomers.parentOf(index));
    }
    var made = customers.upsert(SYSTEM, "customer-" + (index + 1), customer);
    if (made.version == 1) {
      fill(card, index, made, index % MOVERS == 1 ? idOf(source, index - 1) : null);
      talk(index, made, owner, people);
    }
    return null;
  }

  /** Every eighth is talked about: whoever is above the owner asks, and the owner answers. */
  private void talk(int index, Customer customer, User owner, List<User> people) {
    var asks =
        people.stream()
            .filter(
                one ->
                    index % TALKS == 3
                        && (index % (5 * TALKS) == 3
                            ? one.login.equals("admin")
                            : one.id.equals(owner.superiorId)))
            .findFirst();
    asks.ifPresent(
        superior -> {
          var question = say(customer, superior, owner, null, DemoCard.question(index));
          say(customer, owner, superior, question.id, DemoCard.answer(index));
        });
  }

  private Comment say(Customer customer, User speaker, User to, Long answered, String text) {
    var comment = new Comment();
    comment.collection = CustomerStores.CUSTOMERS;
    comment.recordId = customer.id;
    comment.parentId = answered;
    comment.text = "@" + to.name + " " + text;
    var mention = new Mention();
    mention.userId = to.id;
    comment.mentions.add(mention);
    var caller =
        new Caller(
            speaker.id,
            speaker.login,
            speaker.name,
            speaker.departmentId,
            Locale.SIMPLIFIED_CHINESE,
            Set.of(Caller.EVERYTHING),
            Map.of(Caller.EVERYTHING, DataScope.ALL));
    return user.callAs(caller, () -> comments.create(comment));
  }

  private Long idOf(DemoCustomers source, int index) {
    return customers
        .list(Query.filter("name=='" + source.customer(index).name + "'"))
        .items
        .stream()
        .findFirst()
        .map(found -> found.id)
        .orElse(null);
  }

  private void fill(DemoCard card, int index, Customer customer, Long former) {
    var people = new ArrayList<Contact>();
    for (var contact : card.contacts(index, customer, former)) {
      contact.reportsToId = people.isEmpty() ? null : people.get(0).id;
      people.add(contacts.create(contact));
    }
    LogEntry before = null;
    for (var entry : card.entries(index, customer, people)) {
      if (before != null && before.nextAction != null) {
        entry.settlesIds.add(before.id);
      }
      before = log.create(entry);
    }
    var document = DemoCard.document(index, customer);
    if (document != null) {
      var delivery = new Delivery();
      delivery.ownerId = customer.ownerId;
      delivery.customerId = customer.id;
      delivery.contactId = people.get(0).id;
      delivery.method = "email";
      delivery.sentBy = customer.ownerId;
      delivery.sentOn = card.sentOn(index);
      delivery.confirmedOn = index % 2 == 0 ? delivery.sentOn.plusDays(2) : null;
      delivery.attachmentId = attach(customer, document);
      deliveries.create(delivery);
    }
  }

  private Long attach(Customer customer, String document) {
    var name = "报价单-" + customer.shortName + ".txt";
    return attachments.upload(
            CustomerStores.CUSTOMERS, customer.id, name, null, new DataHandler(new Text(document)))
        .id;
  }

  /** A text as a file. */
  private record Text(String text) implements DataSource {
    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public OutputStream getOutputStream() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String getContentType() {
      return "text/plain; charset=UTF-8";
    }

    @Override
    public String getName() {
      return null;
    }
  }

  private static Query limited(Query query, int limit) {
    query.limit = limit;
    return query;
  }

  private <T> T asSystem(Supplier<T> work) {
    return user.callAsSystem(work);
  }
}
