package org.tangramcrm.platform.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.persistence.EntityManager;
import org.apache.aries.jpa.template.TransactionType;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Hint;
import org.tangramcrm.platform.Page;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.FieldRules;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.search.SearchIndex;
import org.tangramcrm.platform.internal.sql.Estimates;
import org.tangramcrm.platform.internal.sql.Sql;
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
  static final Condition PRESENT = new Condition("t.deleted_key = 0", List.of());

  private final StoreSpec<E, D> spec;
  private final Listing listing;
  private final Columns.Selection whole;
  private final BiFunction<Caller, Purpose, Reach> reach;
  private final Estimates counts = new Estimates();
  private final Derived<D> derived;
  private final Keys<D> keys;
  private final Retired<D> retired;
  private final List<FieldModel> fields;
  private final Demands demands;
  private final Sql sql;
  private final Facts facts;
  private final Numbers numbers;
  private final CurrentUser user;
  private final ObjectMapper json = Json.mapper();

  RecordStore(
      StoreSpec<E, D> spec,
      Columns columns,
      BiFunction<Caller, Purpose, Reach> reach,
      Sql sql,
      SearchIndex index,
      Derived<D> derived,
      Keys<D> keys,
      Retired<D> retired,
      List<FieldModel> fields,
      Demands demands,
      Facts facts,
      Numbers numbers,
      CurrentUser user) {
    this.spec = spec;
    this.listing =
        new Listing(
            spec.table(),
            columns,
            sql,
            json,
            typed ->
                columns.searched() ? index.search(spec.collection(), typed) : Optional.empty());
    this.derived = derived;
    this.keys = keys;
    this.retired = retired;
    this.fields = fields;
    this.demands = demands;
    this.whole = columns.select(Set.of());
    this.reach = reach;
    this.sql = sql;
    this.facts = facts;
    this.numbers = numbers;
    this.user = user;
  }

  // ---- reading

  @Override
  public <P extends Page<D>> P page(Query query, P page) {
    var caller = user.get();
    var within = reach.apply(caller, Purpose.READ);
    return listing
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
    var hidden = rules(user.get()).hidden();
    var suspicion =
        keys.none() || demands.duplicates(spec.collection()) == Demands.Duplicates.OFF
            ? "0"
            : keys.suspicion(hidden);
    return read(visible(hidden), suspicion, Condition.of("t.id = ?", id), PRESENT, scope())
        .orElseThrow(CrmException::notFound);
  }

  @Override
  public D whole(long id) {
    return one(Condition.of("t.id = ?", id), PRESENT, scope()).orElseThrow(CrmException::notFound);
  }

  @Override
  public D byNumber(String number) {
    return seen(Condition.of("t.number = ?", number)).orElseThrow(CrmException::notFound);
  }

  @Override
  public Optional<D> byExternalKey(String system, String key) {
    return seen(
        Condition.of(
            "t.id = (select k.record_id from tangram_external_key k"
                + " where k.collection = ? and k.system_name = ? and k.external_key = ?)",
            spec.collection(),
            system,
            key));
  }

  @Override
  public boolean exists(long id) {
    return one(Condition.of("t.id = ?", id), PRESENT, scope()).isPresent();
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
    return hidden.isEmpty() ? whole : listing.columns().without(hidden).select(Set.of());
  }

  /** A record with all of its fields, whoever asks. */
  private Optional<D> one(Condition... conditions) {
    return read(whole, "0", conditions);
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
          var record = spec.reads().apply(new ResultRow(row, selection.positions(), json));
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
  public D insert(Long ownerId, E row, String system, String key) {
    var caller = user.get();
    var now = now();
    own(row, ownerId, caller);
    row.setCreated(now, caller.id());
    row.setUpdated(now, caller.id());
    if (spec.numbers() != null) {
      row.setNumber(numbers.next(spec.collection(), spec.numbers()));
    }
    return write(
        em -> {
          em.persist(row);
          em.flush();
          if (system != null) {
            sql.update(
                "insert into tangram_external_key (collection, system_name, external_key, record_id) values (?, ?, ?, ?)",
                spec.collection(),
                system,
                key,
                row.getId());
          }
          return shown(written(row, null, Facts.Kind.CREATED, caller), caller);
        });
  }

  /** Nobody hands a record to someone whom they do not reach themselves. */
  private void own(E row, Long ownerId, Caller caller) {
    if (ownerId == null || ownerId == caller.id()) {
      row.setOwner(caller.id(), caller.departmentId());
      return;
    }
    // The new owner's would-be row, by the same condition as real ones.
    var would =
        Condition.and(
            List.of(
                Condition.of("t.owner_id = ?", ownerId),
                new Scopes(sql.dialect()).owners(caller, spec.collection())));
    var values = new ArrayList<>(would.values());
    var department =
        sql.first(
            "select t.department_id from (select u.id as owner_id, u.department_id from tangram_user u"
                + " where u.active = true and u.deleted_at is null) t where "
                + would.sql(),
            values,
            found -> Optional.ofNullable((Long) found.getObject(1)));
    if (department.isEmpty()) {
      throw CrmException.invalid("ownerId", "out-of-reach");
    }
    row.setOwner(ownerId, department.get().orElse(null));
  }

  @Override
  public D update(long id, Integer version, Long ownerId, Consumer<E> change) {
    var caller = user.get();
    return write(
        em -> {
          var before = changeable(id, caller);
          var row = guarded(em, id, version);
          var kept = kept(id, caller);
          change.accept(row);
          if (ownerId != null
              && !ownerId.equals(before.ownerId)
              && !rules(caller).kept().contains("ownerId")) {
            own(row, ownerId, caller);
          }
          row.setUpdated(now(), caller.id());
          em.flush();
          kept.run();
          return shown(written(row, before, Facts.Kind.UPDATED, caller), caller);
        });
  }

  /** Keeps what the caller may not change as it is; to be run when the change is made. */
  private Runnable kept(long id, Caller caller) {
    var columns = listing.columns().kept(rules(caller).kept());
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
  public void derive(long id, String field, Object value) {
    sql.update(
        "update " + spec.table() + " set " + listing.columns().derived(field) + " = ? where id = ?",
        value,
        id);
  }

  @Override
  public void hold(long id) {
    sql.update("update " + spec.table() + " set version = version where id = ?", id);
  }

  @Override
  public void delete(long id, Integer version) {
    var caller = user.get();
    write(
        em -> {
          var before = changeable(id, caller);
          var row = guarded(em, id, version);
          row.setDeletedAt(now());
          row.setUpdated(now(), caller.id());
          em.flush();
          facts.append(
              spec.collection(),
              Facts.Kind.DELETED,
              id,
              row.getVersion(),
              json(before),
              null,
              caller.id());
          return before;
        });
  }

  @Override
  public D restore(long id) {
    var caller = user.get();
    return write(
        em -> {
          var deleted = new Condition("t.deleted_at is not null", List.of());
          if (one(Condition.of("t.id = ?", id), deleted, scope()).isEmpty()) {
            throw CrmException.notFound();
          }
          checkChanges(id, caller);
          var row = em.find(spec.entity(), id);
          row.setDeletedAt(null);
          row.setUpdated(now(), caller.id());
          em.flush();
          return shown(written(row, null, Facts.Kind.RESTORED, caller), caller);
        });
  }

  private <T> T write(Function<EntityManager, T> work) {
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

  /** The record as it now reads, with the fact appended. */
  private D written(E row, D before, Facts.Kind kind, Caller caller) {
    var after = one(Condition.of("t.id = ?", row.getId())).orElseThrow(CrmException::notFound);
    var was = kind == Facts.Kind.RESTORED ? after : before;
    retired.check(was, after);
    if (kind != Facts.Kind.RESTORED) {
      demands.checkRequired(spec.collection(), fields, after);
    }
    keys.checkUnique(
        demands.unique(spec.collection()),
        demands.duplicates(spec.collection()) == Demands.Duplicates.BLOCK,
        row.getId(),
        before,
        after);
    keys.write(row.getId(), was, after);
    derived.write(row.getId(), was, after);
    facts.append(
        spec.collection(),
        kind,
        row.getId(),
        row.getVersion(),
        json(before),
        json(after),
        caller.id());
    return after;
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
      one(Condition.of("t.id = ?", id)).ifPresent(record -> derived.write(id, null, record));
    }
  }

  /** Makes what a record is told apart by, whatever is kept of it. */
  void rekey(long id) {
    hold(id);
    keys.clear(id);
    one(Condition.of("t.id = ?", id)).ifPresent(record -> keys.write(id, null, record));
  }

  private JsonNode json(D record) {
    return record == null ? null : json.valueToTree(record);
  }

  /** As fine as every database keeps it. */
  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
