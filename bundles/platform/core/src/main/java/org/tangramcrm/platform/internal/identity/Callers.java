package org.tangramcrm.platform.internal.identity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.DataScope;
import org.tangramcrm.platform.identity.FieldRules;
import org.tangramcrm.platform.internal.dictionary.Overrides;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.module.SchemaReady;

/**
 * Makes callers of accounts: what their roles allow, and on which rows. A caller is kept as long as
 * the account's stamp stays, which every request reads from the database anyway; so a change of
 * roles or of who is below whom holds from the next request on, on every node.
 */
@Component(service = Callers.class)
public class Callers {
  private static final int CAPACITY = 10_000;

  /** A team up to this size is kept with the caller. */
  private static final int TEAM = 128;

  private final Sql sql;
  private final Overrides dictionaries;
  private final Grants grants;
  private final FollowingFields following;
  private final Map<Key, Kept> kept =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
          return size() > CAPACITY;
        }
      };

  private record Key(long user, Set<String> cut) {}

  /**
   * @param read as their roles have it
   * @param lacking whether a role of theirs asks for a second factor that they do not have
   * @param basis what the caller's rules of fields go by beside their roles
   */
  private record Kept(long stamp, Caller read, boolean lacking, Object basis, Caller caller) {}

  private record Grant(long role, String collection, String scope) {}

  private record Chosen(long role, String collection, long department) {}

  private record Branch(long id, Long parent) {}

  /** A user as the check of a credential reads them. */
  record Account(
      long id,
      String login,
      String name,
      Long departmentId,
      String locale,
      boolean active,
      String passwordHash,
      long stamp,
      Instant passwordChanged,
      boolean secondFactor,
      long dictionaryStamp) {
    /** The columns, of {@code tangram_user u}, that {@link #read} takes. */
    static final String COLUMNS =
        "u.id, u.login, u.name, u.department_id, u.locale, u.active, u.deleted_at, u.password_hash, u.identity_stamp,"
            + " u.password_changed_at, u.second_factor, "
            + Overrides.STAMP;

    static final int WIDTH = 12;

    static Account read(ResultSet row) throws SQLException {
      return new Account(
          row.getLong(1),
          row.getString(2),
          row.getString(3),
          (Long) row.getObject(4),
          row.getString(5),
          row.getBoolean(6) && row.getTimestamp(7) == null,
          row.getString(8),
          row.getLong(9),
          row.getTimestamp(10) == null ? null : row.getTimestamp(10).toInstant(),
          row.getBoolean(11),
          row.getLong(12));
    }
  }

  @Activate
  public Callers(
      @Reference Sql sql,
      @Reference Overrides dictionaries,
      @Reference FollowingFields following,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.sql = sql;
    this.dictionaries = dictionaries;
    this.following = following;
    this.grants = new Grants(sql);
  }

  /**
   * @param cut the operations that a token is cut to; empty for no cut
   */
  Caller of(Account account, Set<String> cut) {
    return kept(account, cut).caller();
  }

  /** A user as they are in the transaction that is under way, which nothing is kept of. */
  Caller now(long user) {
    var account =
        sql.first(
                "select " + Account.COLUMNS + " from tangram_user u where u.id = ?",
                List.of(user),
                Account::read)
            .orElseThrow(CrmException::notFound);
    return completed(load(account, Set.of()));
  }

  /** Whether a role of theirs asks for a second factor that they do not have. */
  boolean lackSecondFactor(Account account) {
    return kept(account, Set.of()).lacking();
  }

  private Kept kept(Account account, Set<String> cut) {
    dictionaries.seen(account.dictionaryStamp());
    var key = new Key(account.id(), cut);
    Kept found;
    synchronized (kept) {
      found = kept.get(key);
    }
    var known = found != null && found.stamp() == account.stamp();
    if (known && (found.read().fields().isEmpty() || found.basis().equals(basis(found.read())))) {
      return found;
    }
    // The stamp was read before what is read now: a change in between makes the next request read
    // again.
    var lacking =
        known ? found.lacking() : !account.secondFactor() && mustHaveSecondFactor(account.id());
    var read = known ? found.read() : load(account, cut);
    var basis = basis(read);
    var made = new Kept(account.stamp(), read, lacking, basis, completed(read));
    synchronized (kept) {
      kept.put(key, made);
    }
    return made;
  }

  private Caller load(Account account, Set<String> cut) {
    var scopes = scopes(account);
    return new Caller(
        account.id(),
        account.login(),
        account.name(),
        account.departmentId(),
        account.locale() == null ? Locale.ENGLISH : Locale.forLanguageTag(account.locale()),
        cut(operations(account.id()), cut),
        scopes,
        team(account.id()),
        shared(account.id(), scopes),
        fields(account.id()),
        null);
  }

  /** Modules and the company's own fields, which decide what follows from what, come and go. */
  private Object basis(Caller read) {
    return following.basis(read.fields());
  }

  private Caller completed(Caller read) {
    return read.fields().isEmpty() ? read : read.withFields(following.complete(read.fields()));
  }

  private boolean mustHaveSecondFactor(long user) {
    return !sql.query(
            "select 1 from tangram_user_role m join tangram_role r on r.id = m.role_id"
                + " where m.user_id = ? and r.second_factor = ? and r.deleted_at is null",
            List.of(user, true),
            row -> 1)
        .isEmpty();
  }

  /** Empty where they are too many to be kept and named in statements. */
  private Set<Long> team(long user) {
    var team =
        sql.query(
            "select owner_id from tangram_viewer where viewer_id = ? fetch first %d rows only"
                .formatted(TEAM + 1),
            List.of(user),
            row -> row.getLong(1));
    return team.size() > TEAM ? Set.of() : Set.copyOf(team);
  }

  /** Of which collections something is shared with a user, or with those below them. */
  private Set<String> shared(long user, Map<String, DataScope> scopes) {
    var leads = scopes.values().stream().anyMatch(DataScope::subordinates);
    return Set.copyOf(
        sql.query(
            "select distinct collection from tangram_team_member where "
                + (leads
                    ? "user_id in (select v.owner_id from tangram_viewer v where v.viewer_id = ?)"
                    : "user_id = ?"),
            List.of(user),
            row -> row.getString(1)));
  }

  private Map<String, FieldRules> fields(long user) {
    var roles = grants.roles(List.of(user)).getOrDefault(user, List.of());
    var fields = grants.fields(roles);
    return fields.isEmpty() ? Map.of() : FieldAccess.union(grants.operations(roles), fields);
  }

  /** All that a user's roles allow. */
  Set<String> operations(long user) {
    return Set.copyOf(
        sql.query(
            "select distinct o.operation from tangram_role_operation o"
                + " join tangram_user_role m on m.role_id = o.role_id"
                + " join tangram_role r on r.id = o.role_id"
                + " where m.user_id = ? and r.deleted_at is null",
            List.of(user),
            row -> row.getString(1)));
  }

  private static Set<String> cut(Set<String> operations, Set<String> cut) {
    if (cut.isEmpty()) {
      return operations;
    }
    return operations.contains(Caller.EVERYTHING)
        ? cut
        : cut.stream().filter(operations::contains).collect(Collectors.toUnmodifiableSet());
  }

  private Map<String, DataScope> scopes(Account account) {
    var grants =
        sql.query(
            "select s.role_id, s.collection, s.scope from tangram_role_scope s"
                + " join tangram_user_role m on m.role_id = s.role_id"
                + " join tangram_role r on r.id = s.role_id"
                + " where m.user_id = ? and r.deleted_at is null",
            List.of(account.id()),
            row -> new Grant(row.getLong(1), row.getString(2), row.getString(3)));
    var chosen =
        grants.stream().anyMatch(grant -> grant.scope().equals("departments"))
            ? chosen(account.id())
            : List.<Chosen>of();
    var tree =
        grants.stream().anyMatch(grant -> grant.scope().equals("department-tree"))
            ? subtree(account.departmentId())
            : Set.<Long>of();
    var byRole = new HashMap<Long, Map<String, DataScope>>();
    for (var grant : grants) {
      byRole
          .computeIfAbsent(grant.role(), role -> new HashMap<>())
          .put(grant.collection(), scope(grant, account, tree, chosen));
    }
    return union(byRole.values());
  }

  /**
   * What several roles reach together. In a role, what is said of a collection holds instead of
   * what is said of all; one role takes nothing away from what another gives.
   */
  static Map<String, DataScope> union(Collection<Map<String, DataScope>> roles) {
    var scopes = new HashMap<String, DataScope>();
    var named = roles.stream().flatMap(role -> role.keySet().stream()).distinct().toList();
    for (var collection : named) {
      for (var role : roles) {
        var scope = role.getOrDefault(collection, role.get(Caller.EVERYTHING));
        if (scope != null) {
          scopes.merge(collection, scope, DataScope::union);
        }
      }
    }
    return Map.copyOf(scopes);
  }

  private List<Chosen> chosen(long user) {
    return sql.query(
        "select d.role_id, d.collection, d.department_id from tangram_role_department d"
            + " join tangram_user_role m on m.role_id = d.role_id where m.user_id = ?",
        List.of(user),
        row -> new Chosen(row.getLong(1), row.getString(2), row.getLong(3)));
  }

  /** One's own rows are reached with every scope but none. */
  private static DataScope scope(
      Grant grant, Account account, Set<Long> tree, List<Chosen> chosen) {
    return switch (grant.scope()) {
      case "none" -> DataScope.NONE;
      case "departments" ->
          new DataScope(
              false,
              true,
              false,
              chosen.stream()
                  .filter(
                      each ->
                          each.role() == grant.role()
                              && each.collection().equals(grant.collection()))
                  .map(Chosen::department)
                  .collect(Collectors.toUnmodifiableSet()));
      case "all" -> DataScope.ALL;
      case "department-tree" -> new DataScope(false, true, false, tree);
      case "department" ->
          new DataScope(
              false,
              true,
              false,
              account.departmentId() == null ? Set.of() : Set.of(account.departmentId()));
      case "subordinates" -> new DataScope(false, true, true, Set.of());
      default -> new DataScope(false, true, false, Set.of());
    };
  }

  /** A department with all below it. */
  private Set<Long> subtree(Long root) {
    if (root == null) {
      return Set.of();
    }
    var children =
        sql
            .query(
                "select id, parent_id from tangram_department where deleted_at is null and parent_id is not null",
                List.of(),
                row -> new Branch(row.getLong(1), row.getLong(2)))
            .stream()
            .collect(Collectors.groupingBy(Branch::parent));
    var found = new HashSet<Long>();
    var next = List.of(root);
    while (!next.isEmpty()) {
      found.addAll(next);
      next =
          next.stream()
              .flatMap(parent -> children.getOrDefault(parent, List.of()).stream())
              .map(Branch::id)
              .filter(id -> !found.contains(id))
              .toList();
    }
    return Set.copyOf(found);
  }
}
