package org.tangramcrm.platform.internal.identity;

import org.tangramcrm.platform.internal.sql.Sql;

/** Says that what a cached caller is made of has changed; in the transaction that changes it. */
public final class Stamps {
  private static final String STAMP = "update tangram_user set identity_stamp = identity_stamp + 1";

  private final Sql sql;

  public Stamps(Sql sql) {
    this.sql = sql;
  }

  void user(long user) {
    sql.update(STAMP + " where id = ?", user);
  }

  void usersOf(long role) {
    sql.update(
        STAMP + " where id in (select m.user_id from tangram_user_role m where m.role_id = ?)",
        role);
  }

  /** All who are above a user, and the user. */
  public void viewersOf(long user) {
    sql.update(
        STAMP + " where id in (select v.viewer_id from tangram_viewer v where v.owner_id = ?)",
        user);
  }

  void everybody() {
    sql.update(STAMP);
  }
}
