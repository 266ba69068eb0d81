package org.tangramcrm.platform.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tangramcrm.platform.contract.Operation.Kind;

/**
 * A contract, read from its interface and found to obey the rules.
 *
 * @param collection name in URLs
 * @param recordType class of its records; null where the contract declares none
 * @param fields of its records; the one place where all of them are listed, those that the company
 *     added behind the contract's own
 */
public record ContractModel(
    String collection,
    Class<?> type,
    Class<?> recordType,
    String titleField,
    List<OperationModel> operations,
    List<FieldModel> fields) {

  public Optional<OperationModel> operation(String name) {
    return operations.stream().filter(operation -> operation.name().equals(name)).findFirst();
  }

  /**
   * The one operation of a kind of which a contract has at most one (READ by id, REPLACE, CREATE,
   * DELETE, LIST).
   */
  public Optional<OperationModel> primary(Kind kind) {
    return operations.stream().filter(operation -> operation.kind() == kind).findFirst();
  }

  /** The same contract with the fields that a company added to its records. */
  public ContractModel with(List<FieldModel> custom) {
    var all = new ArrayList<>(fields);
    all.addAll(custom);
    return new ContractModel(
        collection, type, recordType, titleField, operations, List.copyOf(all));
  }

  /** PATCH needs a record to read and a way to replace it. */
  public boolean patchable() {
    return primary(Kind.READ).isPresent() && primary(Kind.REPLACE).isPresent();
  }

  /** Many can be created in one request where each is told by a record alone. */
  public boolean bulkable() {
    return recordType != null
        && primary(Kind.CREATE)
            .filter(create -> create.bodyParameter() >= 0)
            .filter(
                create -> create.method().getParameterTypes()[create.bodyParameter()] == recordType)
            .isPresent();
  }
}
