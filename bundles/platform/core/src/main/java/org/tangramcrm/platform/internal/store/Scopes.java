package org.tangramcrm.platform.internal.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.DataScope;
import org.tangramcrm.platform.internal.sql.Dialect;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.Reach.Naming;

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
      conditions.addAll(own);
      own.forEach(owners -> ids.add(ids("t.id from " + table + " t", owners, RecordStore.PRESENT)));
      if (throughParents) {
        var parents = Condition.or(owners("p", caller, scope));
        ids.add(
            ids(
                "p.child_id as id from tangram_parent p",
                Condition.of("p.child_collection = ?", collection),
                parents));
      }
    }
    var direct = conditions.size();
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
        .skip(direct)
        .map(named -> new Condition("t.id in (" + named.sql() + ")", named.values()))
        .forEach(conditions::add);
    return ids.isEmpty()
        ? Reach.NONE
        : new Reach(
            List.copyOf(conditions),
            List.copyOf(ids),
            ids.size() > direct
                ? Naming.ROUGH
                : ofOne(caller, scope) ? Naming.SORTED : Naming.EXACT);
  }

  /** Whether a scope is that of a single owner or department, whose rows an index holds by age. */
  private static boolean ofOne(Caller caller, DataScope scope) {
    var departments = scope.departments().size();
    return scope.subordinates()
        ? caller.team().size() == 1 && departments == 0
        : (scope.own() ? 1 : 0) + departments == 1;
  }

  /**
   * The department, if any, of somebody whom a caller may hand records of a collection; empty where
   * they may not.
   */
  Optional<Optional<Long>> department(Sql sql, long ownerId, Caller caller, String collection) {
    // The new owner's would-be row, by the same condition as real ones.
    var would =
        Condition.and(List.of(Condition.of("t.owner_id = ?", ownerId), owners(caller, collection)));
    return sql.first(
        "select t.department_id from (select u.id as owner_id, u.department_id from"
            + " tangram_user u where u.active = true and u.deleted_at is null) t where "
            + would.sql(),
        would.values(),
        found -> Optional.ofNullable((Long) found.getObject(1)));
  }

  /** Whose rows, of an owner {@code t.owner_id} in {@code t.department_id}, a caller reaches. */
  Condition owners(Caller caller, String collection) {
    var scope = caller.scope(collection);
    if (scope.all()) {
      return Condition.TRUE;
    }
    return scope.none() ? Condition.FALSE : Condition.or(owners("t", caller, scope));
  }

  /** The same, in parts for each of which there is an index. */
  private List<Condition> owners(String alias, Caller caller, DataScope scope) {
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
    return reached;
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
