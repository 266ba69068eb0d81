package org.tangramcrm.platform.internal.chain;

import java.sql.SQLException;
import java.util.Set;
import javax.persistence.OptimisticLockException;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.internal.sql.Repeat;

/** What goes wrong below a contract, in the terms of the outside. */
public final class Failures {
  /** Derby's words for a database that is not there (any more). */
  private static final Set<String> GONE =
      Set.of("XJ001", "XJ004", "XJ015", "XJ040", "XBM0A", "57P01", "57P02", "57P03");

  /** Of a number that a column does not hold, as a sum or what an amount is in another currency. */
  private static final String OUT_OF_RANGE = "22003";

  private Failures() {}

  /** What a failure is to whoever called; a defect of ours where it is nothing else. */
  public static CrmException map(Throwable failure) {
    var refused = find(failure, CrmException.class);
    if (refused != null) {
      return refused;
    }
    if (find(failure, OptimisticLockException.class) != null) {
      return (CrmException) new CrmException(Code.STALE, null).initCause(failure);
    }
    var state = Repeat.sqlState(failure);
    if (state != null) {
      if (Repeat.helps(failure) || state.startsWith("23")) {
        return new CrmException(Code.CONFLICT, null).initCause(failure);
      }
      if (state.equals(OUT_OF_RANGE)) {
        return (CrmException)
            new CrmException(Code.INVALID, "number-out-of-range").initCause(failure);
      }
      if (unavailable(state)) {
        return new CrmException(Code.UNAVAILABLE, null).initCause(failure);
      }
    } else if (find(failure, SQLException.class) != null) {
      // The pool says so without a state when it gets no connection.
      return new CrmException(Code.UNAVAILABLE, null).initCause(failure);
    }
    return new CrmException(Code.INTERNAL, null).initCause(failure);
  }

  /** Whether the connection was dead before the statement reached the database. */
  static boolean connectionLost(Throwable failure) {
    var state = Repeat.sqlState(failure);
    return state != null && unavailable(state);
  }

  private static boolean unavailable(String state) {
    return state.startsWith("08") || GONE.contains(state);
  }

  private static <T extends Throwable> T find(Throwable failure, Class<T> type) {
    for (var cause = failure;
        cause != null;
        cause = cause.getCause() == cause ? null : cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
