package org.tangramcrm.platform.internal.identity;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.Department;
import org.tangramcrm.platform.identity.DepartmentAsAt;
import org.tangramcrm.platform.identity.DepartmentHistory;
import org.tangramcrm.platform.identity.DepartmentMember;
import org.tangramcrm.platform.identity.DepartmentPage;
import org.tangramcrm.platform.identity.DepartmentPlace;
import org.tangramcrm.platform.identity.Departments;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.store.Stores;

/**
 * Departments. A change of the tree changes whom scopes of departments reach, so every caller is
 * made anew.
 */
@Component
@TangramContract(Departments.class)
public class DepartmentService implements Departments {
  private static final int MOST_MEMBERS = 200;
  private static final String PARENT = "parentId";
  private static final String MEMBERS = "members";

  private final Store<DepartmentRow, Department> store;
  private final Sql sql;
  private final Transactions transactions;
  private final CurrentUser caller;
  private final Grants grants;
  private final Reaches reaches;
  private final Stamps stamps;
  private final Spells places;
  private final Spells memberships;
  private final CompanyHistory company;
  private final Records records;

  @Activate
  public DepartmentService(
      @Reference Stores stores,
      @Reference(target = "(osgi.unit.name=tangram-platform)") JpaTemplate jpa,
      @Reference Sql sql,
      @Reference Transactions transactions,
      @Reference CurrentUser caller,
      @Reference Callers callers,
      @Reference CompanyHistory company,
      @Reference Records records) {
    this.store =
        stores.open(
            StoreSpec.of(
                    "departments",
                    "tangram_department",
                    DepartmentRow.class,
                    Department.class,
                    jpa,
                    DepartmentService::read)
                .sortedByName("name", "name_key"));
    this.sql = sql;
    this.transactions = transactions;
    this.caller = caller;
    this.reaches = new Reaches(sql, callers);
    this.grants = new Grants(sql);
    this.stamps = new Stamps(sql);
    this.places = Spells.ofDepartments(sql);
    this.memberships = Spells.ofUsers(sql);
    this.company = company;
    this.records = records;
  }

  private static Department read(Row row) {
    var department = row.base(new Department());
    department.code = row.text("code");
    department.name = row.text("name");
    department.parentId = row.id("parentId");
    department.managerId = row.id("managerId");
    department.position = row.integer("position");
    department.active = row.flag("active");
    return department;
  }

  @Override
  public DepartmentPage list(Query query) {
    var page = store.page(query, new DepartmentPage());
    if (query == null || query.asks("members")) {
      withMembers(page.items);
    }
    return page;
  }

  @Override
  public Department get(long id) {
    return withMembers(store.get(id));
  }

  private Department withMembers(Department department) {
    withMembers(List.of(department));
    return department;
  }

  private void withMembers(List<Department> departments) {
    var counted = grants.members(departments.stream().map(department -> department.id).toList());
    departments.forEach(department -> department.members = counted.getOrDefault(department.id, 0));
  }

  @Override
  public Department create(Department department) {
    return transactions.run(
        () -> {
          lockTree();
          var id = sql.next("tangram_department_seq");
          check(id, department, null);
          var row = new DepartmentRow(id);
          row.take(department);
          var made = store.insert(null, row);
          places.begin(id, made.parentId);
          stamps.everybody();
          return withMembers(made);
        });
  }

  @Override
  public Department update(long id, Department department) {
    return transactions.run(
        () -> {
          lockTree();
          var before = store.whole(id);
          // Nothing else about a department has anybody reach more.
          return Objects.equals(before.parentId, department.parentId)
              ? changed(before, department)
              : reaches.unwidened(caller.get(), () -> changed(before, department));
        });
  }

  private Department changed(Department before, Department department) {
    check(before.id, department, before);
    var made = store.update(before.id, department.version, null, row -> row.take(department));
    if (!Objects.equals(before.parentId, made.parentId)) {
      places.begin(before.id, made.parentId);
      stamps.everybody();
    }
    return withMembers(made);
  }

  @Override
  public void delete(long id, Integer version) {
    transactions.run(
        () -> {
          lockTree();
          store.get(id);
          if (there("select 1 from tangram_user where department_id = ? and deleted_at is null", id)
              || there(
                  "select 1 from tangram_department where parent_id = ? and deleted_at is null", id)
              || there("select 1 from tangram_role_department where department_id = ?", id)) {
            throw new CrmException(Code.IN_USE, "identity.department-in-use");
          }
          store.delete(id, version);
          places.end(id);
          stamps.everybody();
          return null;
        });
  }

  @Override
  public Department restore(long id) {
    return transactions.run(
        () -> {
          lockTree();
          var back = store.restore(id);
          check(id, back, back);
          places.begin(id, back.parentId);
          stamps.everybody();
          return withMembers(back);
        });
  }

  // ---- what it was

  @Override
  public DepartmentHistory history(long id) {
    store.get(id);
    var hidden = hidden();
    var history = new DepartmentHistory();
    if (!hidden.contains(PARENT)) {
      for (var spell : places.of(id)) {
        var place = new DepartmentPlace();
        place.parentId = spell.where();
        place.since = spell.since();
        place.until = spell.until();
        history.places.add(place);
      }
    }
    if (hidden.contains(MEMBERS)) {
      return history;
    }
    var turnover = memberships.turnover(id);
    history.came = turnover.came();
    history.went = turnover.went();
    if (caller.get().rules("users").hidden().contains("departmentId")) {
      return history;
    }
    var latest = memberships.at(id, MOST_MEMBERS);
    var seen = seen(latest.stream().map(Spells.Spell::who).collect(Collectors.toSet()));
    for (var spell : latest) {
      if (seen.contains(spell.who())) {
        var member = new DepartmentMember();
        member.userId = spell.who();
        member.since = spell.since();
        member.until = spell.until();
        history.members.add(member);
      }
    }
    return history;
  }

  /** Which of these users the caller sees. */
  private Set<Long> seen(Set<Long> users) {
    if (users.isEmpty() || !records.readable("users")) {
      return Set.of();
    }
    var query = new Query();
    query.filter =
        users.stream().map(String::valueOf).collect(Collectors.joining(",", "id=in=(", ")"));
    query.fields = "id";
    query.limit = MOST_MEMBERS;
    query.count = "none";
    return records.page("users", query).items.stream()
        .map(user -> ((BusinessRecord) user).id)
        .collect(Collectors.toSet());
  }

  @Override
  public DepartmentAsAt asAt(long id, LocalDate day) {
    store.get(id);
    var was = company.asAt(id, day);
    var hidden = hidden();
    if (hidden.contains(PARENT)) {
      was.parentId = null;
      was.departmentIds.clear();
      was.people = null;
    }
    if (hidden.contains(MEMBERS)) {
      was.members = null;
      was.people = null;
    }
    return was;
  }

  /** What the caller does not see of departments now they do not see of what these were either. */
  private Set<String> hidden() {
    return caller.get().rules("departments").hidden();
  }

  /**
   * @param before what it was; null for a new one
   */
  private void check(long id, Department department, Department before) {
    // Nobody else is at the tree: there is no second one until this one is written.
    if (department.code != null
        && !department.code.isBlank()
        && (before == null || !department.code.equals(before.code))
        && !sql.query(
                "select 1 from tangram_department where code = ? and deleted_key = 0 and id <> ?",
                List.of(department.code, id),
                row -> 1)
            .isEmpty()) {
      throw CrmException.invalid("code", "duplicate");
    }
    if (department.managerId != null
        && (before == null || !department.managerId.equals(before.managerId))
        && !there(
            "select 1 from tangram_user where id = ? and deleted_at is null",
            department.managerId)) {
      throw CrmException.invalid("managerId", "unknown-reference", "users");
    }
    if (department.parentId != null) {
      grants.checkDepartments("parentId", List.of(department.parentId));
      grants.checkOpen("parentId", department.parentId, before == null ? null : before.parentId);
    }
    var above = new HashSet<Long>();
    for (var parent = department.parentId;
        parent != null && above.add(parent);
        parent = parentOf(parent)) {
      if (parent == id) {
        throw CrmException.invalid("parentId", "cycle");
      }
    }
  }

  private Long parentOf(long id) {
    return sql
        .query(
            "select parent_id from tangram_department where id = ?",
            List.of(id),
            row -> (Long) row.getObject(1))
        .stream()
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /**
   * Changes of the tree wait for each other: two at once could close a circle that neither sees.
   */
  private void lockTree() {
    sql.update("update tangram_identity_lock set held = held + 1 where id = 2");
  }

  private boolean there(String select, long id) {
    return !sql.query(select, List.of(id), row -> 1).isEmpty();
  }
}
