package org.tangramcrm.platform.store;

import org.osgi.annotation.versioning.ProviderType;
import org.tangramcrm.platform.BusinessRecord;

/** Opens stores. */
@ProviderType
public interface Stores {
  /**
   * Opens the store of a collection. It holds nothing that needs closing.
   *
   * @throws IllegalArgumentException when the specification and its classes do not fit each other
   */
  <E extends StoredRow, D extends BusinessRecord> Store<E, D> open(StoreSpec<E, D> spec);

  /**
   * Opens another sight of rows that a store was opened for.
   *
   * @throws IllegalArgumentException where none was
   */
  <D extends BusinessRecord> Projection<D> project(ProjectionSpec<D> spec);

  /** Whether this installation demands that a field is filled, beside what its contract does. */
  boolean requires(String collection, String field);

  /**
   * Has something done in memory once the open transaction has committed; at once where none is
   * open.
   */
  void afterCommit(Runnable effect);
}
