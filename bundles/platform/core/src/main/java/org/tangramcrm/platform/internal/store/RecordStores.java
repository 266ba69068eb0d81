package org.tangramcrm.platform.internal.store;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.bin.DeletedRecord;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.Field;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.company.BaseCurrency;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.search.SearchIndex;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.Others.Other;
import org.tangramcrm.platform.internal.store.Scopes.Purpose;
import org.tangramcrm.platform.store.Projection;
import org.tangramcrm.platform.store.ProjectionSpec;
import org.tangramcrm.platform.store.Relations;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.store.StoreSpec.Reached.By;
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
  private final CurrentCall calls;
  private final CustomModels models;
  private final Texts texts;
  private final Transactions transactions;
  private final BaseCurrency base;

  /** Of every collection that a store was opened for; names only, nothing of a module's classes. */
  private final Map<String, String> tables = new ConcurrentHashMap<>();

  /** What goes by whose records are. */
  private final Following following;

  private final Map<String, Owned> owned = new ConcurrentHashMap<>();

  /** By a collection that shows rows of another, the filter of those. */
  private final Map<String, String> shown = new ConcurrentHashMap<>();

  /** The pattern of the numbers of those that have some. */
  private final Map<String, String> numbered = new ConcurrentHashMap<>();

  /** The store of each, held by its module alone: with it go the module's classes. */
  private final Map<String, WeakReference<RecordStore<?, ?>>> computing = new ConcurrentHashMap<>();

  /** Which rows of each collection there are for a caller. */
  private final Map<String, BiFunction<Caller, Purpose, Reach>> reaches = new ConcurrentHashMap<>();

  /** What rows are reached through, where that is all that they are reached by. */
  private final Map<String, Link> links = new ConcurrentHashMap<>();

  /**
   * @param column that names the record of the other collection
   */
  private record Link(String column, String collection) {}

  @Activate
  public RecordStores(
      @Reference Sql sql,
      @Reference SearchIndex index,
      @Reference Rereading rereading,
      @Reference Facts facts,
      @Reference Numbers numbers,
      @Reference CurrentUser user,
      @Reference Codes codes,
      @Reference Demands demands,
      @Reference CurrentCall calls,
      @Reference CustomModels models,
      @Reference Texts texts,
      @Reference Transactions transactions,
      @Reference BaseCurrency base) {
    this.sql = sql;
    this.index = index;
    this.rereading = rereading;
    this.facts = facts;
    this.following = new Following(sql, facts, this::handedOver);
    this.numbers = numbers;
    this.user = user;
    this.codes = codes;
    this.demands = demands;
    this.calls = calls;
    this.models = models;
    this.texts = texts;
    this.transactions = transactions;
    this.base = base;
  }

  @Override
  public <E extends StoredRow, D extends BusinessRecord> Store<E, D> open(StoreSpec<E, D> spec) {
    if (spec.reached().by() == By.EVERYBODY) {
      return open(spec, caller -> Condition.TRUE);
    }
    if (spec.reached().by() == By.REFERENCE) {
      return store(spec, through(spec.collection(), spec.record(), spec.reached().field()));
    }
    var store = store(spec, scoped(spec.collection(), spec.table(), spec.parents() != null));
    owned.put(
        spec.collection(),
        new Owned(spec.parents() != null, spec.open(), worth(spec), spec.remembersOwners()));
    return store;
  }

  /**
   * By the names of the collections alone: a module's classes are not held.
   *
   * @return what has a new row of an id be whose the one is that it is owned with
   */
  private OwnedWith ownedWith(StoreSpec<?, ?> spec) {
    var field = spec.ownedWith();
    if (field == null) {
      return OwnedWith.NOTHING;
    }
    var other = declared(spec.record(), field).reference();
    var table = tables.get(other);
    if (table == null) {
      throw new IllegalArgumentException("No store is open for " + other);
    }
    var collection = spec.collection();
    var column = Relations.column(field);
    following.add(
        other,
        new Following.Follower(
            collection, spec.table(), column, spec.facts(), () -> written(collection)));
    return new OwnedWith(spec.table(), column, table);
  }

  private void written(String collection) {
    whereItIs(collection, RecordStore::forget);
  }

  private void handedOver(String collection, Collection<Long> ids) {
    whereItIs(collection, store -> store.handedOver(ids));
  }

  /** Nothing where the collection's module is gone. */
  private void whereItIs(String collection, Consumer<RecordStore<?, ?>> work) {
    there(collection).ifPresent(work);
  }

  private Optional<RecordStore<?, ?>> there(String collection) {
    return Optional.ofNullable(computing.get(collection)).map(WeakReference::get);
  }

  private static Field declared(Class<?> record, String name) {
    return Fields.of(record).stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow()
        .declaration();
  }

  private static String worth(StoreSpec<?, ?> spec) {
    if (spec.worth() != null
        && Fields.of(spec.record()).stream()
            .noneMatch(
                field ->
                    field.name().equals(spec.worth())
                        && field.type() == FieldType.MONEY
                        && field.declaration().stored())) {
      throw new IllegalArgumentException(spec.worth() + " is no money of " + spec.collection());
    }
    return spec.worth();
  }

  /**
   * Who may change the other record may change what is reached through it. By the name of the other
   * collection alone: a module's classes are not held.
   */
  private BiFunction<Caller, Purpose, Reach> through(
      String collection, Class<?> record, String name) {
    var declared = declared(record, name);
    var other = declared.reference();
    var stays = declared.staysInMerge();
    var table = tables.get(other);
    if (table == null) {
      throw new IllegalArgumentException("No store is open for " + other);
    }
    var column = "t." + Relations.column(name);
    // What became another one counts in figures as that, which has a history of its own.
    links.put(collection, new Link(column, other));
    return (caller, purpose) -> {
      var which = Condition.and(List.of(RecordStore.PRESENT, reach(caller, purpose, other)));
      var reached =
          new Condition(
              column + " in (select t.id from " + table + " t where " + which.sql() + ")",
              which.values());
      return Reach.by(
          stays ? Condition.or(List.of(reached, merged(column, other, table, which))) : reached);
    };
  }

  /** That a column names a record that was merged into one that is reached. */
  private static Condition merged(String column, String collection, String table, Condition which) {
    var values = new ArrayList<Object>();
    values.add(collection);
    values.addAll(which.values());
    return new Condition(
        column
            + " in (select m.record_id from tangram_merged m where m.collection = ? and m.survivor_id in (select t.id from "
            + table
            + " t where "
            + which.sql()
            + "))",
        values);
  }

  @Override
  public <D extends BusinessRecord> Projection<D> project(ProjectionSpec<D> spec) {
    var table = tables.get(spec.of());
    if (table == null) {
      throw new IllegalArgumentException("No store is open for " + spec.of());
    }
    shown.put(spec.collection(), spec.filter());
    var columns = new Columns(spec.collection(), Fields.of(spec.record()), spec.names(), codes);
    spec.names().keySet().forEach(columns::sortable);
    return new RowProjection<>(spec, table, columns, sql, user);
  }

  @Override
  public boolean requires(String collection, String field) {
    return demands.required(collection, field);
  }

  @Override
  public void afterCommit(Runnable effect) {
    transactions.afterCommit(effect);
  }

  /** Those of some rows that another collection shows, to whoever may look there. */
  public Set<Long> shown(ContractModel model, Collection<Long> ids) {
    var columns = new Columns(model.collection(), model.fields(), Map.of(), codes);
    var filter =
        new Filters(columns, user.get(), sql.dialect()).filter(shown.get(model.collection()));
    var of = model.type().getAnnotation(Contract.class).projectionOf();
    return reached(of, Condition.and(List.of(RecordStore.PRESENT, filter)), ids);
  }

  /** Whether rows come to be shown by another collection, or are no more, by what a field holds. */
  public boolean shownBy(ContractModel model, String field) {
    return Pattern.compile("\\b" + field + "\\b").matcher(shown.get(model.collection())).find();
  }

  /**
   * A collection whose records belong to users.
   *
   * @param child whether they belong to other records, too
   * @param open a filter of those that still go on; null for all
   * @param worth the field that tells what they come to; null for none
   * @param remembers whether they tell whose they were
   */
  private record Owned(boolean child, String open, String worth, boolean remembers) {}

  /** Whether the records of a collection belong to users, and can be handed over. */
  public boolean owned(String collection) {
    return owned.containsKey(collection);
  }

  /** The pattern that a module brought for the numbers of a collection; empty where it has none. */
  public Optional<String> numbers(String collection) {
    return Optional.ofNullable(numbered.get(collection));
  }

  /** Whether they belong to other records as well. */
  public boolean child(String collection) {
    return owned.containsKey(collection) && owned.get(collection).child();
  }

  /**
   * A select of a collection's rows that are there for a caller, with a column for each field that
   * is kept in one: what a module's own statements go by.
   *
   * @param filter which the rows have to meet; null for none
   */
  Condition relation(ContractModel model, Caller caller, String filter) {
    var table = tables.get(model.collection());
    if (table == null) {
      throw CrmException.notFound();
    }
    var columns =
        new Columns(model.collection(), model.fields(), Map.of(), codes).reaching(this::other);
    var seen = columns.without(caller.rules(model.collection()).hidden());
    return there(
        caller,
        model.collection(),
        columns.relation(seen),
        new Filters(seen, caller, sql.dialect()).filter(filter));
  }

  /**
   * What a collection's rows are that a caller reaches. What they are reached through is joined:
   * Derby does not see how few rows an {@code in} leaves over, and takes minutes for statements
   * that join some thousands of rows that are reached so.
   */
  private Condition there(Caller caller, String collection, String selected, Condition filter) {
    var table = tables.get(collection);
    var link = links.get(collection);
    if (link == null) {
      return rows(selected, table, reached(caller, Purpose.READ, collection), filter);
    }
    var others = there(caller, link.collection(), "t.id as reached", Condition.TRUE);
    var which = Condition.and(List.of(RecordStore.PRESENT, filter));
    var values = new ArrayList<>(others.values());
    values.addAll(which.values());
    return new Condition(
        "select %s from %s t join (%s) r on r.reached = %s where %s"
            .formatted(selected, table, others.sql(), link.column(), which.sql()),
        values);
  }

  /**
   * Rows by each way that they are reached, where the database looks into a union: with all of them
   * in one condition PostgreSQL reads the whole table for somebody's twenty thousand.
   */
  private Condition rows(String selected, String table, Reach reach, Condition filter) {
    var ways = sql.dialect().looksIntoUnions() ? reach.apart() : List.of(reach.condition());
    var values = new ArrayList<Object>();
    var selects = new ArrayList<String>();
    for (var way : ways) {
      var which = Condition.and(List.of(RecordStore.PRESENT, way, filter));
      selects.add("select " + selected + " from " + table + " t where " + which.sql());
      values.addAll(which.values());
    }
    return new Condition(String.join(" union all ", selects), values);
  }

  /** What hands over the records of a collection. */
  public Handover handover(ContractModel model) {
    var open = owned.get(model.collection()).open();
    var worth = owned.get(model.collection()).worth();
    var hidden = user.get().rules(model.collection()).hidden();
    var columns = new Columns(model.collection(), model.fields(), Map.of(), codes);
    return new Handover(
        model.collection(),
        tables.get(model.collection()),
        open == null
            ? Condition.TRUE
            : new Filters(columns, user.get(), sql.dialect()).filter(open),
        new Sums(
            columns.parseSums(worth == null || hidden.contains(worth) ? null : worth), columns),
        reaches.get(model.collection()).apply(user.get(), Purpose.WRITE).condition(),
        owned.get(model.collection()).remembers(),
        sql,
        facts,
        following);
  }

  /** What has all that refers to some records of a collection follow another one. */
  public Repointing repointing(String collection) {
    return new Repointing(
        collection,
        tables.get(collection),
        owned.containsKey(collection) && owned.get(collection).remembers(),
        sql,
        facts,
        following);
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
    return reached(caller, purpose, collection).condition();
  }

  private Reach reached(Caller caller, Purpose purpose, String collection) {
    var reach = reaches.get(collection);
    return reach == null ? Reach.NONE : reach.apply(caller, purpose);
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

  /** How many of a collection's records are within a reach, and not deleted. */
  public int present(String collection, Condition reach, Collection<Long> ids) {
    return reached(collection, Condition.and(List.of(RecordStore.PRESENT, reach)), ids).size();
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
    var columns = new Columns(spec.collection(), fields, spec.names(), codes, spec.links());
    spec.names().keySet().forEach(columns::sortable);
    tables.put(spec.collection(), spec.table());
    if (spec.numbers() != null) {
      numbered.put(spec.collection(), spec.numbers());
    }
    var holders =
        new Holders(spec.collection(), spec.table(), fields, sql, tables::get, this::title);
    new References(sql)
        .keep(spec.collection(), spec.table(), fields, spec.parents() != null, holders);
    reaches.put(spec.collection(), reach);
    var keys = new Keys<D>(spec.collection(), spec.table(), fields, sql);
    var store =
        new RecordStore<>(
            spec,
            (added, retired) -> made(spec, fields, added, retired),
            reach,
            sql,
            index,
            keys,
            fields,
            demands,
            facts,
            following,
            numbers,
            user,
            calls,
            models,
            holders,
            ownedWith(spec),
            this::isThere,
            this::isCurrent,
            base.code());
    computing.put(spec.collection(), new WeakReference<>(store));
    if (columns.searched()) {
      rereading.bringUpToDate(spec.collection(), spec.table(), store::reread);
    }
    if (!keys.none()) {
      rereading.bringKeysUpToDate(spec.collection(), spec.table(), keys.version(), store::rekey);
    }
    return store;
  }

  private <D extends BusinessRecord> RecordStore.Made<D> made(
      StoreSpec<?, D> spec,
      List<FieldModel> own,
      List<FieldModel> added,
      List<FieldModel> retired) {
    var fields = Stream.concat(own.stream(), added.stream()).toList();
    return new RecordStore.Made<>(
        new Columns(spec.collection(), fields, spec.names(), codes, spec.links())
            .reaching(this::other),
        new Derived<>(spec, fields, retired, tables::get, index, sql),
        new Retired<>(fields, codes),
        new Computed(fields));
  }

  /** What a collection is to who may list it; nothing where its module is not here. */
  private Optional<Other> other(String collection, Caller caller) {
    return there(collection)
        .filter(store -> caller.may(collection + ".view"))
        .map(
            store ->
                new Other(
                    tables.get(collection), store.columns(caller), reach(caller, collection)));
  }

  /** The currency that amounts are turned into. */
  public String baseCurrency() {
    return base.code();
  }

  /** How many rows a collection has, deleted ones too. */
  public int rows(String collection) {
    return sql.query(
            "select count(*) from " + tables.get(collection), List.of(), row -> row.getInt(1))
        .get(0);
  }

  /**
   * Works out the formulas of some records, whose module is here.
   *
   * @param after the id that they follow
   * @param by who had formulas changed
   * @return which they were; none where there are no more
   */
  public List<Long> compute(String collection, long after, int most, long by) {
    var ids =
        sql.query(
            "select id from "
                + tables.get(collection)
                + " where id > ? order by id fetch first "
                + most
                + " rows only",
            List.of(after),
            row -> row.getLong(1));
    var store = computing.get(collection).get();
    if (!ids.isEmpty() && store != null) {
      store.compute(ids, by);
    }
    return ids;
  }

  /** What a collection is called; its name while its module is not here. */
  private String title(String collection) {
    var text = texts.find(calls.locale(), "collection." + collection);
    return text == null ? collection : text;
  }

  /**
   * Whether what the company gives to new records may be given still: its code is not retired, and
   * what it refers to is there, whoever reaches it.
   */
  public boolean isCurrent(FieldModel field, Object value) {
    var dictionary = field.declaration().dictionary();
    if (!dictionary.isEmpty()) {
      return (value instanceof Collection<?> several ? several.stream() : Stream.of(value))
          .noneMatch(code -> codes.retired(dictionary, code.toString()));
    }
    return field.type() != FieldType.REFERENCE
        || isThere(field.custom().reference, (Long) value, RecordStore.PRESENT);
  }

  /** Whether a record is there for the caller, whether or not its module is. */
  private boolean isThere(String collection, long id) {
    return isThere(collection, id, reached(collection));
  }

  private boolean isThere(String collection, long id, Condition there) {
    var table = tables.get(collection);
    var which = Condition.and(List.of(Condition.of("t.id = ?", id), there));
    return table != null
        && sql.first(
                "select t.id from " + table + " t where " + which.sql(),
                which.values(),
                row -> row.getLong(1))
            .isPresent();
  }

  /**
   * The records of a collection that are like one of them, whether or not the caller reaches them.
   *
   * @param hidden fields that are not compared
   */
  public List<Alike> alike(ContractModel model, long id, Set<String> hidden) {
    return keys(model).alike(id, hidden);
  }

  /**
   * Those that are like what stands in some fields.
   *
   * @param except the record that is not meant; null for none
   */
  public List<Alike> alike(
      ContractModel model, Map<String, List<String>> values, Long except, Set<String> hidden) {
    return keys(model).alike(values, except, hidden);
  }

  /**
   * By what records that are not there yet could be found to be like others; each with the field.
   *
   * @param hidden fields that are not compared
   */
  public Function<BusinessRecord, Map<String, String>> marks(
      ContractModel model, Set<String> hidden) {
    var keys = keys(model);
    return entered -> keys.marks(entered, hidden);
  }

  /**
   * What several of the records have that a caller could merge, as far as fields are theirs to see.
   */
  public SharedMarks shared(ContractModel model, Caller caller) {
    var collection = model.collection();
    return keys(model).shared(caller.rules(collection).hidden(), mergeable(collection, caller));
  }

  /** Those of some records that are there, and that a caller could merge. */
  public Set<Long> mergeable(String collection, Caller caller, Collection<Long> ids) {
    return reached(collection, mergeable(collection, caller), ids);
  }

  /** With whom they are shared comes together, too: that is not for those they are shared with. */
  private Condition mergeable(String collection, Caller caller) {
    return Condition.and(List.of(RecordStore.PRESENT, reach(caller, Purpose.SHARE, collection)));
  }

  /** Which of those marks a record that is there has, whether or not the caller reaches it. */
  public Set<String> taken(ContractModel model, Collection<String> marks) {
    return keys(model).taken(marks);
  }

  /** Whether records are told apart by a field of their own. */
  public static boolean identifies(FieldModel field) {
    return field.type() != FieldType.NESTED && field.declaration().identifying();
  }

  /**
   * Which records that are there have each of some values in an identifying field, whether or not
   * the caller reaches them; values that nobody has are left out.
   */
  public Map<String, List<Long>> having(
      ContractModel model, String field, Collection<String> values) {
    return keys(model).having(field, values);
  }

  /** Made when asked for: what is kept here must not hold a module's classes. */
  private Keys<BusinessRecord> keys(ContractModel model) {
    return new Keys<>(model.collection(), tables.get(model.collection()), model.fields(), sql);
  }

  /** Whether records are compared by a field, or by what stands within it. */
  public static boolean compares(FieldModel field) {
    return Keys.comparedBy(field);
  }

  /** What records are called and whose they are, whether or not the caller reaches them. */
  public Map<Long, Named> named(ContractModel model, Collection<Long> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return sql
        .query(
            "select t.id, t.number, t."
                + Relations.column(model.titleField())
                + ", (select u.name from tangram_user u where u.id = t.owner_id) from "
                + tables.get(model.collection())
                + " t where t.id in ("
                + Sql.marks(ids.size())
                + ")",
            List.copyOf(ids),
            row -> new Named(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)))
        .stream()
        .collect(Collectors.toMap(Named::id, named -> named));
  }

  private static boolean isText(ContractModel model, String key) {
    return model.fields().stream()
        .anyMatch(
            field ->
                field.name().equals(key)
                    && (field.type() == FieldType.TEXT || field.type() == FieldType.CODE));
  }

  /** What was deleted of a collection and the caller reaches, the last first. */
  public List<DeletedRecord> deleted(ContractModel model, String q, Caller caller, int most) {
    var hidden = caller.rules(model.collection()).hidden();
    var named = !hidden.contains(model.titleField());
    var title = "t." + Relations.column(model.titleField());
    var sought =
        q == null || q.isBlank()
            ? Condition.TRUE
            : named && isText(model, model.titleField())
                ? Condition.of(
                    "lower(" + title + ") like ? escape '!'",
                    "%" + Filters.escape(q.strip().toLowerCase(Locale.ROOT)) + "%")
                : Condition.FALSE;
    var which =
        Condition.and(
            List.of(
                new Condition("t.deleted_key > 0", List.of()),
                // What was merged comes back with its merge.
                Condition.of(
                    "not exists (select 1 from tangram_merged m where m.record_id = t.id and"
                        + " m.collection = ?)",
                    model.collection()),
                // What went with another record comes back with that.
                Condition.of(
                    "not exists (select 1 from tangram_gone_with g where g.record_id = t.id and"
                        + " g.collection = ?)",
                    model.collection()),
                reach(caller, model.collection()),
                sought));
    return sql.query(
        "select t.id, t.number, "
            + title
            + ", t.deleted_at, (select u.name from tangram_user u where u.id = t.owner_id),"
            + " (select u.name from tangram_user u where u.id = t.updated_by) from "
            + tables.get(model.collection())
            + " t where "
            + which.sql()
            + " order by t.deleted_at desc, t.id desc fetch first "
            + most
            + " rows only",
        which.values(),
        row -> {
          var deleted = new DeletedRecord();
          deleted.id = row.getLong(1);
          deleted.number = hidden.contains("number") ? null : row.getString(2);
          deleted.title = named ? row.getString(3) : null;
          deleted.deletedAt = row.getTimestamp(4).toInstant();
          deleted.ownerName = hidden.contains("ownerId") ? null : row.getString(5);
          deleted.deletedByName = hidden.contains("updatedBy") ? null : row.getString(6);
          return deleted;
        });
  }

  /**
   * How many of the records that the caller reaches have a value in a field that the company added.
   *
   * @param most counted no further
   */
  public int valued(String collection, long field, int most) {
    var which =
        Condition.and(
            List.of(Condition.of("v.field_id = ? and v.position = 0", field), reached(collection)));
    return sql.query(
            "select count(*) from (select 1 as x from --DERBY-PROPERTIES joinOrder=FIXED\n"
                + " tangram_custom_value v join "
                + tables.get(collection)
                + " t --DERBY-PROPERTIES joinStrategy=NESTEDLOOP\n on t.id = v.record_id where "
                + which.sql()
                + " fetch first "
                + most
                + " rows only) m",
            which.values(),
            row -> row.getInt(1))
        .get(0);
  }

  /**
   * Those of some records that are there for a caller, with what they are called; without a name
   * where the caller does not see it.
   */
  public Map<Long, Optional<String>> titles(
      ContractModel model, Collection<Long> ids, Caller caller) {
    var table = tables.get(model.collection());
    if (ids.isEmpty() || table == null) {
      return Map.of();
    }
    var named = !caller.rules(model.collection()).hidden().contains(model.titleField());
    var which =
        Condition.and(
            List.of(
                Condition.in("t.id", ids), RecordStore.PRESENT, reach(caller, model.collection())));
    var titles = new HashMap<Long, Optional<String>>();
    sql.query(
        "select t.id, t."
            + Relations.column(model.titleField())
            + " from "
            + table
            + " t where "
            + which.sql(),
        which.values(),
        row ->
            titles.put(
                row.getLong(1), Optional.ofNullable(row.getString(2)).filter(title -> named)));
    return titles;
  }

  /** Keeps a record that belongs to a user for the open transaction, as {@code Store.hold} does. */
  public void hold(String collection, long id) {
    if (owned(collection)) {
      sql.update("update " + tables.get(collection) + " set version = version where id = ?", id);
    }
  }

  /**
   * Whether a caller may give a record to somebody, or leaves it to whom it belongs.
   *
   * @param id of the record; null for a new one
   */
  public boolean mayOwn(Caller caller, String collection, Long id, Long ownerId) {
    return ownerId == caller.id()
        || id != null && ownerId.equals(owners(collection, Set.of(id)).get(id))
        || new Scopes(sql.dialect()).department(sql, ownerId, caller, collection).isPresent();
  }

  /** Whether a record could belong to a user, and belongs to nobody. */
  public boolean nobodys(String collection, long id) {
    return owned(collection) && !owners(collection, Set.of(id)).containsKey(id);
  }

  /** Whose some records are; those that are nobody's are left out. */
  public Map<Long, Long> owners(String collection, Collection<Long> ids) {
    var owners = new HashMap<Long, Long>();
    if (owned(collection) && !ids.isEmpty()) {
      var which = Condition.in("t.id", ids);
      sql.query(
          // By their ids alone: told of owners too, Derby reads through the index of owners.
          "select t.id, t.owner_id from " + tables.get(collection) + " t where " + which.sql(),
          which.values(),
          row -> owners.put(row.getLong(1), row.getObject(2, Long.class)));
      owners.values().removeIf(Objects::isNull);
    }
    return owners;
  }

  /** That a column names one of a collection's records that are there for a caller. */
  Condition names(String column, String collection, Caller caller) {
    var table = tables.get(collection);
    if (table == null) {
      return Condition.FALSE;
    }
    var which =
        Condition.and(
            List.of(
                new Condition("t.id = " + column, List.of()),
                RecordStore.PRESENT,
                reach(caller, collection)));
    return new Condition(
        "exists (select 1 from " + table + " t where " + which.sql() + ")", which.values());
  }

  /** How people speak of a record. */
  public record Named(long id, String number, String title, String ownerName) {}

  /** Whether a store was opened for a collection. */
  public boolean known(String collection) {
    return tables.containsKey(collection);
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
