package org.tangramcrm.platform.internal.identity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.Access;
import org.tangramcrm.platform.identity.AccessList;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.RecordAccess;
import org.tangramcrm.platform.identity.RecordTeam;
import org.tangramcrm.platform.identity.RoleScope;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.internal.store.Redirects;
import org.tangramcrm.platform.module.SchemaReady;

/**
 * Explains who sees a record: the rule of the query layer ({@code Scopes}), asked the other way
 * round. It decides nothing; a test compares it with what each user finds. And shares records.
 */
@Component
@TangramContract(RecordAccess.class)
public class AccessService implements RecordAccess {
  private static final int MOST = 200;

  private final Sql sql;
  private final Records records;
  private final ContractCatalog contracts;
  private final Grants grants;
  private final Teams teams;
  private final Redirects redirects;
  private final RecordStores stores;
  private final Transactions transactions;
  private final CurrentUser user;

  /** A user who may call the operation that shows the record. */
  private record Candidate(long id, Long departmentId, Set<Long> roles) {}

  /** To whom a record belongs: itself, or the record that it belongs to. */
  private record Belonging(Long ownerId, Long departmentId, boolean parent) {}

  /**
   * That a record is shared, or the one that it belongs to.
   *
   * @param above those above the user
   */
  private record Share(long userId, Set<Long> above, boolean parent) {
    Access.Reason reason() {
      var reason = new Access.Reason();
      reason.scope = "team";
      reason.throughParent = parent ? true : null;
      return reason;
    }
  }

  private record Branch(long id, Long parent) {}

  @Activate
  public AccessService(
      @Reference Sql sql,
      @Reference Records records,
      @Reference ContractCatalog contracts,
      @Reference RecordStores stores,
      @Reference Transactions transactions,
      @Reference CurrentUser user,
      @Reference Facts facts,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.sql = sql;
    this.records = records;
    this.contracts = contracts;
    this.grants = new Grants(sql);
    this.teams = new Teams(sql, facts);
    this.redirects = new Redirects(sql);
    this.stores = stores;
    this.transactions = transactions;
    this.user = user;
  }

  @Override
  public AccessList get(String collection, long asked) {
    var record = records.read(collection, asked);
    long id = record.id;
    var permission =
        contracts
            .find(collection)
            .flatMap(open -> open.model().primary(Kind.READ))
            .orElseThrow(CrmException::notFound)
            .permission();
    var belongings = new ArrayList<Belonging>();
    belongings.add(new Belonging(record.ownerId, record.departmentId, false));
    belongings.addAll(
        sql.query(
            "select owner_id, department_id from tangram_parent where child_collection = ? and child_id = ?",
            List.of(collection, id),
            row -> new Belonging((Long) row.getObject(1), (Long) row.getObject(2), true)));
    var shared = shared(collection, id);
    var candidates = candidates(permission);
    var roles = new HashSet<Long>();
    candidates.forEach(candidate -> roles.addAll(candidate.roles()));
    var scopes = grants.scopes(roles);
    var above = above(belongings);
    var superiors = superiors(belongings);

    var list = new AccessList();
    list.count = 0;
    for (var candidate : candidates) {
      var access = new Access();
      access.userId = candidate.id();
      for (var role : candidate.roles()) {
        var scope = scope(scopes.getOrDefault(role, List.of()), collection);
        if (scope == null) {
          continue;
        }
        belongings.stream()
            .filter(belonging -> reaches(scope, candidate, belonging, above, superiors))
            .findFirst()
            .ifPresent(belonging -> access.reasons.add(reason(role, scope, belonging)));
      }
      var leads =
          candidate.roles().stream()
              .map(role -> scope(scopes.getOrDefault(role, List.of()), collection))
              .anyMatch(scope -> scope != null && scope.scope.equals("subordinates"));
      shared.stream()
          .filter(
              share ->
                  share.userId() == candidate.id()
                      || leads && share.above().contains(candidate.id()))
          .findFirst()
          .ifPresent(share -> access.reasons.add(share.reason()));
      if (!access.reasons.isEmpty()) {
        list.count++;
        if (list.items.size() < MOST) {
          list.items.add(access);
        }
      }
    }
    return list;
  }

  private static Access.Reason reason(long role, RoleScope scope, Belonging belonging) {
    var reason = new Access.Reason();
    reason.roleId = role;
    reason.scope = scope.scope;
    reason.throughParent = belonging.parent() ? true : null;
    return reason;
  }

  /** What is said of the collection holds instead of what is said of all. */
  private static RoleScope scope(List<RoleScope> scopes, String collection) {
    RoleScope otherwise = null;
    for (var scope : scopes) {
      if (scope.collection.equals(collection)) {
        return scope;
      } else if (scope.collection.equals(Caller.EVERYTHING)) {
        otherwise = scope;
      }
    }
    return otherwise;
  }

  private static boolean reaches(
      RoleScope scope,
      Candidate candidate,
      Belonging belonging,
      Map<Long, Set<Long>> above,
      Map<Long, Set<Long>> superiors) {
    if (scope.scope.equals("all") || scope.scope.equals("none")) {
      return scope.scope.equals("all");
    }
    if (belonging.ownerId() != null && belonging.ownerId() == candidate.id()) {
      return true;
    }
    var department = belonging.departmentId();
    return switch (scope.scope) {
      case "subordinates" ->
          superiors.getOrDefault(belonging.ownerId(), Set.of()).contains(candidate.id());
      case "department" -> department != null && department.equals(candidate.departmentId());
      case "department-tree" ->
          candidate.departmentId() != null
              && above.getOrDefault(department, Set.of()).contains(candidate.departmentId());
      case "departments" -> department != null && scope.departmentIds.contains(department);
      default -> false;
    };
  }

  /**
   * By name; with all of their roles, since one may allow the operation and another reach the row.
   */
  private List<Candidate> candidates(String permission) {
    var departments = new LinkedHashMap<Long, Long>();
    var roles = new HashMap<Long, Set<Long>>();
    sql.query(
        "select u.id, u.department_id, m.role_id from tangram_user u"
            + " join tangram_user_role m on m.user_id = u.id"
            + " join tangram_role r on r.id = m.role_id and r.deleted_at is null"
            + " where u.active = true and u.deleted_at is null and exists"
            + " (select 1 from tangram_user_role p"
            + " join tangram_role_operation o on o.role_id = p.role_id"
            + " join tangram_role s on s.id = p.role_id"
            + " where p.user_id = u.id and s.deleted_at is null and o.operation in (?, '*'))"
            + " order by u.name_key, u.id, m.role_id",
        List.of(permission),
        row -> {
          departments.put(row.getLong(1), (Long) row.getObject(2));
          return roles.computeIfAbsent(row.getLong(1), user -> new HashSet<>()).add(row.getLong(3));
        });
    return departments.entrySet().stream()
        .map(user -> new Candidate(user.getKey(), user.getValue(), roles.get(user.getKey())))
        .toList();
  }

  /** Of each department concerned, itself and those above it. */
  private Map<Long, Set<Long>> above(List<Belonging> belongings) {
    var parents = new HashMap<Long, Long>();
    sql.query(
            "select id, parent_id from tangram_department where deleted_at is null",
            List.of(),
            row -> new Branch(row.getLong(1), (Long) row.getObject(2)))
        .forEach(branch -> parents.put(branch.id(), branch.parent()));
    var above = new HashMap<Long, Set<Long>>();
    for (var belonging : belongings) {
      var chain = new HashSet<Long>();
      for (var at = belonging.departmentId(); at != null && chain.add(at); at = parents.get(at)) {
        above.put(belonging.departmentId(), chain);
      }
    }
    return above;
  }

  /** Of each owner concerned, themselves and those above them. */
  private Map<Long, Set<Long>> superiors(List<Belonging> belongings) {
    var superiors = new HashMap<Long, Set<Long>>();
    belongings.stream()
        .map(Belonging::ownerId)
        .distinct()
        .filter(owner -> owner != null)
        .forEach(owner -> superiors.put(owner, superiors(owner)));
    return superiors;
  }

  private Set<Long> superiors(long user) {
    return Set.copyOf(
        sql.query(
            "select viewer_id from tangram_viewer where owner_id = ?",
            List.of(user),
            row -> row.getLong(1)));
  }

  private List<Share> shared(String collection, long id) {
    return sql
        .query(
            "select m.user_id, 0 as through from tangram_team_member m where m.collection = ? and m.record_id = ?"
                + " union select m.user_id, 1 as through from tangram_parent p join tangram_team_member m"
                + " on m.collection = p.parent_collection and m.record_id = p.parent_id"
                + " where p.child_collection = ? and p.child_id = ? order by 2, 1",
            List.of(collection, id, collection, id),
            row -> Map.entry(row.getLong(1), row.getInt(2) == 1))
        .stream()
        .map(share -> new Share(share.getKey(), superiors(share.getKey()), share.getValue()))
        .toList();
  }

  // ---- sharing

  @Override
  public RecordTeam team(String collection, long id) {
    var access = records.access(collection, id);
    var team = teams.of(collection, redirects.survivor(collection, id).orElse(id));
    team.access = access;
    return team;
  }

  @Override
  public RecordTeam share(String collection, long id, RecordTeam team) {
    return transactions.run(
        () -> {
          // Whoever takes its owner from it ends its team as well, before this or after.
          stores.hold(collection, id);
          var record = records.editable(collection, id);
          if (!stores.shares(user.get(), collection, id)) {
            throw new CrmException(Code.FORBIDDEN, "identity.shared-only");
          }
          if (stores.nobodys(collection, record.id)) {
            throw new CrmException(Code.CONFLICT, "identity.nobodys");
          }
          teams.replace(collection, record, team, user.get());
          return team(collection, id);
        });
  }
}
