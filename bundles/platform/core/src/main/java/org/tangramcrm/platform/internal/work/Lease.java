package org.tangramcrm.platform.internal.work;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * That one node at a time is at something: a row of a table with the columns {@code name}, {@code
 * holder} and {@code lease_until}.
 */
public final class Lease {
  private static final Duration TERM = Duration.ofSeconds(30);

  private final Sql sql;
  private final String table;
  private final String name;
  private final Clock clock;
  private final String holder = UUID.randomUUID().toString();
  private Instant leased = Instant.MIN;

  public Lease(Sql sql, String table, String name, Clock clock) {
    this.sql = sql;
    this.table = table;
    this.name = name;
    this.clock = clock;
  }

  /** Whether this node is the one, and may go on for a while. */
  public boolean hold() {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (leased.isAfter(now.plus(TERM.dividedBy(2)))) {
      return true;
    }
    var until = now.plus(TERM);
    var taken =
        sql.update(
            "update "
                + table
                + " set holder = ?, lease_until = ? where name = ?"
                + " and (holder = ? or lease_until is null or lease_until < ?)",
            holder,
            until,
            name,
            holder,
            now);
    leased = taken == 1 ? until : Instant.MIN;
    return taken == 1;
  }

  /** Another took over meanwhile. */
  public void lose() {
    leased = Instant.MIN;
  }

  /** Leaves the rest to the next who looks. */
  public void leave() {
    lose();
    sql.update(
        "update " + table + " set lease_until = null where name = ? and holder = ?", name, holder);
  }
}
