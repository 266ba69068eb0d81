package org.tangramcrm.customers.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.ContactPage;
import org.tangramcrm.customers.LogEntryPage;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.UserDirectory;

/** Checks the people whom records name: ours, and those of customers. */
@Component(service = People.class)
public class People {
  private final CustomerStores stores;
  private final UserDirectory users;
  private final CurrentUser user;

  @Activate
  public People(
      @Reference CustomerStores stores,
      @Reference UserDirectory users,
      @Reference CurrentUser user) {
    this.stores = stores;
    this.users = users;
    this.user = user;
  }

  /** Tells those of the contacts who neither are nor were with the customer. */
  void checkContacts(String field, List<Long> ids, long customer, CrmException problem) {
    if (!ids.isEmpty()) {
      tell(field, ids, contactsOf(customer, ids), "not-of-customer", String::valueOf, problem);
    }
  }

  void checkContact(String field, Long id, long customer, CrmException problem) {
    if (!contactsOf(customer, List.of(id)).contains(id)) {
      problem.error(field, "not-of-customer", id.toString());
    }
  }

  /**
   * Tells those of the entries of the log that are not the customer's.
   *
   * @param but an entry that is none of them; null for none
   */
  void checkEntries(String field, List<Long> ids, long customer, Long but, CrmException problem) {
    if (!ids.isEmpty()) {
      var known =
          stores
              .log
              .page(all("customerId==" + customer + ";id=in=" + list(ids)), new LogEntryPage())
              .items
              .stream()
              .map(entry -> entry.id)
              .filter(id -> !id.equals(but))
              .collect(Collectors.toSet());
      tell(field, ids, known, "unknown-reference", id -> CustomerStores.LOG, problem);
    }
  }

  private Set<Long> contactsOf(long customer, List<Long> ids) {
    var query = all("customerId==" + customer + ";id=in=" + list(ids));
    return stores.contacts.page(query, new ContactPage()).items.stream()
        .map(contact -> contact.id)
        .collect(Collectors.toSet());
  }

  /** Tells those of the users who are not there. */
  void checkUsers(String field, List<Long> ids, CrmException problem) {
    if (!ids.isEmpty()) {
      tell(field, ids, known(ids), "unknown-reference", id -> "users", problem);
    }
  }

  void checkUser(String field, Long id, CrmException problem) {
    if (!known(List.of(id)).contains(id)) {
      problem.error(field, "unknown-reference", "users");
    }
  }

  /**
   * @throws CrmException {@code invalid} where the user is not there, or does not work here any
   *     more
   */
  void checkWorking(String field, Long id) {
    var query = all("id==" + id + ";active==true");
    query.fields = "id";
    if (user.callAsSystem(() -> users.list(query)).items.isEmpty()) {
      throw CrmException.invalid(field, "unknown-reference", "users");
    }
  }

  private Set<Long> known(List<Long> ids) {
    var query = all("id=in=" + list(ids));
    query.fields = "id";
    var known =
        user.callAsSystem(() -> users.list(query)).items.stream()
            .map(one -> one.id)
            .collect(Collectors.toCollection(HashSet::new));
    // What the system itself writes has no person behind it.
    known.add(0L);
    return known;
  }

  private static void tell(
      String field,
      List<Long> ids,
      Set<Long> known,
      String rule,
      LongFunction<String> told,
      CrmException problem) {
    for (int i = 0; i < ids.size(); i++) {
      if (ids.get(i) != null && !known.contains(ids.get(i))) {
        problem.error(field + "[" + i + "]", rule, told.apply(ids.get(i)));
      }
    }
  }

  private static Query all(String filter) {
    var query = Query.filter(filter);
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    return query;
  }

  private static String list(List<Long> ids) {
    return ids.stream()
        .map(id -> String.valueOf(id == null ? 0 : id))
        .collect(Collectors.joining(",", "(", ")"));
  }
}
