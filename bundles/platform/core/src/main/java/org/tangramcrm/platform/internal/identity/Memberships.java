package org.tangramcrm.platform.internal.identity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.tangramcrm.platform.identity.Membership;
import org.tangramcrm.platform.identity.MembershipList;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * Who was in which department when (M-82): what is asked as at a day in the past needs the company
 * as it was then.
 */
final class Memberships {
  private final Sql sql;

  Memberships(Sql sql) {
    this.sql = sql;
  }

  /**
   * @param before null for none
   * @param after null for none
   */
  void move(long user, Long before, Long after) {
    if (Objects.equals(before, after)) {
      return;
    }
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    // One that came and went in the same moment was never anywhere.
    sql.update(
        "delete from tangram_membership where user_id = ? and until_at is null and since_at >= ?",
        user,
        now);
    sql.update(
        "update tangram_membership set until_at = ? where user_id = ? and until_at is null",
        now,
        user);
    if (after != null) {
      sql.update(
          "insert into tangram_membership (user_id, department_id, since_at) values (?, ?, ?)",
          user,
          after,
          now);
    }
  }

  MembershipList of(long user) {
    var list = new MembershipList();
    list.items =
        sql.query(
            "select department_id, since_at, until_at from tangram_membership where user_id = ?"
                + " order by since_at desc",
            List.of(user),
            row -> {
              var membership = new Membership();
              membership.departmentId = row.getLong(1);
              membership.since = row.getTimestamp(2).toInstant();
              var until = row.getTimestamp(3);
              membership.until = until == null ? null : until.toInstant();
              return membership;
            });
    return list;
  }
}
