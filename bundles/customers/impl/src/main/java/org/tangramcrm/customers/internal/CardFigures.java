package org.tangramcrm.customers.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.Birthday;
import org.tangramcrm.customers.Contact;
import org.tangramcrm.customers.ContactPage;
import org.tangramcrm.customers.Employment;
import org.tangramcrm.customers.LogEntry;
import org.tangramcrm.customers.LogEntryPage;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.merge.MergeParticipant;

/**
 * What stands on a customer's card and follows from its contacts and its log; kept with the
 * customer, so that lists can show and sort it. Written as the system: it tells what is, whoever
 * wrote it. Who calls holds the customers ({@link CustomerStores#alone}).
 */
@Component(service = {CardFigures.class, MergeParticipant.class})
public class CardFigures implements MergeParticipant {
  /** So many are kept; beyond that they are looked up. */
  static final int BIRTHDAYS = 50;

  private static final String ACTION_OPEN = "actionOpen";

  private static final String BORN =
      "id,name,birthMonth,birthDay,lunarBirthday,birthInLeapMonth,companies";

  private final CustomerStores stores;
  private final CurrentUser user;

  @Activate
  public CardFigures(@Reference CustomerStores stores, @Reference CurrentUser user) {
    this.stores = stores;
    this.user = user;
  }

  @Override
  public void merged(String collection, Set<Long> ids) {
    if (collection.equals(CustomerStores.CUSTOMERS)) {
      stores.hold(ids);
      birthdays(ids);
      contacts(ids, Set.of());
    } else if (collection.equals(CustomerStores.CONTACTS)) {
      var customers = user.callAsSystem(() -> companies(ids));
      stores.hold(customers);
      birthdays(customers);
    }
  }

  private Set<Long> companies(Set<Long> contacts) {
    return contacts.stream()
        .flatMap(id -> stores.contacts.whole(id).companies.stream())
        .map(company -> company.customerId)
        .collect(Collectors.toSet());
  }

  void birthdays(Collection<Long> customers) {
    user.callAsSystem(
        () -> {
          customers.forEach(this::birthdays);
          return null;
        });
  }

  private void birthdays(long customer) {
    var kept = known(customer).limit(BIRTHDAYS).toList();
    stores.customers.derive(customer, "birthdays", stores.customers.nested(kept));
  }

  /** All birthdays that are known, as far as the caller reaches who has them. */
  Stream<Birthday> known(long customer) {
    var query = Query.filter("customerId==" + customer + ";birthMonth=null=false");
    query.fields = BORN;
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    return Stream.iterate(
            stores.contacts.page(query, new ContactPage()),
            Objects::nonNull,
            page -> following(query, page))
        .flatMap(page -> page.items.stream())
        .filter(contact -> there(contact, customer).findAny().isPresent())
        .map(contact -> birthday(contact, customer));
  }

  private ContactPage following(Query query, ContactPage page) {
    query.cursor = page.next;
    return page.next == null ? null : stores.contacts.page(query, new ContactPage());
  }

  private static Stream<Employment> there(Contact contact, long customer) {
    return contact.companies.stream()
        .filter(company -> company.customerId == customer && Companies.active(company));
  }

  private static Birthday birthday(Contact contact, long customer) {
    var birthday = new Birthday();
    birthday.contactId = contact.id;
    birthday.name = contact.name;
    birthday.month = contact.birthMonth;
    birthday.day = contact.birthDay;
    birthday.lunar = contact.lunarBirthday;
    birthday.leapMonth = contact.birthInLeapMonth;
    birthday.until =
        there(contact, customer).anyMatch(company -> company.to == null)
            ? null
            : there(contact, customer)
                .map(company -> company.to)
                .max(LocalDate::compareTo)
                .orElseThrow();
    return birthday;
  }

  /**
   * The last contact that was, the next that is planned, and what is to be done next.
   *
   * @param entries of the log of which the next action may be open now, or not any more
   */
  void contacts(Collection<Long> customers, Collection<Long> entries) {
    user.callAsSystem(
        () -> {
          entries.forEach(this::settle);
          customers.forEach(this::contacts);
          return null;
        });
  }

  private void contacts(long customer) {
    var of = "customerId==" + customer;
    var last = first(of + ";status==done", "-startAt,-id");
    var planned = first(of + ";status==planned", "startAt,id");
    var undone = of + ";actionOpen==true";
    var open =
        first(undone + ";nextActionAt=null=false", "nextActionAt,id")
            .or(() -> first(undone, "startAt,id"));
    var next =
        Stream.concat(planned.map(Next::planned).stream(), open.map(Next::left).stream())
            .min(Next.FIRST);
    var card = stores.customers;
    card.derive(customer, "lastContactAt", last.map(entry -> entry.startAt).orElse(null));
    card.derive(customer, "nextContactAt", planned.map(entry -> entry.startAt).orElse(null));
    card.derive(customer, "nextAction", next.map(Next::what).orElse(null));
    card.derive(customer, "nextActionAt", next.map(Next::at).orElse(null));
  }

  /** What is to be done; what has no date comes after all that has one. */
  private record Next(String what, Instant at) {
    static final Comparator<Next> FIRST =
        Comparator.comparing(Next::at, Comparator.nullsLast(Comparator.naturalOrder()));

    static Next planned(LogEntry entry) {
      return new Next(entry.subject, entry.startAt);
    }

    static Next left(LogEntry entry) {
      return new Next(
          entry.nextAction == null ? entry.subject : entry.nextAction, entry.nextActionAt);
    }
  }

  private void settle(long id) {
    first("id==" + id, "id")
        .ifPresent(
            entry -> {
              var open = open(entry) ? Boolean.TRUE : null;
              if (!Objects.equals(open, entry.actionOpen)) {
                stores.log.derive(id, ACTION_OPEN, open);
              }
            });
  }

  private boolean open(LogEntry entry) {
    return entry.status.equals("done")
        && (entry.nextAction != null || entry.nextActionAt != null)
        && !Boolean.TRUE.equals(entry.actionDone)
        && first(
                "customerId==%d;status!=cancelled;settlesIds==%d"
                    .formatted(entry.customerId, entry.id),
                "id")
            .isEmpty();
  }

  private Optional<LogEntry> first(String filter, String sort) {
    var query = Query.filter(filter);
    query.sort = sort;
    query.limit = 1;
    query.count = "none";
    return stores.log.page(query, new LogEntryPage()).items.stream().findFirst();
  }
}
