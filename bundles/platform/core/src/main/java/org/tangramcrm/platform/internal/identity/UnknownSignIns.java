package org.tangramcrm.platform.internal.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.tangramcrm.platform.identity.SignInLog;
import org.tangramcrm.platform.internal.http.Senders;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * Tries to sign in with names that nobody has. The names are not kept, not even masked: people type
 * their password there by mistake, and its length and first letter are half of it. Strangers can
 * make any number of tries, so there is one row for a network and a day, and no more than a bounded
 * number of rows; the oldest go first.
 */
final class UnknownSignIns {
  static final int MOST = 1_000;
  private static final int LONGEST = 64;
  private static final Duration KEPT = Duration.ofDays(90);

  private final Sql sql;

  UnknownSignIns(Sql sql) {
    this.sql = sql;
  }

  void add(String address, Instant now) {
    // A proxy's header is as long as whoever calls likes.
    var network = Senders.network(address);
    network = network.substring(0, Math.min(LONGEST, network.length()));
    var day = LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
    if (counted(network, day, now)) {
      return;
    }
    var first =
        sql.insertUnlessThere(
            "insert into tangram_unknown_sign_in (network, day, since_at, last_at, tries) values (?, ?, ?, ?, 1)",
            network,
            day,
            now,
            now);
    if (first) {
      forget(now);
    } else {
      counted(network, day, now);
    }
  }

  private boolean counted(String network, String day, Instant now) {
    return sql.update(
            "update tangram_unknown_sign_in set tries = tries + 1, last_at = ? where network = ? and day = ?",
            now,
            network,
            day)
        > 0;
  }

  private void forget(Instant now) {
    var last =
        sql.first(
                "select last_at from tangram_unknown_sign_in order by last_at desc offset %d rows fetch next 1 rows only"
                    .formatted(MOST),
                List.of(),
                row -> row.getTimestamp(1).toInstant())
            .orElse(Instant.EPOCH);
    var due = now.minus(KEPT);
    sql.update(
        "delete from tangram_unknown_sign_in where last_at <= ?", last.isAfter(due) ? last : due);
  }

  /** The latest first; only the next try deletes what is too old, so that it is left out here. */
  SignInLog log(Instant now) {
    return Credentials.latest(
        sql.query(
            "select network, since_at, last_at, tries from tangram_unknown_sign_in where last_at > ?"
                + " order by last_at desc, network fetch first "
                + Credentials.ONE_MORE
                + " rows only",
            List.of(now.minus(KEPT)),
            row -> {
              var one = new SignInLog.Try();
              one.address = row.getString(1);
              one.since = row.getTimestamp(2).toInstant();
              one.at = row.getTimestamp(3).toInstant();
              one.tries = row.getInt(4);
              one.outcome = "unknown";
              return one;
            }));
  }
}
