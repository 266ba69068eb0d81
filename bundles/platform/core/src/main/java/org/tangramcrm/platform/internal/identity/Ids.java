package org.tangramcrm.platform.internal.identity;

import java.util.List;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * Ids of the few records whose rows are told their own id: one by one, none is taken for nothing.
 */
public final class Ids {
  private Ids() {}

  public static long next(Sql sql, String sequence) {
    return sql.query(
            "values (" + sql.dialect().next(sequence) + ")", List.of(), row -> row.getLong(1))
        .get(0);
  }
}
