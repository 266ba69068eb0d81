package org.tangramcrm.platform.internal.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * What several records of a collection have (M-16): a telephone, a name in the form in which names
 * are compared. It is looked through in the order in which an index holds it, some thousands of
 * keys in one statement, so that no more than those are ever held.
 */
public final class SharedMarks {
  /** As many keys as are soon looked through. */
  static final int PORTION = 20_000;

  /** Whose so many marks are is asked in one statement. */
  private static final int AT_ONCE = 200;

  /** An order to Derby, which would rather read all keys of the collection. */
  private static final String BY_VALUE = " --DERBY-PROPERTIES index=TANGRAM_KEY_VALUE\n";

  private final String collection;
  private final String table;
  private final Map<String, String> columns;
  private final Condition reach;
  private final int portion;
  private final Sql sql;

  /** Records that are alike in a field. */
  public record Mark(String field, List<Long> records) {}

  /**
   * @param columns under what keys are kept, with the field of each
   * @param reach which records {@code t} count
   * @param portion how many keys are looked through in one statement
   */
  SharedMarks(
      String collection,
      String table,
      Map<String, String> columns,
      Condition reach,
      int portion,
      Sql sql) {
    this.collection = collection;
    this.table = table;
    this.columns = columns;
    this.reach = reach;
    this.portion = portion;
    this.sql = sql;
  }

  /**
   * Tells all of them, portion by portion.
   *
   * @param wanted says of each portion whether there is to be another
   * @param told after each of them: how many keys are through, and how many there are
   */
  public void each(Predicate<List<Mark>> wanted, BiConsumer<Integer, Integer> told) {
    var keys = new LinkedHashMap<String, Integer>();
    columns.keySet().forEach(column -> keys.put(column, count(column)));
    int total = keys.values().stream().mapToInt(Integer::intValue).sum();
    int before = 0;
    for (var column : columns.keySet()) {
      int through = 0;
      var after = "";
      while (after != null) {
        var last = last(column, after);
        if (!wanted.test(shared(column, after, last))) {
          return;
        }
        through = last == null ? keys.get(column) : Math.min(keys.get(column), through + portion);
        told.accept(before + through, total);
        after = last;
      }
      before += keys.get(column);
    }
  }

  private int count(String column) {
    return sql.query(
            "select count(*) from tangram_key" + BY_VALUE + " where collection = ? and field = ?",
            List.of(collection, column),
            row -> row.getInt(1))
        .get(0);
  }

  /** The last value of a portion; null where it is the last of all. */
  private String last(String column, String after) {
    return sql.first(
            "select value_key from tangram_key"
                + BY_VALUE
                + " where collection = ? and field = ? and value_key > ? order by value_key offset "
                + (portion - 1)
                + " rows fetch next 1 rows only",
            List.of(collection, column, after),
            row -> row.getString(1))
        .orElse(null);
  }

  /** With all the records that have the last value: none of them is parted from the others. */
  private List<Mark> shared(String column, String after, String last) {
    var bounds = new ArrayList<Object>(List.of(collection, column, after));
    if (last != null) {
      bounds.add(last);
    }
    var values = new ArrayList<String>();
    var crowded = new ArrayList<String>();
    sql.query(
        "select value_key, count(*) from tangram_key"
            + BY_VALUE
            + " where collection = ? and field = ? and value_key > ?"
            + (last == null ? "" : " and value_key <= ?")
            + " group by value_key having count(*) > 1",
        bounds,
        row -> (row.getInt(2) > Keys.MOST_ALIKE ? crowded : values).add(row.getString(1)));
    portions(crowded).forEach(some -> values.addAll(ofFew(column, some)));
    var marks = new ArrayList<Mark>();
    portions(values).forEach(some -> marks.addAll(records(column, some)));
    return marks;
  }

  private static List<List<String>> portions(List<String> values) {
    var portions = new ArrayList<List<String>>();
    for (int at = 0; at < values.size(); at += AT_ONCE) {
      portions.add(values.subList(at, Math.min(values.size(), at + AT_ONCE)));
    }
    return portions;
  }

  /** Keys of records that are deleted or merged stay: what is left of some may be few. */
  private List<String> ofFew(String column, List<String> values) {
    return sql.query(
        "select v.sought, count(*)"
            + those(values, RecordStore.PRESENT)
            + " group by v.sought having count(*) between 2 and "
            + Keys.MOST_ALIKE,
        parameters(column, values, RecordStore.PRESENT),
        row -> row.getString(1));
  }

  /** Those of whose records more than one counts. */
  private List<Mark> records(String column, List<String> values) {
    var found = new LinkedHashMap<String, List<Long>>();
    sql.query(
        "select v.sought, t.id" + those(values, reach),
        parameters(column, values, reach),
        row ->
            found
                .computeIfAbsent(row.getString(1), value -> new ArrayList<>())
                .add(row.getLong(2)));
    return found.values().stream()
        .filter(records -> records.size() > 1)
        .map(records -> new Mark(columns.get(column), records))
        .toList();
  }

  /** From which some values are, with the records {@code t} that have them. */
  private String those(List<String> values, Condition which) {
    return " from --DERBY-PROPERTIES joinOrder=FIXED\n (values "
        + String.join(", ", Collections.nCopies(values.size(), "(cast(? as varchar(200)))"))
        + ") v (sought) join tangram_key k"
        + " --DERBY-PROPERTIES joinStrategy=NESTEDLOOP, index=TANGRAM_KEY_VALUE\n"
        + " on k.value_key = v.sought and k.collection = ? and k.field = ? join "
        + table
        + " t --DERBY-PROPERTIES joinStrategy=NESTEDLOOP\n on t.id = k.record_id where "
        + which.sql();
  }

  private List<Object> parameters(String column, List<String> values, Condition which) {
    var parameters = new ArrayList<Object>(values);
    parameters.add(collection);
    parameters.add(column);
    parameters.addAll(which.values());
    return parameters;
  }
}
