package org.tangramcrm.customers.internal;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.transfer.TransferPool;

/** Customers that a transfer puts into the pool (M-81). */
@Component
public class PoolTransfers implements TransferPool {
  private final CustomerStores stores;

  @Activate
  public PoolTransfers(@Reference CustomerStores stores) {
    this.stores = stores;
  }

  @Override
  public String collection() {
    return CustomerStores.CUSTOMERS;
  }

  @Override
  public String permission() {
    return "customers.release";
  }

  @Override
  public Set<Long> release(Collection<Long> ids, String reason) {
    return stores.release(ids, reason);
  }

  @Override
  public List<String> marks() {
    return List.of("pooledAt", "poolCause", "poolReason", "ownedSince", "previousOwnerId");
  }
}
