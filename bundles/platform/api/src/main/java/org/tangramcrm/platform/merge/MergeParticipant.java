package org.tangramcrm.platform.merge;

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
   * Records were merged, or a merge was undone.
   *
   * @param ids of those that are there now
   */
  void merged(String collection, Set<Long> ids);
}
