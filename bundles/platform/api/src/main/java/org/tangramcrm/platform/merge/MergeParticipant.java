package org.tangramcrm.platform.merge;

import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A module that works something out of several records, such as a customer's last contact, and has
 * to do so again when they follow another one. References need no code: the platform has them all
 * follow, as contracts declare them. Registered as an OSGi service, called within the transaction
 * of the merge, as whoever merges; of merges while the module is stopped it hears nothing, and so
 * has to work such things out anew when it starts.
 */
@ConsumerType
public interface MergeParticipant {
  /**
   * Whether records can become one at all, before anything is done, also where somebody only looks
   * at what would come of it.
   *
   * @param ids that of the one that is to stay first
   * @throws org.tangramcrm.platform.CrmException saying why not
   */
  default void check(String collection, List<Long> ids) {}

  /**
   * Records were merged, or a merge was undone.
   *
   * @param ids of those that are there now
   */
  void merged(String collection, Set<Long> ids);
}
