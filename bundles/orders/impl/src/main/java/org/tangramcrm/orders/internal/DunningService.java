package org.tangramcrm.orders.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.Dunning;
import org.tangramcrm.orders.DunningPage;
import org.tangramcrm.orders.Dunnings;
import org.tangramcrm.orders.Receivable;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.store.Store;

/** That customers were asked to pay (M-42). Whoever writes it holds the order of the instalment. */
@Component
@TangramContract(Dunnings.class)
public class DunningService implements Dunnings {
  private static final String RECEIVABLE = "receivableId";

  private final OrderStores orders;
  private final Store<ReceivableRow, Receivable> receivables;
  private final Store<DunningRow, Dunning> store;
  private final Promises promises;
  private final CustomerContacts contacts;
  private final CompanyDay day;

  @Activate
  public DunningService(
      @Reference OrderStores orders,
      @Reference ReceivableStores stores,
      @Reference Promises promises,
      @Reference CustomerContacts contacts,
      @Reference CompanyDay day) {
    this.orders = orders;
    this.receivables = stores.receivables;
    this.store = stores.dunnings;
    this.promises = promises;
    this.contacts = contacts;
    this.day = day;
  }

  @Override
  public DunningPage list(Query query) {
    return store.page(query, new DunningPage());
  }

  @Override
  public Dunning get(long id) {
    return store.get(id);
  }

  @Override
  public Dunning create(Dunning dunning) {
    return create(dunning, null, null);
  }

  private Dunning create(Dunning dunning, String system, String key) {
    return orders.together(
        () -> {
          var one = held(dunning.receivableId);
          if (!Ledger.OPEN.equals(one.state)) {
            throw CrmException.invalid(RECEIVABLE, "receivable-not-open");
          }
          complete(dunning, new Dunning(), one);
          var row = write(dunning, new DunningRow());
          row.receivableId = one.id;
          var made = store.insert(dunning.ownerId, row, system, key);
          promises.settle(one.id);
          return store.get(made.id);
        });
  }

  @Override
  public Dunning update(long id, Dunning dunning) {
    return orders.together(
        () -> {
          var before = store.whole(id);
          if (!before.receivableId.equals(dunning.receivableId)) {
            throw CrmException.invalid(RECEIVABLE, "receivable-stays");
          }
          complete(dunning, before, held(before.receivableId));
          store.update(id, dunning.version, dunning.ownerId, row -> write(dunning, row));
          promises.settle(before.receivableId);
          return store.get(id);
        });
  }

  @Override
  public Dunning upsert(String system, String key, Dunning dunning) {
    return store.upsert(
        system, key, dunning, () -> create(dunning, system, key), id -> update(id, dunning));
  }

  @Override
  public void delete(long id, Integer version) {
    orders.together(
        () -> {
          var before = store.whole(id);
          held(before.receivableId);
          store.delete(id, version);
          promises.settle(before.receivableId);
          return id;
        });
  }

  @Override
  public Dunning restore(long id) {
    return orders.together(
        () -> {
          store.restore(id);
          var back = store.whole(id);
          held(back.receivableId);
          promises.settle(back.receivableId);
          return store.get(id);
        });
  }

  /** One that the caller reaches, as it is once nobody else changes what is owed of its order. */
  private Receivable held(long receivable) {
    try {
      orders.orders.hold(receivables.whole(receivable).orderId);
      return receivables.whole(receivable);
    } catch (CrmException e) {
      if (e.code != Code.NOT_FOUND) {
        throw e;
      }
      throw CrmException.invalid(RECEIVABLE, "unknown-reference", ReceivableStores.RECEIVABLES)
          .initCause(e);
    }
  }

  private void complete(Dunning dunning, Dunning before, Receivable of) {
    dunning.dunnedOn = dunning.dunnedOn == null ? day.today() : dunning.dunnedOn;
    if (dunning.promisedOn != null && dunning.promisedOn.isBefore(dunning.dunnedOn)) {
      throw CrmException.invalid("promisedOn", "before-begin");
    }
    if (dunning.contactId != null && !dunning.contactId.equals(before.contactId)) {
      contacts.check(dunning.contactId, of.customerId);
    }
  }

  private static DunningRow write(Dunning dunning, DunningRow row) {
    row.dunnedOn = dunning.dunnedOn;
    row.contactId = dunning.contactId;
    row.method = dunning.method;
    row.content = dunning.content;
    row.promisedOn = dunning.promisedOn;
    if (dunning.promisedOn == null) {
      row.promise = null;
    }
    return row;
  }
}
