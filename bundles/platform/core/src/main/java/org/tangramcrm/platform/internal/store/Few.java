package org.tangramcrm.platform.internal.store;

import java.util.Optional;
import java.util.stream.Collectors;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.sql.Estimates;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.Reach.Naming;

/**
 * The rows of a caller who reaches few. Those are read and sorted; the index of an order would be
 * walked through for them, longer and longer as the table grows.
 *
 * @param ids a statement that names them
 * @param rows how many they are, roughly
 * @param naming how it does so
 */
record Few(Condition ids, int rows, Naming naming) {
  /** So many rows are read and sorted while an index over a million is walked through for fifty. */
  private static final int MOST = 5_000;

  static Optional<Few> of(Caller caller, Reach reach, Estimates counts, Sql sql) {
    if (reach.ids().isEmpty()) {
      return Optional.empty();
    }
    var ids =
        new Condition(
            reach.ids().stream().map(Condition::sql).collect(Collectors.joining(" union ")),
            reach.ids().stream().flatMap(part -> part.values().stream()).toList());
    var counted =
        "select count(*) from (select n.id from (%s) n fetch first %d rows only) m"
            .formatted(ids.sql(), MOST + 1);
    var rows =
        counts.of(caller.id(), () -> sql.query(counted, ids.values(), row -> row.getInt(1)).get(0));
    return rows > MOST ? Optional.empty() : Optional.of(new Few(ids, rows, reach.naming()));
  }
}
