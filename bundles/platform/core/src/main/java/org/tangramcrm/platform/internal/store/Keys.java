package org.tangramcrm.platform.internal.store;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * By what records of a collection are told apart: the values of its identifying fields, in a form
 * that does not go by case, width or spaces. Kept beside the rows, in the record's own transaction.
 */
final class Keys<D extends BusinessRecord> {
  private static final Logger LOG = LoggerFactory.getLogger(Keys.class);

  /** As long as the column is. */
  private static final int LENGTH = 200;

  /** So many rows are there for writers of what has to be unique to wait for each other at. */
  private static final int LOCKS = 32;

  private final String collection;
  private final String table;
  private final List<Identifying> identifying = new ArrayList<>();
  private final Sql sql;
  private volatile Set<String> told = Set.of();

  /**
   * @param within of a nested field, the one of its fields that is meant; else null
   */
  private record Identifying(FieldModel field, FieldModel within) {}

  /**
   * @param field the record's own field, also where the value stands within its values
   */
  private record Key(String field, String value) {}

  Keys(String collection, String table, List<FieldModel> fields, Sql sql) {
    this.collection = collection;
    this.table = table;
    this.sql = sql;
    for (var field : fields) {
      if (field.declaration().identifying()) {
        identifying.add(new Identifying(field, null));
      } else if (field.type() == FieldType.NESTED) {
        Fields.within(field).stream()
            .filter(part -> part.declaration().identifying())
            .forEach(part -> identifying.add(new Identifying(field, part)));
      }
    }
  }

  /** Of the fields that records are told apart by; 0 where there are none. */
  int version() {
    return identifying.stream()
        .map(one -> one.field().name() + (one.within() == null ? "" : "." + one.within().name()))
        .collect(Collectors.joining(","))
        .hashCode();
  }

  /**
   * That no other record has what is new in a record, where an installation demands that. Who else
   * enters something that is demanded to be unique waits until this transaction has ended.
   *
   * @param unique the fields that it is demanded of
   * @param before null for a record that was not there
   * @throws CrmException {@code invalid} naming the fields
   */
  void checkUnique(Set<String> unique, long id, D before, D after) {
    tellUnknown(unique);
    var entered = of(after);
    entered.removeIf(key -> !unique.contains(key.field()));
    entered.removeAll(of(before));
    if (entered.isEmpty()) {
      return;
    }
    // One row for a collection: two transactions of several records could else wait for each other.
    sql.update(
        "update tangram_key_lock set held = held + 1 where id = ?",
        Math.floorMod(collection.hashCode(), LOCKS));
    var problem = new CrmException(Code.INVALID, null);
    for (var key : entered) {
      if (has(key, id)) {
        problem.error(key.field(), "duplicate");
      }
    }
    if (!problem.errors.isEmpty()) {
      throw problem;
    }
  }

  /**
   * Whether another record has a key. Its row is asked for by its id: a search through rows would
   * wait for those that others are just adding, who wait for this transaction.
   */
  private boolean has(Key key, long id) {
    return sql
        .query(
            "select record_id from tangram_key where collection = ? and field = ? and value_key = ? and record_id <> ?",
            List.of(collection, key.field(), key.value(), id),
            row -> row.getLong(1))
        .stream()
        .anyMatch(
            other ->
                sql.first(
                        "select id from " + table + " where id = ? and deleted_at is null",
                        List.of(other),
                        row -> row.getLong(1))
                    .isPresent());
  }

  /** Once for each configuration. */
  private void tellUnknown(Set<String> unique) {
    if (unique.equals(told)) {
      return;
    }
    told = unique;
    unique.stream()
        .filter(name -> identifying.stream().noneMatch(one -> one.field().name().equals(name)))
        .forEach(
            name ->
                LOG.warn(
                    "unique.{}: {} is no identifying field and is passed over", collection, name));
  }

  /**
   * @param before null for a record that nothing is kept of
   */
  void write(long id, D before, D after) {
    var was = of(before);
    var is = of(after);
    var gone = new LinkedHashSet<>(was);
    gone.removeAll(is);
    is.removeAll(was);
    gone.forEach(
        key ->
            sql.update(
                "delete from tangram_key where collection = ? and record_id = ? and field = ? and value_key = ?",
                collection,
                id,
                key.field(),
                key.value()));
    if (!is.isEmpty()) {
      var values = new ArrayList<Object>();
      is.forEach(key -> values.addAll(List.of(collection, id, key.field(), key.value())));
      sql.update(
          "insert into tangram_key (collection, record_id, field, value_key) values "
              + String.join(", ", java.util.Collections.nCopies(is.size(), "(?, ?, ?, ?)")),
          values.toArray());
    }
  }

  /** Forgets what is kept of a record. */
  void clear(long id) {
    sql.update("delete from tangram_key where collection = ? and record_id = ?", collection, id);
  }

  private Set<Key> of(D record) {
    var keys = new LinkedHashSet<Key>();
    if (record == null) {
      return keys;
    }
    for (var one : identifying) {
      var value = one.field().value(record);
      if (one.within() == null) {
        add(keys, one, value);
      } else if (value instanceof Collection<?> items) {
        items.forEach(item -> add(keys, one, one.within().value(item)));
      }
    }
    return keys;
  }

  private static void add(Set<Key> keys, Identifying one, Object value) {
    var key = value == null ? "" : key(value.toString());
    if (!key.isEmpty()) {
      keys.add(new Key(one.field().name(), key));
    }
  }

  static String key(String text) {
    var plain =
        Normalizer.normalize(text, Normalizer.Form.NFKC)
            .replaceAll("\\s+", "")
            .toLowerCase(Locale.ROOT);
    return plain.substring(0, Math.min(LENGTH, plain.length()));
  }
}
