package org.tangramcrm.platform.job;

import org.osgi.annotation.versioning.ProviderType;

/** Where jobs are handed in. */
@ProviderType
public interface JobQueue {
  /**
   * Has something done as a job of the caller's, once the open transaction has committed.
   *
   * @param kind {@link JobKind#name} of who does it
   * @param collection the collection whose records it is about
   * @param request what {@link JobKind.Run#request} reads
   */
  Job start(String kind, String collection, Object request);
}
