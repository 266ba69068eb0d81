package org.tangramcrm.customers.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
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
  private static final int BIRTHDAYS = 50;

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
      contacts(ids);
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
    var query = Query.filter("customerId==" + customer + ";birthMonth=null=false");
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    var known =
        stores.contacts.page(query, new ContactPage()).items.stream()
            .filter(contact -> there(contact, customer).findAny().isPresent())
            .limit(BIRTHDAYS)
            .map(contact -> birthday(contact, customer))
            .toList();
    stores.customers.derive(customer, "birthdays", stores.customers.nested(known));
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

  /** The last contact that was, and the next that is planned. */
  void contacts(Collection<Long> customers) {
    user.callAsSystem(
        () -> {
          for (var customer : customers) {
            stores.customers.derive(customer, "lastContactAt", first(customer, "done", "-startAt"));
            stores.customers.derive(
                customer, "nextContactAt", first(customer, "planned", "startAt"));
          }
          return null;
        });
  }

  private Instant first(long customer, String status, String sort) {
    var query = Query.filter("customerId==" + customer + ";status==" + status);
    query.sort = sort;
    query.limit = 1;
    query.count = "none";
    var found = stores.log.page(query, new LogEntryPage()).items;
    return found.isEmpty() ? null : found.get(0).startAt;
  }
}
