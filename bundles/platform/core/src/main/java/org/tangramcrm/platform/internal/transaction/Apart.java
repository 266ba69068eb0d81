package org.tangramcrm.platform.internal.transaction;

import java.util.function.Supplier;
import javax.transaction.InvalidTransactionException;
import javax.transaction.SystemException;
import javax.transaction.TransactionManager;

/** Work outside the open transaction. */
public final class Apart {
  private Apart() {}

  /** Each of its statements commits by itself, whatever becomes of the transaction. */
  public static <T> T from(TransactionManager manager, Supplier<T> work) {
    try {
      var outer = manager.suspend();
      try {
        return work.get();
      } finally {
        if (outer != null) {
          manager.resume(outer);
        }
      }
    } catch (SystemException | InvalidTransactionException e) {
      throw new IllegalStateException(e);
    }
  }
}
