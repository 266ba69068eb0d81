package org.tangramcrm.sales.internal;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.Contact;
import org.tangramcrm.customers.ContactDirectory;
import org.tangramcrm.customers.ContactLog;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.UserDirectory;

/** The people on the maps of buying centres, as far as the caller sees them: theirs, and ours. */
@Component(service = Persons.class)
public class Persons {
  private static final Set<String> TOUCHED =
      Set.of("customerId", "status", "startAt", "contactIds");

  private final ContactDirectory contacts;
  private final ContactLog log;
  private final UserDirectory users;
  private final CurrentUser user;

  @Activate
  public Persons(
      @Reference ContactDirectory contacts,
      @Reference ContactLog log,
      @Reference UserDirectory users,
      @Reference CurrentUser user) {
    this.contacts = contacts;
    this.log = log;
    this.users = users;
    this.user = user;
  }

  /** Those of some contacts whom the caller sees, by their ids. */
  Map<Long, Contact> contacts(Collection<Long> ids) {
    if (ids.isEmpty() || !user.get().may("contacts.view")) {
      return Map.of();
    }
    var query = all("id=in=" + list(ids));
    return contacts.list(query).items.stream()
        .collect(Collectors.toMap(contact -> contact.id, Function.identity()));
  }

  /** Whether the log tells the caller whom we were in contact with. */
  boolean tellsTouches() {
    return user.get().may("contact-logs.view")
        && Collections.disjoint(user.get().rules("contact-logs").hidden(), TOUCHED);
  }

  /**
   * When we were last in contact with some of those whom we see at a customer; without those with
   * whom we never were.
   */
  Map<Long, Instant> touched(long customer, Collection<Long> ids) {
    var last = new HashMap<Long, Instant>();
    if (ids.isEmpty() || !tellsTouches()) {
      return last;
    }
    var query = all("customerId==" + customer + ";status==done;contactIds=in=" + list(ids));
    query.sort = "-startAt";
    query.fields = "startAt,contactIds";
    var left = new HashSet<>(ids);
    do {
      var page = log.list(query);
      for (var entry : page.items) {
        for (var id : entry.contactIds) {
          if (left.remove(id)) {
            last.put(id, entry.startAt);
          }
        }
      }
      query.cursor = page.next;
    } while (query.cursor != null && !left.isEmpty());
    return last;
  }

  /** Whether there is such a user of ours. */
  boolean isOurs(long id) {
    var query = all("id==" + id);
    query.fields = "id";
    return !user.callAsSystem(() -> users.list(query)).items.isEmpty();
  }

  /** Whether a contact was with a customer, and is no more. */
  static boolean hasLeft(Contact contact, long customer) {
    var there =
        contact.companies.stream()
            .filter(company -> Objects.equals(company.customerId, customer))
            .toList();
    return !there.isEmpty()
        && there.stream().noneMatch(company -> Boolean.TRUE.equals(company.active));
  }

  private static Query all(String filter) {
    var query = Query.filter(filter);
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    return query;
  }

  private static String list(Collection<Long> ids) {
    return ids.stream().distinct().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
  }
}
