package org.tangramcrm.customers.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.ContactLog;
import org.tangramcrm.customers.ContactPage;
import org.tangramcrm.customers.LogEntry;
import org.tangramcrm.customers.LogEntryPage;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.UserDirectory;
import org.tangramcrm.platform.store.Store;

/** The contact log (M-8). */
@Component(configurationPid = "org.tangramcrm.customers")
@TangramContract(ContactLog.class)
public class LogService implements ContactLog {
  private static final String DONE = "done";

  /** Clocks differ. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final Store<LogEntryRow, LogEntry> store;
  private final CustomerStores stores;
  private final CardFigures figures;
  private final UserDirectory users;
  private final CurrentUser user;
  private final int editDays;

  /** {@code etc/org.tangramcrm.customers.cfg}. */
  @interface Config {
    /** For how many days what is done can be changed. */
    int logEditDays() default 7;
  }

  @Activate
  public LogService(
      @Reference CustomerStores stores,
      @Reference CardFigures figures,
      @Reference UserDirectory users,
      @Reference CurrentUser user,
      Config config) {
    this.stores = stores;
    this.store = stores.log;
    this.figures = figures;
    this.users = users;
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
      checkUsers("authorId", List.of(entry.authorId));
    }
    if (entry.startAt == null) {
      entry.startAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
    if (entry.userIds.isEmpty() && entry.authorId != 0) {
      entry.userIds.add(entry.authorId);
    }
    check(entry, null);
    var made = store.insert(entry.ownerId, write(entry, new LogEntryRow()), system, key);
    figures.contacts(Set.of(made.customerId));
    return made;
  }

  @Override
  public LogEntry update(long id, LogEntry entry) {
    var before = store.get(id);
    checkOpen(before);
    if (entry.authorId == null) {
      entry.authorId = before.authorId;
    } else if (!entry.authorId.equals(before.authorId)) {
      throw CrmException.invalid("authorId", "fixed");
    }
    if (entry.startAt == null) {
      entry.startAt = before.startAt;
    }
    check(entry, before);
    var after = store.update(id, entry.version, entry.ownerId, row -> write(entry, row));
    figures.contacts(new LinkedHashSet<>(List.of(before.customerId, after.customerId)));
    return after;
  }

  @Override
  public LogEntry upsert(String system, String key, LogEntry entry) {
    var known = store.byExternalKey(system, key);
    if (known.isEmpty()) {
      return create(entry, system, key);
    }
    entry.version = entry.version == null ? known.get().version : entry.version;
    return update(known.get().id, entry);
  }

  @Override
  public void delete(long id, Integer version) {
    var before = store.get(id);
    checkOpen(before);
    store.delete(id, version);
    figures.contacts(Set.of(before.customerId));
  }

  @Override
  public LogEntry restore(long id) {
    var restored = store.restore(id);
    figures.contacts(Set.of(restored.customerId));
    return restored;
  }

  /** What is done is a record of what was, and soon no longer to be changed. */
  private void checkOpen(LogEntry before) {
    var closedAt = before.createdAt.plus(editDays, ChronoUnit.DAYS);
    if (DONE.equals(before.status)
        && Instant.now().isAfter(closedAt)
        && !user.get().may("contact-logs.override")) {
      throw new CrmException(Code.CONFLICT, "log.closed", editDays);
    }
  }

  private void check(LogEntry entry, LogEntry before) {
    if (entry.status == null) {
      entry.status = DONE;
    }
    if (DONE.equals(entry.status) && entry.startAt.isAfter(Instant.now().plus(TOLERANCE))) {
      throw CrmException.invalid("startAt", "future-done");
    }
    if (entry.endAt != null && entry.endAt.isBefore(entry.startAt)) {
      throw CrmException.invalid("endAt", "before-begin");
    }
    var moved = before == null || !before.customerId.equals(entry.customerId);
    if (moved && !stores.customers.exists(entry.customerId)) {
      throw CrmException.invalid("customerId", "unknown-reference", "customers");
    }
    if (moved || !before.contactIds.equals(entry.contactIds)) {
      checkContacts(entry);
    }
    if (before == null || !before.userIds.equals(entry.userIds)) {
      checkUsers("userIds", entry.userIds);
    }
  }

  /** People who are or were at the customer. */
  private void checkContacts(LogEntry entry) {
    if (entry.contactIds.isEmpty()) {
      return;
    }
    var query =
        Query.filter("customerId==" + entry.customerId + ";id=in=" + list(entry.contactIds));
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    var known =
        stores.contacts.page(query, new ContactPage()).items.stream()
            .map(contact -> contact.id)
            .collect(Collectors.toSet());
    refuseUnknown("contactIds", entry.contactIds, known, "not-of-customer");
  }

  private void checkUsers(String field, List<Long> ids) {
    if (ids.isEmpty()) {
      return;
    }
    var query = Query.filter("id=in=" + list(ids));
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    query.fields = "id";
    var known =
        user.callAsSystem(() -> users.list(query)).items.stream()
            .map(one -> one.id)
            .collect(Collectors.toCollection(HashSet::new));
    // What the system itself writes has no person behind it.
    known.add(0L);
    refuseUnknown(field, ids, known, "unknown-reference");
  }

  private static void refuseUnknown(String field, List<Long> ids, Set<Long> known, String rule) {
    for (int i = 0; i < ids.size(); i++) {
      if (!known.contains(ids.get(i))) {
        var path = field.equals("authorId") ? field : field + "[" + i + "]";
        throw CrmException.invalid(path, rule, ids.get(i).toString());
      }
    }
  }

  private static String list(List<Long> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
  }

  private LogEntryRow write(LogEntry entry, LogEntryRow row) {
    row.customerId = entry.customerId;
    row.subject = entry.subject.strip();
    row.method = entry.method;
    row.status = entry.status;
    row.startAt = entry.startAt;
    row.endAt = entry.endAt;
    row.contactIds = CustomerStores.set(entry.contactIds);
    row.userIds = CustomerStores.set(entry.userIds);
    row.authorId = entry.authorId;
    row.place = entry.place;
    row.content = entry.content;
    row.result = entry.result;
    row.cost = MoneyColumns.of(entry.cost);
    row.nextAction = entry.nextAction;
    row.nextActionAt = entry.nextActionAt;
    return row;
  }
}
