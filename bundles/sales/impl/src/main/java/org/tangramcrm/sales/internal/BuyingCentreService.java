package org.tangramcrm.sales.internal;

import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.sales.BuyingCentre;
import org.tangramcrm.sales.OpportunityContact;
import org.tangramcrm.sales.OpportunityContactPage;

/** The people who decide on opportunities (M-22). */
@Component
@TangramContract(BuyingCentre.class)
public class BuyingCentreService implements BuyingCentre {
  private static final int USUAL_INFLUENCE = 3;

  /** So many changes of attitude are kept, the last ones. */
  private static final int COURSE = 200;

  private final SalesStores stores;
  private final Store<OpportunityContactRow, OpportunityContact> store;
  private final Persons persons;
  private final CompanyDay day;

  @Activate
  public BuyingCentreService(
      @Reference SalesStores stores, @Reference Persons persons, @Reference CompanyDay day) {
    this.stores = stores;
    this.store = stores.contacts;
    this.persons = persons;
    this.day = day;
  }

  @Override
  public OpportunityContactPage list(Query query) {
    var page = store.page(query, new OpportunityContactPage());
    if (query == null || query.asks("lastTouchedAt") || query.asks("left")) {
      complete(page.items);
    }
    return page;
  }

  @Override
  public OpportunityContact get(long id) {
    var contact = store.get(id);
    complete(List.of(contact));
    return contact;
  }

  /** Says when they were last touched and who left: opportunity by opportunity, which are few. */
  private void complete(List<OpportunityContact> items) {
    // A page of chosen fields may be without those by which that is found.
    var known = items.stream().filter(item -> item.opportunityId != null && item.contactId != null);
    known
        .collect(Collectors.groupingBy(item -> item.opportunityId))
        .forEach(
            (opportunity, places) -> {
              var customer = stores.opportunities.whole(opportunity).customerId;
              var ids = places.stream().map(place -> place.contactId).toList();
              var seen = persons.contacts(ids);
              var touched = persons.touched(customer, seen.keySet());
              for (var place : places) {
                place.lastTouchedAt = touched.get(place.contactId);
                place.left =
                    seen.containsKey(place.contactId)
                        && Persons.hasLeft(seen.get(place.contactId), customer);
              }
            });
  }

  @Override
  public OpportunityContact create(OpportunityContact contact) {
    return stores.together(
        () -> {
          // One after the other: the second finds whom the first put there.
          stores.opportunities.hold(contact.opportunityId);
          if (!stores.opportunities.exists(contact.opportunityId)) {
            throw CrmException.invalid(
                "opportunityId", "unknown-reference", SalesStores.OPPORTUNITIES);
          }
          check(contact, new OpportunityContact());
          return store.insert(null, write(contact, new OpportunityContactRow()));
        });
  }

  @Override
  public OpportunityContact update(long id, OpportunityContact contact) {
    return stores.together(
        () -> {
          var before = store.whole(id);
          if (!contact.opportunityId.equals(before.opportunityId)) {
            throw CrmException.invalid("opportunityId", "fixed");
          }
          stores.opportunities.hold(before.opportunityId);
          check(contact, before);
          return store.update(id, contact.version, null, row -> write(contact, row));
        });
  }

  @Override
  public void delete(long id, Integer version) {
    store.delete(id, version);
  }

  @Override
  public OpportunityContact restore(long id) {
    return store.restore(id);
  }

  private void check(OpportunityContact contact, OpportunityContact before) {
    if (!contact.contactId.equals(before.contactId)) {
      if (!persons.contacts(List.of(contact.contactId)).containsKey(contact.contactId)) {
        throw CrmException.invalid("contactId", "unknown-reference", "contacts");
      }
      // Two may come to be one later: then both of their places stay, and nothing is lost.
      var which = "opportunityId==" + contact.opportunityId;
      if (store.count("contactId", List.of(contact.contactId), which).values().stream()
          .anyMatch(count -> count > 0)) {
        throw CrmException.invalid("contactId", "duplicate");
      }
    }
    if (contact.coveredById != null
        && !contact.coveredById.equals(before.coveredById)
        && !persons.isOurs(contact.coveredById)) {
      throw CrmException.invalid("coveredById", "unknown-reference", "users");
    }
    if (contact.influence == null) {
      contact.influence = USUAL_INFLUENCE;
    }
    if (contact.attitude == null) {
      contact.attitude = 0;
    }
    contact.attitudes = Attitudes.course(before.attitudes, contact.attitude, day.today(), COURSE);
  }

  private OpportunityContactRow write(OpportunityContact contact, OpportunityContactRow row) {
    row.opportunityId = contact.opportunityId;
    row.contactId = contact.contactId;
    row.role = contact.role;
    row.influence = contact.influence;
    row.attitude = contact.attitude;
    row.attitudes = store.nested(contact.attitudes);
    row.coveredById = contact.coveredById;
    row.concern = contact.concern;
    row.strategy = contact.strategy;
    row.action = contact.action;
    row.actionOn = contact.actionOn;
    row.result = contact.result;
    return row;
  }
}
