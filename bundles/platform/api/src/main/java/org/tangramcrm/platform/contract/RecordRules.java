package org.tangramcrm.platform.contract;

import org.osgi.annotation.versioning.ConsumerType;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;

/**
 * Implemented by the service of a contract that has rules beside those that its fields declare, and
 * needs nothing but the record to tell whether they are kept: they are told together with the
 * others, so that whoever mends a record mends it once.
 *
 * @param <D> the contract's record
 */
@ConsumerType
public interface RecordRules<D extends BusinessRecord> {
  /**
   * Adds an error for each rule that a record breaks. Asked before the operation is called, and
   * also where fields break rules of their own: any of them may be missing or make no sense.
   */
  void checkRules(D record, CrmException problem);

  /**
   * Adds an error for each record that is named and that the caller does not find. Asked only where
   * rules are broken, so that all that is wrong is told at once; else the operation itself looks.
   *
   * @param id of the record that is replaced; null for a new one
   */
  default void checkReferences(D record, Long id, CrmException problem) {}

  /**
   * Asks once more, of the record as it is to be written: of one that is changed in part, the chain
   * says nothing of fields that nobody touches.
   *
   * @throws CrmException {@code invalid} with an error per broken rule
   */
  default void refuse(D record) {
    var problem = new CrmException(Code.INVALID, null);
    checkRules(record, problem);
    if (!problem.errors.isEmpty()) {
      throw problem;
    }
  }
}
