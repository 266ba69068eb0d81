package org.tangramcrm.platform.internal.transaction;

import java.util.function.Supplier;
import javax.transaction.InvalidTransactionException;
import javax.transaction.Status;
import javax.transaction.SystemException;
import javax.transaction.TransactionManager;

/** Work outside the open transaction. */
public final class Apart {
  private Apart() {}

  /** Whether this thread works in a transaction. */
  public static boolean open(TransactionManager manager) {
    try {
      return manager.getStatus() != Status.STATUS_NO_TRANSACTION;
    } catch (SystemException e) {
      throw new IllegalStateException(e);
    }
  }

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
