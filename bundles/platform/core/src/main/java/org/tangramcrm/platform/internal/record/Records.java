package org.tangramcrm.platform.internal.record;

import java.lang.reflect.InvocationTargetException;
import java.util.function.BiFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.contract.OperationModel;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.module.Gate;
import org.tangramcrm.platform.internal.store.RecordStores;

/**
 * The records of all collections, as the caller has them. What the platform keeps beside records
 * (attachments, a timeline) asks here and knows no module: the collection's own READ operation is
 * called as the caller, so that data permission stays where it is decided, in the query layer.
 */
@Component(service = Records.class)
public class Records {
  private final ContractCatalog contracts;
  private final Gate gate;
  private final CurrentUser user;
  private final RecordStores stores;

  @Activate
  public Records(
      @Reference ContractCatalog contracts,
      @Reference Gate gate,
      @Reference CurrentUser user,
      @Reference RecordStores stores) {
    this.contracts = contracts;
    this.gate = gate;
    this.user = user;
    this.stores = stores;
  }

  /**
   * A record.
   *
   * @throws CrmException {@code not-found} where it is not there for the caller, {@code forbidden}
   *     where they may read none of the collection, {@code module-stopped}, {@code
   *     module-not-installed}, or {@code invalid} for a collection without records
   */
  public BusinessRecord read(String collection, long id) {
    return with(collection, id, (model, record) -> record);
  }

  /**
   * A record that the caller is about to change something of.
   *
   * @throws CrmException as {@link #read(String, long)}, and {@code forbidden} where the caller may
   *     not edit it
   */
  public BusinessRecord editable(String collection, long id) {
    return with(
        collection,
        id,
        (model, record) -> {
          authorise(model.primary(Kind.REPLACE).orElseThrow(() -> CrmException.of(Code.FORBIDDEN)));
          if (!stores.changes(user.get(), collection, id)) {
            throw new CrmException(Code.FORBIDDEN, "store.read-only");
          }
          return record;
        });
  }

  /**
   * What the caller may do with a record beside reading it: {@code write}, {@code share}, which is
   * more, or no more than {@code read}.
   *
   * @throws CrmException as {@link #read(String, long)}
   */
  public String access(String collection, long id) {
    return with(
        collection,
        id,
        (model, record) -> {
          var edits =
              model.primary(Kind.REPLACE).stream()
                  .anyMatch(operation -> user.get().may(operation.permission()));
          if (!edits || !stores.changes(user.get(), collection, id)) {
            return "read";
          }
          return stores.shares(user.get(), collection, id) ? "share" : "write";
        });
  }

  /** Does something with a record that the caller reads, while its module is there. */
  private <T> T with(
      String collection, long id, BiFunction<ContractModel, BusinessRecord, T> work) {
    return gate.within(
        collection,
        () -> {
          var contract = contracts.find(collection).orElseThrow(CrmException::notFound);
          var read =
              contract
                  .model()
                  .primary(Kind.READ)
                  .filter(operation -> contract.model().recordType() != null)
                  .orElseThrow(() -> CrmException.invalid("collection", "no-records"));
          authorise(read);
          var record = (BusinessRecord) call(read, contract.service(), id);
          return work.apply(contract.model(), record);
        });
  }

  private void authorise(OperationModel operation) {
    if (!user.get().may(operation.permission())) {
      throw new CrmException(
          Code.FORBIDDEN, "problem.forbidden.permission", operation.permission());
    }
  }

  private static Object call(OperationModel read, Object service, long id) {
    try {
      return read.method().invoke(service, id);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
