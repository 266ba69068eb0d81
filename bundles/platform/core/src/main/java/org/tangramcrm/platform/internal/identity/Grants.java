package org.tangramcrm.platform.internal.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.FieldRules;
import org.tangramcrm.platform.identity.RoleField;
import org.tangramcrm.platform.identity.RoleScope;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * What roles allow and who has which; and the rule that nobody gives, changes or takes over what
 * goes beyond their own rights.
 */
final class Grants {
  /** Everybody reaches what is their own. */
  private static final Set<String> NARROWEST = Set.of("none", "own");

  private final Sql sql;
  private final Supplier<Map<String, String>> projections;
  private final UnaryOperator<Map<String, FieldRules>> following;

  private record Entry<T>(long id, T value) {}

  /** For who asks what there is, and nothing of the rule. */
  Grants(Sql sql) {
    this(
        sql,
        () -> {
          throw new IllegalStateException("The rule needs to know what shows rows of what");
        },
        UnaryOperator.identity());
  }

  Grants(Sql sql, Projections projections) {
    this(sql, projections::all, projections.following()::complete);
  }

  /**
   * @param projections of each collection that is known, that of which it shows rows; empty for
   *     none
   * @param following what is hidden, completed by what follows from it
   */
  Grants(
      Sql sql,
      Supplier<Map<String, String>> projections,
      UnaryOperator<Map<String, FieldRules>> following) {
    this.sql = sql;
    this.projections = projections;
    this.following = following;
  }

  // ---- roles

  Map<Long, List<String>> operations(Collection<Long> roles) {
    return byId(
        "select role_id, operation from tangram_role_operation where role_id in (",
        roles,
        " order by 1, 2",
        row -> row.getString(2));
  }

  Map<Long, List<RoleScope>> scopes(Collection<Long> roles) {
    var scopes =
        byId(
            "select role_id, collection, scope from tangram_role_scope where role_id in (",
            roles,
            " order by 1, 2",
            row -> {
              var scope = new RoleScope();
              scope.collection = row.getString(2);
              scope.scope = row.getString(3);
              return scope;
            });
    var departments =
        byId(
            "select role_id, collection, department_id from tangram_role_department where role_id in (",
            roles,
            " order by 1, 2, 3",
            row -> Map.entry(row.getString(2), row.getLong(3)));
    departments.forEach(
        (role, chosen) ->
            scopes
                .getOrDefault(role, List.of())
                .forEach(
                    scope ->
                        chosen.stream()
                            .filter(each -> each.getKey().equals(scope.collection))
                            .forEach(each -> scope.departmentIds.add(each.getValue()))));
    return scopes;
  }

  Map<Long, List<RoleField>> fields(Collection<Long> roles) {
    return byId(
        "select role_id, collection, field, access from tangram_role_field where role_id in (",
        roles,
        " order by 1, 2, 3",
        row -> {
          var field = new RoleField();
          field.collection = row.getString(2);
          field.field = row.getString(3);
          field.access = row.getString(4);
          return field;
        });
  }

  /** How many users have a role. */
  Map<Long, Integer> users(Collection<Long> roles) {
    return counted(
        "select m.role_id, count(*) from tangram_user_role m join tangram_user u on u.id = m.user_id"
            + " where u.deleted_at is null and m.role_id in (",
        roles,
        " group by m.role_id");
  }

  /** How many users work in a department. */
  Map<Long, Integer> members(Collection<Long> departments) {
    return counted(
        "select department_id, count(*) from tangram_user where active = true and deleted_at is null"
            + " and department_id in (",
        departments,
        " group by department_id");
  }

  private Map<Long, Integer> counted(String select, Collection<Long> ids, String group) {
    var counted = new HashMap<Long, Integer>();
    byId(select, ids, group, row -> row.getInt(2))
        .forEach((id, counts) -> counted.put(id, counts.get(0)));
    return counted;
  }

  /**
   * @throws CrmException {@code invalid} of a field, where one of the departments is not there
   */
  void checkDepartments(String field, Collection<Long> departments) {
    var there =
        ids("select id from tangram_department where deleted_at is null and id in (", departments);
    if (!Set.copyOf(there).containsAll(departments)) {
      throw CrmException.invalid(field, "unknown-reference", "departments");
    }
  }

  /**
   * That a department is not retired, where it was not the one before.
   *
   * @throws CrmException {@code invalid} of a field
   */
  void checkOpen(String field, Long department, Long before) {
    if (department != null
        && !department.equals(before)
        && ids(
                "select id from tangram_department where active = true and id in (",
                List.of(department))
            .isEmpty()) {
      throw CrmException.invalid(field, "retired");
    }
  }

  void setRole(
      long role,
      Collection<String> operations,
      Collection<RoleScope> scopes,
      Collection<RoleField> fields) {
    sql.update("delete from tangram_role_field where role_id = ?", role);
    fields.forEach(
        field ->
            sql.update(
                "insert into tangram_role_field (role_id, collection, field, access) values (?, ?, ?, ?)",
                role,
                field.collection,
                field.field,
                field.access));
    sql.update("delete from tangram_role_operation where role_id = ?", role);
    sql.update("delete from tangram_role_department where role_id = ?", role);
    sql.update("delete from tangram_role_scope where role_id = ?", role);
    Set.copyOf(operations)
        .forEach(
            operation ->
                sql.update(
                    "insert into tangram_role_operation (role_id, operation) values (?, ?)",
                    role,
                    operation));
    scopes.forEach(
        scope ->
            sql.update(
                "insert into tangram_role_scope (role_id, collection, scope) values (?, ?, ?)",
                role,
                scope.collection,
                scope.scope));
    scopes.forEach(
        scope ->
            Set.copyOf(scope.departmentIds)
                .forEach(
                    department ->
                        sql.update(
                            "insert into tangram_role_department (role_id, collection, department_id)"
                                + " values (?, ?, ?)",
                            role,
                            scope.collection,
                            department)));
  }

  // ---- who has them

  Map<Long, List<Long>> roles(Collection<Long> users) {
    return byId(
        "select m.user_id, m.role_id from tangram_user_role m join tangram_role r on r.id = m.role_id"
            + " where r.deleted_at is null and m.user_id in (",
        users,
        " order by 1, 2",
        row -> row.getLong(2));
  }

  void setRoles(long user, Collection<Long> roles) {
    sql.update("delete from tangram_user_role where user_id = ?", user);
    Set.copyOf(roles)
        .forEach(
            role ->
                sql.update(
                    "insert into tangram_user_role (user_id, role_id) values (?, ?)", user, role));
  }

  /**
   * @throws CrmException {@code invalid} naming the first that is not there
   */
  void checkRoles(List<Long> roles) {
    var there =
        Set.copyOf(ids("select id from tangram_role where deleted_at is null and id in (", roles));
    for (int i = 0; i < roles.size(); i++) {
      if (!there.contains(roles.get(i))) {
        throw CrmException.invalid("roleIds[" + i + "]", "unknown-reference", "roles");
      }
    }
  }

  // ---- the rule

  /** Refuses a caller who may less than any of the roles. */
  void withinOwn(Caller caller, Collection<Long> roles) {
    var operations = operations(roles);
    var scopes = scopes(roles);
    var fields = fields(roles);
    for (var role : roles) {
      withinOwn(
          caller,
          operations.getOrDefault(role, List.of()),
          scopes.getOrDefault(role, List.of()),
          fields.getOrDefault(role, List.of()));
    }
  }

  void withinOwn(
      Caller caller,
      Collection<String> operations,
      Collection<RoleScope> scopes,
      Collection<RoleField> fields) {
    if (showsMore(caller, operations, fields)) {
      throw new CrmException(Code.FORBIDDEN, "identity.beyond-own");
    }
    var within =
        caller.permissions().contains(Caller.EVERYTHING)
            || caller.permissions().containsAll(operations)
                && scopes.stream()
                    .allMatch(
                        scope ->
                            NARROWEST.contains(scope.scope)
                                || caller.scope(scope.collection).all());
    if (!within) {
      throw new CrmException(Code.FORBIDDEN, "identity.beyond-own");
    }
  }

  /**
   * Whether a role shows or changes a field that the caller does not; modules need not be there.
   */
  private boolean showsMore(
      Caller caller, Collection<String> operations, Collection<RoleField> fields) {
    var hidden = hidden(fields);
    var kept = new HashSet<>(hidden);
    fields.forEach(field -> kept.add(field.collection + "." + field.field));
    // What follows of several collections together is no collection that a role opens.
    return caller.fields().entrySet().stream()
            .filter(own -> own.getKey().indexOf('/') < 0)
            .anyMatch(
                own ->
                    shows(operations, own.getKey())
                            && !hidden.containsAll(named(own.getKey(), own.getValue().hidden()))
                        || FieldAccess.touches(operations, own.getKey())
                            && !kept.containsAll(named(own.getKey(), own.getValue().readOnly())))
        || !caller.fields().isEmpty() && showsMore(caller, operations, hidden);
  }

  /** What a role hides, and what follows from it, as {@code collection.field}. */
  private Set<String> hidden(Collection<RoleField> fields) {
    var said =
        fields.stream()
            .filter(field -> field.access.equals(FieldAccess.HIDDEN))
            .collect(
                Collectors.groupingBy(
                    field -> field.collection,
                    Collectors.mapping(
                        field -> field.field,
                        Collectors.collectingAndThen(
                            Collectors.toSet(), names -> new FieldRules(names, Set.of())))));
    return following.apply(said).entrySet().stream()
        .flatMap(rules -> named(rules.getKey(), rules.getValue().hidden()).stream())
        .collect(Collectors.toSet());
  }

  /** What shows rows of what; of an operation of which that is not known it might be any. */
  private boolean showsMore(Caller caller, Collection<String> operations, Set<String> hidden) {
    var known = projections.get();
    return operations.stream()
            .filter(operation -> operation.indexOf('.') > 0)
            .map(operation -> operation.substring(0, operation.indexOf('.')))
            .anyMatch(collection -> !known.containsKey(collection))
        || known.entrySet().stream()
            .filter(shown -> !shown.getValue().isEmpty())
            .filter(shown -> FieldAccess.touches(operations, shown.getKey()))
            .anyMatch(shown -> showsMore(caller, shown.getKey(), shown.getValue(), hidden));
  }

  /** The audit log tells of all collections, whatever else a role opens. */
  private static boolean shows(Collection<String> operations, String collection) {
    return operations.contains("audit.view") || FieldAccess.touches(operations, collection);
  }

  /** A field is hidden in a projection by what a role says of it there or where the rows are. */
  private static boolean showsMore(
      Caller caller, String projection, String of, Set<String> hidden) {
    return caller.rules(projection, of).hidden().stream()
        .anyMatch(
            field ->
                !hidden.contains(projection + "." + field) && !hidden.contains(of + "." + field));
  }

  private static List<String> named(String collection, Collection<String> fields) {
    return fields.stream().map(field -> collection + "." + field).toList();
  }

  /** Somebody must be left who can put everything right again. */
  void checkAdministrator() {
    var administrators =
        sql.query(
            "select count(*) from tangram_user u where u.active = true and u.deleted_at is null and exists"
                + " (select 1 from tangram_user_role m"
                + " join tangram_role r on r.id = m.role_id"
                + " join tangram_role_operation o on o.role_id = m.role_id"
                + " where m.user_id = u.id and r.deleted_at is null and o.operation = '*')",
            List.of(),
            row -> row.getInt(1));
    if (administrators.get(0) == 0) {
      throw new CrmException(Code.CONFLICT, "identity.last-administrator");
    }
  }

  private List<Long> ids(String select, Collection<Long> ids) {
    return ids.isEmpty()
        ? List.of()
        : sql.query(select + Sql.marks(ids.size()) + ")", List.copyOf(ids), row -> row.getLong(1));
  }

  private <T> Map<Long, List<T>> byId(
      String select, Collection<Long> ids, String order, Sql.RowReader<T> value) {
    var found = new HashMap<Long, List<T>>();
    if (!ids.isEmpty()) {
      for (var entry :
          sql.query(
              select + Sql.marks(ids.size()) + ")" + order,
              List.copyOf(ids),
              row -> new Entry<>(row.getLong(1), value.read(row)))) {
        found.computeIfAbsent(entry.id(), id -> new ArrayList<>()).add(entry.value());
      }
    }
    return found;
  }
}
