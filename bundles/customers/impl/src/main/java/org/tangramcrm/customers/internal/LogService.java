package org.tangramcrm.customers.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.tangramcrm.customers.ContactLog;
import org.tangramcrm.customers.LogEntry;
import org.tangramcrm.customers.LogEntryPage;
import org.tangramcrm.customers.OpportunityBook;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.RecordRules;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Store;

/** The contact log (M-8). */
@Component(configurationPid = "org.tangramcrm.customers")
@TangramContract(ContactLog.class)
public class LogService implements ContactLog, RecordRules<LogEntry> {
  private static final String DONE = "done";

  /** What can be said of an entry that is closed. */
  private static final Set<String> STAYS_OPEN = Set.of("actionDone");

  /** Clocks differ. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final Store<LogEntryRow, LogEntry> store;
  private final CustomerStores stores;
  private final CardFigures figures;
  private final People people;
  private final CurrentUser user;
  private final int editDays;

  /** Comes and goes with its module. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile OpportunityBook opportunities;

  /** {@code etc/org.tangramcrm.customers.cfg}. */
  @interface Config {
    /** For how many days what is done can be changed. */
    int logEditDays() default 7;
  }

  @Activate
  public LogService(
      @Reference CustomerStores stores,
      @Reference CardFigures figures,
      @Reference People people,
      @Reference CurrentUser user,
      Config config) {
    this.stores = stores;
    this.store = stores.log;
    this.figures = figures;
    this.people = people;
    this.user = user;
    this.editDays = config.logEditDays();
  }

  @Override
  public LogEntryPage list(Query query) {
    return store.page(query, new LogEntryPage());
  }

  @Override
  public LogEntry get(long id) {
    return store.get(id);
  }

  @Override
  public LogEntry getByNumber(String number) {
    return store.byNumber(number);
  }

  @Override
  public LogEntry create(LogEntry entry) {
    return create(entry, null, null);
  }

  private LogEntry create(LogEntry entry, String system, String key) {
    var caller = user.get();
    if (entry.authorId == null) {
      entry.authorId = caller.id();
    } else if (entry.authorId != caller.id()) {
      if (!caller.may("contact-logs.import")) {
        throw CrmException.invalid("authorId", "not-yourself");
      }
      var problem = new CrmException(Code.INVALID, null);
      people.checkUser("authorId", entry.authorId, problem);
      CustomerStores.refuse(problem);
    }
    if (entry.startAt == null) {
      entry.startAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
    if (entry.userIds.isEmpty() && entry.authorId != 0) {
      entry.userIds.add(entry.authorId);
    }
    return stores.alone(
        Set.of(entry.customerId),
        () -> {
          check(entry, null);
          var made = store.insert(entry.ownerId, write(entry, new LogEntryRow()), system, key);
          figures.contacts(Set.of(made.customerId), concerned(made));
          return asItStands(made);
        });
  }

  /** The entries of which the next action may be open by one of them, or not any more. */
  private static Set<Long> concerned(LogEntry... entries) {
    return Stream.of(entries)
        .flatMap(entry -> Stream.concat(Stream.of(entry.id), entry.settlesIds.stream()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public LogEntry update(long id, LogEntry entry) {
    var before = store.whole(id);
    if (entry.authorId == null) {
      entry.authorId = before.authorId;
    } else if (!entry.authorId.equals(before.authorId)) {
      throw CrmException.invalid("authorId", "fixed");
    }
    if (entry.startAt == null) {
      entry.startAt = before.startAt;
    }
    var customers = new LinkedHashSet<>(List.of(before.customerId, entry.customerId));
    return stores.alone(
        customers,
        () -> {
          check(entry, before);
          var after = store.update(id, entry.version, entry.ownerId, row -> write(entry, row));
          if (closed(before) && !STAYS_OPEN.containsAll(changed(before))) {
            throw closed();
          }
          figures.contacts(customers, concerned(before, after));
          return asItStands(after);
        });
  }

  @Override
  public LogEntry upsert(String system, String key, LogEntry entry) {
    return store.upsert(
        system, key, entry, () -> create(entry, system, key), id -> update(id, entry));
  }

  @Override
  public void delete(long id, Integer version) {
    var before = store.whole(id);
    if (closed(before)) {
      throw closed();
    }
    stores.alone(
        Set.of(before.customerId),
        () -> {
          store.delete(id, version);
          figures.contacts(Set.of(before.customerId), before.settlesIds);
          return before;
        });
  }

  @Override
  public LogEntry restore(long id) {
    return stores.alone(
        Set.of(),
        () -> {
          var restored = store.restore(id);
          stores.hold(Set.of(restored.customerId));
          figures.contacts(Set.of(restored.customerId), concerned(restored));
          return asItStands(restored);
        });
  }

  /** With what follows from it and the others of its customer. */
  private LogEntry asItStands(LogEntry entry) {
    return entry.nextAction == null && entry.nextActionAt == null && entry.actionOpen == null
        ? entry
        : store.get(entry.id);
  }

  /** What is done is a record of what was, and soon no longer to be changed. */
  private boolean closed(LogEntry before) {
    return DONE.equals(before.status)
        && before.doneAt != null
        && Instant.now().isAfter(before.doneAt.plus(editDays, ChronoUnit.DAYS))
        && !user.get().may("contact-logs.override");
  }

  private CrmException closed() {
    return new CrmException(Code.CONFLICT, "log.closed", editDays);
  }

  /** Which fields are others now. */
  private Set<String> changed(LogEntry before) {
    return store.differing(before, user.callAsSystem(() -> store.whole(before.id)));
  }

  @Override
  public void checkRules(LogEntry entry, CrmException problem) {
    var soon = Instant.now().plus(TOLERANCE);
    if (entry.status == null || DONE.equals(entry.status)) {
      if (entry.startAt != null && entry.startAt.isAfter(soon)) {
        problem.error("startAt", "future-done");
      }
      if (entry.endAt != null && entry.endAt.isAfter(soon)) {
        problem.error("endAt", "future-done");
      }
    }
    if (entry.startAt != null && entry.endAt != null && entry.endAt.isBefore(entry.startAt)) {
      problem.error("endAt", "before-begin");
    }
    if ((entry.latitude == null) != (entry.longitude == null)) {
      problem.error(entry.latitude == null ? "latitude" : "longitude", "required");
    }
  }

  private void check(LogEntry entry, LogEntry before) {
    if (entry.status == null) {
      entry.status = DONE;
    }
    refuse(entry);
    var problem = new CrmException(Code.INVALID, null);
    check(entry, before, problem);
    CustomerStores.refuse(problem);
  }

  @Override
  public void checkReferences(LogEntry entry, Long id, CrmException problem) {
    check(entry, id == null ? null : store.whole(id), problem);
  }

  private void check(LogEntry entry, LogEntry before, CrmException problem) {
    var customer = entry.customerId;
    var moved = before == null || !before.customerId.equals(customer);
    if (customer != null && moved && !stores.customers.exists(customer)) {
      problem.error("customerId", "unknown-reference", CustomerStores.CUSTOMERS);
    } else if (customer != null) {
      // Of a customer that is not there, nobody and nothing is.
      if (moved || !before.contactIds.equals(entry.contactIds)) {
        people.checkContacts("contactIds", entry.contactIds, customer, problem);
      }
      if (moved || !before.settlesIds.equals(entry.settlesIds)) {
        people.checkEntries(
            "settlesIds", entry.settlesIds, customer, before == null ? null : before.id, problem);
      }
    }
    if (entry.opportunityId != null
        && (moved || !entry.opportunityId.equals(before.opportunityId))) {
      var found =
          Optional.ofNullable(opportunities).flatMap(b -> b.customerOf(entry.opportunityId));
      if (found.isEmpty()) {
        problem.error("opportunityId", "unknown-reference", "opportunities");
      } else if (!found.get().equals(customer)) {
        problem.error("opportunityId", "other-customer");
      }
    }
    if (before == null || !before.userIds.equals(entry.userIds)) {
      people.checkUsers("userIds", entry.userIds, problem);
    }
  }

  private LogEntryRow write(LogEntry entry, LogEntryRow row) {
    row.customerId = entry.customerId;
    row.opportunityId = entry.opportunityId;
    row.subject = entry.subject.strip();
    row.method = entry.method;
    row.status = entry.status;
    row.startAt = entry.startAt;
    row.endAt = entry.endAt;
    row.contactIds = CustomerStores.set(entry.contactIds);
    row.userIds = CustomerStores.set(entry.userIds);
    row.authorId = entry.authorId;
    row.place = entry.place;
    row.latitude = entry.latitude;
    row.longitude = entry.longitude;
    row.content = entry.content;
    row.result = entry.result;
    row.cost = stores.money(entry.cost);
    row.nextAction = entry.nextAction;
    row.nextActionAt = entry.nextActionAt;
    row.actionDone = entry.actionDone;
    row.settlesIds = CustomerStores.set(entry.settlesIds);
    // Once: or it would stay open to changes for as long as somebody takes it back and says it
    // again.
    if (DONE.equals(entry.status) && row.doneAt == null) {
      row.doneAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
    return row;
  }
}
