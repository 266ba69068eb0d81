package org.tangramcrm.platform.door;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.osgi.annotation.versioning.ProviderType;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.OperationModel;
import org.tangramcrm.platform.contract.PublishedContract;

/**
 * The one chain that every call from outside runs through: authorise, validate, open the
 * transaction, call, record the audit, map the error. Whatever goes wrong leaves it as a {@link
 * org.tangramcrm.platform.CrmException}.
 */
@ProviderType
public interface Chain {
  /**
   * Calls an operation.
   *
   * @throws org.tangramcrm.platform.CrmException when the call is refused or fails
   */
  Object call(
      PublishedContract contract,
      OperationModel operation,
      Object[] arguments,
      CallContext context);

  /**
   * Refuses a call whose body cannot be read whole: as {@link #call} does whoever may not make it,
   * else with what is wrong with the rest of the body beside what the door found.
   *
   * @param arguments with what of the body can be read
   * @param unread what cannot
   * @return what to throw
   */
  CrmException refused(
      PublishedContract contract,
      OperationModel operation,
      Object[] arguments,
      CrmException unread,
      CallContext context);

  /**
   * Changes part of a record: reads it, lets the door merge the change into it, validates the whole
   * and replaces it, all in one transaction, with the permission that replacing needs.
   *
   * @param version the version that the caller saw
   * @param merge gets the record as it is and returns it with the change merged in; throws what has
   *     {@link CrmException#readable} where not all of that can be read
   */
  Object patch(
      PublishedContract contract,
      long id,
      Integer version,
      UnaryOperator<Object> merge,
      CallContext context);

  /**
   * Whether all that a record of a contract tells when it is read changes with its version: no
   * hints or figures, and nothing else that is worked out of other records or of the day. Only then
   * is a version that a caller knows already the answer.
   */
  boolean versionTellsAll(PublishedContract contract);

  /** Runs several calls in one transaction: all of them take effect, or none. */
  <T> T atomically(CallContext context, Supplier<T> calls);

  /**
   * What a failure looks like to the caller, in their language. Anything unexpected is logged under
   * the trace id.
   */
  Problem problem(Throwable failure, CallContext context);
}
