package org.tangramcrm.platform.internal.work;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Threads that work beside requests. */
public final class Workers {
  private static final long PATIENCE_SECONDS = 5;

  private Workers() {}

  /**
   * Lets what is running come to its end: a thread that is interrupted in the middle of Derby can
   * leave a file marked as being written, for whose end a later shutdown then waits forever.
   */
  public static void end(ExecutorService worker) {
    worker.shutdown();
    try {
      if (!worker.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
