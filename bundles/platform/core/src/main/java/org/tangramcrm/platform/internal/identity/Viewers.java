package org.tangramcrm.platform.internal.identity;

import java.util.List;
import java.util.Objects;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * Keeps every pair of a superior and someone below them, at any distance, and each user as their
 * own viewer; what the query layer joins to find the rows of subordinates. All of it is set-based
 * and in the transaction of the change.
 */
final class Viewers {
  private static final String BELOW =
      "(select b.owner_id from tangram_viewer b where b.viewer_id = ?)";

  private final Sql sql;
  private final Stamps stamps;

  Viewers(Sql sql) {
    this.sql = sql;
    this.stamps = new Stamps(sql);
  }

  void add(long user, Long superior) {
    sql.update("insert into tangram_viewer (viewer_id, owner_id) values (?, ?)", user, user);
    if (superior != null) {
      join(user, superior);
      stamps.viewersOf(user);
    }
  }

  /**
   * Hangs a user, with all below, under another superior.
   *
   * @throws CrmException {@code invalid} where the superior is below the user
   */
  void move(long user, Long from, Long to) {
    if (Objects.equals(from, to)) {
      return;
    }
    if (to != null && sees(user, to)) {
      throw CrmException.invalid("superiorId", "cycle");
    }
    stamps.viewersOf(user);
    sql.update(
        "delete from tangram_viewer where owner_id in " + BELOW + " and viewer_id not in " + BELOW,
        user,
        user);
    if (to != null) {
      join(user, to);
      stamps.viewersOf(user);
    }
  }

  private boolean sees(long viewer, long owner) {
    return sql.first(
            "select 1 from tangram_viewer where viewer_id = ? and owner_id = ?",
            List.of(viewer, owner),
            row -> 1)
        .isPresent();
  }

  /** Whoever sees the superior now sees everybody whom the user sees. */
  private void join(long user, long superior) {
    sql.update(
        "insert into tangram_viewer (viewer_id, owner_id)"
            + " select above.viewer_id, below.owner_id from tangram_viewer above cross join tangram_viewer below"
            + " where above.owner_id = ? and below.viewer_id = ?",
        superior,
        user);
  }
}
