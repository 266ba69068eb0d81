package org.tangramcrm.orders.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.ReceivableEntries;
import org.tangramcrm.orders.ReceivableEntry;
import org.tangramcrm.orders.ReceivableEntryPage;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.store.Store;

/** What made receivables what they are (M-40). */
@Component
@TangramContract(ReceivableEntries.class)
public class ReceivableEntryService implements ReceivableEntries {
  private final Store<ReceivableEntryRow, ReceivableEntry> store;

  @Activate
  public ReceivableEntryService(@Reference ReceivableStores stores) {
    this.store = stores.entries;
  }

  @Override
  public ReceivableEntryPage list(Query query) {
    return store.page(query, new ReceivableEntryPage());
  }

  @Override
  public ReceivableEntry get(long id) {
    return store.get(id);
  }
}
