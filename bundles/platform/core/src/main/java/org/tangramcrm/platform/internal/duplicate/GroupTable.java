package org.tangramcrm.platform.internal.duplicate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.sql.Sql.RowReader;
import org.tangramcrm.platform.internal.store.SharedMarks.Mark;

/** What searches for duplicates found, and which records are known not to be the same. */
record GroupTable(Sql sql) {
  /** As the sequence has it: a search takes all its ids at once. */
  static final int MOST_GROUPS = 2_000;

  private static final int AT_ONCE = 500;

  /** A group as it was found. */
  record Found(long id, List<Mark> marks) {
    Set<Long> records() {
      return marks.stream().flatMap(mark -> mark.records().stream()).collect(Collectors.toSet());
    }
  }

  /**
   * @param more whether there may be more than it found
   */
  record Search(Instant foundAt, boolean more) {}

  private record Member(long group, int mark, long record, String field) {}

  /** Keeps what somebody's search found in place of what was found before. */
  void keep(long owner, String collection, List<Grouping.Group> groups, boolean more) {
    forget("owner_id = ? and collection = ?", owner, collection);
    var now = now();
    sql.update(
        "insert into tangram_duplicate_search (owner_id, collection, found_at, more) values (?, ?, ?, ?)",
        owner,
        collection,
        now,
        more);
    if (groups.isEmpty()) {
      return;
    }
    var first = sql.next("tangram_duplicate_group_seq");
    var rows = new ArrayList<Object[]>();
    var members = new ArrayList<Object[]>();
    for (int i = 0; i < groups.size(); i++) {
      var id = first + i;
      rows.add(new Object[] {id, owner, collection, now});
      int number = 0;
      for (var mark : groups.get(i).marks()) {
        for (var record : mark.records()) {
          members.add(new Object[] {id, number, record, mark.field()});
        }
        number++;
      }
    }
    batch(
        "insert into tangram_duplicate_group (id, owner_id, collection, found_at) values (?, ?, ?, ?)",
        rows);
    batch(
        "insert into tangram_duplicate_member (group_id, mark, record_id, field) values (?, ?, ?, ?)",
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
    sql.update("delete from tangram_duplicate_search where " + which, values);
  }

  /** Somebody's last search; empty where nothing is kept of it. */
  Optional<Search> search(long owner, String collection) {
    return sql.first(
        "select found_at, more from tangram_duplicate_search where owner_id = ? and collection = ?",
        List.of(owner, collection),
        row -> new Search(row.getTimestamp(1).toInstant(), row.getBoolean(2)));
  }

  /** Those of somebody's groups that come after one, in their order. */
  List<Found> page(long owner, String collection, long after, int most) {
    return found(
        sql.query(
            "select id from tangram_duplicate_group where owner_id = ? and collection = ? and id > ?"
                + " order by id fetch first "
                + most
                + " rows only",
            List.of(owner, collection, after),
            row -> row.getLong(1)));
  }

  Optional<Found> find(long owner, String collection, long id) {
    return page(owner, collection, id - 1, 1).stream().filter(group -> group.id() == id).findAny();
  }

  private List<Found> found(List<Long> groups) {
    var marks = new HashMap<Long, TreeMap<Integer, Mark>>();
    if (!groups.isEmpty()) {
      sql.query(
              "select group_id, mark, record_id, field from tangram_duplicate_member where group_id in ("
                  + Sql.marks(groups.size())
                  + ")",
              groups,
              row -> new Member(row.getLong(1), row.getInt(2), row.getLong(3), row.getString(4)))
          .forEach(
              member ->
                  marks
                      .computeIfAbsent(member.group(), group -> new TreeMap<>())
                      .computeIfAbsent(
                          member.mark(), mark -> new Mark(member.field(), new ArrayList<>()))
                      .records()
                      .add(member.record()));
    }
    return groups.stream()
        .map(id -> new Found(id, List.copyOf(marks.getOrDefault(id, new TreeMap<>()).values())))
        .toList();
  }

  /** Which of some records were merged into others. */
  Set<Long> merged(String collection, Collection<Long> records) {
    return Set.copyOf(
        of(
            records,
            "record_id from tangram_merged",
            "record_id",
            collection,
            row -> row.getLong(1)));
  }

  /**
   * Those pairs of some records that are known not to be the same. What was said of a record is
   * true of the one that it was merged into, as long as it is.
   *
   * @param records that are there
   */
  Set<Pair> distinct(String collection, Collection<Long> records) {
    var survivors = new HashMap<Long, Long>();
    records.forEach(record -> survivors.put(record, record));
    Collection<Long> next = records;
    while (!next.isEmpty()) {
      var taken = new ArrayList<Long>();
      of(
              next,
              "record_id, survivor_id from tangram_merged",
              "survivor_id",
              collection,
              row -> Map.entry(row.getLong(1), row.getLong(2)))
          .forEach(
              merged -> {
                if (survivors.putIfAbsent(merged.getKey(), survivors.get(merged.getValue()))
                    == null) {
                  taken.add(merged.getKey());
                }
              });
      next = taken;
    }
    var pairs = new HashSet<Pair>();
    of(
            survivors.keySet(),
            "record_id, other_id from tangram_distinct",
            "record_id",
            collection,
            row -> Map.entry(row.getLong(1), row.getLong(2)))
        .forEach(
            said -> {
              var one = survivors.get(said.getKey());
              var other = survivors.get(said.getValue());
              if (other != null && !other.equals(one)) {
                pairs.add(Pair.of(one, other));
              }
            });
    return pairs;
  }

  /**
   * @param column by which those of the records are found
   */
  private <T> List<T> of(
      Collection<Long> records,
      String selected,
      String column,
      String collection,
      RowReader<T> reader) {
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
                  + " where collection = ? and "
                  + column
                  + " in ("
                  + Sql.marks(some.size())
                  + ")",
              values,
              reader));
    }
    return found;
  }

  /**
   * Notes that no two of some records are the same.
   *
   * @return whether that was not known of any of them
   */
  boolean dismiss(String collection, List<Long> records, long by) {
    var now = now();
    var told = false;
    for (var pair : Pair.of(records).toList()) {
      told |=
          sql.insertUnlessThere(
              "insert into tangram_distinct (collection, record_id, other_id, said_at, said_by) values (?, ?, ?, ?, ?)",
              collection,
              pair.one(),
              pair.other(),
              now,
              by);
    }
    return told;
  }

  /** That two records are not the same. */
  record Said(Pair pair, Instant at, long by) {}

  /** What was said of a collection's records, the last first. */
  List<Said> said(String collection, int from, int most) {
    return sql.query(
        "select record_id, other_id, said_at, said_by from tangram_distinct where collection = ?"
            + " order by said_at desc, record_id desc, other_id desc offset "
            + from
            + " rows fetch next "
            + most
            + " rows only",
        List.of(collection),
        row ->
            new Said(
                Pair.of(row.getLong(1), row.getLong(2)),
                row.getTimestamp(3).toInstant(),
                row.getLong(4)));
  }

  /**
   * Forgets of any two of some records that they are not the same.
   *
   * @return whether that was known of any of them
   */
  boolean withdraw(String collection, List<Long> records) {
    var told = false;
    for (var pair : Pair.of(List.copyOf(new TreeSet<>(records))).toList()) {
      told |=
          sql.update(
                  "delete from tangram_distinct where collection = ? and record_id = ? and other_id = ?",
                  collection,
                  pair.one(),
                  pair.other())
              > 0;
    }
    return told;
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
