package org.tangramcrm.platform.internal.identity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * Who was where from when to when, written in the transaction of the change: what is asked as at a
 * day in the past needs the company as it was then (M-82).
 */
final class Spells {
  private static final int AT_ONCE = 500;

  /** What lasted just before a moment, which is to be given twice. */
  private static final String LASTING = "since_at < ? and (until_at is null or until_at >= ?)";

  /**
   * One time at one place.
   *
   * @param where null at the top
   * @param until null while it lasts
   */
  record Spell(long who, Long where, Instant since, Instant until) {}

  private final Sql sql;
  private final String table;
  private final String who;
  private final String where;
  private final String select;

  private Spells(Sql sql, String table, String who, String where) {
    this.sql = sql;
    this.table = table;
    this.who = who;
    this.where = where;
    this.select = "select " + who + ", " + where + ", since_at, until_at from " + table;
  }

  /** Users in departments. */
  static Spells ofUsers(Sql sql) {
    return new Spells(sql, "tangram_membership", "user_id", "department_id");
  }

  /** Departments below others. */
  static Spells ofDepartments(Sql sql) {
    return new Spells(sql, "tangram_department_place", "department_id", "parent_id");
  }

  /**
   * From now on somebody is somewhere, and nowhere else.
   *
   * @param at null for the top
   */
  void begin(long id, Long at) {
    var now = moment(id);
    end(id, now);
    sql.update(
        "insert into " + table + " (" + who + ", " + where + ", since_at) values (?, ?, ?)",
        id,
        at,
        now);
  }

  /** From now on somebody is nowhere. */
  void end(long id) {
    end(id, moment(id));
  }

  /** Now, and after all that is known: the clock of another node may be a little ahead. */
  private Instant moment(long id) {
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return sql
        .query(
            "select since_at, until_at from " + table + " where " + who + " = ?",
            List.of(id),
            row -> row.getTimestamp(row.getTimestamp(2) == null ? 1 : 2).toInstant())
        .stream()
        .filter(known -> known.isAfter(now))
        .max(Comparator.naturalOrder())
        .map(known -> known.plusMillis(1))
        .orElse(now);
  }

  private void end(long id, Instant now) {
    // One that came and went in the same moment was never anywhere.
    sql.update(
        "delete from " + table + " where " + who + " = ? and until_at is null and since_at >= ?",
        id,
        now);
    sql.update(
        "update " + table + " set until_at = ? where " + who + " = ? and until_at is null",
        now,
        id);
  }

  /** Where somebody was, the latest first. */
  List<Spell> of(long id) {
    return read(" where " + who + " = ? order by since_at desc", List.of(id));
  }

  /** Who was somewhere, the latest first, and no more than so many. */
  List<Spell> at(long place, int most) {
    return read(
        " where "
            + where
            + " = ? order by since_at desc, "
            + who
            + " fetch first "
            + most
            + " rows only",
        List.of(place));
  }

  /** How often somebody came to a place, and went. */
  record Turnover(int came, int went) {}

  Turnover turnover(long place) {
    return sql.query(
            "select count(*), count(until_at) from " + table + " where " + where + " = ?",
            List.of(place),
            row -> new Turnover(row.getInt(1), row.getInt(2)))
        .get(0);
  }

  /** How many were at each of some places just before a moment; nothing of those that had none. */
  Map<Long, Integer> counted(Instant moment, List<Long> places) {
    var counted = new HashMap<Long, Integer>();
    for (int from = 0; from < places.size(); from += AT_ONCE) {
      var some = places.subList(from, Math.min(places.size(), from + AT_ONCE));
      var parameters = new ArrayList<Object>(List.of(moment, moment));
      parameters.addAll(some);
      sql.query(
              "select "
                  + where
                  + ", count(*) from "
                  + table
                  + " where "
                  + LASTING
                  + " and "
                  + where
                  + " in ("
                  + Sql.marks(some.size())
                  + ") group by "
                  + where,
              parameters,
              row -> Map.entry(row.getLong(1), row.getInt(2)))
          .forEach(place -> counted.put(place.getKey(), place.getValue()));
    }
    return counted;
  }

  /** All that lasted just before a moment. */
  List<Spell> before(Instant moment) {
    return read(" where " + LASTING, List.of(moment, moment));
  }

  /** What of these lasted just before a moment. */
  List<Spell> before(Instant moment, Collection<Long> ids) {
    var all = List.copyOf(ids);
    var found = new ArrayList<Spell>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      var some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      var parameters = new ArrayList<Object>(List.of(moment, moment));
      parameters.addAll(some);
      found.addAll(
          read(
              " where " + LASTING + " and " + who + " in (" + Sql.marks(some.size()) + ")",
              parameters));
    }
    return found;
  }

  private List<Spell> read(String which, List<?> parameters) {
    return sql.query(
        select + which,
        parameters,
        row -> {
          var at = row.getLong(2);
          var nowhere = row.wasNull();
          var until = row.getTimestamp(4);
          return new Spell(
              row.getLong(1),
              nowhere ? null : at,
              row.getTimestamp(3).toInstant(),
              until == null ? null : until.toInstant());
        });
  }
}
