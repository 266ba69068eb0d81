package org.tangramcrm.platform.internal.store;

import java.util.Optional;
import org.tangramcrm.platform.identity.Caller;

/** What records that others refer to are to somebody who asks by them. */
interface Others {
  /** Where nothing is asked by what is referred to. */
  Others NONE = (collection, caller) -> Optional.empty();

  /**
   * @param columns as the caller sees them
   * @param reach which rows {@code t} there are for the caller
   */
  record Other(String table, Columns columns, Condition reach) {}

  /** Empty where the collection is not there for the caller. */
  Optional<Other> find(String collection, Caller caller);
}
