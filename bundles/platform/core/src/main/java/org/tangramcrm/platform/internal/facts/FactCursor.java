package org.tangramcrm.platform.internal.facts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.tangramcrm.platform.internal.sql.Dialect;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.work.Lease;

/**
 * Reads the log of facts each once, over restarts and on one node at a time. How far it came is
 * written in the transaction in which what follows from the facts is: after a crash both are there
 * or neither is. A transaction may commit long after a later one, a transfer for example, so ids
 * that were passed over are kept as gaps, and looked for again for an hour.
 */
public final class FactCursor {
  private static final String FIELDS =
      "f.id, f.happened_at, f.user_id, f.collection, f.record_id, f.kind, f.parent_collection, f.parent_id,"
          + " f.changes, f.door, f.trace_id";

  public static final int PORTION = 500;
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final Sql sql;
  private final String name;
  private final Clock clock;
  private final Lease lease;

  /**
   * A fact as it stands in the log.
   *
   * @param parentCollection of the record that it is a part of; null where it is one by itself
   * @param changes as {@link Facts#read} takes them
   * @param traceId of the call that it was made by; null where nobody called from outside
   */
  public record Logged(
      long id,
      Instant at,
      long userId,
      String collection,
      long recordId,
      String kind,
      String parentCollection,
      long parentId,
      String changes,
      String door,
      String traceId) {
    public boolean isPart() {
      return parentCollection != null;
    }
  }

  private record Position(long turn, long last, boolean gaps, long newest) {}

  private record Gap(long first, long last, Instant noticed) {}

  /**
   * @param name of the reader; it has a row in {@code tangram_fact_reader}
   */
  public FactCursor(Sql sql, String name, Clock clock) {
    this.sql = sql;
    this.name = name;
    this.clock = clock;
    this.lease = new Lease(sql, "tangram_fact_reader", name, clock);
  }

  /** Whether this node is the one that reads, and may go on for a while. */
  public boolean hold() {
    return lease.hold();
  }

  /** Leaves the rest to the next who looks. */
  public void leave() {
    lease.leave();
  }

  /**
   * What was committed since the last time, in the transaction that is open.
   *
   * @param most of those that were found late, and of those that came since
   */
  public List<Logged> next(int most) {
    var at = position();
    if (!at.gaps() && at.newest() <= at.last()) {
      return List.of();
    }
    var gaps = gaps();
    var late = gaps.isEmpty() ? List.<Logged>of() : late(gaps, most);
    var fresh =
        sql.query(
            "select "
                + FIELDS
                + " from tangram_fact f where f.id > ? order by f.id fetch first "
                + most
                + " rows only",
            List.of(at.last()),
            FactCursor::read);
    var expired = now().minus(PATIENCE);
    if (late.isEmpty()
        && fresh.isEmpty()
        && gaps.stream().noneMatch(gap -> gap.noticed().isBefore(expired))) {
      return List.of();
    }
    // The number keeps out one that was away so long that another took over.
    if (sql.update(
            "update tangram_fact_reader set turn = turn + 1, last_id = ? where name = ? and turn = ?",
            fresh.isEmpty() ? at.last() : fresh.get(fresh.size() - 1).id(),
            name,
            at.turn())
        == 0) {
      lease.lose();
      return List.of();
    }
    sql.update("delete from tangram_fact_gap where reader = ? and noticed_at < ?", name, expired);
    close(gaps, late);
    openGaps(at.last(), fresh);
    var facts = new ArrayList<>(late);
    facts.addAll(fresh);
    return facts;
  }

  private Position position() {
    return sql.query(
            "select r.turn, r.last_id, (select count(*) from tangram_fact_gap g where g.reader = r.name),"
                + " (select max(f.id) from tangram_fact f) from tangram_fact_reader r where r.name = ?",
            List.of(name),
            row -> new Position(row.getLong(1), row.getLong(2), row.getInt(3) > 0, row.getLong(4)))
        .get(0);
  }

  private List<Gap> gaps() {
    return sql.query(
        "select first_id, last_id, noticed_at from tangram_fact_gap where reader = ? order by first_id",
        List.of(name),
        row -> new Gap(row.getLong(1), row.getLong(2), row.getTimestamp(3).toInstant()));
  }

  private List<Logged> late(List<Gap> gaps, int most) {
    // The comments are orders to Derby: gap by gap, each by the index of facts. PostgreSQL reads
    // that index once, from the first gap to the last; Derby, told both, would do so for each gap.
    var once = sql.dialect() == Dialect.POSTGRESQL;
    var values = new ArrayList<Object>(List.of(name));
    if (once) {
      // No two gaps overlap, so the last one ends last.
      values.addAll(List.of(gaps.get(0).first(), gaps.get(gaps.size() - 1).last()));
    }
    return sql.query(
        "select "
            + FIELDS
            + " from --DERBY-PROPERTIES joinOrder=FIXED\n"
            + "tangram_fact_gap g join tangram_fact f --DERBY-PROPERTIES joinStrategy=NESTEDLOOP\n"
            + " on f.id >= g.first_id and f.id <= g.last_id where g.reader = ?"
            + (once ? " and f.id between ? and ?" : "")
            + " order by f.id fetch first "
            + most
            + " rows only",
        values,
        FactCursor::read);
  }

  /** What was found in a gap leaves smaller ones. */
  private void close(List<Gap> gaps, List<Logged> found) {
    for (var gap : gaps) {
      var within =
          found.stream()
              .map(Logged::id)
              .filter(id -> id >= gap.first() && id <= gap.last())
              .toList();
      if (!within.isEmpty()) {
        sql.update(
            "delete from tangram_fact_gap where reader = ? and first_id = ?", name, gap.first());
        var first = gap.first();
        for (var id : within) {
          open(first, id - 1, gap.noticed());
          first = id + 1;
        }
        open(first, gap.last(), gap.noticed());
      }
    }
  }

  private void openGaps(long after, List<Logged> facts) {
    var first = after + 1;
    for (var fact : facts) {
      open(first, fact.id() - 1, now());
      first = fact.id() + 1;
    }
  }

  private void open(long first, long last, Instant noticed) {
    if (first <= last) {
      sql.update(
          "insert into tangram_fact_gap (reader, first_id, last_id, noticed_at) values (?, ?, ?, ?)",
          name,
          first,
          last,
          noticed);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static Logged read(ResultSet row) throws SQLException {
    return new Logged(
        row.getLong(1),
        row.getTimestamp(2).toInstant(),
        row.getLong(3),
        row.getString(4),
        row.getLong(5),
        row.getString(6),
        row.getString(7),
        row.getLong(8),
        row.getString(9),
        row.getString(10),
        row.getString(11));
  }
}
