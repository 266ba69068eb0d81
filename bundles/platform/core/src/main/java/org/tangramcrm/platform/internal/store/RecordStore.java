package org.tangramcrm.platform.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.persistence.EntityManager;
import org.apache.aries.jpa.template.TransactionType;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.CustomField;
import org.tangramcrm.platform.Hint;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.Page;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.FieldRules;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Failures;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.identity.Teams;
import org.tangramcrm.platform.internal.search.SearchIndex;
import org.tangramcrm.platform.internal.sql.Estimates;
import org.tangramcrm.platform.internal.sql.Overtaken;
import org.tangramcrm.platform.internal.sql.Repeat;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.sql.SqlFailure;
import org.tangramcrm.platform.internal.store.Handover.Holder;
import org.tangramcrm.platform.internal.store.Scopes.Purpose;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.store.StoredRow;

/**
 * Reads are compiled to one SQL statement each, so that a page and its count cost one round trip
 * and only the columns that are asked for; writes go through JPA, whose version check is the
 * guarantee behind ETags.
 */
final class RecordStore<E extends StoredRow, D extends BusinessRecord> implements Store<E, D> {
  private static final int PORTION = 500;

  private static final Set<String> BOOKKEEPING = Set.of("version", "updated_at", "updated_by");

  static final Condition PRESENT = new Condition("t.deleted_key = 0", List.of());

  private final StoreSpec<E, D> spec;
  private final boolean inRow;
  private final BiFunction<Caller, Purpose, Reach> reach;
  private final Estimates counts = new Estimates();
  private final Estimates leads = new Estimates();
  private final BiFunction<List<FieldModel>, List<FieldModel>, Made<D>> makes;
  private final Keys<D> keys;
  private final List<FieldModel> fields;
  private final Demands demands;
  private final Sql sql;
  private final SearchIndex index;
  private final Facts facts;
  private final Following following;
  private final Numbers numbers;
  private final Redirects redirects;
  private final Teams teams;
  private final CurrentUser user;
  private final CurrentCall calls;
  private final CustomModels models;
  private final Holders holders;

  /** Of what the records take their owners, if of anything. */
  private final OwnedWith owned;

  /** Whether a record of a collection is there for the caller. */
  private final BiPredicate<String, Long> references;

  /** Whether a default of a field is a value for new records still. */
  private final BiPredicate<FieldModel, Object> current;

  /** The currency that amounts are turned into. */
  private final String base;

  /** Fields that facts leave out. */
  private final List<String> untold;

  /** Refers to what the records are a part of, where they are reached through that. */
  private final Optional<FieldModel> through;

  private final ObjectMapper json = Json.mapper();
  private final CustomValues custom;
  private volatile Shape<D> shape;

  /** What goes by all fields of the records. */
  record Made<D extends BusinessRecord>(
      Columns columns, Derived<D> derived, Retired<D> retired, Computed computed) {}

  /**
   * How the records are, as long as the company changes no field of theirs.
   *
   * @param added the fields that it added
   * @param retired those that it retired since
   */
  private record Shape<D extends BusinessRecord>(
      List<FieldModel> added,
      List<FieldModel> retired,
      Made<D> made,
      Listing listing,
      Columns.Selection whole) {}

  RecordStore(
      StoreSpec<E, D> spec,
      BiFunction<List<FieldModel>, List<FieldModel>, Made<D>> makes,
      BiFunction<Caller, Purpose, Reach> reach,
      Sql sql,
      SearchIndex index,
      Keys<D> keys,
      List<FieldModel> fields,
      Demands demands,
      Facts facts,
      Following following,
      Numbers numbers,
      CurrentUser user,
      CurrentCall calls,
      CustomModels models,
      Holders holders,
      OwnedWith owned,
      BiPredicate<String, Long> references,
      BiPredicate<FieldModel, Object> current,
      String base) {
    this.spec = spec;
    this.inRow = Fields.inRow(spec.record());
    this.makes = makes;
    this.keys = keys;
    this.index = index;
    this.calls = calls;
    this.models = models;
    this.holders = holders;
    this.owned = owned;
    this.references = references;
    this.current = current;
    this.base = base;
    this.custom = new CustomValues(spec.collection(), sql, index, json, base);
    this.fields = fields;
    this.untold =
        fields.stream()
            .filter(field -> !field.declaration().audited())
            .map(FieldModel::name)
            .toList();
    this.through =
        fields.stream().filter(field -> field.name().equals(spec.reached().field())).findFirst();
    this.demands = demands;
    this.reach = reach;
    this.sql = sql;
    this.facts = facts;
    this.following = following;
    this.numbers = numbers;
    this.redirects = new Redirects(sql);
    this.teams = new Teams(sql, facts);
    this.user = user;
  }

  private Shape<D> shape() {
    var added = models.of(spec.collection());
    var retired = models.retired(spec.collection());
    var now = shape;
    if (now == null || now.added() != added || now.retired() != retired) {
      var made = makes.apply(added, retired);
      var columns = made.columns();
      var listing =
          new Listing(
              spec.table(),
              columns,
              sql,
              json,
              typed ->
                  columns.searched() ? index.search(spec.collection(), typed) : Optional.empty(),
              leads,
              retired.stream()
                  .filter(field -> field.declaration().searched())
                  .map(FieldModel::name)
                  .collect(Collectors.toSet()));
      now = new Shape<>(added, retired, made, listing, columns.select(Set.of()));
      shape = now;
    }
    return now;
  }

  // ---- reading

  @Override
  public <P extends Page<D>> P page(Query query, P page) {
    var caller = user.get();
    var within = reach.apply(caller, Purpose.READ);
    return shape()
        .listing()
        .without(rules(caller).hidden())
        .page(
            query,
            page,
            caller,
            Condition.and(List.of(PRESENT, within.condition())),
            Few.of(caller, within, counts, sql),
            spec.reads());
  }

  @Override
  public D get(long id) {
    return found(id)
        .or(() -> redirects.survivor(spec.collection(), id).flatMap(this::found))
        // A merge that is undone between the two has it back, and leads nowhere any more.
        .or(() -> found(id))
        .orElseThrow(CrmException::notFound);
  }

  private Optional<D> found(long id) {
    var hidden = rules(user.get()).hidden();
    var suspicion =
        keys.none() || demands.duplicates(spec.collection()) == Demands.Duplicates.OFF
            ? "0"
            : keys.suspicion(hidden);
    return read(visible(hidden), suspicion, Condition.of("t.id = ?", id), PRESENT, scope());
  }

  @Override
  public D whole(long id) {
    return one(Condition.of("t.id = ?", id), PRESENT, scope()).orElseThrow(() -> gone(id));
  }

  /** One that was merged is not written any more; which one is, is told to those who see it. */
  private CrmException gone(long id) {
    return redirects
        .survivor(spec.collection(), id)
        .flatMap(survivor -> seen(Condition.of("t.id = ?", survivor)))
        .map(
            survivor ->
                new CrmException(
                    Code.CONFLICT,
                    "store.merged",
                    survivor.number == null ? String.valueOf(survivor.id) : survivor.number))
        .orElseGet(CrmException::notFound);
  }

  @Override
  public D byNumber(String number) {
    return seen(Condition.of("t.number = ?", number))
        .or(
            () ->
                redirects
                    .survivorOf(spec.collection(), number)
                    .flatMap(id -> seen(Condition.of("t.id = ?", id))))
        .orElseThrow(CrmException::notFound);
  }

  @Override
  public Optional<D> byExternalKey(String system, String key) {
    return seen(Condition.of(
            "t.id = (select k.record_id from tangram_external_key k"
                + " where k.collection = ? and k.system_name = ? and k.external_key = ?)",
            spec.collection(),
            system,
            key))
        .or(
            () ->
                sql.first(
                        "select record_id from tangram_external_key"
                            + " where collection = ? and system_name = ? and external_key = ?",
                        List.of(spec.collection(), system, key),
                        row -> row.getLong(1))
                    .flatMap(id -> redirects.survivor(spec.collection(), id))
                    .flatMap(id -> seen(Condition.of("t.id = ?", id))));
  }

  /** Has a system know a record by a key, which may be given by somebody else in this moment. */
  private void know(long id, String system, String key) {
    try {
      sql.update(
          "insert into tangram_external_key (collection, system_name, external_key,"
              + " record_id) values (?, ?, ?, ?)",
          spec.collection(),
          system,
          key,
          id);
    } catch (SqlFailure e) {
      throw Repeat.isDuplicate(e) ? new Overtaken(e) : e;
    }
  }

  @Override
  public D upsert(String system, String key, D record, Supplier<D> create, LongFunction<D> update) {
    var known = byExternalKey(system, key);
    if (known.isEmpty()) {
      return create.get();
    }
    var asked = record.version;
    try {
      record.version = asked == null ? known.get().version : asked;
      return update.apply(known.get().id);
    } catch (RuntimeException e) {
      // Of the version that somebody else changed meanwhile, the caller has said nothing.
      throw asked == null && Failures.map(e).code == Code.STALE ? new Overtaken(e) : e;
    } finally {
      record.version = asked;
    }
  }

  @Override
  public boolean exists(long id) {
    return one(Condition.of("t.id = ?", id), PRESENT, scope()).isPresent();
  }

  /** As somebody sees them. */
  Columns columns(Caller caller) {
    return shape().listing().columns().without(rules(caller).hidden());
  }

  private FieldRules rules(Caller caller) {
    return caller.rules(spec.collection());
  }

  /** A record as the caller sees it. */
  private Optional<D> seen(Condition which) {
    var hidden = rules(user.get()).hidden();
    return read(visible(hidden), "0", which, PRESENT, scope());
  }

  private Columns.Selection visible(Set<String> hidden) {
    return hidden.isEmpty()
        ? shape().whole()
        : shape().listing().columns().without(hidden).select(Set.of());
  }

  /** A record with all of its fields, whoever asks. */
  private Optional<D> one(Condition... conditions) {
    return read(shape().whole(), "0", conditions);
  }

  /**
   * @param suspicion an expression, 1 where another record is like this one
   */
  private Optional<D> read(Columns.Selection selection, String suspicion, Condition... conditions) {
    var where = Condition.and(List.of(conditions));
    return sql.first(
        "select "
            + selection.list()
            + ", "
            + suspicion
            + " from "
            + spec.table()
            + " t where "
            + where.sql(),
        where.values(),
        row -> {
          var record = spec.reads().apply(new ResultRow(row, selection, json));
          if (row.getInt(selection.columns().size() + 1) == 1) {
            record.hints.add(suspected());
          }
          return record;
        });
  }

  /** Put into words where it is shown. */
  private static Hint suspected() {
    var hint = new Hint();
    hint.code = "duplicate-suspected";
    hint.severity = "warning";
    return hint;
  }

  /** What a write comes to, as the caller sees it. */
  private D shown(D written, Caller caller) {
    return rules(caller).hidden().isEmpty() ? written : get(written.id);
  }

  private Condition scope() {
    return reach.apply(user.get(), Purpose.READ).condition();
  }

  // ---- writing

  @Override
  public D insert(Long ownerId, E row) {
    return insert(ownerId, row, null, null);
  }

  @Override
  public void insertAll(Collection<E> rows) {
    if (spec.numbers() != null
        || spec.facts()
        || spec.parents() != null
        || !spec.names().isEmpty()
        // Without numbers, which all records are found by, there are no words unless a field has
        // some.
        || fields.stream()
            .anyMatch(field -> Fields.searched(field) && !field.name().equals("number"))
        || !keys.none()) {
      throw new IllegalStateException("More is kept of " + spec.collection() + " than its rows");
    }
    var caller = user.get();
    var now = now();
    rows.forEach(
        row -> {
          own(row, null, caller);
          row.setCreated(now, caller.id());
          row.setUpdated(now, caller.id());
        });
    write(
        em -> {
          rows.forEach(em::persist);
          em.flush();
          rows.forEach(em::detach);
          return rows;
        });
  }

  @Override
  public D insert(Long ownerId, E row, String system, String key) {
    var caller = user.get();
    var now = now();
    own(row, owned.none() ? ownerId : null, caller);
    row.setCreated(now, caller.id());
    row.setUpdated(now, caller.id());
    if (spec.numbers() != null && !spec.gapless()) {
      // What is only tried takes no number from what comes after it.
      row.setNumber(
          sql.trying()
              ? "~" + Long.toString(ThreadLocalRandom.current().nextLong() >>> 4, 36)
              : numbers.next(spec.collection(), spec.numbers(), this::numbered));
    }
    return write(
        em -> {
          calls
              .written(spec.collection(), null)
              .ifPresent(sent -> holders.ahead(null, sent, Set.of()));
          em.persist(row);
          em.flush();
          owned.begin(row.getId(), sql);
          if (system != null) {
            // The key of a record that is deleted goes to the one that comes in its place.
            sql.update(
                "delete from tangram_external_key where collection = ? and system_name = ? and"
                    + " external_key = ? and record_id in (select t.id from "
                    + spec.table()
                    + " t where t.deleted_key > 0)",
                spec.collection(),
                system,
                key);
            know(row.getId(), system, key);
          }
          begin(row.getId(), calls.sent(spec.collection(), null), caller);
          // Or each of many that are made in one transaction would be compared with what it was.
          em.detach(row);
          var made = written(row, null, Set.of(), Facts.Kind.CREATED, caller);
          tell(Facts.Kind.CREATED, row, null, made, caller);
          if (through.isPresent()) {
            // A part of a record that is shared for reading only is not added to it.
            checkChanges(made.id, caller);
          }
          return shown(made, caller);
        });
  }

  @Override
  public String takeNumber() {
    if (!spec.gapless()) {
      throw new IllegalStateException("The numbers of " + spec.collection() + " may have gaps");
    }
    return numbers.nextWithoutGap(spec.collection(), spec.numbers(), this::numbered);
  }

  /** Whether a row has this number, also one that was deleted. */
  private boolean numbered(String number) {
    return sql.first(
            "select 1 from " + spec.table() + " where number = ?", List.of(number), row -> true)
        .isPresent();
  }

  /** Writes the custom fields of a new record: what was sent, and what it has where nothing was. */
  private void begin(long id, Optional<List<CustomField>> sent, Caller caller) {
    var added = models.of(spec.collection());
    if (sent.isEmpty() && !CustomDefaults.any(added)) {
      return;
    }
    var values = CustomValues.allowed(added, sent.orElse(List.of()), null, untaken(caller));
    custom.write(
        id, added, CustomValues.completed(added, values, numbers.today(), caller, base, current));
  }

  /** Writes the custom fields that were sent for a record; those that were not stay. */
  private void write(long id, D before, Optional<List<CustomField>> sent, Caller caller) {
    var added = models.of(spec.collection());
    sent.map(values -> CustomValues.allowed(added, values, before, untaken(caller)))
        .ifPresent(values -> custom.write(id, added, values));
  }

  /** The fields of which nothing is taken from a caller: what they may not change, and formulas. */
  private Set<String> untaken(Caller caller) {
    var kept = rules(caller).kept();
    var computed = shape().made().computed();
    return computed.none()
        ? kept
        : Stream.concat(kept.stream(), computed.names().stream()).collect(Collectors.toSet());
  }

  /**
   * Works out what the record comes to by formulas, and keeps it where it is something else.
   *
   * @return whether it is
   */
  private boolean compute(D record) {
    var computed = shape().made().computed();
    if (computed.none() || !computed.apply(record)) {
      return false;
    }
    var added = models.of(spec.collection());
    custom.write(record.id, added, record.customFields);
    var order = added.stream().map(field -> field.custom().code).toList();
    record.customFields.sort(Comparator.comparingInt(value -> order.indexOf(value.key)));
    return true;
  }

  /**
   * Works out formulas of records that were written when these were others. Those that come to
   * something else are changed like by anybody: whoever has read them before has to read again.
   *
   * @param by who had formulas changed
   */
  void compute(Collection<Long> ids, long by) {
    // In one order; whoever changes a record meanwhile does it before or after.
    new TreeSet<>(ids).forEach(this::hold);
    var changed = new ArrayList<Facts.Changed>();
    several(Condition.in("t.id", ids))
        .values()
        .forEach(
            record -> {
              var before = json(record);
              if (compute(record)) {
                record.version++;
                changed.add(new Facts.Changed(record.id, record.version, before, json(record)));
              }
            });
    sql.batch(
        "update "
            + spec.table()
            + " set version = version + 1, updated_at = ?, updated_by = ? where id = ?",
        rows(changed.stream().map(Facts.Changed::id).toList(), List.of(now(), by)));
    if (spec.facts()) {
      facts.appendAll(spec.collection(), changed, by);
    }
  }

  /** Nobody hands a record to someone whom they do not reach themselves. */
  private void own(E row, Long ownerId, Caller caller) {
    if (ownerId == null || ownerId == caller.id()) {
      row.setOwner(caller.id(), caller.departmentId());
    } else {
      row.setOwner(ownerId, department(ownerId, caller));
    }
  }

  /**
   * The department of somebody whom the caller reaches; null for none.
   *
   * @throws CrmException {@code invalid} where they do not
   */
  private Long department(long ownerId, Caller caller) {
    return new Scopes(sql.dialect())
        .department(sql, ownerId, caller, spec.collection())
        .orElseThrow(() -> CrmException.invalid("ownerId", "out-of-reach"))
        .orElse(null);
  }

  @Override
  public D update(long id, Integer version, Long ownerId, Consumer<E> change) {
    var caller = user.get();
    return write(
        em -> {
          var before = changeable(id, caller);
          var row = guarded(em, id, version);
          var kept = kept(id, caller);
          var keeping = holders.keeping(id);
          var sent = calls.written(spec.collection(), id);
          sent.ifPresent(record -> holders.ahead(before, record, keeping));
          var was = sent.isPresent() && inRow ? columns(id) : null;
          change.accept(row);
          if (owned.none()
              && ownerId != null
              && !ownerId.equals(before.ownerId)
              && !rules(caller).kept().contains("ownerId")) {
            own(row, ownerId, caller);
          }
          row.setUpdated(now(), caller.id());
          em.flush();
          kept.run();
          remember(before, row);
          write(id, before, calls.sent(spec.collection(), id), caller);
          var after = written(row, before, keeping, Facts.Kind.UPDATED, caller);
          if (was != null && was.equals(columns(id)) && differing(before, after).isEmpty()) {
            return shown(untouched(em, row, before), caller);
          }
          tell(Facts.Kind.UPDATED, row, before, after, caller);
          return shown(after, caller);
        });
  }

  /** All that a row has, but for who changed it last, and when. */
  private List<String> columns(long id) {
    return sql.first(
            "select t.* from " + spec.table() + " t where t.id = ?",
            List.of(id),
            row -> {
              var names = row.getMetaData();
              var found = new ArrayList<String>();
              for (int i = 1; i <= names.getColumnCount(); i++) {
                if (!BOOKKEEPING.contains(names.getColumnName(i).toLowerCase(Locale.ROOT))) {
                  found.add(row.getString(i));
                }
              }
              return found;
            })
        .orElseThrow(CrmException::notFound);
  }

  /** Has a record that came to nothing else be as if nobody had written it. */
  private D untouched(EntityManager em, E row, D before) {
    sql.update(
        "update " + spec.table() + " set version = ?, updated_at = ?, updated_by = ? where id = ?",
        before.version,
        before.updatedAt,
        before.updatedBy,
        before.id);
    em.detach(row);
    return before;
  }

  @Override
  public Set<String> differing(D one, D other) {
    return facts.differing(json(one), json(other));
  }

  /** Whose it was, where it is somebody else's now. */
  private void remember(D before, E row) {
    if (spec.remembersOwners()
        && before.ownerId != null
        && !before.ownerId.equals(row.getOwnerId())) {
      sql.update(
          "update "
              + spec.table()
              + " set owned_since = updated_at, previous_owner_id = ? where id = ?",
          before.ownerId,
          row.getId());
    }
  }

  /** Keeps what the caller may not change as it is; to be run when the change is made. */
  private Runnable kept(long id, Caller caller) {
    var columns = shape().listing().columns().kept(rules(caller).kept());
    if (columns.isEmpty()) {
      return () -> {};
    }
    var values =
        sql.query(
                "select " + String.join(", ", columns) + " from " + spec.table() + " where id = ?",
                List.of(id),
                row -> {
                  var found = new ArrayList<Object>();
                  for (int i = 1; i <= columns.size(); i++) {
                    found.add(row.getObject(i));
                  }
                  return found;
                })
            .get(0);
    values.add(id);
    return () ->
        sql.update(
            "update "
                + spec.table()
                + " set "
                + String.join(" = ?, ", columns)
                + " = ? where id = ?",
            values.toArray());
  }

  @Override
  public void derive(Collection<Long> ids, Map<String, ?> values) {
    var keeping = holders.keeping(ids);
    var columns = new ArrayList<String>();
    var kept = new ArrayList<Object>();
    values.forEach(
        (field, value) -> {
          var derived = shape().listing().columns().derived(field);
          columns.addAll(derived);
          if (value instanceof Money money) {
            kept.addAll(Arrays.asList(money.amount, money.currency, money.baseAmount, money.rate));
          } else {
            derived.forEach(column -> kept.add(value));
          }
        });
    sql.batch(
        "update " + spec.table() + " set " + String.join(" = ?, ", columns) + " = ? where id = ?",
        rows(ids, kept));
    if (holders.conditional()) {
      ids.forEach(
          id ->
              one(Condition.of("t.id = ?", id))
                  .ifPresent(now -> holders.hold(now, now, keeping.of(id))));
    }
  }

  @Override
  public void hold(long id) {
    sql.update("update " + spec.table() + " set version = version where id = ?", id);
  }

  @Override
  public Set<Long> release(Collection<Long> ids, String which, Map<String, ?> marks) {
    var caller = user.get();
    var somebodys = new Condition("t.owner_id is not null", List.of());
    return write(
        em -> {
          var may = reach.apply(caller, Purpose.WRITE).condition();
          var still = Condition.and(List.of(somebodys, may, filter(which, caller)));
          var released = pass(ids, still, Holder.NOBODY, marks, caller);
          teams.end(spec.collection(), released, caller.id());
          return released.keySet();
        });
  }

  @Override
  public boolean assign(long id, long ownerId, Map<String, ?> marks) {
    var caller = user.get();
    var nobodys = new Condition("t.owner_id is null", List.of());
    return write(
        em -> {
          var owner = working(ownerId);
          if (ownerId != caller.id()) {
            department(ownerId, caller);
          }
          return !pass(Set.of(id), nobodys, owner, marks, caller).isEmpty();
        });
  }

  private Condition filter(String filter, Caller caller) {
    return filter == null
        ? Condition.TRUE
        : new Filters(shape().listing().columns(), caller, sql.dialect()).filter(filter);
  }

  @Override
  public void handOver(StoreSpec.Parent of, long from, long to) {
    var caller = user.get();
    write(
        em -> {
          new Handover(
                  spec.collection(),
                  spec.table(),
                  filter(spec.open(), caller),
                  new Sums(List.of(), shape().listing().columns()),
                  Condition.TRUE,
                  spec.remembersOwners(),
                  sql,
                  facts,
                  following)
              .handOver(of, from, working(to), caller.id());
          return to;
        });
  }

  /** Somebody who works here, held: what is given to them is counted by one at a time. */
  private Holder working(long id) {
    sql.update("update tangram_user set version = version where id = ?", id);
    return sql.first(
            "select id, department_id from tangram_user where id = ? and active = true and"
                + " deleted_key = 0",
            List.of(id),
            row -> new Holder(row.getLong(1), (Long) row.getObject(2)))
        .orElseThrow(() -> CrmException.invalid("ownerId", "unknown-reference", "users"));
  }

  /**
   * Has rows change hands.
   *
   * @param which of those that are there
   * @return which they were, with their versions
   */
  private Map<Long, Integer> pass(
      Collection<Long> ids, Condition which, Holder to, Map<String, ?> marks, Caller caller) {
    var before = held(ids, which);
    if (before.isEmpty()) {
      return Map.of();
    }
    var values = new LinkedHashMap<String, Object>();
    var columns = shape().listing().columns();
    marks.forEach(
        (field, value) ->
            columns.derived(field).forEach(column -> values.put(column + " = ?", value)));
    values.put("owner_id = ?", to.userId());
    values.put("department_id = ?", to.departmentId());
    if (spec.remembersOwners()) {
      values.put(Handover.REMEMBERING, now());
    }
    var after = rewritten(before, values, caller);
    following.changed(
        spec.collection(),
        before.keySet().stream().collect(Collectors.toMap(id -> id, id -> to)),
        caller.id());
    return after;
  }

  /**
   * Writes the same to several rows.
   *
   * @param values by {@code column = ?}
   * @return their versions
   */
  private Map<Long, Integer> rewritten(Map<Long, D> before, Map<String, ?> values, Caller caller) {
    var all = new ArrayList<Object>(values.values());
    all.add(now());
    all.add(caller.id());
    var keeping = holders.keeping(before.keySet());
    sql.batch(
        "update "
            + spec.table()
            + " set "
            + String.join(", ", values.keySet())
            + ", version = version + 1, updated_at = ?, updated_by = ? where id = ?",
        rows(before.keySet(), all));
    var after = several(Condition.in("t.id", before.keySet()));
    holders.hold(before, after, keeping);
    after.values().forEach(this::compute);
    if (spec.facts()) {
      facts.appendAll(
          spec.collection(),
          after.values().stream()
              .map(
                  record ->
                      new Facts.Changed(
                          record.id, record.version, json(before.get(record.id)), json(record)))
              .toList(),
          caller.id());
    }
    var versions = new TreeMap<Long, Integer>();
    after.forEach((id, record) -> versions.put(id, record.version));
    return versions;
  }

  @Override
  public Set<Long> mark(Collection<Long> ids, String which, Map<String, ?> values) {
    var caller = user.get();
    return write(
        em -> {
          var may = reach.apply(caller, Purpose.WRITE).condition();
          var before = held(ids, Condition.and(List.of(may, filter(which, caller))));
          if (before.isEmpty()) {
            return Set.of();
          }
          var columns = shape().listing().columns();
          var set = new LinkedHashMap<String, Object>();
          values.forEach((field, value) -> set.put(columns.plain(field) + " = ?", value));
          return rewritten(before, set, caller).keySet();
        });
  }

  @Override
  public Map<Long, Long> count(String by, Collection<Long> of, String which) {
    if (of.isEmpty()) {
      return Map.of();
    }
    var caller = user.get();
    var columns = shape().listing().columns();
    var column = columns.column(columns.filterable(by));
    var where =
        Condition.and(List.of(Condition.in(column, of), PRESENT, scope(), filter(which, caller)));
    return sql
        .query(
            "select "
                + column
                + ", count(*) from "
                + spec.table()
                + " t where "
                + where.sql()
                + " group by "
                + column,
            where.values(),
            row -> Map.entry(row.getLong(1), row.getLong(2)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The same values for each row, and its id. */
  private static List<Object[]> rows(Collection<Long> ids, List<Object> values) {
    return ids.stream()
        .map(
            id -> {
              var row = new ArrayList<>(values);
              row.add(id);
              return row.toArray();
            })
        .toList();
  }

  /** Those of some rows that are there and still as they have to be, held. */
  private Map<Long, D> held(Collection<Long> ids, Condition which) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    // In one order; who was faster is waited for, and what they did is seen.
    new TreeSet<>(ids).forEach(this::hold);
    return several(Condition.and(List.of(Condition.in("t.id", ids), PRESENT, which)));
  }

  /** Records with all of their fields, whoever asks. */
  private Map<Long, D> several(Condition which) {
    var selection = shape().whole();
    var found = new TreeMap<Long, D>();
    sql.query(
            "select " + selection.list() + " from " + spec.table() + " t where " + which.sql(),
            which.values(),
            row -> spec.reads().apply(new ResultRow(row, selection, json)))
        .forEach(record -> found.put(record.id, record));
    return found;
  }

  @Override
  public void delete(long id, Integer version) {
    var caller = user.get();
    write(
        em -> {
          var before = changeable(id, caller);
          bin(em, guarded(em, id, version), before, caller);
          return before;
        });
  }

  private void bin(EntityManager em, E row, D before, Caller caller) {
    row.setDeletedAt(now());
    row.setUpdated(now(), caller.id());
    em.flush();
    // Now that the row is held: whoever comes to refer to it waits, and finds it gone.
    holders.check(row.getId());
    tell(Facts.Kind.DELETED, row, before, null, caller);
  }

  @Override
  public D restore(long id) {
    var caller = user.get();
    return write(
        em -> {
          var deleted = new Condition("t.deleted_at is not null", List.of());
          var gone =
              one(Condition.of("t.id = ?", id), deleted, scope())
                  .orElseThrow(CrmException::notFound);
          if (redirects.survivor(spec.collection(), id).isPresent()) {
            throw gone(id);
          }
          if (sql.first(
                  "select 1 from tangram_gone_with where record_id = ? and collection = ?",
                  List.of(id, spec.collection()),
                  found -> true)
              .isPresent()) {
            throw new CrmException(Code.CONFLICT, "store.gone-with");
          }
          checkChanges(id, caller);
          return shown(back(em, gone, caller), caller);
        });
  }

  private D back(EntityManager em, D gone, Caller caller) {
    var row = em.find(spec.entity(), gone.id);
    holders.ahead(null, gone, Set.of());
    row.setDeletedAt(null);
    row.setUpdated(now(), caller.id());
    em.flush();
    if (spec.remembersOwners() && row.getOwnerId() != null) {
      // It was nobody's to see to meanwhile.
      sql.update("update " + spec.table() + " set owned_since = updated_at where id = ?", gone.id);
    }
    var restored = written(row, null, Set.of(), Facts.Kind.RESTORED, caller);
    tell(Facts.Kind.RESTORED, row, null, restored, caller);
    return restored;
  }

  @Override
  public void deleteWith(StoreSpec.Parent gone, Collection<Long> ids) {
    var caller = user.get();
    write(
        em -> {
          portions(ids)
              .forEach(
                  some -> {
                    var going = held(some, Condition.TRUE);
                    going.forEach(
                        (id, record) -> bin(em, em.find(spec.entity(), id), record, caller));
                    sql.batch(
                        "insert into tangram_gone_with (collection, with_collection, with_id,"
                            + " record_id) values (?, ?, ?, ?)",
                        rows(
                            going.keySet(),
                            List.of(spec.collection(), gone.collection(), gone.id())));
                  });
          return ids;
        });
  }

  @Override
  public void restoreWith(StoreSpec.Parent back) {
    var caller = user.get();
    var which = List.<Object>of(spec.collection(), back.collection(), back.id());
    var went =
        " from tangram_gone_with where collection = ? and with_collection = ? and with_id = ?";
    write(
        em -> {
          var ids = sql.query("select record_id" + went, which, row -> row.getLong(1));
          sql.update("delete" + went, which.toArray());
          portions(ids)
              .forEach(
                  some -> {
                    some.forEach(this::hold);
                    var deleted = new Condition("t.deleted_key > 0", List.of());
                    several(Condition.and(List.of(Condition.in("t.id", some), deleted)))
                        .values()
                        .forEach(record -> back(em, record, caller));
                  });
          return ids;
        });
  }

  /** As many as one statement asks of, in one order. */
  private static List<List<Long>> portions(Collection<Long> ids) {
    var ordered = List.copyOf(new TreeSet<>(ids));
    var portions = new ArrayList<List<Long>>();
    for (int from = 0; from < ordered.size(); from += PORTION) {
      portions.add(ordered.subList(from, Math.min(from + PORTION, ordered.size())));
    }
    return portions;
  }

  private <T> T write(Function<EntityManager, T> work) {
    // What JPA writes, nobody else knows of.
    sql.wrote();
    return spec.jpa().txExpr(TransactionType.Required, work::apply);
  }

  /** A record that the caller sees, and not only sees. */
  private D changeable(long id, Caller caller) {
    var record = whole(id);
    checkChanges(id, caller);
    return record;
  }

  private void checkChanges(long id, Caller caller) {
    if (!caller.shared().isEmpty()
        && one(Condition.of("t.id = ?", id), reach.apply(caller, Purpose.WRITE).condition())
            .isEmpty()) {
      throw new CrmException(Code.FORBIDDEN, "store.read-only");
    }
  }

  private E guarded(EntityManager em, long id, Integer version) {
    if (version == null) {
      throw CrmException.of(Code.VERSION_REQUIRED);
    }
    var row = em.find(spec.entity(), id);
    if (row.getVersion() != version) {
      throw stale(id, version, row.getVersion());
    }
    return row;
  }

  /** Names the fields that others changed in the meantime. */
  private CrmException stale(long id, int seen, int current) {
    var stale = new CrmException(Code.STALE, "store.stale", current);
    stale.currentVersion = current;
    var hidden = rules(user.get()).hidden();
    facts.changedSince(spec.collection(), id, seen).stream()
        .filter(field -> !hidden.contains(field))
        .forEach(field -> stale.error(field, "changed"));
    return stale;
  }

  /**
   * The record as it now reads, checked and with what is kept beside it; the fact is for who calls.
   *
   * @param keeping by which parts it kept what it referred to before
   */
  private D written(E row, D before, Set<Part> keeping, Facts.Kind kind, Caller caller) {
    var after = one(Condition.of("t.id = ?", row.getId())).orElseThrow(CrmException::notFound);
    compute(after);
    var was = kind == Facts.Kind.RESTORED ? after : before;
    var made = shape().made();
    made.retired().check(was, after);
    if (was != null && !calls.givesBack()) {
      Evidence.check(fields, was, after);
    }
    checkReferences(was, after, caller);
    holders.hold(before, after, keeping);
    if (kind != Facts.Kind.RESTORED) {
      demands.checkRequired(
          spec.collection(),
          fields,
          calls.changesPart(spec.collection(), after.id) ? before : null,
          after);
    }
    keys.checkUnique(
        demands.unique(spec.collection()),
        demands.duplicates(spec.collection()) == Demands.Duplicates.BLOCK,
        row.getId(),
        before,
        after);
    keys.write(row.getId(), was, after);
    made.derived().write(row.getId(), was, after);
    if (was != null && !holder(was).equals(holder(after))) {
      following.changed(spec.collection(), Map.of(after.id, holder(after)), caller.id());
    }
    return after;
  }

  private void tell(Facts.Kind kind, E row, D before, D after, Caller caller) {
    if (spec.facts()) {
      facts.append(
          spec.collection(),
          kind,
          row.getId(),
          row.getVersion(),
          json(before),
          json(after),
          caller.id());
      through.ifPresent(
          field ->
              facts.belong(
                  spec.collection(),
                  row.getId(),
                  field.declaration().reference(),
                  (Long) field.value(after == null ? before : after)));
    }
  }

  private static Holder holder(BusinessRecord record) {
    return new Holder(record.ownerId, record.departmentId);
  }

  /** Has the module do what it does when some of its records are somebody else's. */
  void handedOver(Collection<Long> ids) {
    if (spec.handedOver() != null) {
      var all = List.copyOf(ids);
      for (int at = 0; at < all.size(); at += PORTION) {
        spec.handedOver().accept(all.subList(at, Math.min(all.size(), at + PORTION)));
      }
    }
  }

  /** Writes what is not written yet; what others write of rows is then read again. */
  void forget() {
    write(
        em -> {
          em.flush();
          em.clear();
          return em;
        });
  }

  /** Of custom fields; what the contract's own refer to, their module looks after. */
  private void checkReferences(D before, D after, Caller caller) {
    var problem = new CrmException(Code.INVALID, null);
    for (var field : models.of(spec.collection())) {
      if (field.type() == FieldType.REFERENCE) {
        var id = (Long) field.value(after);
        var collection = field.custom().reference;
        if (id != null
            && !(before == null ? isDefault(field, id, caller) : id.equals(field.value(before)))
            && !references.test(collection, id)) {
          problem.error(field.name(), "unknown-reference", collection);
        }
      }
    }
    if (!problem.errors.isEmpty()) {
      throw problem;
    }
  }

  /** What the company gives to all is theirs to have, whether or not they reach it themselves. */
  private boolean isDefault(FieldModel field, Long id, Caller caller) {
    return id.equals(CustomDefaults.value(field, numbers.today(), caller, base))
        && current.test(field, id);
  }

  @Override
  public String nested(List<?> values) {
    try {
      return values.isEmpty() ? null : json.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes what is kept of a record beside its row, where nothing is. */
  void reread(long id) {
    // Holds the row: whoever changes the record meanwhile writes its entries before or after.
    var missing =
        sql.update(
            "update "
                + spec.table()
                + " set version = version where id = ? and search_text is null",
            id);
    if (missing == 1) {
      one(Condition.of("t.id = ?", id))
          .ifPresent(record -> shape().made().derived().write(id, null, record));
    }
  }

  /** Makes what a record is told apart by, whatever is kept of it. */
  void rekey(long id) {
    hold(id);
    keys.clear(id);
    one(Condition.of("t.id = ?", id)).ifPresent(record -> keys.write(id, null, record));
  }

  /** A record as facts have it: custom fields like any others. */
  private JsonNode json(D record) {
    if (record == null) {
      return null;
    }
    ObjectNode tree = json.valueToTree(record);
    tree.remove(CustomValues.ALL);
    tree.remove(untold);
    if (spec.remembersOwners()) {
      // They follow from the owner, of whom each change is told.
      tree.remove(Handover.REMEMBERED);
    }
    for (var field : models.of(spec.collection())) {
      var value = field.value(record);
      if (value != null && !(value instanceof Collection<?> several && several.isEmpty())) {
        tree.set(field.name(), json.valueToTree(value));
      }
    }
    return tree;
  }

  /** As fine as every database keeps it. */
  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
