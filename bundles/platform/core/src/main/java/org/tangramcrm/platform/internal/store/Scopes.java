package org.tangramcrm.platform.internal.store;

import java.util.ArrayList;
import java.util.List;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.DataScope;
import org.tangramcrm.platform.internal.sql.Dialect;

/**
 * Compiles a caller's data scope, and what is shared with them, to a condition on the rows of a
 * collection. This is the one place where data permission is decided; "all" adds nothing.
 */
record Scopes(Dialect dialect) {
  /** What a caller is about to do with rows. */
  enum Purpose {
    READ,
    /** What is shared for reading only is out of reach. */
    WRITE,
    /** What is shared with somebody is not theirs to share: only their roles count. */
    SHARE
  }

  /**
   * @param throughParents whether those who reach the record that a row belongs to reach the row
   */
  Reach of(
      Caller caller, Purpose purpose, String collection, String table, boolean throughParents) {
    var scope = caller.scope(collection);
    if (scope.all()) {
      return Reach.ALL;
    }
    var conditions = new ArrayList<Condition>();
    var ids = new ArrayList<Condition>();
    if (!scope.none()) {
      var own = owners("t", caller, scope);
      conditions.add(own);
      ids.add(ids("t.id from " + table + " t", own));
      if (throughParents) {
        var parents = owners("p", caller, scope);
        ids.add(
            ids(
                "p.child_id as id from tangram_parent p",
                Condition.of("p.child_collection = ?", collection),
                parents));
      }
    }
    if (purpose != Purpose.SHARE && !caller.shared().isEmpty()) {
      var members = members(caller, scope, purpose);
      if (caller.shared().contains(collection)) {
        ids.add(
            ids(
                "m.record_id as id from tangram_team_member m",
                Condition.of("m.collection = ?", collection),
                members));
      }
      if (throughParents) {
        ids.add(
            ids(
                "p.child_id as id from tangram_parent p join tangram_team_member m"
                    + " on m.collection = p.parent_collection and m.record_id = p.parent_id",
                Condition.of("p.child_collection = ?", collection),
                members));
      }
    }
    // What a role gives directly is a condition on the row itself.
    ids.stream()
        .skip(conditions.size())
        .map(named -> new Condition("t.id in (" + named.sql() + ")", named.values()))
        .forEach(conditions::add);
    return ids.isEmpty() ? Reach.NONE : new Reach(Condition.or(conditions), List.copyOf(ids));
  }

  /** Whose rows, of an owner {@code t.owner_id} in {@code t.department_id}, a caller reaches. */
  Condition owners(Caller caller, String collection) {
    var scope = caller.scope(collection);
    if (scope.all()) {
      return Condition.TRUE;
    }
    return scope.none() ? Condition.FALSE : owners("t", caller, scope);
  }

  private Condition owners(String alias, Caller caller, DataScope scope) {
    var reached = new ArrayList<Condition>();
    if (scope.subordinates()) {
      // The platform keeps every pair of superior and subordinate, and each user as their own
      // viewer.
      reached.add(Condition.ofTeam(alias + ".owner_id", caller, dialect));
    } else if (scope.own()) {
      reached.add(Condition.of(alias + ".owner_id = ?", caller.id()));
    }
    if (!scope.departments().isEmpty()) {
      reached.add(Condition.in(alias + ".department_id", scope.departments()));
    }
    return Condition.or(reached);
  }

  /** Superiors who see what is theirs see what is shared with them. */
  private Condition members(Caller caller, DataScope scope, Purpose purpose) {
    var member =
        scope.subordinates()
            ? Condition.ofTeam("m.user_id", caller, dialect)
            : Condition.of("m.user_id = ?", caller.id());
    return purpose == Purpose.WRITE
        ? Condition.and(List.of(member, Condition.of("m.access = ?", "write")))
        : member;
  }

  private static Condition ids(String selected, Condition... where) {
    var which = Condition.and(List.of(where));
    return new Condition("select " + selected + " where " + which.sql(), which.values());
  }
}
