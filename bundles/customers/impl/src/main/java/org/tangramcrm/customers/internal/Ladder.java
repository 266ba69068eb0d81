package org.tangramcrm.customers.internal;

import java.util.HashSet;
import java.util.function.Function;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Store;

/**
 * Records that stand above each other, such as parent companies.
 *
 * @param field names the one above
 */
record Ladder<D extends BusinessRecord>(
    String field, String collection, Store<?, D> store, Function<D, Long> above, CurrentUser user) {

  /**
   * What is newly set above has to be there for the caller, and not to stand below. Steps are held:
   * two changes at once could else make a circle that neither of them sees.
   *
   * @param before null for a new record
   * @throws CrmException {@code invalid}
   */
  void check(D record, D before) {
    var next = above.apply(record);
    if (next == null || (before != null && next.equals(above.apply(before)))) {
      return;
    }
    store.hold(next);
    var problem = new CrmException(Code.INVALID, null);
    refer(record, before, problem);
    CustomerStores.refuse(problem);
    if (before != null) {
      climb(before.id, next);
    }
  }

  /** Tells where what is newly set above is not there for the caller. */
  void refer(D record, D before, CrmException problem) {
    var next = above.apply(record);
    if (next != null
        && (before == null || !next.equals(above.apply(before)))
        && !store.exists(next)) {
      problem.error(field, "unknown-reference", collection);
    }
  }

  /** As the system: the way up may lead through what the caller does not reach. */
  private void climb(Long from, Long first) {
    user.callAsSystem(
        () -> {
          var seen = new HashSet<Long>();
          seen.add(from);
          for (var at = first;
              at != null;
              at = store.exists(at) ? above.apply(store.whole(at)) : null) {
            if (!seen.add(at)) {
              throw CrmException.invalid(field, "cycle");
            }
            store.hold(at);
          }
          return null;
        });
  }
}
