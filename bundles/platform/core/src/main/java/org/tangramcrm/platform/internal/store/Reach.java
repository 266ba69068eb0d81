package org.tangramcrm.platform.internal.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Which rows of a table there are for a caller.
 *
 * @param ways conditions on a row {@code t}, any of which is enough
 * @param ids statements that together name the rows, each of which an index answers; none where the
 *     condition alone tells
 * @param naming how the statements do so
 */
record Reach(List<Condition> ways, List<Condition> ids, Naming naming) {
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
    return new Reach(List.of(condition), List.of(), Naming.ROUGH);
  }

  /** On a row {@code t}. */
  Condition condition() {
    return Condition.or(ways);
  }

  /** The same, so that no row is reached by more than one of them. */
  List<Condition> apart() {
    var apart = new ArrayList<Condition>();
    for (int i = 0; i < ways.size(); i++) {
      var alone = new ArrayList<>(List.of(ways.get(i)));
      ways.subList(0, i).forEach(before -> alone.add(before.isNotTrue()));
      apart.add(Condition.and(alone));
    }
    return apart;
  }
}
