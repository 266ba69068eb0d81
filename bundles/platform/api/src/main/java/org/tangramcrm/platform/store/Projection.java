package org.tangramcrm.platform.store;

import org.osgi.annotation.versioning.ProviderType;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Page;
import org.tangramcrm.platform.Query;

/**
 * Some of the rows of another collection with some of their fields, for those who do not reach the
 * rows themselves. Only read.
 *
 * @param <D> the contract's record
 */
@ProviderType
public interface Projection<D extends BusinessRecord> {
  /** Fills a page with what the query asks for; what is not shown is not searched either. */
  <P extends Page<D>> P page(Query query, P page);

  /**
   * A record.
   *
   * @throws org.tangramcrm.platform.CrmException {@code not-found} where it is not there for the
   *     caller
   */
  D get(long id);
}
