package org.tangramcrm.platform.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.DataScope;
import org.tangramcrm.platform.identity.Department;
import org.tangramcrm.platform.identity.PasswordChange;
import org.tangramcrm.platform.identity.PasswordProof;
import org.tangramcrm.platform.identity.Role;
import org.tangramcrm.platform.identity.RoleScope;
import org.tangramcrm.platform.identity.SecondFactorRemoval;
import org.tangramcrm.platform.identity.User;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.company.BaseCurrency;
import org.tangramcrm.platform.internal.company.BusinessDay;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.numbering.NumberRules;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.search.SearchIndex;
import org.tangramcrm.platform.internal.store.Codes;
import org.tangramcrm.platform.internal.store.CustomModels;
import org.tangramcrm.platform.internal.store.Demands;
import org.tangramcrm.platform.internal.store.Numbers;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.internal.store.Rereading;
import org.tangramcrm.platform.module.SchemaReady;

/** Users, departments and roles as an administrator and as lesser people meet them. */
class OrganisationTest {
  private final CallingUser current = new CallingUser();
  private IdentityDatabase database;
  private UserService users;
  private DepartmentService departments;
  private CompanyHistory company;
  private Projections projections;
  private RoleService roles;
  private SignIn signIn;
  private Role administrator;
  private Role salesperson;
  private User admin;

  @BeforeEach
  void setUp() throws Exception {
    database = new IdentityDatabase();
    SchemaReady ready = () -> "platform";
    var transactions = new Transactions(database.transactions);
    var passwords = new Passwords(() -> 4);
    var rules = new PasswordRules(java.util.Map.of());
    var index = new SearchIndex(database.sql, ready);
    var stores =
        new RecordStores(
            database.sql,
            index,
            new Rereading(database.sql, index, transactions, current),
            database.facts,
            new Numbers(
                database.sql,
                transactions,
                new NumberRules(database.sql, database.facts, ready),
                new BusinessDay(java.util.Map.of()),
                ready),
            current,
            Codes.NONE,
            new Demands(),
            new CurrentCall(),
            CustomModels.NONE,
            (locale, key, arguments) -> null,
            transactions,
            new BaseCurrency(Map.of()));
    projections = new Projections(database.sql, database.following(), ready);
    var secondFactors = new SecondFactors(database.sql);
    users =
        new UserService(
            stores,
            database.transactions,
            database.sql,
            current,
            transactions,
            passwords,
            rules,
            database.facts,
            database.callers,
            secondFactors,
            projections);
    company =
        new CompanyHistory(database.sql, new BusinessDay(Map.of("timeZone", "Asia/Shanghai")));
    departments =
        new DepartmentService(
            stores,
            database.transactions,
            database.sql,
            transactions,
            current,
            database.callers,
            company,
            new Records(
                new ContractCatalog(null, null, CustomModels.NONE, null, null, null),
                null,
                current,
                stores));
    roles =
        new RoleService(
            stores,
            database.transactions,
            database.sql,
            current,
            transactions,
            database.facts,
            new CurrentCall(),
            (locale, key, arguments) -> null,
            projections,
            new ContractCatalog(null, null, CustomModels.NONE, null, null, null));
    signIn =
        new SignIn(
            database.sql,
            database.callers,
            passwords,
            rules,
            database.facts,
            secondFactors,
            projections);
    administrator = system(() -> roles.create(role("administrator", "*", "*", "all")));
    salesperson =
        system(
            () -> roles.create(role("salesperson", "customers.view", "customers", "subordinates")));
    admin =
        system(
            () -> users.create(FirstStart.user("admin", "Admin", "administrator", administrator)));
  }

  @Test
  void whoeverHasTheConsoleLetsAnAdministratorInAgain() {
    var old = signIn.signIn("admin", "administrator".toCharArray(), null, "192.0.2.1", "a test");
    database.sql.update("update tangram_user set active = false where id = ?", admin.id);
    assertThatThrownBy(() -> signIn.password("admin", "administrator".toCharArray(), "192.0.2.1"))
        .isInstanceOf(CrmException.class);
    var recovery = new Recovery(database.sql, users, current);
    var password = recovery.recover("Admin");
    assertThat(password).hasSize(20);
    assertThat(signIn.password("admin", password.toCharArray(), "192.0.2.2").permissions())
        .containsExactly("*");
    assertThatThrownBy(() -> signIn.password("admin", "administrator".toCharArray(), "192.0.2.3"))
        .isInstanceOf(CrmException.class);
    assertThatThrownBy(() -> signIn.session(old.cookie())).isInstanceOf(CrmException.class);
    assertThatThrownBy(() -> recovery.recover("nobody"))
        .isInstanceOfSatisfying(
            CrmException.class, e -> assertThat(e.code).isEqualTo(Code.NOT_FOUND));
  }

  @Test
  void whoHasARoleIsFoundByIt() {
    var both = FirstStart.user("both", "Both", "a-long-password", salesperson);
    both.roleIds.add(admin.roleIds.get(0));
    system(() -> users.create(both));
    system(() -> users.create(FirstStart.user("one", "One", "a-long-password", salesperson)));
    var none = new User();
    none.login = "none";
    none.name = "None";
    system(() -> users.create(none));
    var first = admin.roleIds.get(0);
    var second = salesperson.id;
    assertThat(logins("roleIds==" + first)).containsExactlyInAnyOrder("admin", "both");
    assertThat(logins("roleIds=in=(%d,%d)".formatted(first, second)))
        .containsExactlyInAnyOrder("admin", "both", "one");
    assertThat(logins("roleIds!=" + second)).containsExactlyInAnyOrder("admin", "none");
    assertThat(logins("roleIds=null=true;active=null=false")).containsExactly("none");
    assertThat(logins("roleIds==%d;login==b*".formatted(second))).containsExactly("both");
    assertThatThrownBy(() -> logins("roleIds=gt=1")).isInstanceOf(CrmException.class);
    assertThatThrownBy(() -> logins("roleIds==x")).isInstanceOf(CrmException.class);
  }

  private List<String> logins(String filter) {
    return system(() -> users.list(Query.filter(filter))).items.stream()
        .map(user -> user.login)
        .toList();
  }

  @Test
  void theDemonstrationCompanyIsFounded() {
    system(
        () -> {
          new DemoCompany(users, departments, "demonstration")
              .found(new FirstStart.BuiltIn(administrator, salesperson, salesperson, salesperson));
          return null;
        });
    var head = signIn.password("wang.wei", "demonstration".toCharArray(), "192.0.2.1");
    assertThat(head.departmentId()).isNotNull();
    assertThat(
            database.sql.query(
                "select owner_id from tangram_viewer where viewer_id = ?",
                List.of(head.id()),
                r -> 1))
        .hasSize(9);
    var page = system(() -> users.list(Query.filter("login==li.na")));
    assertThat(page.items)
        .singleElement()
        .satisfies(
            user -> {
              assertThat(user.name).isEqualTo("李娜");
              assertThat(user.superiorId).isEqualTo(head.id());
              assertThat(user.roleIds).containsExactly(salesperson.id);
              assertThat(user.ownerId).isEqualTo(user.id);
              assertThat(user.password).isNull();
            });
  }

  @Test
  void aLoginIsTakenWhateverItsCaseUntilItsUserIsDeleted() {
    var first = system(() -> users.create(FirstStart.user("Emma", "Emma", null, salesperson)));
    assertThatThrownBy(
            () -> system(() -> users.create(FirstStart.user("EMMA", "Other", null, salesperson))))
        .isNotNull();
    as(admin, () -> users.delete(first.id, first.version));
    assertThat(system(() -> users.create(FirstStart.user("emma", "Other", null, salesperson))).id)
        .isNotNull();
  }

  @Test
  void aDeactivatedUserIsOutAtOnce() {
    var emma =
        system(() -> users.create(FirstStart.user("emma", "Emma", "long enough", salesperson)));
    var session = signIn.signIn("emma", "long enough".toCharArray(), null, "192.0.2.1", "a test");
    emma.active = false;
    var changed = system(() -> users.update(emma.id, emma));
    assertThat(changed.active).isFalse();
    assertThat(changed.version).isGreaterThan(emma.version);
    refused(Code.UNAUTHENTICATED, () -> signIn.session(session.cookie()));
    refused(
        Code.UNAUTHENTICATED,
        () -> signIn.password("emma", "long enough".toCharArray(), "192.0.2.1"));
  }

  @Test
  void aStaleUserIsNotOverwritten() {
    var emma = system(() -> users.create(FirstStart.user("emma", "Emma", null, salesperson)));
    emma.name = "Emma Brown";
    system(() -> users.update(emma.id, emma));
    refused(Code.STALE, () -> system(() -> users.update(emma.id, emma)));
  }

  @Test
  void superiorsFormNoCircle() {
    var head = system(() -> users.create(FirstStart.user("head", "Head", null, salesperson)));
    var below = FirstStart.user("below", "Below", null, salesperson);
    below.superiorId = head.id;
    var made = system(() -> users.create(below));
    head.superiorId = made.id;
    refused(Code.INVALID, () -> system(() -> users.update(head.id, head)));
    assertThat(system(() -> users.get(head.id)).superiorId).as("rolled back").isNull();
  }

  @Test
  void twoChangesOfSuperiorsAtOnceCloseNoCircle() throws Exception {
    for (int round = 0; round < 5; round++) {
      var one = colleague("one" + round);
      var other = colleague("other" + round);
      one.superiorId = other.id;
      other.superiorId = one.id;
      var start = new CyclicBarrier(2);
      var tries =
          Stream.of(one, other)
              .map(
                  user ->
                      CompletableFuture.supplyAsync(
                          () -> {
                            try {
                              start.await();
                              system(() -> users.update(user.id, user));
                              return "made";
                            } catch (CrmException refused) {
                              return refused.code.name();
                            } catch (InterruptedException | BrokenBarrierException e) {
                              throw new IllegalStateException(e);
                            }
                          }))
              .toList();
      assertThat(tries)
          .extracting(CompletableFuture::join)
          .containsExactlyInAnyOrder("made", Code.INVALID.name());
    }
  }

  private User colleague(String login) {
    return system(() -> users.create(FirstStart.user(login, login, null, salesperson)));
  }

  @Test
  void codesShownToTurnASecondFactorOffAndToSignInAreCountedTogether() {
    var device = as(admin, () -> users.beginSecondFactor(proof()));
    database.sql.update("update tangram_user set second_factor = true where id = ?", admin.id);
    assertThat(device.secret).isNotEmpty();
    var removal = new SecondFactorRemoval();
    removal.current = "administrator";
    removal.code = "no code";
    for (int i = 0; i < 3; i++) {
      refused(
          Code.INVALID,
          () ->
              as(
                  admin,
                  () -> {
                    users.removeOwnSecondFactor(removal);
                    return null;
                  }));
    }
    for (int i = 0; i < 2; i++) {
      refused(Code.UNAUTHENTICATED, this::signInWithAWrongCode);
    }
    refused(Code.TOO_MANY_REQUESTS, this::signInWithAWrongCode);
  }

  private void signInWithAWrongCode() {
    signIn.signIn("admin", "administrator".toCharArray(), "no code", "192.0.2.1", "a test");
  }

  private static PasswordProof proof() {
    var proof = new PasswordProof();
    proof.current = "administrator";
    return proof;
  }

  /** An offset knows of no summer time, and not every browser knows of it. */
  @Test
  void aTimeZoneIsARegionOrUtc() {
    var emma = colleague("emma");
    for (var zone : List.of("UTC+08:00", "+08:00", "Z", "Nowhere/Atall")) {
      emma.timeZone = zone;
      refused(Code.INVALID, () -> system(() -> users.update(emma.id, emma)));
    }
    for (var zone : List.of("UTC", "Asia/Shanghai")) {
      emma.timeZone = zone;
      emma.version = system(() -> users.update(emma.id, emma)).version;
    }
    // From before the rule: whoever leaves is shut out nevertheless.
    database.sql.update("update tangram_user set time_zone = '+08:00' where id = ?", emma.id);
    emma.timeZone = "+08:00";
    emma.active = false;
    assertThat(system(() -> users.update(emma.id, emma)).active).isFalse();
  }

  /** What a node wrote whose clock is ahead lasts until what another one writes after it. */
  @Test
  void whereADepartmentStoodNeverOverlaps() {
    var north = department("North", null);
    var team = department("Team", north.id);
    var ahead = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.MILLIS);
    database.sql.update(
        "update tangram_department_place set since_at = ? where department_id = ?", ahead, team.id);
    team.parentId = null;
    system(() -> departments.update(team.id, team));
    var places = system(() -> departments.history(team.id)).places;
    assertThat(places).hasSize(2);
    assertThat(places.get(0).parentId).isNull();
    assertThat(places.get(0).since).isAfter(ahead).isEqualTo(places.get(1).until);
  }

  @Test
  void departmentsFormNoCircleAndStayWhileTheyAreUsed() {
    var company = department("Company", null);
    var sales = department("Sales", company.id);
    company.parentId = sales.id;
    refused(Code.INVALID, () -> system(() -> departments.update(company.id, company)));
    refused(Code.IN_USE, () -> as(admin, () -> departments.delete(company.id, company.version)));
    as(admin, () -> departments.delete(sales.id, sales.version));
    refused(Code.NOT_FOUND, () -> system(() -> departments.get(sales.id)));
    assertThat(system(() -> departments.restore(sales.id)).parentId).isEqualTo(company.id);
  }

  /** In mid-year: what is asked as at a day before it stands below the old parent. */
  @Test
  void edge16_aDepartmentMovedInTheTreeIsAsAtEachDayWhereItWasThen() {
    var north = department("North", null);
    var south = department("South", null);
    var team = department("Team", north.id);
    var somebody = FirstStart.user("somebody", "Somebody", null, salesperson);
    somebody.departmentId = team.id;
    var member = system(() -> users.create(somebody));
    // All of it half a year ago, and the move just before midnight in Shanghai.
    database.sql.update(
        "update tangram_department_place set since_at = ?", Instant.parse("2026-01-05T00:00:00Z"));
    database.sql.update(
        "update tangram_membership set since_at = ?", Instant.parse("2026-02-01T00:00:00Z"));
    team.parentId = south.id;
    system(() -> departments.update(team.id, team));
    var moved = Instant.parse("2026-06-30T15:59:00Z");
    for (var change :
        List.of("until_at = ? where until_at is not null", "since_at = ? where until_at is null")) {
      database.sql.update(
          "update tangram_department_place set " + change + " and department_id = ?",
          moved,
          team.id);
    }
    var before = LocalDate.of(2026, 6, 29);
    var after = LocalDate.of(2026, 6, 30);
    assertThat(company.below(north.id, before)).containsExactly(north.id, team.id);
    assertThat(company.below(south.id, before)).containsExactly(south.id);
    assertThat(company.below(north.id, after)).containsExactly(north.id);
    assertThat(company.below(south.id, after)).containsExactly(south.id, team.id);
    assertThat(company.below(north.id, LocalDate.of(2026, 1, 4))).as("not there yet").isEmpty();
    assertThat(company.departmentOf(member.id, before)).hasValue(team.id);
    assertThat(company.departmentOf(member.id, LocalDate.of(2026, 1, 31))).isEmpty();
    // An analysis without an end.
    assertThat(company.below(south.id, LocalDate.MAX)).containsExactly(south.id, team.id);
    assertThat(company.below(south.id, LocalDate.MIN)).isEmpty();

    assertThat(system(() -> departments.asAt(north.id, before)).people).isEqualTo(1);
    assertThat(system(() -> departments.asAt(north.id, before)).members).isZero();
    assertThat(system(() -> departments.asAt(north.id, after)).people).isZero();
    assertThat(system(() -> departments.asAt(team.id, before)).parentId).isEqualTo(north.id);
    assertThat(system(() -> departments.asAt(team.id, null)).parentId).isEqualTo(south.id);
    for (var day : List.of(LocalDate.now().plusDays(2), LocalDate.MIN)) {
      refused(Code.INVALID, () -> system(() -> departments.asAt(team.id, day)));
    }
  }

  @Test
  void aDepartmentThatIsDeletedIsNowhereUntilItIsBack() {
    var company = department("Company", null);
    var team = department("Team", company.id);
    var at =
        "select count(*) from tangram_department_place where department_id = ? and until_at is null";
    as(admin, () -> departments.delete(team.id, team.version));
    assertThat(database.sql.query(at, List.of(team.id), row -> row.getInt(1))).containsExactly(0);
    system(() -> departments.restore(team.id));
    assertThat(database.sql.query(at, List.of(team.id), row -> row.getInt(1))).containsExactly(1);
    team.version += 2;
    team.parentId = team.id;
    refused(Code.INVALID, () -> system(() -> departments.update(team.id, team)));
    assertThat(database.sql.query(at, List.of(team.id), row -> row.getInt(1))).containsExactly(1);
  }

  @Test
  void whatShowsRowsOfAnotherCollectionIsKnownWhenItIsGone() {
    projections.keep("customer-pool", "customers");
    projections.keep("customer-pool", "customers");
    projections.keep("contacts", "");
    assertThat(projections.all()).isEqualTo(Map.of("customer-pool", "customers", "contacts", ""));
    projections.keep("customer-pool", "contacts");
    assertThat(projections.all()).containsEntry("customer-pool", "contacts");
    projections.keep("customer-pool", "");
    assertThat(projections.all()).containsEntry("customer-pool", "");
  }

  @Test
  void nobodyRisesAboveTheirOwnRights() {
    var clerk =
        new Caller(
            admin.id + 100,
            "clerk",
            "Clerk",
            null,
            Locale.ENGLISH,
            Set.of("users.edit", "users.create", "customers.view"),
            Map.of("*", DataScope.ALL));
    refused(
        Code.FORBIDDEN,
        () ->
            current.callAs(
                clerk, () -> users.create(FirstStart.user("a", "A", null, administrator))));
    var change = new PasswordChange();
    change.password = "taken over";
    refused(
        Code.FORBIDDEN,
        () ->
            current.callAs(
                clerk,
                () -> {
                  users.setPassword(admin.id, change);
                  return null;
                }));
    var made =
        current.callAs(clerk, () -> users.create(FirstStart.user("b", "B", null, salesperson)));
    assertThat(made.roleIds).containsExactly(salesperson.id);
  }

  @Test
  void anAdministratorIsAlwaysLeft() {
    admin.roleIds = List.of(salesperson.id);
    refused(Code.CONFLICT, () -> system(() -> users.update(admin.id, admin)));
    administrator.operations = List.of("customers.view");
    refused(Code.CONFLICT, () -> system(() -> roles.update(administrator.id, administrator)));
    assertThat(system(() -> roles.get(administrator.id)).operations).containsExactly("*");
  }

  @Test
  void aRoleInUseStaysAndItsChangesAreFacts() {
    refused(
        Code.IN_USE, () -> as(admin, () -> roles.delete(administrator.id, administrator.version)));
    salesperson.operations.add("customers.edit");
    system(() -> roles.update(salesperson.id, salesperson));
    assertThat(
            database.sql.query(
                "select changes from tangram_fact where collection = 'roles' and record_id = ? order by id",
                List.of(salesperson.id),
                row -> row.getString(1)))
        .anySatisfy(changes -> assertThat(changes).contains("customers.edit"));
  }

  @Test
  void oneChangesOnesOwnPasswordWithTheOneThereIs() {
    var change = new PasswordChange();
    change.current = "guessed";
    change.password = "something new";
    refused(Code.INVALID, () -> as(admin, () -> users.changePassword(change)));
    change.current = "administrator";
    as(admin, () -> users.changePassword(change));
    assertThat(signIn.password("admin", "something new".toCharArray(), "192.0.2.1").id())
        .isEqualTo(admin.id);
  }

  private <T> T system(Supplier<T> work) {
    return current.callAsSystem(work);
  }

  private void as(User user, Runnable work) {
    as(
        user,
        () -> {
          work.run();
          return null;
        });
  }

  private <T> T as(User user, Supplier<T> work) {
    var caller =
        new Caller(
            user.id,
            user.login,
            user.name,
            null,
            Locale.ENGLISH,
            Set.of("*"),
            Map.of("*", DataScope.ALL));
    return current.callAs(caller, work);
  }

  private Department department(String name, Long parent) {
    var department = new Department();
    department.name = name;
    department.parentId = parent;
    return system(() -> departments.create(department));
  }

  private static Role role(String code, String operation, String collection, String scope) {
    var role = new Role();
    role.code = code;
    role.name = code;
    role.operations.add(operation);
    var entry = new RoleScope();
    entry.collection = collection;
    entry.scope = scope;
    role.scopes.add(entry);
    return role;
  }

  private static void refused(Code code, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(CrmException.class, e -> assertThat(e.code).isEqualTo(code));
  }
}
