package org.tangramcrm.platform.internal.record;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Page;
import org.tangramcrm.platform.Query;
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
   * A record; the one that it was merged into, where it was.
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
   * @throws CrmException as {@link #read(String, long)}, {@code forbidden} where the caller may not
   *     edit it, and {@code conflict} where it was merged into another
   */
  public BusinessRecord editable(String collection, long id) {
    return with(
        collection,
        id,
        (model, record) -> {
          authorise(model.primary(Kind.REPLACE).orElseThrow(() -> CrmException.of(Code.FORBIDDEN)));
          if (record.id != id) {
            throw new CrmException(
                Code.CONFLICT,
                "store.merged",
                record.number == null ? String.valueOf(record.id) : record.number);
          }
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
          if (!edits || !stores.changes(user.get(), collection, record.id)) {
            return "read";
          }
          return stores.shares(user.get(), collection, record.id) ? "share" : "write";
        });
  }

  /** Whether the caller may read records of a collection that is open. */
  public boolean readable(String collection) {
    return open(collection).isPresent();
  }

  /** A collection that is open, and of which the caller may read records. */
  public Optional<ContractModel> open(String collection) {
    return contracts
        .find(collection)
        .map(contract -> contract.model())
        .filter(model -> model.recordType() != null)
        .filter(
            model ->
                model
                    .primary(Kind.READ)
                    .filter(read -> user.get().may(read.permission()))
                    .isPresent());
  }

  /** Whether there is such a collection, even if its module is stopped. */
  public boolean knows(String collection) {
    return gate.knows(collection);
  }

  /**
   * A page of a collection, as the caller has it.
   *
   * @throws CrmException as {@link #read(String, long)}, and what the list throws
   */
  public Page<?> page(String collection, Query query) {
    if (!knows(collection)) {
      throw CrmException.invalid("collection", "no-records");
    }
    return gate.within(
        collection,
        () -> {
          var contract = contracts.find(collection).orElseThrow(CrmException::notFound);
          var list =
              contract
                  .model()
                  .primary(Kind.LIST)
                  .filter(Records::isListOfRecords)
                  .orElseThrow(() -> CrmException.invalid("collection", "no-records"));
          authorise(list);
          return (Page<?>) call(list, contract.service(), query);
        });
  }

  /** Whether an operation lists records by a query and nothing else. */
  public static boolean isListOfRecords(OperationModel list) {
    return Page.class.isAssignableFrom(list.method().getReturnType())
        && List.of(list.method().getParameterTypes()).equals(List.of(Query.class));
  }

  /**
   * Does something with a collection of which the caller may read records, while its module is
   * there.
   *
   * @throws CrmException as {@link #read(String, long)}
   */
  public <T> T within(String collection, Function<ContractModel, T> work) {
    if (!knows(collection)) {
      throw CrmException.notFound();
    }
    return gate.within(
        collection,
        () -> {
          var contract = contracts.find(collection).orElseThrow(CrmException::notFound);
          authorise(reading(contract.model()));
          return work.apply(contract.model());
        });
  }

  private static OperationModel reading(ContractModel model) {
    return model
        .primary(Kind.READ)
        .filter(operation -> model.recordType() != null)
        .orElseThrow(() -> CrmException.invalid("collection", "no-records"));
  }

  /** Does something with a record that the caller reads, while its module is there. */
  private <T> T with(
      String collection, long id, BiFunction<ContractModel, BusinessRecord, T> work) {
    return gate.within(
        collection,
        () -> {
          var contract = contracts.find(collection).orElseThrow(CrmException::notFound);
          var read = reading(contract.model());
          authorise(read);
          var record = (BusinessRecord) call(read, contract.service(), id);
          return work.apply(contract.model(), record);
        });
  }

  /** Whether something is done with the records of a collection, whoever may do it. */
  public boolean takes(Undertaking undertaking, ContractModel model) {
    return undertaking.fits(model, stores);
  }

  /**
   * That something is done with the records of a collection, and that the caller may do it.
   *
   * @throws CrmException {@code invalid} naming {@code collection}, {@code forbidden}, {@code
   *     module-stopped}
   */
  public void check(Undertaking undertaking, String collection) {
    if (!knows(collection)) {
      throw CrmException.invalid("collection", "no-records");
    } else if (!within(collection, model -> takes(undertaking, model))) {
      throw CrmException.invalid("collection", undertaking.refusal());
    }
    authorise(undertaking.permission(collection));
  }

  /**
   * That the caller may call an operation.
   *
   * @throws CrmException {@code forbidden}
   */
  public void authorise(OperationModel operation) {
    authorise(operation.permission());
  }

  /**
   * That the caller has a permission.
   *
   * @throws CrmException {@code forbidden}
   */
  public void authorise(String permission) {
    if (!user.get().may(permission)) {
      throw new CrmException(Code.FORBIDDEN, "problem.forbidden.permission", permission);
    }
  }

  private static Object call(OperationModel read, Object service, Object argument) {
    try {
      return read.method().invoke(service, argument);
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
