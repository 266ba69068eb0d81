package org.tangramcrm.customers.internal;

import java.util.Objects;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.Delivery;
import org.tangramcrm.customers.DeliveryPage;
import org.tangramcrm.customers.DocumentDeliveries;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.attachment.Attachments;
import org.tangramcrm.platform.contract.RecordRules;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Store;

/** The deliveries of documents (M-9). */
@Component
@TangramContract(DocumentDeliveries.class)
public class DeliveryService implements DocumentDeliveries, RecordRules<Delivery> {
  private final Store<DeliveryRow, Delivery> store;
  private final CustomerStores stores;
  private final People people;
  private final Attachments attachments;
  private final CurrentUser user;

  @Activate
  public DeliveryService(
      @Reference CustomerStores stores,
      @Reference People people,
      @Reference Attachments attachments,
      @Reference CurrentUser user) {
    this.stores = stores;
    this.store = stores.deliveries;
    this.people = people;
    this.attachments = attachments;
    this.user = user;
  }

  @Override
  public DeliveryPage list(Query query) {
    return store.page(query, new DeliveryPage());
  }

  @Override
  public Delivery get(long id) {
    return store.get(id);
  }

  @Override
  public Delivery getByNumber(String number) {
    return store.byNumber(number);
  }

  @Override
  public Delivery create(Delivery delivery) {
    return create(delivery, null, null);
  }

  private Delivery create(Delivery delivery, String system, String key) {
    // Whoever takes the customer away from its owner does so before this or after.
    return stores.alone(
        Set.of(delivery.customerId),
        () -> {
          complete(delivery, new Delivery());
          return store.insert(delivery.ownerId, write(delivery, new DeliveryRow()), system, key);
        });
  }

  @Override
  public Delivery update(long id, Delivery delivery) {
    return stores.alone(
        Set.of(delivery.customerId),
        () -> {
          complete(delivery, store.whole(id));
          return store.update(id, delivery.version, delivery.ownerId, row -> write(delivery, row));
        });
  }

  @Override
  public Delivery upsert(String system, String key, Delivery delivery) {
    return store.upsert(
        system, key, delivery, () -> create(delivery, system, key), id -> update(id, delivery));
  }

  @Override
  public void delete(long id, Integer version) {
    store.delete(id, version);
  }

  @Override
  public Delivery restore(long id) {
    return store.restore(id);
  }

  /** Fills in what was left out, and refuses what cannot be. */
  private void complete(Delivery delivery, Delivery before) {
    if (delivery.sentOn == null) {
      delivery.sentOn = before.sentOn == null ? Birthdays.today() : before.sentOn;
    }
    refuse(delivery);
    if (delivery.sentBy == null) {
      delivery.sentBy = before.sentBy == null ? Long.valueOf(user.get().id()) : before.sentBy;
    }
    var problem = new CrmException(Code.INVALID, null);
    check(delivery, before, problem);
    CustomerStores.refuse(problem);
    name(delivery, before);
  }

  @Override
  public void checkRules(Delivery delivery, CrmException problem) {
    var today = Birthdays.today();
    if (delivery.sentOn != null && delivery.sentOn.isAfter(today)) {
      problem.error("sentOn", "in-future");
    }
    if (delivery.confirmedOn != null && delivery.confirmedOn.isAfter(today)) {
      problem.error("confirmedOn", "in-future");
    } else if (delivery.confirmedOn != null
        && delivery.sentOn != null
        && delivery.confirmedOn.isBefore(delivery.sentOn)) {
      problem.error("confirmedOn", "before-begin");
    }
  }

  @Override
  public void checkReferences(Delivery delivery, Long id, CrmException problem) {
    check(delivery, id == null ? new Delivery() : store.whole(id), problem);
  }

  private void check(Delivery delivery, Delivery before, CrmException problem) {
    if (delivery.sentBy != null && !delivery.sentBy.equals(before.sentBy)) {
      people.checkUser("sentBy", delivery.sentBy, problem);
    }
    var customer = delivery.customerId;
    var moved = !Objects.equals(customer, before.customerId);
    if (customer != null && moved && !stores.customers.exists(customer)) {
      problem.error("customerId", "unknown-reference", CustomerStores.CUSTOMERS);
    } else if (customer != null
        && delivery.contactId != null
        && (moved || !delivery.contactId.equals(before.contactId))) {
      people.checkContact("contactId", delivery.contactId, customer, problem);
    }
    if (customer != null
        && delivery.attachmentId != null
        && (moved || !delivery.attachmentId.equals(before.attachmentId))) {
      checkDocument(delivery.attachmentId, customer, problem);
    }
  }

  /** What stands with another customer, or with somebody of theirs, is not given to this one. */
  private void checkDocument(long id, long customer, CrmException problem) {
    try {
      var document = attachments.get(id);
      var elsewhere = new CrmException(Code.INVALID, null);
      if (document.collection.equals("contacts")) {
        people.checkContact("attachmentId", document.recordId, customer, elsewhere);
      }
      if (!elsewhere.errors.isEmpty()
          || document.collection.equals("customers") && document.recordId != customer) {
        problem.error("attachmentId", "document-of-other");
      }
    } catch (CrmException e) {
      // That it is not there is told where it is looked up for its name.
      if (e.code != Code.NOT_FOUND) {
        throw e;
      }
    }
  }

  /** The document as it was called then; what was given stays what it was. */
  private void name(Delivery delivery, Delivery before) {
    if (delivery.attachmentId.equals(before.attachmentId)
        && (delivery.versionNumber == null
            || Objects.equals(delivery.versionNumber, before.versionNumber))) {
      delivery.versionNumber = before.versionNumber;
      delivery.title = before.title;
      return;
    }
    try {
      var document = attachments.get(delivery.attachmentId);
      if (delivery.versionNumber == null) {
        delivery.versionNumber = document.versionNumber;
      } else if (delivery.versionNumber > document.versionNumber) {
        throw CrmException.invalid("versionNumber", "too-large", document.versionNumber.toString());
      }
      delivery.title =
          delivery.versionNumber.equals(document.versionNumber)
              ? document.name
              : attachments.versions(document.id).items.stream()
                  .filter(version -> version.versionNumber.equals(delivery.versionNumber))
                  .map(version -> version.name)
                  .findFirst()
                  .orElse(document.name);
    } catch (CrmException e) {
      if (e.code != Code.NOT_FOUND) {
        throw e;
      }
      throw CrmException.invalid("attachmentId", "unknown-reference", "attachments").initCause(e);
    }
  }

  private static DeliveryRow write(Delivery delivery, DeliveryRow row) {
    row.customerId = delivery.customerId;
    row.contactId = delivery.contactId;
    row.attachmentId = delivery.attachmentId;
    row.versionNumber = delivery.versionNumber;
    row.title = delivery.title;
    row.method = delivery.method;
    row.sentOn = delivery.sentOn;
    row.sentBy = delivery.sentBy;
    row.confirmedOn = delivery.confirmedOn;
    row.confirmation = delivery.confirmation;
    row.remark = delivery.remark;
    return row;
  }
}
