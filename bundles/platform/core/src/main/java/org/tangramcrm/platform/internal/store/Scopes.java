package org.tangramcrm.platform.internal.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.DataScope;

/**
 * Compiles a caller's data scope to a condition on the rows of a collection. This is the one place
 * where data permission is decided; "all" adds nothing.
 */
final class Scopes {
  private Scopes() {}

  static Condition of(Caller caller, String collection) {
    var scope = caller.scope(collection);
    if (scope.all()) {
      return Condition.TRUE;
    }
    return scope.none() ? Condition.FALSE : reached("t", caller, scope);
  }

  /** As {@link #of}, for records that are reached through those they belong to as well. */
  static Condition withParents(Caller caller, String collection) {
    var own = of(caller, collection);
    if (own.isTrue() || own == Condition.FALSE) {
      return own;
    }
    var through = reached("p", caller, caller.scope(collection));
    var values = new ArrayList<Object>(List.of(collection));
    values.addAll(through.values());
    return Condition.or(
        List.of(
            own,
            new Condition(
                "t.id in (select p.child_id from tangram_parent p where p.child_collection = ? and ("
                    + through.sql()
                    + "))",
                values)));
  }

  /** Whether a caller reaches no rows but their own, so few that reading them costs little. */
  static boolean narrow(Caller caller, String collection) {
    var scope = caller.scope(collection);
    return scope.own() && !scope.all() && !scope.subordinates() && scope.departments().isEmpty();
  }

  private static Condition reached(String alias, Caller caller, DataScope scope) {
    var reached = new ArrayList<Condition>();
    if (scope.subordinates()) {
      // The platform keeps every pair of superior and subordinate, and each user as their own
      // viewer.
      reached.add(
          Condition.of(
              alias
                  + ".owner_id in (select v.owner_id from tangram_viewer v where v.viewer_id = ?)",
              caller.id()));
    } else if (scope.own()) {
      reached.add(Condition.of(alias + ".owner_id = ?", caller.id()));
    }
    if (!scope.departments().isEmpty()) {
      var ids = List.copyOf(scope.departments());
      var marks = String.join(", ", Collections.nCopies(ids.size(), "?"));
      reached.add(new Condition(alias + ".department_id in (" + marks + ")", List.copyOf(ids)));
    }
    return Condition.or(reached);
  }
}
