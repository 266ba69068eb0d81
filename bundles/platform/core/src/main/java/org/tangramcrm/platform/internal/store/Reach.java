package org.tangramcrm.platform.internal.store;

import java.util.List;

/**
 * Which rows of a table there are for a caller.
 *
 * @param condition on a row {@code t}
 * @param ids statements that together name the rows, each of which an index answers; none where the
 *     condition alone tells
 * @param naming how the statements do so
 */
record Reach(Condition condition, List<Condition> ids, Naming naming) {
  enum Naming {
    /** With rows that have been deleted since. */
    ROUGH,
    /** Those that are there and no other. */
    EXACT,
    /** Exact, and an index gives them newest first. */
    SORTED
  }

  static final Reach ALL = by(Condition.TRUE);
  static final Reach NONE = by(Condition.FALSE);

  static Reach by(Condition condition) {
    return new Reach(condition, List.of(), Naming.ROUGH);
  }
}
