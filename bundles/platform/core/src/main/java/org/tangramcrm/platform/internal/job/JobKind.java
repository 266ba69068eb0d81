package org.tangramcrm.platform.internal.job;

import java.io.IOException;
import java.io.OutputStream;

/** A kind of work that is done as a job. It runs as whoever asked for it. */
public interface JobKind {
  /** What {@link org.tangramcrm.platform.job.Job#kind} says. */
  String name();

  /** Whether it is done in one transaction, together with its end: whole or not at all. */
  boolean atOnce();

  /**
   * Does the work from its beginning.
   *
   * @param out takes the result
   * @return what the result is called; null where there is none
   * @throws org.tangramcrm.platform.CrmException which whoever asked for it is told
   */
  String run(Run run, OutputStream out) throws IOException;

  /** A job that is being done. */
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
  }

  /** The job was cancelled, or is another node's, or the node goes down. */
  final class Given extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Given() {
      super(null, null, false, false);
    }
  }
}
