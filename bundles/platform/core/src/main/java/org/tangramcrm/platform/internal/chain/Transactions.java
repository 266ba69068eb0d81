package org.tangramcrm.platform.internal.chain;

import java.util.function.Supplier;
import javax.transaction.HeuristicMixedException;
import javax.transaction.HeuristicRollbackException;
import javax.transaction.NotSupportedException;
import javax.transaction.RollbackException;
import javax.transaction.Status;
import javax.transaction.Synchronization;
import javax.transaction.SystemException;
import javax.transaction.TransactionManager;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.internal.sql.Repeat;
import org.tangramcrm.platform.internal.transaction.Apart;

/**
 * Runs work in a transaction: in the one that is open, else in a new one, again where the database
 * asks for that.
 */
@Component(service = Transactions.class)
public class Transactions {
  private static final int ATTEMPTS = 8;

  private final TransactionManager manager;

  @Activate
  public Transactions(@Reference TransactionManager manager) {
    this.manager = manager;
  }

  public <T> T run(Supplier<T> work) {
    if (running()) {
      return work.get();
    }
    return Repeat.run(ATTEMPTS, () -> once(work));
  }

  /**
   * Runs work outside the open transaction: each of its statements commits by itself, whatever
   * becomes of the rest.
   */
  public <T> T apart(Supplier<T> work) {
    return Apart.from(manager, work);
  }

  /**
   * Runs an effect on the outside once the open transaction has committed; at once where none is
   * open.
   */
  public void afterCommit(Runnable effect) {
    if (!running()) {
      effect.run();
      return;
    }
    try {
      manager
          .getTransaction()
          .registerSynchronization(
              new Synchronization() {
                @Override
                public void beforeCompletion() {}

                @Override
                public void afterCompletion(int status) {
                  if (status == Status.STATUS_COMMITTED) {
                    effect.run();
                  }
                }
              });
    } catch (RollbackException | SystemException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether this thread works in a transaction. */
  public boolean running() {
    return Apart.open(manager);
  }

  /** Whether what the open transaction did so far cannot be kept any more, whoever said so. */
  public boolean doomed() {
    try {
      return manager.getStatus() == Status.STATUS_MARKED_ROLLBACK;
    } catch (SystemException e) {
      throw new IllegalStateException(e);
    }
  }

  private <T> T once(Supplier<T> work) {
    try {
      manager.begin();
    } catch (NotSupportedException | SystemException e) {
      throw new IllegalStateException(e);
    }
    var done = false;
    try {
      var result = work.get();
      done = true;
      manager.commit();
      return result;
    } catch (RollbackException
        | HeuristicMixedException
        | HeuristicRollbackException
        | SystemException e) {
      throw new IllegalStateException(e);
    } finally {
      if (!done) {
        rollback();
      }
    }
  }

  private void rollback() {
    try {
      if (running()) {
        manager.rollback();
      }
    } catch (SystemException e) {
      throw new IllegalStateException(e);
    }
  }
}
