package org.tangramcrm.orders.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.OrderRevision;
import org.tangramcrm.orders.OrderRevisionPage;
import org.tangramcrm.orders.OrderRevisions;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.store.Store;

/** What orders were before they were changed (M-37). */
@Component
@TangramContract(OrderRevisions.class)
public class OrderRevisionService implements OrderRevisions {
  private final Store<OrderRevisionRow, OrderRevision> store;

  @Activate
  public OrderRevisionService(@Reference OrderStores stores) {
    this.store = stores.revisions;
  }

  @Override
  public OrderRevisionPage list(Query query) {
    return store.page(query, new OrderRevisionPage());
  }

  @Override
  public OrderRevision get(long id) {
    return store.get(id);
  }
}
