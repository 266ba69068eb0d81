package org.tangramcrm.orders.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.ReceiptAllocation;
import org.tangramcrm.orders.ReceiptAllocationPage;
import org.tangramcrm.orders.ReceiptAllocations;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;

/** What receipts paid, for those who reach the orders. */
@Component
@TangramContract(ReceiptAllocations.class)
public class ReceiptAllocationService implements ReceiptAllocations {
  private final ReceivableStores stores;

  @Activate
  public ReceiptAllocationService(@Reference ReceivableStores stores) {
    this.stores = stores;
  }

  @Override
  public ReceiptAllocationPage list(Query query) {
    return stores.allocations.page(query, new ReceiptAllocationPage());
  }

  @Override
  public ReceiptAllocation get(long id) {
    return stores.allocations.get(id);
  }
}
