package org.tangramcrm.platform.internal.store;

import org.tangramcrm.platform.internal.sql.Sql;

/**
 * Whose rows are that are owned with others.
 *
 * @param table theirs; null for rows that have owners of their own
 * @param column names the row that one is owned with
 * @param other the table of that
 */
record OwnedWith(String table, String column, String other) {
  static final OwnedWith NOTHING = new OwnedWith(null, null, null);

  boolean none() {
    return table == null;
  }

  /** Has a new row be whose that is which it is owned with. */
  void begin(long id, Sql sql) {
    if (!none()) {
      var its = " (select o.%%s from %s o where o.id = %s.%s)".formatted(other, table, column);
      sql.update(
          "update %s set owner_id =%s, department_id =%s where id = ?"
              .formatted(table, its.formatted("owner_id"), its.formatted("department_id")),
          id);
    }
  }
}
