package org.tangramcrm.customers;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What the contact log asks whoever has opportunities: entries can be about one of them (M-21).
 * Registered as an OSGi service; where there is none, entries are about none.
 */
@ConsumerType
public interface OpportunityBook {
  /** The customer of an opportunity that the caller reaches; empty where there is none. */
  Optional<Long> customerOf(long opportunityId);
}
