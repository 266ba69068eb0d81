package org.tangramcrm.platform.internal.record;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.contract.OperationModel;
import org.tangramcrm.platform.internal.store.RecordStores;

/**
 * What the platform does with the records of any collection that has what it takes, each by a
 * permission of its own: {@code customers.export}.
 */
public enum Undertaking {
  EXPORT {
    @Override
    public boolean fits(ContractModel model, RecordStores stores) {
      return model
          .primary(Kind.LIST)
          .filter(list -> Records.isListOfRecords(list) && asks(list))
          .filter(list -> model.primary(Kind.READ).isPresent())
          .isPresent();
    }
  },
  IMPORT {
    @Override
    public boolean fits(ContractModel model, RecordStores stores) {
      return model.bulkable()
          && model.primary(Kind.CREATE).filter(Undertaking::asks).isPresent()
          && model.primary(Kind.READ).isPresent()
          && model.primary(Kind.LIST).filter(Records::isListOfRecords).isPresent();
    }
  },
  TRANSFER {
    @Override
    public boolean fits(ContractModel model, RecordStores stores) {
      return owned(model, stores)
          && model.primary(Kind.REPLACE).filter(Undertaking::asks).isPresent();
    }
  },
  MERGE {
    @Override
    public boolean fits(ContractModel model, RecordStores stores) {
      return owned(model, stores)
          && model.type().getAnnotation(Contract.class).merged()
          && Stream.of(model.primary(Kind.REPLACE), model.primary(Kind.DELETE), restoring(model))
              .allMatch(operation -> operation.filter(Undertaking::asks).isPresent());
    }

    @Override
    public String refusal() {
      return "not-merged";
    }
  };

  /** Whether it is done with the records of a collection. */
  public abstract boolean fits(ContractModel model, RecordStores stores);

  /** What it is told who asks for it where it is not done: the code of an error. */
  public String refusal() {
    return "no-records";
  }

  private static boolean owned(ContractModel model, RecordStores stores) {
    return stores.owned(model.collection()) && model.type().getAnnotation(Contract.class).owned();
  }

  private static boolean asks(OperationModel operation) {
    return !operation.permission().isEmpty();
  }

  /** The operation that brings a record back from the recycle bin. */
  public static Optional<OperationModel> restoring(ContractModel model) {
    return model
        .operation("restore")
        .filter(
            restore -> List.of(restore.method().getParameterTypes()).equals(List.of(long.class)));
  }

  /** As it stands in metadata, and at the end of its permissions. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String permission(String collection) {
    return collection + "." + text();
  }
}
