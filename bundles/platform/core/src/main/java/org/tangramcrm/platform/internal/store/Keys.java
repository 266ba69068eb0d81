package org.tangramcrm.platform.internal.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.contract.Likeness;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * By what records of a collection are told apart, and by what they look alike: the values of
 * identifying fields in a form that does not go by case, width or spaces, and what their {@link
 * Likeness} makes of them. Kept beside the rows, in the record's own transaction.
 */
final class Keys<D extends BusinessRecord> {
  private static final Logger LOG = LoggerFactory.getLogger(Keys.class);

  /** As long as the column is. */
  private static final int LENGTH = 200;

  /** So many rows are there for writers of what has to be unique to wait for each other at. */
  private static final int LOCKS = 32;

  /** So many values are looked for in one statement. */
  private static final int AT_ONCE = 200;

  /** Parts what a mark is of from what stands there. */
  private static final String MARK = "\n";

  /** So many records with one key are looked at; more of them are no duplicates any more. */
  static final int MOST_ALIKE = 50;

  private static final Sql.Insert ADD =
      new Sql.Insert(
          "tangram_key",
          List.of("collection", "record_id", "field", "value_key"),
          List.of("varchar", "bigint", "varchar", "varchar"),
          false);

  private final String collection;
  private final String table;
  private final List<Compared> compared = new ArrayList<>();
  private final Sql sql;
  private volatile Set<String> told = Set.of();

  /** A part of records by which they are compared, and how. */
  private record Compared(Part part, Likeness likeness) {
    Key key(String text) {
      var key = Likenesses.key(likeness, text);
      return new Key(
          part.field().name(), likeness, key.substring(0, Math.min(LENGTH, key.length())));
    }
  }

  /**
   * @param field the record's own field, also where the value stands within its values
   */
  private record Key(String field, Likeness likeness, String value) {
    private static final String ALIKE = "~";

    /** What it is kept under. */
    String column() {
      return likeness == Likeness.NONE ? field : field + ALIKE;
    }

    static String field(String column) {
      return column.endsWith(ALIKE) ? column.substring(0, column.length() - 1) : column;
    }
  }

  Keys(String collection, String table, List<FieldModel> fields, Sql sql) {
    this.collection = collection;
    this.table = table;
    this.sql = sql;
    for (var part : Part.of(fields, Keys::compared)) {
      if (declared(part).identifying()) {
        compared.add(new Compared(part, Likeness.NONE));
      }
      if (part.field().declaration().alike() != Likeness.NONE) {
        compared.add(new Compared(part, part.field().declaration().alike()));
      }
    }
  }

  /** Whether records are compared by a field, or by what stands within it. */
  static boolean comparedBy(FieldModel field) {
    return !Part.of(List.of(field), Keys::compared).isEmpty();
  }

  private static boolean compared(FieldModel field) {
    return field.declaration().identifying()
        || field.type() != FieldType.NESTED && field.declaration().alike() != Likeness.NONE;
  }

  private static org.tangramcrm.platform.contract.Field declared(Part part) {
    return (part.within() == null ? part.field() : part.within()).declaration();
  }

  boolean none() {
    return compared.isEmpty();
  }

  /** Of the fields that records are compared by, and how. */
  int version() {
    return Likenesses.VERSION
        + compared.stream()
            .map(one -> one.part().path() + one.likeness())
            .collect(Collectors.joining(","))
            .hashCode();
  }

  /**
   * That no other record has what is new in a record, where an installation demands that. Who else
   * enters something that is demanded to be unique waits until this transaction has ended.
   *
   * @param unique the fields that it is demanded of
   * @param alike whether others may not even look alike
   * @param before null for a record that was not there
   * @throws CrmException {@code invalid} naming the fields
   */
  void checkUnique(Set<String> unique, boolean alike, long id, D before, D after) {
    tellUnknown(unique);
    if (unique.isEmpty() && !alike) {
      return;
    }
    var entered = of(after);
    entered.removeIf(
        key -> !alike && !(key.likeness() == Likeness.NONE && unique.contains(key.field())));
    entered.removeAll(of(before));
    if (entered.isEmpty()) {
      return;
    }
    // One row for a collection: two transactions of several records could else wait for each other.
    sql.update(
        "update tangram_key_lock set held = held + 1 where id = ?",
        Math.floorMod(collection.hashCode(), LOCKS));
    var taken = new TreeSet<String>();
    for (var key : entered) {
      if (taken(key, id)) {
        taken.add(key.field());
      }
    }
    if (!taken.isEmpty()) {
      var problem = new CrmException(Code.INVALID, null);
      taken.forEach(field -> problem.error(field, "duplicate"));
      throw problem;
    }
  }

  /**
   * Whether another record has a key. Their rows are asked for by their ids: a search through rows
   * would wait for those that others are just adding, who wait for this transaction.
   */
  private boolean taken(Key key, long id) {
    sql.settle();
    long after = Long.MIN_VALUE;
    while (true) {
      var others =
          sql.query(
              "select record_id from tangram_key where collection = ? and field = ? and value_key = ?"
                  + " and record_id <> ? and record_id > ? order by record_id fetch first "
                  + MOST_ALIKE
                  + " rows only",
              List.of(collection, key.column(), key.value(), id, after),
              row -> row.getLong(1));
      if (others.stream().anyMatch(this::isThere)) {
        return true;
      } else if (others.size() < MOST_ALIKE) {
        return false;
      }
      after = others.get(others.size() - 1);
    }
  }

  private boolean isThere(long id) {
    return sql.first(
            "select id from " + table + " where id = ? and deleted_at is null",
            List.of(id),
            row -> row.getLong(1))
        .isPresent();
  }

  /** The other records that are there and have a key, the oldest of them. */
  private List<Long> others(String column, String value, Long id) {
    return sql.query(
        "select k.record_id from tangram_key k where k.collection = ? and k.field = ? and k.value_key = ?"
            + " and k.record_id <> ? and exists (select 1 from "
            + table
            + " x where x.id = k.record_id and x.deleted_key = 0) order by k.record_id fetch first "
            + MOST_ALIKE
            + " rows only",
        List.of(collection, column, value, id == null ? -1 : id),
        row -> row.getLong(1));
  }

  /**
   * The records that are like one.
   *
   * @param hidden fields that are not compared
   */
  List<Alike> alike(long id, Set<String> hidden) {
    var found = new LinkedHashMap<Long, Set<String>>();
    sql.query(
            "select field, value_key from tangram_key where collection = ? and record_id = ?",
            List.of(collection, id),
            row -> Map.entry(row.getString(1), row.getString(2)))
        .forEach(key -> addOthers(found, key.getKey(), key.getValue(), id, hidden));
    return alike(found);
  }

  /**
   * The records that are like what stands in some fields.
   *
   * @param values by field
   * @param except the record that is not meant; null for none
   */
  List<Alike> alike(Map<String, List<String>> values, Long except, Set<String> hidden) {
    var keys = new LinkedHashSet<Key>();
    for (var one : compared) {
      values.getOrDefault(one.part().field().name(), List.of()).stream()
          .map(one::key)
          .filter(key -> !key.value().isEmpty())
          .forEach(keys::add);
    }
    var found = new LinkedHashMap<Long, Set<String>>();
    keys.forEach(key -> addOthers(found, key.column(), key.value(), except, hidden));
    return alike(found);
  }

  /**
   * Of what each of some records that are not there yet has, what others could have too: told by
   * strings, with the field of each.
   *
   * @param hidden fields that are not compared
   */
  Map<String, String> marks(D entered, Set<String> hidden) {
    var marks = new LinkedHashMap<String, String>();
    of(entered).stream()
        .filter(key -> !hidden.contains(key.field()))
        .forEach(key -> marks.put(key.column() + MARK + key.value(), key.field()));
    return marks;
  }

  /**
   * Which marks a record that is there has. One statement for many of them: each is looked for by
   * itself, since one mail domain may stand in very many records. As values, and not as conditions,
   * the subqueries cannot be joined: by tables that just fill PostgreSQL would read all of them.
   */
  Set<String> taken(Collection<String> marks) {
    var taken = new HashSet<String>();
    var byColumn =
        marks.stream().distinct().collect(Collectors.groupingBy(mark -> mark.split(MARK)[0]));
    byColumn.forEach(
        (column, some) -> {
          for (int at = 0; at < some.size(); at += AT_ONCE) {
            taken.addAll(taken(column, some.subList(at, Math.min(some.size(), at + AT_ONCE))));
          }
        });
    return taken;
  }

  private List<String> taken(String column, List<String> marks) {
    var values = new ArrayList<Object>();
    marks.forEach(mark -> values.add(mark.substring(column.length() + MARK.length())));
    values.add(collection);
    values.add(column);
    return sql.query(
        "select v.sought from (values "
            + String.join(
                ", ", java.util.Collections.nCopies(marks.size(), "(cast(? as varchar(200)))"))
            + ") v (sought) where (select k.record_id from tangram_key k"
            + " --DERBY-PROPERTIES joinStrategy=NESTEDLOOP, index=TANGRAM_KEY_VALUE\n"
            + " where k.collection = ? and k.field = ? and k.value_key = v.sought and (select x.deleted_key from "
            + table
            + " x where x.id = k.record_id) = 0 fetch first 1 rows only) is not null",
        values,
        row -> column + MARK + row.getString(1));
  }

  /** Which records that are there have each of some values in an identifying field. */
  Map<String, List<Long>> having(String field, Collection<String> values) {
    var sought = new LinkedHashMap<String, List<String>>();
    for (var one : compared) {
      if (one.likeness() == Likeness.NONE && one.part().path().equals(field)) {
        values.forEach(
            value ->
                sought
                    .computeIfAbsent(one.key(value).value(), key -> new ArrayList<>())
                    .add(value));
      }
    }
    sought.remove("");
    var having = new HashMap<String, List<Long>>();
    var keys = List.copyOf(sought.keySet());
    for (int at = 0; at < keys.size(); at += AT_ONCE) {
      var some = keys.subList(at, Math.min(keys.size(), at + AT_ONCE));
      var parameters = new ArrayList<Object>(List.of(collection, field));
      parameters.addAll(some);
      sql.query(
              "select k.value_key, k.record_id from tangram_key k where k.collection = ? and k.field = ? and k.value_key in ("
                  + Sql.marks(some.size())
                  + ")",
              parameters,
              row -> Map.entry(row.getString(1), row.getLong(2)))
          .forEach(
              found ->
                  sought
                      .get(found.getKey())
                      .forEach(
                          value ->
                              having
                                  .computeIfAbsent(value, key -> new ArrayList<>())
                                  .add(found.getValue())));
    }
    return having;
  }

  private void addOthers(
      Map<Long, Set<String>> found, String column, String value, Long except, Set<String> hidden) {
    var field = Key.field(column);
    if (!hidden.contains(field)) {
      others(column, value, except)
          .forEach(other -> found.computeIfAbsent(other, id -> new TreeSet<>()).add(field));
    }
  }

  private static List<Alike> alike(Map<Long, Set<String>> found) {
    return found.entrySet().stream()
        .map(other -> new Alike(other.getKey(), other.getValue()))
        .toList();
  }

  /**
   * An expression on a row {@code t}: 1 where another record is like it, else 0. The comments are
   * orders to Derby, which would read all keys of the collection into a hash table.
   *
   * @param hidden fields that are not compared
   */
  String suspicion(Set<String> hidden) {
    var others = columns(hidden).keySet().stream().map(column -> "'" + column + "'").toList();
    return others.isEmpty()
        ? "0"
        : "case when exists (select 1 from --DERBY-PROPERTIES joinOrder=FIXED\n tangram_key k join tangram_key o"
            + " --DERBY-PROPERTIES joinStrategy=NESTEDLOOP, index=TANGRAM_KEY_VALUE\n"
            + " on o.collection = k.collection and o.field = k.field and o.value_key = k.value_key"
            + " where k.collection = '"
            + collection
            + "' and k.record_id = t.id and k.field in ("
            + String.join(", ", others)
            + ") and o.record_id <> t.id and exists (select 1 from "
            + table
            + " x where x.id = o.record_id and x.deleted_key = 0)) then 1 else 0 end";
  }

  /**
   * What several of those records have that are within a reach.
   *
   * @param hidden fields that are not compared
   */
  SharedMarks shared(Set<String> hidden, Condition reach) {
    return new SharedMarks(collection, table, columns(hidden), reach, SharedMarks.PORTION, sql);
  }

  /** Under what marks are kept, with the field of each. */
  private Map<String, String> columns(Set<String> hidden) {
    var columns = new LinkedHashMap<String, String>();
    for (var one : compared) {
      var key = one.key("");
      if (!hidden.contains(key.field())) {
        columns.put(key.column(), key.field());
      }
    }
    return columns;
  }

  /** Once for each configuration. */
  private void tellUnknown(Set<String> unique) {
    if (unique.equals(told)) {
      return;
    }
    told = unique;
    unique.stream()
        .filter(
            name ->
                compared.stream()
                    .noneMatch(
                        one ->
                            one.likeness() == Likeness.NONE
                                && one.part().field().name().equals(name)))
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
    if (!gone.isEmpty()) {
      sql.settle();
    }
    gone.forEach(
        key ->
            sql.update(
                "delete from tangram_key where collection = ? and record_id = ? and field = ? and value_key = ?",
                collection,
                id,
                key.column(),
                key.value()));
    sql.later(
        ADD,
        is.stream().map(key -> new Object[] {collection, id, key.column(), key.value()}).toList());
  }

  /** Forgets what is kept of a record. */
  void clear(long id) {
    sql.update("delete from tangram_key where collection = ? and record_id = ?", collection, id);
  }

  private Collection<Key> of(D record) {
    var keys = new LinkedHashSet<Key>();
    if (record != null) {
      for (var one : compared) {
        one.part().texts(record).stream()
            .map(one::key)
            .filter(key -> !key.value().isEmpty())
            .forEach(keys::add);
      }
    }
    return keys;
  }
}
