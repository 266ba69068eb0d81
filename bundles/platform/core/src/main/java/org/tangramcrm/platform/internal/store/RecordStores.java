package org.tangramcrm.platform.internal.store;

import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.store.StoredRow;
import org.tangramcrm.platform.store.Stores;

/** Opens stores on the one database. */
@Component(service = {Stores.class, RecordStores.class})
public class RecordStores implements Stores {
  private final Sql sql;
  private final Facts facts;
  private final Numbers numbers;
  private final CurrentUser user;

  @Activate
  public RecordStores(
      @Reference Sql sql,
      @Reference Facts facts,
      @Reference Numbers numbers,
      @Reference CurrentUser user) {
    this.sql = sql;
    this.facts = facts;
    this.numbers = numbers;
    this.user = user;
  }

  @Override
  public <E extends StoredRow, D extends BusinessRecord> Store<E, D> open(StoreSpec<E, D> spec) {
    return open(spec, caller -> Scopes.of(caller, spec.collection()));
  }

  /**
   * Opens a store of the platform's own.
   *
   * @param reach which rows {@code t} there are for a caller, where that goes by other than their
   *     data scope
   */
  public <E extends StoredRow, D extends BusinessRecord> Store<E, D> open(
      StoreSpec<E, D> spec, Function<Caller, Condition> reach) {
    var columns = new Columns(Fields.of(spec.record()), spec.sortKeys());
    spec.sortKeys().keySet().forEach(columns::sortable);
    return new RecordStore<>(spec, columns, reach, sql, facts, numbers, user);
  }
}
