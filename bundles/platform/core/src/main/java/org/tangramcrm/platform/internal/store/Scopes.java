package org.tangramcrm.platform.internal.store;

import java.util.ArrayList;
import java.util.List;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.DataScope;

/**
 * Compiles a caller's data scope to a condition on the rows of a collection. This is the one place
 * where data permission is decided; "all" adds nothing.
 */
final class Scopes {
  private Scopes() {}

  static Reach of(Caller caller, String collection, String table) {
    var scope = caller.scope(collection);
    if (scope.all()) {
      return Reach.ALL;
    } else if (scope.none()) {
      return Reach.NONE;
    }
    var own = reached("t", caller, scope);
    return new Reach(own, List.of(ids("t.id from " + table + " t where " + own.sql(), own)));
  }

  /** As {@link #of}, for records that are reached through those they belong to as well. */
  static Reach withParents(Caller caller, String collection, String table) {
    var own = of(caller, collection, table);
    if (own.ids().isEmpty()) {
      return own;
    }
    var parent = reached("p", caller, caller.scope(collection));
    var through =
        Condition.and(List.of(Condition.of("p.child_collection = ?", collection), parent));
    var children = ids("p.child_id as id from tangram_parent p where " + through.sql(), through);
    return new Reach(
        Condition.or(
            List.of(
                own.condition(),
                new Condition("t.id in (" + children.sql() + ")", children.values()))),
        List.of(own.ids().get(0), children));
  }

  private static Condition ids(String selected, Condition where) {
    return new Condition("select " + selected, where.values());
  }

  private static Condition reached(String alias, Caller caller, DataScope scope) {
    var reached = new ArrayList<Condition>();
    if (scope.subordinates()) {
      // The platform keeps every pair of superior and subordinate, and each user as their own
      // viewer.
      reached.add(Condition.ofTeam(alias + ".owner_id", caller));
    } else if (scope.own()) {
      reached.add(Condition.of(alias + ".owner_id = ?", caller.id()));
    }
    if (!scope.departments().isEmpty()) {
      reached.add(Condition.in(alias + ".department_id", scope.departments()));
    }
    return Condition.or(reached);
  }
}
