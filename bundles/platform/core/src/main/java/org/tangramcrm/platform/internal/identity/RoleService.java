package org.tangramcrm.platform.internal.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.analysis.Analyses;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.Role;
import org.tangramcrm.platform.identity.RoleField;
import org.tangramcrm.platform.identity.RolePage;
import org.tangramcrm.platform.identity.Roles;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.store.Stores;

/**
 * Roles: the record through the store, operations and scopes beside it, in the same transaction.
 */
@Component
@TangramContract(Roles.class)
public class RoleService implements Roles {
  /** What the platform does with the records of collections by itself. */
  private static final Set<String> ALL_COLLECTIONS =
      Set.of("import", "export", "transfer", "merge");

  private final Store<RoleRow, Role> store;
  private final Sql sql;
  private final CurrentUser caller;
  private final Transactions transactions;
  private final Facts facts;
  private final Grants grants;
  private final Stamps stamps;
  private final CurrentCall calls;
  private final Texts texts;
  private final ContractCatalog contracts;
  private final ObjectMapper json = Json.mapper();

  @Activate
  public RoleService(
      @Reference Stores stores,
      @Reference(target = "(osgi.unit.name=tangram-platform)") JpaTemplate jpa,
      @Reference Sql sql,
      @Reference CurrentUser caller,
      @Reference Transactions transactions,
      @Reference Facts facts,
      @Reference CurrentCall calls,
      @Reference Texts texts,
      @Reference Projections projections,
      @Reference ContractCatalog contracts) {
    this.store =
        stores.open(
            StoreSpec.of("roles", "tangram_role", RoleRow.class, Role.class, jpa, RoleService::read)
                .sortedByName("name", "name_key"));
    this.sql = sql;
    this.caller = caller;
    this.transactions = transactions;
    this.facts = facts;
    this.calls = calls;
    this.texts = texts;
    this.grants = new Grants(sql, projections);
    this.stamps = new Stamps(sql);
    this.contracts = contracts;
  }

  private static Role read(Row row) {
    var role = row.base(new Role());
    role.code = row.text("code");
    role.name = row.text("name");
    role.description = row.text("description");
    role.secondFactor = row.flag("secondFactor");
    return role;
  }

  @Override
  public RolePage list(Query query) {
    var page = store.page(query, new RolePage());
    if (query == null || query.fields == null || query.fields.isBlank()) {
      withGrants(page.items);
    }
    var without = withCodes(page.items);
    page.items.forEach(this::named);
    without.forEach(role -> role.code = null);
    return page;
  }

  /**
   * By them delivered roles are known, also where a list asks for names alone.
   *
   * @return those that had none
   */
  private Collection<Role> withCodes(List<Role> roles) {
    var without =
        roles.stream()
            .filter(role -> role.code == null && role.name != null)
            .collect(Collectors.toMap(role -> role.id, Function.identity()));
    if (!without.isEmpty()) {
      sql.query(
          "select id, code from tangram_role where id in (" + Sql.marks(without.size()) + ")",
          List.copyOf(without.keySet()),
          row -> without.get(row.getLong(1)).code = row.getString(2));
    }
    return without.values();
  }

  /**
   * The roles that come with the system have names in every language, until somebody names them.
   */
  private Role named(Role role) {
    if (role.code != null
        && role.name != null
        && role.name.equals(delivered(role, Locale.ENGLISH))) {
      role.name = delivered(role, calls.locale());
    }
    return role;
  }

  /** What comes back as it was shown is no name that somebody gave. */
  private void unnamed(Role role) {
    if (role.name.equals(delivered(role, calls.locale()))) {
      role.name = delivered(role, Locale.ENGLISH);
    }
  }

  private String delivered(Role role, Locale locale) {
    return texts.find(locale, "role." + role.code);
  }

  @Override
  public Role get(long id) {
    return withGrants(store.get(id));
  }

  @Override
  public Role create(Role role) {
    return transactions.run(
        () -> {
          check(role);
          checkKnown(role, new Role());
          checkCode(role, 0);
          unnamed(role);
          grants.withinOwn(caller.get(), role.operations, role.scopes, role.fields);
          var row = new RoleRow(sql.next("tangram_role_seq"));
          row.take(role);
          var made = store.insert(null, row);
          setGrants(made, new Role(), role);
          return withGrants(made);
        });
  }

  @Override
  public Role update(long id, Role role) {
    return transactions.run(
        () -> {
          check(role);
          checkCode(role, id);
          unnamed(role);
          var before = get(id);
          checkKnown(role, before);
          grants.withinOwn(caller.get(), before.operations, before.scopes, before.fields);
          grants.withinOwn(caller.get(), role.operations, role.scopes, role.fields);
          var made = store.update(id, role.version, null, row -> row.take(role));
          setGrants(made, before, role);
          stamps.usersOf(id);
          grants.checkAdministrator();
          return withGrants(made);
        });
  }

  @Override
  public void delete(long id, Integer version) {
    transactions.run(
        () -> {
          var before = get(id);
          grants.withinOwn(caller.get(), before.operations, before.scopes, before.fields);
          var users =
              sql.query(
                  "select u.login from tangram_user u join tangram_user_role m on m.user_id = u.id"
                      + " where m.role_id = ? and u.deleted_at is null",
                  List.of(id),
                  row -> row.getString(1));
          if (!users.isEmpty()) {
            throw new CrmException(Code.IN_USE, "identity.role-in-use", users.size());
          }
          store.delete(id, version);
          return null;
        });
  }

  @Override
  public Role restore(long id) {
    return transactions.run(
        () -> {
          var back = withGrants(store.restore(id));
          grants.withinOwn(caller.get(), back.operations, back.scopes, back.fields);
          stamps.usersOf(id);
          return back;
        });
  }

  /**
   * That what is given anew is there, as far as its module is: what a stopped one knows, and what a
   * role has already, stays as it is.
   */
  private void checkKnown(Role role, Role before) {
    var verbs = new HashMap<String, Set<String>>();
    for (var open : contracts.publications()) {
      var collection = open.model().collection();
      open.model().operations().forEach(operation -> know(verbs, operation.permission()));
      for (var verb : open.model().type().getAnnotation(Contract.class).permissions()) {
        know(verbs, collection + "." + verb);
      }
    }
    // Each analysis is one, and comes and goes with its module.
    verbs.remove(Analyses.COLLECTION);
    for (int i = 0; i < role.operations.size(); i++) {
      var operation = role.operations.get(i);
      var parts = operation.split("\\.", 2);
      var known = verbs.get(parts[0]);
      if (known != null
          && !known.contains(parts[1])
          && !ALL_COLLECTIONS.contains(parts[1])
          && !before.operations.contains(operation)) {
        throw CrmException.invalid(
            "operations[" + i + "]", "unknown-choice", String.join(", ", new TreeSet<>(known)));
      }
    }
    for (int i = 0; i < role.fields.size(); i++) {
      var said = role.fields.get(i);
      var open = contracts.find(said.collection);
      if (open.isPresent()
          && open.get().model().fields().stream()
              .noneMatch(
                  field ->
                      said.field.equals(field.name()) || said.field.startsWith(field.name() + "."))
          && before.fields.stream()
              .noneMatch(
                  had -> had.collection.equals(said.collection) && had.field.equals(said.field))) {
        throw CrmException.invalid("fields[" + i + "].field", "unknown-field");
      }
    }
  }

  private static void know(Map<String, Set<String>> verbs, String permission) {
    var parts = permission.split("\\.", 2);
    if (parts.length == 2) {
      verbs.computeIfAbsent(parts[0], any -> new HashSet<>()).add(parts[1]);
    }
  }

  /** Two who enter the same at once, the database tells apart. */
  private void checkCode(Role role, long id) {
    if (role.code != null
        && !sql.query(
                "select 1 from tangram_role where code = ? and deleted_key = 0 and id <> ?",
                List.of(role.code, id),
                row -> 1)
            .isEmpty()) {
      throw CrmException.invalid("code", "duplicate");
    }
  }

  private void check(Role role) {
    var seen = new HashSet<String>();
    for (int i = 0; i < role.fields.size(); i++) {
      if (!seen.add(role.fields.get(i).collection + "." + role.fields.get(i).field)) {
        throw CrmException.invalid("fields[" + i + "].field", "duplicate");
      }
    }
    for (int i = 0; i < role.scopes.size(); i++) {
      var scope = role.scopes.get(i);
      if (!seen.add(scope.collection)) {
        throw CrmException.invalid("scopes[" + i + "].collection", "duplicate");
      }
      var chosen = "scopes[" + i + "].departmentIds";
      if (scope.scope.equals("departments") == scope.departmentIds.isEmpty()) {
        throw CrmException.invalid(chosen, scope.departmentIds.isEmpty() ? "required" : "not-here");
      }
      grants.checkDepartments(chosen, scope.departmentIds);
    }
  }

  private void setGrants(Role made, Role before, Role after) {
    var was = shown(before);
    var is = shown(after);
    if (!was.equals(is)) {
      grants.setRole(made.id, after.operations, after.scopes, after.fields);
      facts.append("roles", Facts.Kind.UPDATED, made.id, made.version, was, is, caller.get().id());
    }
  }

  /** What a role allows, in an order of its own. */
  private JsonNode shown(Role role) {
    var node = json.createObjectNode();
    node.set("operations", json.valueToTree(new TreeSet<>(role.operations)));
    var scopes = new ArrayList<>(role.scopes);
    scopes.sort(java.util.Comparator.comparing(scope -> scope.collection));
    node.set("scopes", json.valueToTree(scopes));
    var fields = new ArrayList<>(role.fields);
    fields.sort(
        java.util.Comparator.comparing((RoleField field) -> field.collection)
            .thenComparing(field -> field.field));
    node.set("fields", json.valueToTree(fields));
    return node;
  }

  private Role withGrants(Role role) {
    withGrants(List.of(role));
    return named(role);
  }

  private void withGrants(List<Role> roles) {
    var ids = roles.stream().map(role -> role.id).toList();
    var operations = grants.operations(ids);
    var scopes = grants.scopes(ids);
    var fields = grants.fields(ids);
    var users = grants.users(ids);
    for (var role : roles) {
      role.operations = new ArrayList<>(operations.getOrDefault(role.id, List.of()));
      role.scopes = new ArrayList<>(scopes.getOrDefault(role.id, List.of()));
      role.fields = new ArrayList<>(fields.getOrDefault(role.id, List.of()));
      role.users = users.getOrDefault(role.id, 0);
    }
  }
}
