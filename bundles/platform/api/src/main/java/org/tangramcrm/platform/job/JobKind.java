package org.tangramcrm.platform.job;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A kind of work that is done as a job. It runs as whoever asked for it. A module registers it as a
 * service, and hands jobs in at the {@link JobQueue}.
 */
@ConsumerType
public interface JobKind {
  /** What {@link Job#kind} says. */
  String name();

  /** Whether it is done in one transaction, together with its end: whole or not at all. */
  boolean atOnce();

  /**
   * That the caller may have the result of such a job, as of now.
   *
   * @throws org.tangramcrm.platform.CrmException {@code forbidden}
   */
  void checkMay(String collection);

  /**
   * Does the work from its beginning, or goes on where it was where it keeps that itself.
   *
   * @param out takes the result
   * @return what the result is called; null where there is none
   * @throws org.tangramcrm.platform.CrmException which whoever asked for it is told
   */
  String run(Run run, OutputStream out) throws IOException;

  /** Once an hour: forgets what was kept long enough. */
  default void sweep() {}

  /**
   * A job of this kind has ended without being done.
   *
   * @param status {@code failed} or {@code cancelled}
   */
  default void ended(Run run, String status) {}

  /** A job that is being done. */
  @ProviderType
  interface Run {
    String collection();

    /** What was asked for. */
    <T> T request(Class<T> type);

    /**
     * To be said every few seconds.
     *
     * @param total null as long as it is not known
     * @throws Given where it is not to go on
     */
    void progress(int done, Integer total);

    /**
     * To be said at the end of each transaction of a job that has several: from here until it has
     * ended nobody cancels the job or takes it over, and where somebody did, nothing is written.
     *
     * @throws Given where it is not to go on
     */
    void hold();

    /**
     * Does a portion in a transaction of its own, which ends with {@link #hold}; done again where
     * others were in its way. The module of the job's collection is not stopped meanwhile; where it
     * is stopped already, the job waits for it, and is done from its beginning.
     *
     * @throws Given where it is not to go on, and nothing of it is written
     */
    <T> T portion(Supplier<T> work);
  }

  /** The job was cancelled, or is another node's, or the node goes down. */
  final class Given extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Given() {
      super(null, null, false, false);
    }
  }
}
