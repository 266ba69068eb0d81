package org.tangramcrm.platform.internal.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.search.SearchIndex;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.Scopes.Purpose;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.store.StoredRow;
import org.tangramcrm.platform.store.Stores;

/** Opens stores on the one database. */
@Component(service = {Stores.class, RecordStores.class})
public class RecordStores implements Stores {
  private final Sql sql;
  private final SearchIndex index;
  private final Rereading rereading;
  private final Facts facts;
  private final Numbers numbers;
  private final CurrentUser user;
  private final Codes codes;
  private final Demands demands;

  /** Of every collection that a store was opened for; names only, nothing of a module's classes. */
  private final Map<String, String> tables = new ConcurrentHashMap<>();

  /** Which rows of each collection there are for a caller. */
  private final Map<String, BiFunction<Caller, Purpose, Reach>> reaches = new ConcurrentHashMap<>();

  @Activate
  public RecordStores(
      @Reference Sql sql,
      @Reference SearchIndex index,
      @Reference Rereading rereading,
      @Reference Facts facts,
      @Reference Numbers numbers,
      @Reference CurrentUser user,
      @Reference Codes codes,
      @Reference Demands demands) {
    this.sql = sql;
    this.index = index;
    this.rereading = rereading;
    this.facts = facts;
    this.numbers = numbers;
    this.user = user;
    this.codes = codes;
    this.demands = demands;
  }

  @Override
  public <E extends StoredRow, D extends BusinessRecord> Store<E, D> open(StoreSpec<E, D> spec) {
    return store(spec, scoped(spec.collection(), spec.table(), spec.parents() != null));
  }

  private BiFunction<Caller, Purpose, Reach> scoped(
      String collection, String table, boolean throughParents) {
    return (caller, purpose) ->
        new Scopes(sql.dialect()).of(caller, purpose, collection, table, throughParents);
  }

  /**
   * Which of a collection's rows there are for a caller, also deleted ones; equal for callers who
   * reach the same. Nothing for a collection that nobody opened a store for.
   */
  public Condition reach(Caller caller, String collection) {
    return reach(caller, Purpose.READ, collection);
  }

  private Condition reach(Caller caller, Purpose purpose, String collection) {
    var reach = reaches.get(collection);
    return reach == null ? Condition.FALSE : reach.apply(caller, purpose).condition();
  }

  /** Whether a caller who sees a record may change it, as far as that goes by the record. */
  public boolean changes(Caller caller, String collection, long id) {
    return caller.shared().isEmpty()
        || reached(collection, reach(caller, Purpose.WRITE, collection), Set.of(id)).contains(id);
  }

  /** Whether a caller who sees a record may say who else does. */
  public boolean shares(Caller caller, String collection, long id) {
    return caller.shared().isEmpty()
        || reached(collection, reach(caller, Purpose.SHARE, collection), Set.of(id)).contains(id);
  }

  /** Those of a collection's records that are within a reach. */
  public Set<Long> reached(String collection, Condition reach, Collection<Long> ids) {
    if (reach.isTrue()) {
      return Set.copyOf(ids);
    } else if (reach == Condition.FALSE || ids.isEmpty()) {
      return Set.of();
    }
    var marks = Sql.marks(ids.size());
    var which =
        Condition.and(List.of(new Condition("t.id in (" + marks + ")", List.copyOf(ids)), reach));
    return Set.copyOf(
        sql.query(
            "select t.id from " + tables.get(collection) + " t where " + which.sql(),
            which.values(),
            row -> row.getLong(1)));
  }

  /**
   * Opens a store of the platform's own.
   *
   * @param reach which rows {@code t} there are for a caller, where that goes by other than their
   *     data scope
   */
  public <E extends StoredRow, D extends BusinessRecord> Store<E, D> open(
      StoreSpec<E, D> spec, Function<Caller, Condition> reach) {
    return store(spec, (caller, purpose) -> Reach.by(reach.apply(caller)));
  }

  private <E extends StoredRow, D extends BusinessRecord> Store<E, D> store(
      StoreSpec<E, D> spec, BiFunction<Caller, Purpose, Reach> reach) {
    var fields = Fields.of(spec.record());
    var columns = new Columns(spec.collection(), fields, spec.names(), codes);
    spec.names().keySet().forEach(columns::sortable);
    tables.put(spec.collection(), spec.table());
    reaches.put(spec.collection(), reach);
    var derived = new Derived<>(spec, fields, tables::get, index, sql);
    var keys = new Keys<D>(spec.collection(), spec.table(), fields, sql);
    var retired = new Retired<D>(fields, codes);
    var store =
        new RecordStore<>(
            spec,
            columns,
            reach,
            sql,
            index,
            derived,
            keys,
            retired,
            record -> demands.checkRequired(spec.collection(), fields, record),
            () -> demands.unique(spec.collection()),
            facts,
            numbers,
            user);
    if (columns.searched()) {
      rereading.bringUpToDate(spec.collection(), spec.table(), store::reread);
    }
    if (keys.version() != 0) {
      rereading.bringKeysUpToDate(spec.collection(), spec.table(), keys.version(), store::rekey);
    }
    return store;
  }

  /** The table of a collection; null where no store was opened for it. */
  String table(String collection) {
    return tables.get(collection);
  }

  /** The rows of a collection that the caller reaches. */
  Condition reached(String collection) {
    return Condition.and(List.of(RecordStore.PRESENT, reach(user.get(), collection)));
  }
}
