package org.tangramcrm.platform.internal.events;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * Reads the log of facts as it grows, also what other nodes write. A transaction may commit after a
 * later one: an id that was passed over is looked for again for a while.
 */
final class FactTail {
  /**
   * What happened to a record.
   *
   * @param parentCollection of the record that it is a part of; null where it is one by itself
   */
  record FactEvent(
      long id,
      Instant at,
      long userId,
      String collection,
      long recordId,
      int version,
      String kind,
      String parentCollection,
      long parentId) {
    boolean isPart() {
      return parentCollection != null;
    }

    /** Whoever may read that record may hear of it. */
    String homeCollection() {
      return isPart() ? parentCollection : collection;
    }

    long homeId() {
      return isPart() ? parentId : recordId;
    }
  }

  private static final String SELECT =
      "select id, happened_at, user_id, collection, record_id, record_version, kind, parent_collection, parent_id from tangram_fact where ";

  private static final int PORTION = 500;
  private static final int MOST_GAPS = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Sql sql;
  private final Clock clock;
  private final NavigableMap<Long, Instant> gaps = new TreeMap<>();
  private long highest = -1;

  FactTail(Sql sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /**
   * Begins at the end of the log as it is now.
   *
   * @return the facts since a moment that is not long ago
   */
  List<FactEvent> begin(Instant since) {
    highest =
        sql.query("select max(id) from tangram_fact", List.of(), row -> row.getLong(1)).get(0);
    gaps.clear();
    return sql
        .query(
            SELECT + "id > ? and id <= ? order by id",
            List.of(highest - PORTION, highest),
            FactTail::read)
        .stream()
        .filter(fact -> fact.at().isAfter(since))
        .toList();
  }

  /** What was committed since the last time. */
  List<FactEvent> next() {
    var facts = new ArrayList<>(late());
    var fresh =
        sql.query(
            SELECT + "id > ? order by id fetch first " + PORTION + " rows only",
            List.of(highest),
            FactTail::read);
    for (var fact : fresh) {
      // From the far end: of a wide gap the last ones are the likely ones.
      for (long id = fact.id() - 1; id > highest && gaps.size() < MOST_GAPS; id--) {
        gaps.put(id, clock.instant());
      }
      highest = fact.id();
    }
    facts.addAll(fresh);
    return facts;
  }

  private List<FactEvent> late() {
    var oldest = clock.instant().minus(PATIENCE);
    gaps.values().removeIf(noticed -> noticed.isBefore(oldest));
    if (gaps.isEmpty()) {
      return List.of();
    }
    var marks = Sql.marks(gaps.size());
    var found =
        sql.query(
            SELECT + "id in (" + marks + ") order by id",
            List.copyOf(gaps.keySet()),
            FactTail::read);
    found.forEach(fact -> gaps.remove(fact.id()));
    return found;
  }

  private static FactEvent read(ResultSet row) throws SQLException {
    return new FactEvent(
        row.getLong(1),
        row.getTimestamp(2).toInstant(),
        row.getLong(3),
        row.getString(4),
        row.getLong(5),
        row.getInt(6),
        row.getString(7),
        row.getString(8),
        row.getLong(9));
  }
}
