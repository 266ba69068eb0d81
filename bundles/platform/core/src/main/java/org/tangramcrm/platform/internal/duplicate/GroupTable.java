package org.tangramcrm.platform.internal.duplicate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.sql.Sql.RowReader;

/** What searches for duplicates found, and which records are known not to be the same. */
record GroupTable(Sql sql) {
  /** As the sequence has it: a search takes all its ids at once. */
  static final int MOST_GROUPS = 2_000;

  private static final int AT_ONCE = 500;

  /** A group as it was found. */
  record Found(long id, boolean dismissed, Map<Long, Set<String>> members) {}

  /** Keeps what somebody's search found in place of what was found before. */
  void keep(long owner, String collection, List<Grouping.Group> groups) {
    forget("owner_id = ? and collection = ?", owner, collection);
    if (groups.isEmpty()) {
      return;
    }
    var first = sql.next("tangram_duplicate_group_seq");
    var now = now();
    var rows = new ArrayList<Object[]>();
    var members = new ArrayList<Object[]>();
    for (int i = 0; i < groups.size(); i++) {
      var id = first + i;
      rows.add(new Object[] {id, owner, collection, now});
      groups
          .get(i)
          .members()
          .forEach(
              (record, fields) -> members.add(new Object[] {id, record, String.join(",", fields)}));
    }
    batch(
        "insert into tangram_duplicate_group (id, owner_id, collection, found_at) values (?, ?, ?, ?)",
        rows);
    batch(
        "insert into tangram_duplicate_member (group_id, record_id, fields) values (?, ?, ?)",
        members);
  }

  private void batch(String insert, List<Object[]> rows) {
    for (int at = 0; at < rows.size(); at += AT_ONCE) {
      sql.batch(insert, rows.subList(at, Math.min(rows.size(), at + AT_ONCE)));
    }
  }

  /** Forgets what was found before. */
  void forgetBefore(Instant when) {
    forget("found_at < ?", when.truncatedTo(ChronoUnit.MILLIS));
  }

  private void forget(String which, Object... values) {
    sql.update(
        "delete from tangram_duplicate_member where group_id in"
            + " (select id from tangram_duplicate_group where "
            + which
            + ")",
        values);
    sql.update("delete from tangram_duplicate_group where " + which, values);
  }

  /** Those of somebody's groups that come after one, in their order. */
  List<Found> page(long owner, String collection, long after, int most) {
    var groups =
        sql.query(
            "select id, dismissed_at from tangram_duplicate_group where owner_id = ? and collection = ? and id > ?"
                + " order by id fetch first "
                + most
                + " rows only",
            List.of(owner, collection, after),
            row -> new Found(row.getLong(1), row.getTimestamp(2) != null, new HashMap<>()));
    addMembers(groups);
    return groups;
  }

  Optional<Found> find(long owner, String collection, long id) {
    return page(owner, collection, id - 1, 1).stream().filter(group -> group.id() == id).findAny();
  }

  private void addMembers(List<Found> groups) {
    if (groups.isEmpty()) {
      return;
    }
    var byId = new HashMap<Long, Found>();
    groups.forEach(group -> byId.put(group.id(), group));
    sql.query(
        "select group_id, record_id, fields from tangram_duplicate_member where group_id in ("
            + Sql.marks(groups.size())
            + ")",
        List.copyOf(byId.keySet()),
        row ->
            byId.get(row.getLong(1))
                .members()
                .put(row.getLong(2), Set.of(row.getString(3).split(","))));
  }

  /** Which of some records were merged into others. */
  Set<Long> merged(String collection, Collection<Long> records) {
    return Set.copyOf(
        of(records, "record_id from tangram_merged", collection, row -> row.getLong(1)));
  }

  /** Those pairs of some records that are known not to be the same. */
  Set<Pair> distinct(String collection, Collection<Long> records) {
    return Set.copyOf(
        of(
            records,
            "record_id, other_id from tangram_distinct",
            collection,
            row -> new Pair(row.getLong(1), row.getLong(2))));
  }

  private <T> List<T> of(
      Collection<Long> records, String selected, String collection, RowReader<T> reader) {
    var all = List.copyOf(records);
    var found = new ArrayList<T>();
    for (int at = 0; at < all.size(); at += AT_ONCE) {
      var some = all.subList(at, Math.min(all.size(), at + AT_ONCE));
      var values = new ArrayList<Object>(List.of(collection));
      values.addAll(some);
      found.addAll(
          sql.query(
              "select "
                  + selected
                  + " where collection = ? and record_id in ("
                  + Sql.marks(some.size())
                  + ")",
              values,
              reader));
    }
    return found;
  }

  /** Notes of a group that no two of some records are the same. */
  void dismiss(long group, String collection, List<Long> records, long by) {
    var now = now();
    for (int i = 0; i < records.size(); i++) {
      for (int j = i + 1; j < records.size(); j++) {
        var pair = Pair.of(records.get(i), records.get(j));
        sql.insertUnlessThere(
            "insert into tangram_distinct (collection, record_id, other_id, said_at, said_by) values (?, ?, ?, ?, ?)",
            collection,
            pair.one(),
            pair.other(),
            now,
            by);
      }
    }
    sql.update("update tangram_duplicate_group set dismissed_at = ? where id = ?", now, group);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
