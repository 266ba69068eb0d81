package org.tangramcrm.customers.internal;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.Birthday;
import org.tangramcrm.customers.Consent;
import org.tangramcrm.customers.Contact;
import org.tangramcrm.customers.ContactPage;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.customers.CustomerLevel;
import org.tangramcrm.customers.CustomerPage;
import org.tangramcrm.customers.Delivery;
import org.tangramcrm.customers.DeliveryPage;
import org.tangramcrm.customers.EmailAddress;
import org.tangramcrm.customers.Employment;
import org.tangramcrm.customers.LevelChange;
import org.tangramcrm.customers.LogEntry;
import org.tangramcrm.customers.LogEntryPage;
import org.tangramcrm.customers.Phone;
import org.tangramcrm.customers.PooledCustomer;
import org.tangramcrm.customers.PostalAddress;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.Page;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.module.SchemaReady;
import org.tangramcrm.platform.store.Projection;
import org.tangramcrm.platform.store.ProjectionSpec;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.store.StoreSpec.Parent;
import org.tangramcrm.platform.store.Stores;

/** The module's rows, and how they read. */
@Component(service = CustomerStores.class)
public class CustomerStores {
  public static final String CUSTOMERS = "customers";
  static final String CONTACTS = "contacts";
  static final String LOG = "contact-logs";

  /** What a contact says of a birthday. */
  private static final Set<String> BORN =
      Set.of(
          "name",
          "birthMonth",
          "birthDay",
          "lunarBirthday",
          "birthInLeapMonth",
          "companies",
          "customerId");

  /** What an entry of the log says of what is to be done. */
  private static final Set<String> TO_DO = Set.of("subject", "nextAction");

  /** Somebody put it into the pool. */
  static final String RELEASED = "released";

  /** It came into the pool for want of contact. */
  static final String RECYCLED = "recycled";

  final Store<CustomerRow, Customer> customers;
  final Projection<PooledCustomer> pool;
  final Store<ContactRow, Contact> contacts;
  final Store<LogEntryRow, LogEntry> log;
  final Store<DeliveryRow, Delivery> deliveries;
  final Store<LevelRow, CustomerLevel> levels;
  final Store<LevelChangeRow, LevelChange> levelChanges;
  private final JpaTemplate jpa;
  private final CurrentUser user;
  private final Stores stores;
  private final Rates rates;

  @Activate
  public CustomerStores(
      @Reference Stores stores,
      @Reference(target = "(osgi.unit.name=tangram-customers)") JpaTemplate jpa,
      @Reference(target = "(module=customers)") SchemaReady schema,
      @Reference CurrentUser user,
      @Reference Rates rates) {
    this.jpa = jpa;
    this.rates = rates;
    this.user = user;
    this.stores = stores;
    customers =
        stores.open(
            StoreSpec.of(
                    CUSTOMERS, "customer", CustomerRow.class, Customer.class, jpa, this::customer)
                .numbered("C-{year}-{000000}")
                .sortedByName("name", "name_key")
                .rememberingOwners());
    pool =
        stores.project(
            new ProjectionSpec<>(
                "customer-pool",
                CUSTOMERS,
                PooledCustomer.class,
                CustomerStores::pooled,
                Map.of("name", "name_key"),
                "pooledAt=null=false",
                "customer-pool.view"));
    contacts =
        stores.open(
            StoreSpec.of(
                    CONTACTS,
                    "contact",
                    ContactRow.class,
                    Contact.class,
                    jpa,
                    CustomerStores::contact)
                .numbered("P-{year}-{000000}")
                .sortedByName("name", "name_key")
                .childOf(CustomerStores::companies));
    log =
        stores.open(
            StoreSpec.of(
                    LOG,
                    "contact_log",
                    LogEntryRow.class,
                    LogEntry.class,
                    jpa,
                    CustomerStores::entry)
                .numbered("L-{year}-{000000}")
                .childOf(entry -> List.of(new Parent(CUSTOMERS, entry.customerId)))
                .openWhile("status==planned"));
    deliveries =
        stores.open(
            StoreSpec.of(
                    "document-deliveries",
                    "document_delivery",
                    DeliveryRow.class,
                    Delivery.class,
                    jpa,
                    CustomerStores::delivery)
                .numbered("D-{year}-{000000}")
                .childOf(delivery -> List.of(new Parent(CUSTOMERS, delivery.customerId)))
                .openWhile("confirmedOn=null=true"));
    levels =
        stores.open(
            StoreSpec.of(
                    "customer-levels",
                    "customer_level_rule",
                    LevelRow.class,
                    CustomerLevel.class,
                    jpa,
                    CustomerStores::level)
                .common());
    levelChanges =
        stores.open(
            StoreSpec.of(
                    "customer-level-changes",
                    "customer_level_change",
                    LevelChangeRow.class,
                    LevelChange.class,
                    jpa,
                    CustomerStores::levelChange)
                .reachedThrough("customerId")
                .withoutFacts());
  }

  /**
   * Works in a transaction in which nobody else works on those customers. What is worked out of
   * several records would be wrong where two did so at once, neither seeing what the other writes.
   */
  public <T> T alone(Collection<Long> ids, Supplier<T> work) {
    return jpa.txExpr(
        TransactionType.Required,
        em -> {
          hold(ids);
          return work.get();
        });
  }

  /** Has something done in memory once the open transaction has committed. */
  void afterCommit(Runnable effect) {
    stores.afterCommit(effect);
  }

  /** Whether this installation demands that customers have a field. */
  boolean requires(String field) {
    return stores.requires(CUSTOMERS, field);
  }

  /** In one order, so that two who hold several do not wait for each other. */
  void hold(Collection<Long> ids) {
    new TreeSet<>(ids).forEach(customers::hold);
  }

  /** Puts customers into the pool; answers which went there. */
  Set<Long> release(Collection<Long> ids, String reason) {
    return customers.release(ids, null, marks(RELEASED, reason));
  }

  /**
   * Puts customers into the pool with whom nobody was in contact.
   *
   * @param due a filter that they still have to meet by then
   * @return which of them went there
   */
  Set<Long> recycle(Collection<Long> ids, String due) {
    return customers.release(ids, due, marks(RECYCLED, null));
  }

  private static Map<String, Object> marks(String cause, String reason) {
    var marks = new HashMap<String, Object>();
    marks.put("pooledAt", now());
    marks.put("poolCause", cause);
    marks.put("poolReason", reason);
    return marks;
  }

  /**
   * Gives a customer from the pool to somebody.
   *
   * @param claimedBy who takes it for themselves; null where it is assigned
   * @return whether it was there
   */
  boolean assign(long id, long owner, Long claimedBy) {
    var marks = new HashMap<String, Object>();
    marks.put("pooledAt", null);
    marks.put("claimedAt", now());
    marks.put("claimedById", claimedBy);
    return customers.assign(id, owner, marks);
  }

  /** What of a customer's is still its former owner's, and goes on, goes to who owns it now. */
  void handOver(long id, long from, long to) {
    var of = new Parent(CUSTOMERS, id);
    contacts.handOver(of, from, to);
    log.handOver(of, from, to);
    deliveries.handOver(of, from, to);
  }

  /**
   * What belongs to a customer that goes to the recycle bin goes with it: its log, the documents
   * given, and the contacts that are with no other customer.
   */
  void deleteWith(long id) {
    var gone = new Parent(CUSTOMERS, id);
    contacts.deleteWith(gone, ids(contacts, ContactPage::new, id, this::isOnlyThere));
    log.deleteWith(gone, ids(log, LogEntryPage::new, id, entry -> true));
    deliveries.deleteWith(gone, ids(deliveries, DeliveryPage::new, id, delivery -> true));
  }

  void restoreWith(long id) {
    var back = new Parent(CUSTOMERS, id);
    contacts.restoreWith(back);
    log.restoreWith(back);
    deliveries.restoreWith(back);
  }

  /** Of a customer that is gone. */
  private boolean isOnlyThere(Contact contact) {
    return contact.companies.stream().noneMatch(company -> customers.exists(company.customerId));
  }

  /** What there is of a customer's, whoever asks. */
  private <D extends BusinessRecord, P extends Page<D>> List<Long> ids(
      Store<?, D> store, Supplier<P> page, long customer, Predicate<D> which) {
    var query = Query.filter("customerId==" + customer);
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    return user.callAsSystem(
        () -> {
          var ids = new ArrayList<Long>();
          do {
            var found = store.page(query, page.get());
            found.items.stream().filter(which).forEach(record -> ids.add(record.id));
            query.cursor = found.next;
          } while (query.cursor != null);
          return ids;
        });
  }

  /** What some customers have in a field, without those that have nothing there. */
  Map<Long, BigDecimal> figures(
      Collection<Long> ids, String field, Function<Customer, BigDecimal> read) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    // Between which they are, too: Derby would hold each customer there is against all of them.
    var query =
        Query.filter(
            ids.stream()
                .map(String::valueOf)
                .collect(
                    Collectors.joining(
                        ",",
                        "id=ge=%d;id=le=%d;id=in=("
                            .formatted(Collections.min(ids), Collections.max(ids)),
                        ")")));
    query.fields = field;
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    var figures = new HashMap<Long, BigDecimal>();
    do {
      var page = customers.page(query, new CustomerPage());
      page.items.stream()
          .filter(customer -> read.apply(customer) != null)
          .forEach(customer -> figures.put(customer.id, read.apply(customer)));
      query.cursor = page.next;
    } while (query.cursor != null);
    return figures;
  }

  /**
   * Has rules leave a customer's level as it is, or see to it again; answers whether the caller may
   * say so.
   *
   * @param by who locks it; null to unlock it
   */
  boolean lockLevel(long id, Long by, String reason) {
    var values = new HashMap<String, Object>();
    values.put("levelLocked", by != null);
    values.put("levelLockedAt", by == null ? null : now());
    values.put("levelLockedById", by);
    values.put("levelLockReason", reason);
    return !customers.mark(Set.of(id), null, values).isEmpty();
  }

  /** As fine as every database keeps it. */
  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private static List<Parent> companies(Contact contact) {
    return contact.companies.stream()
        .map(company -> new Parent(CUSTOMERS, company.customerId))
        .distinct()
        .toList();
  }

  /** Codes or ids as one text, each between commas; null for none. */
  /**
   * @throws CrmException the problem, where something is wrong
   */
  static void refuse(CrmException problem) {
    if (!problem.errors.isEmpty()) {
      throw problem;
    }
  }

  static String set(List<?> values) {
    return values.isEmpty()
        ? null
        : new LinkedHashSet<>(values)
            .stream().map(String::valueOf).collect(Collectors.joining(",", ",", ","));
  }

  /**
   * Words of one's own as rows keep them: each once, as it was written first, whatever its case.
   */
  static String words(List<String> values) {
    var first = new LinkedHashMap<String, String>();
    values.forEach(word -> first.putIfAbsent(word.toLowerCase(Locale.ROOT), word));
    return set(List.copyOf(first.values()));
  }

  /** An amount as rows keep it; null for none. */
  MoneyColumns money(Money money) {
    return MoneyColumns.of(money, rates.base());
  }

  private Customer customer(Row row) {
    var customer = row.base(new Customer());
    customer.name = row.text("name");
    customer.shortName = row.text("shortName");
    customer.types = row.codes("types");
    customer.level = row.text("level");
    customer.status = row.text("status");
    customer.industry = row.text("industry");
    customer.source = row.text("source");
    customer.region = row.text("region");
    customer.parentId = row.id("parentId");
    customer.tags = row.codes("tags");
    customer.lastContactAt = row.instant("lastContactAt");
    customer.nextContactAt = row.instant("nextContactAt");
    customer.nextAction = seesLog() ? row.text("nextAction") : null;
    customer.nextActionAt = row.instant("nextActionAt");
    customer.creditCode = row.text("creditCode");
    customer.invoiceTitle = row.text("invoiceTitle");
    customer.taxNumber = row.text("taxNumber");
    customer.bankName = row.text("bankName");
    customer.bankAccount = row.text("bankAccount");
    customer.phones = row.list("phones", Phone.class);
    customer.phone = row.text("phone");
    customer.emails = row.list("emails", EmailAddress.class);
    customer.email = row.text("email");
    customer.website = row.text("website");
    customer.addresses = row.list("addresses", PostalAddress.class);
    customer.address = row.text("address");
    customer.employees = row.integer("employees");
    customer.employeeBand = row.text("employeeBand");
    customer.revenue = row.money("revenue");
    customer.revenueBand = row.text("revenueBand");
    customer.registeredCapital = row.money("registeredCapital");
    customer.founded = row.integer("founded");
    customer.branches = row.integer("branches");
    customer.ownership = row.text("ownership");
    customer.currency = row.text("currency");
    customer.creditLimit = row.money("creditLimit");
    customer.paymentDays = row.integer("paymentDays");
    customer.strengths = row.text("strengths");
    customer.weaknesses = row.text("weaknesses");
    customer.rivalProducts = row.text("rivalProducts");
    customer.priceLevel = row.text("priceLevel");
    customer.strategy = row.text("strategy");
    customer.suppliedGoods = row.text("suppliedGoods");
    customer.leadTimeDays = row.integer("leadTimeDays");
    customer.territory = row.text("territory");
    customer.cooperation = row.text("cooperation");
    customer.competence = row.text("competence");
    customer.remark = row.text("remark");
    customer.ownedSince = row.instant("ownedSince");
    customer.previousOwnerId = row.id("previousOwnerId");
    customer.pooledAt = row.instant("pooledAt");
    customer.poolCause = row.text("poolCause");
    customer.poolReason = row.text("poolReason");
    customer.claimedAt = row.instant("claimedAt");
    customer.claimedById = row.id("claimedById");
    customer.levelSince = row.instant("levelSince");
    customer.levelLocked = row.flag("levelLocked");
    customer.levelLockedAt = row.instant("levelLockedAt");
    customer.levelLockedById = row.id("levelLockedById");
    customer.levelLockReason = row.text("levelLockReason");
    customer.birthdays = seesBirthdays() ? row.list("birthdays", Birthday.class) : List.of();
    customer.birthdays.forEach(
        birthday -> birthday.next = Birthdays.next(birthday, Birthdays.today()));
    return customer;
  }

  private static PooledCustomer pooled(Row row) {
    var pooled = row.base(new PooledCustomer());
    pooled.name = row.text("name");
    pooled.level = row.text("level");
    pooled.status = row.text("status");
    pooled.industry = row.text("industry");
    pooled.region = row.text("region");
    pooled.source = row.text("source");
    pooled.lastContactAt = row.instant("lastContactAt");
    pooled.pooledAt = row.instant("pooledAt");
    pooled.poolCause = row.text("poolCause");
    pooled.poolReason = row.text("poolReason");
    pooled.previousOwnerId = row.id("previousOwnerId");
    return pooled;
  }

  /**
   * They are kept with the customer, and are what contacts say: who does not reach these as far as
   * customers, or does not see what they say there, does not see it here.
   */
  private boolean seesBirthdays() {
    return sees(CONTACTS, BORN);
  }

  /** The same of what the log says. */
  private boolean seesLog() {
    return sees(LOG, TO_DO);
  }

  private boolean sees(String collection, Set<String> fields) {
    var caller = user.get();
    var scope = caller.scope(collection);
    return caller.may(collection + ".view")
        && (scope.all() || scope.equals(caller.scope(CUSTOMERS)))
        && Collections.disjoint(caller.rules(collection).hidden(), fields);
  }

  private static Contact contact(Row row) {
    var contact = row.base(new Contact());
    contact.name = row.text("name");
    contact.familyName = row.text("familyName");
    contact.givenName = row.text("givenName");
    contact.gender = row.text("gender");
    contact.customerId = row.id("customerId");
    contact.title = row.text("title");
    contact.companies = row.list("companies", Employment.class);
    contact.companies.forEach(company -> company.active = Companies.active(company));
    contact.phones = row.list("phones", Phone.class);
    contact.phone = row.text("phone");
    contact.emails = row.list("emails", EmailAddress.class);
    contact.email = row.text("email");
    contact.wechat = row.text("wechat");
    contact.qq = row.text("qq");
    contact.doNotContact = row.flag("doNotContact");
    contact.reportsToId = row.id("reportsToId");
    contact.birthYear = row.integer("birthYear");
    contact.birthMonth = row.integer("birthMonth");
    contact.birthDay = row.integer("birthDay");
    contact.lunarBirthday = row.flag("lunarBirthday");
    contact.birthInLeapMonth = row.flag("birthInLeapMonth");
    if (contact.birthMonth != null && contact.birthDay != null) {
      contact.nextBirthday =
          Birthdays.next(
              contact.birthMonth,
              contact.birthDay,
              Boolean.TRUE.equals(contact.lunarBirthday),
              Boolean.TRUE.equals(contact.birthInLeapMonth),
              Birthdays.today());
    }
    contact.hobbies = row.text("hobbies");
    contact.consents = row.list("consents", Consent.class);
    contact.remark = row.text("remark");
    return contact;
  }

  private static Delivery delivery(Row row) {
    var delivery = row.base(new Delivery());
    delivery.customerId = row.id("customerId");
    delivery.contactId = row.id("contactId");
    delivery.attachmentId = row.id("attachmentId");
    delivery.versionNumber = row.integer("versionNumber");
    delivery.title = row.text("title");
    delivery.method = row.text("method");
    delivery.sentOn = row.date("sentOn");
    delivery.sentBy = row.id("sentBy");
    delivery.confirmedOn = row.date("confirmedOn");
    delivery.confirmation = row.text("confirmation");
    delivery.remark = row.text("remark");
    return delivery;
  }

  private static CustomerLevel level(Row row) {
    var level = row.base(new CustomerLevel());
    level.level = row.text("level");
    level.rank = row.integer("rank");
    level.active = row.flag("active");
    level.measure = row.text("measure");
    level.enterAt = plain(row.decimal("enterAt"));
    level.leaveBelow = plain(row.decimal("leaveBelow"));
    level.visitDays = row.integer("visitDays");
    level.slaHours = row.integer("slaHours");
    level.discount = plain(row.decimal("discount"));
    level.creditLimit = row.money("creditLimit");
    level.checkedOn = row.date("checkedOn");
    level.appliesFrom = row.date("appliesFrom");
    return level;
  }

  private static LevelChange levelChange(Row row) {
    var change = row.base(new LevelChange());
    change.customerId = row.id("customerId");
    change.fromLevel = row.text("fromLevel");
    change.toLevel = row.text("toLevel");
    change.cause = row.text("cause");
    change.measure = row.text("measure");
    change.measured = plain(row.decimal("measured"));
    return change;
  }

  /** As it was entered, not with as many places as the column has. */
  private static BigDecimal plain(BigDecimal value) {
    var stripped = value == null ? null : value.stripTrailingZeros();
    return stripped == null || stripped.scale() >= 0 ? stripped : stripped.setScale(0);
  }

  private static LogEntry entry(Row row) {
    var entry = row.base(new LogEntry());
    entry.customerId = row.id("customerId");
    entry.opportunityId = row.id("opportunityId");
    entry.subject = row.text("subject");
    entry.method = row.text("method");
    entry.status = row.text("status");
    entry.startAt = row.instant("startAt");
    entry.endAt = row.instant("endAt");
    entry.contactIds = new ArrayList<>(row.ids("contactIds"));
    entry.userIds = new ArrayList<>(row.ids("userIds"));
    entry.authorId = row.id("authorId");
    entry.place = row.text("place");
    entry.latitude = plain(row.decimal("latitude"));
    entry.longitude = plain(row.decimal("longitude"));
    entry.content = row.text("content");
    entry.result = row.text("result");
    entry.cost = row.money("cost");
    entry.nextAction = row.text("nextAction");
    entry.nextActionAt = row.instant("nextActionAt");
    entry.actionDone = row.flag("actionDone");
    entry.settlesIds = new ArrayList<>(row.ids("settlesIds"));
    entry.actionOpen = row.flag("actionOpen");
    entry.doneAt = row.instant("doneAt");
    return entry;
  }
}
