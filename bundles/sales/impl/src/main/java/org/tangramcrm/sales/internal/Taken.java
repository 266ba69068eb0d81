package org.tangramcrm.sales.internal;

import java.sql.SQLException;
import java.util.Locale;
import java.util.function.Supplier;
import org.tangramcrm.platform.CrmException;

/** What may be there once, where two who write it at once have not seen each other. */
final class Taken {
  private static final String DUPLICATE = "23505";

  private Taken() {}

  /**
   * Writes.
   *
   * @param constraint of the table, which refuses a second one
   * @param field of which that is told
   * @throws CrmException {@code invalid} naming the field
   */
  static <T> T told(String constraint, String field, Supplier<T> write) {
    try {
      return write.get();
    } catch (RuntimeException e) {
      if (refused(e, constraint)) {
        throw CrmException.invalid(field, "duplicate").initCause(e);
      }
      throw e;
    }
  }

  private static boolean refused(Throwable failure, String constraint) {
    for (var cause = failure;
        cause != null;
        cause = cause.getCause() == cause ? null : cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return DUPLICATE.equals(sql.getSQLState())
            && sql.getMessage().toLowerCase(Locale.ROOT).contains(constraint);
      }
    }
    return false;
  }
}
