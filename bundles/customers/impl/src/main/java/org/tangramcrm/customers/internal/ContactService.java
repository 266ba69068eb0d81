package org.tangramcrm.customers.internal;

import static java.time.temporal.ChronoField.MONTH_OF_YEAR;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.Consent;
import org.tangramcrm.customers.Contact;
import org.tangramcrm.customers.ContactDirectory;
import org.tangramcrm.customers.ContactPage;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.RecordRules;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Store;

/** The contacts (M-6, M-7). */
@Component
@TangramContract(ContactDirectory.class)
public class ContactService implements ContactDirectory, RecordRules<Contact> {
  private static final int LEAP_YEAR = 2024;
  private static final int LUNAR_MONTH = 30;

  /** Beyond these, no field is right. */
  private static final int FIRST_YEAR = 1900;

  private static final int LAST_YEAR = 2100;

  private final Store<ContactRow, Contact> store;
  private final CustomerStores stores;
  private final CardFigures figures;
  private final Ladder<Contact> superiors;

  @Activate
  public ContactService(
      @Reference CustomerStores stores,
      @Reference CardFigures figures,
      @Reference CurrentUser user) {
    this.stores = stores;
    this.store = stores.contacts;
    this.figures = figures;
    superiors =
        new Ladder<>("reportsToId", "contacts", store, contact -> contact.reportsToId, user);
  }

  @Override
  public ContactPage list(Query query) {
    return store.page(query, new ContactPage());
  }

  @Override
  public Contact get(long id) {
    return store.get(id);
  }

  @Override
  public Contact getByNumber(String number) {
    return store.byNumber(number);
  }

  @Override
  public Contact create(Contact contact) {
    return create(contact, null, null);
  }

  private Contact create(Contact contact, String system, String key) {
    refuseCompany(contact, null);
    settle(contact, null);
    return stores.alone(
        customers(contact),
        () -> {
          check(contact, null);
          var made = store.insert(contact.ownerId, write(contact, new ContactRow()), system, key);
          figures.birthdays(customers(made));
          return made;
        });
  }

  @Override
  public Contact update(long id, Contact contact) {
    var before = store.whole(id);
    refuseCompany(contact, before);
    settle(contact, before);
    var concerned = customers(before);
    concerned.addAll(customers(contact));
    return stores.alone(
        concerned,
        () -> {
          check(contact, before);
          var after =
              store.update(id, contact.version, contact.ownerId, row -> write(contact, row));
          figures.birthdays(concerned);
          return after;
        });
  }

  @Override
  public Contact upsert(String system, String key, Contact contact) {
    return store.upsert(
        system,
        key,
        contact,
        () -> create(contact, system, key),
        id -> {
          // An outside system does not know of all; those that are here stay.
          var told = contact.consents.stream().map(ContactService::said).toList();
          store.get(id).consents.stream()
              .filter(consent -> !told.contains(said(consent)))
              .forEach(contact.consents::add);
          return update(id, contact);
        });
  }

  @Override
  public void delete(long id, Integer version) {
    var concerned = customers(store.whole(id));
    stores.alone(
        concerned,
        () -> {
          store.delete(id, version);
          figures.birthdays(concerned);
          return id;
        });
  }

  @Override
  public Contact restore(long id) {
    return stores.alone(
        Set.of(),
        () -> {
          var restored = store.restore(id);
          stores.hold(customers(restored));
          figures.birthdays(customers(restored));
          return restored;
        });
  }

  private static Set<Long> customers(Contact contact) {
    return contact.companies.stream()
        .map(company -> company.customerId)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The single field, before it goes into the list: an error is to name what was written. */
  private void refuseCompany(Contact contact, Contact before) {
    var problem = new CrmException(Code.INVALID, null);
    checkCompany(contact, before, problem);
    CustomerStores.refuse(problem);
  }

  private void checkCompany(Contact contact, Contact before, CrmException problem) {
    var customer = contact.customerId;
    if (customer != null
        && (before == null || !customer.equals(before.customerId))
        && !stores.customers.exists(customer)) {
      problem.error("customerId", "unknown-reference", CustomerStores.CUSTOMERS);
    }
  }

  private void settle(Contact contact, Contact before) {
    var was = before == null ? new Contact() : before;
    contact.name = contact.name.strip();
    // Before what is marked twice is put in order.
    refuse(contact);
    Companies.settle(contact, before);
    contact.phone = PrimaryLine.PHONES.settle(contact.phones, contact.phone, was.phones);
    contact.email = PrimaryLine.EMAILS.settle(contact.emails, contact.email, was.emails);
    refuse(contact);
    PhoneNumbers.normalise(contact.phones);
  }

  @Override
  public void checkRules(Contact contact, CrmException problem) {
    PhoneNumbers.check(contact.phones, problem);
    PrimaryLine.PHONES.check(contact.phones, problem);
    PrimaryLine.EMAILS.check(contact.emails, problem);
    Companies.check(contact.companies, problem);
    checkBirthday(contact, problem);
  }

  @Override
  public void checkReferences(Contact contact, Long id, CrmException problem) {
    var before = id == null ? null : store.whole(id);
    checkCompany(contact, before, problem);
    checkCompanies(contact, before, problem);
    superiors.refer(contact, before, problem);
  }

  private void check(Contact contact, Contact before) {
    var problem = new CrmException(Code.INVALID, null);
    checkCompanies(contact, before, problem);
    superiors.refer(contact, before, problem);
    CustomerStores.refuse(problem);
    superiors.check(contact, before);
  }

  private void checkCompanies(Contact contact, Contact before, CrmException problem) {
    var known = before == null ? Set.<Long>of() : customers(before);
    for (int i = 0; i < contact.companies.size(); i++) {
      var company = contact.companies.get(i);
      if (company != null
          && company.customerId != null
          && !known.contains(company.customerId)
          && !stores.customers.exists(company.customerId)) {
        problem.error(
            "companies[" + i + "].customerId", "unknown-reference", CustomerStores.CUSTOMERS);
      }
    }
  }

  private static List<Object> said(Consent consent) {
    return Arrays.asList(consent.kind, consent.given, consent.on, consent.source);
  }

  private static void checkBirthday(Contact contact, CrmException problem) {
    var lunar = Boolean.TRUE.equals(contact.lunarBirthday);
    if (Boolean.TRUE.equals(contact.birthInLeapMonth) && !lunar) {
      problem.error("birthInLeapMonth", "lunar-only");
    }
    if ((contact.birthMonth == null) != (contact.birthDay == null)) {
      problem.error(contact.birthMonth == null ? "birthMonth" : "birthDay", "required");
    }
    // What makes no sense by itself is told by the fields.
    if (contact.birthDay == null
        || contact.birthMonth == null
        || contact.birthDay < 1
        || !MONTH_OF_YEAR.range().isValidIntValue(contact.birthMonth)
        || contact.birthYear != null
            && (contact.birthYear < FIRST_YEAR || contact.birthYear > LAST_YEAR)) {
      return;
    }
    var year = contact.birthYear == null ? LEAP_YEAR : contact.birthYear;
    var days = lunar ? LUNAR_MONTH : YearMonth.of(year, contact.birthMonth).lengthOfMonth();
    if (contact.birthDay > days) {
      problem.error("birthDay", "too-large", String.valueOf(days));
      return;
    }
    var inLeapMonth = lunar && Boolean.TRUE.equals(contact.birthInLeapMonth);
    if (contact.birthYear != null
        && inLeapMonth
        && !Birthdays.leap(contact.birthYear, contact.birthMonth)) {
      problem.error("birthInLeapMonth", "no-leap-month");
    } else if (contact.birthYear != null && born(contact, lunar).isAfter(Birthdays.today())) {
      problem.error("birthDay", "in-future");
    }
  }

  private static LocalDate born(Contact contact, boolean lunar) {
    return Birthdays.in(
        contact.birthYear,
        contact.birthMonth,
        contact.birthDay,
        lunar,
        Boolean.TRUE.equals(contact.birthInLeapMonth));
  }

  private ContactRow write(Contact contact, ContactRow row) {
    row.name = contact.name;
    row.familyName = contact.familyName;
    row.givenName = contact.givenName;
    row.gender = contact.gender;
    row.customerId = contact.customerId;
    row.title = contact.title;
    row.companies = store.nested(contact.companies);
    row.phones = store.nested(contact.phones);
    row.phone = contact.phone;
    row.emails = store.nested(contact.emails);
    row.email = contact.email;
    row.wechat = contact.wechat;
    row.qq = contact.qq;
    row.doNotContact = contact.doNotContact;
    row.reportsToId = contact.reportsToId;
    row.birthYear = contact.birthYear;
    row.birthMonth = contact.birthMonth;
    row.birthDay = contact.birthDay;
    row.lunarBirthday = contact.lunarBirthday;
    row.birthInLeapMonth = contact.birthInLeapMonth;
    row.hobbies = contact.hobbies;
    row.consents = store.nested(contact.consents);
    row.remark = contact.remark;
    return row;
  }
}
