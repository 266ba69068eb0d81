package org.tangramcrm.platform.store;

import java.time.Instant;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What an entity lets the store read and set; the columns of {@link
 * org.tangramcrm.platform.BusinessRecord}.
 */
@ConsumerType
public interface StoredRow {
  Long getId();

  int getVersion();

  void setNumber(String number);

  Long getOwnerId();

  void setOwner(Long ownerId, Long departmentId);

  void setCreated(Instant at, long by);

  void setUpdated(Instant at, long by);

  Instant getDeletedAt();

  void setDeletedAt(Instant at);
}
