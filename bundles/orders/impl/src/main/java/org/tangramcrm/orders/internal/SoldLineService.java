package org.tangramcrm.orders.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.SoldLine;
import org.tangramcrm.orders.SoldLinePage;
import org.tangramcrm.orders.SoldLines;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.store.Store;

/** What was sold, line by line. */
@Component
@TangramContract(SoldLines.class)
public class SoldLineService implements SoldLines {
  private final Store<SoldLineRow, SoldLine> store;

  @Activate
  public SoldLineService(@Reference OrderStores stores) {
    this.store = stores.lines;
  }

  @Override
  public SoldLinePage list(Query query) {
    return store.page(query, new SoldLinePage());
  }

  @Override
  public SoldLine get(long id) {
    return store.get(id);
  }
}
