package org.tangramcrm.platform.internal.sql;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Work that the database gave up because others were in its way, and that does no harm when it is
 * done again: a transaction from its beginning, or one statement outside of any.
 */
public final class Repeat {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /**
   * Deadlocks, serialisation failures, lock time-outs and contended sequences of both databases.
   */
  private static final Set<String> PASSING =
      Set.of("40001", "40P01", "40XL1", "40XL2", "55P03", "X0Y84");

  private Repeat() {}

  /** Whether a failure passes with whoever was in the way. */
  public static boolean helps(Throwable failure) {
    var state = sqlState(failure);
    return failure instanceof Overtaken || state != null && PASSING.contains(state);
  }

  /** Whether a key that is to be there once is there already. */
  public static boolean isDuplicate(Throwable failure) {
    return "23505".equals(sqlState(failure));
  }

  /** What the database said, where it was the database that failed; else null. */
  public static String sqlState(Throwable failure) {
    for (var cause = failure;
        cause != null;
        cause = cause.getCause() == cause ? null : cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql.getSQLState();
      }
    }
    return null;
  }

  public static <T> T run(int attempts, Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (RuntimeException e) {
        if (attempt == attempts || !helps(e)) {
          throw e;
        }
        // Two who were in each other's way are not to meet again at once.
        LockSupport.parkNanos(
            ThreadLocalRandom.current().nextLong(Math.min(attempt, 10) * PAUSE_NANOS));
      }
    }
  }
}
