package org.tangramcrm.platform.internal.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.MembershipList;
import org.tangramcrm.platform.identity.PasswordChange;
import org.tangramcrm.platform.identity.PasswordProof;
import org.tangramcrm.platform.identity.Permissions;
import org.tangramcrm.platform.identity.Permissions.GrantedOperation;
import org.tangramcrm.platform.identity.Permissions.GrantedScope;
import org.tangramcrm.platform.identity.SecondFactor;
import org.tangramcrm.platform.identity.SecondFactorCode;
import org.tangramcrm.platform.identity.SecondFactorRemoval;
import org.tangramcrm.platform.identity.SessionEnd;
import org.tangramcrm.platform.identity.SessionList;
import org.tangramcrm.platform.identity.SignInLog;
import org.tangramcrm.platform.identity.TokenEnd;
import org.tangramcrm.platform.identity.TokenPage;
import org.tangramcrm.platform.identity.User;
import org.tangramcrm.platform.identity.UserDirectory;
import org.tangramcrm.platform.identity.UserPage;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.store.StoreSpec.Link;
import org.tangramcrm.platform.store.Stores;

/**
 * Users: the record through the store; roles, chain of superiors and credentials beside it, in the
 * same transaction.
 */
@Component
@TangramContract(UserDirectory.class)
public class UserService implements UserDirectory, Leavers {
  /** Of ISO 639; who speaks one that the system does not is answered in English. */
  private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

  static final String EDIT = "users.edit";

  private final Store<UserRow, User> store;
  private final Sql sql;
  private final CurrentUser caller;
  private final Transactions transactions;
  private final Passwords passwords;
  private final PasswordRules rules;
  private final Facts facts;
  private final Viewers viewers;
  private final Credentials credentials;
  private final SecondFactors secondFactors;
  private final Throttle proofs = new Throttle(Clock.systemUTC());
  private final TokenTable tokens;
  private final UnknownSignIns unknown;
  private final Grants grants;
  private final Reaches reaches;
  private final Callers callers;
  private final Stamps stamps;
  private final Memberships memberships;

  @Activate
  public UserService(
      @Reference Stores stores,
      @Reference(target = "(osgi.unit.name=tangram-platform)") JpaTemplate jpa,
      @Reference Sql sql,
      @Reference CurrentUser caller,
      @Reference Transactions transactions,
      @Reference Passwords passwords,
      @Reference PasswordRules rules,
      @Reference Facts facts,
      @Reference Callers callers,
      @Reference SecondFactors secondFactors,
      @Reference Projections projections) {
    this.store =
        stores.open(
            StoreSpec.of("users", "tangram_user", UserRow.class, User.class, jpa, UserService::read)
                .sortedByName("name", "name_key")
                .linked("roleIds", new Link("tangram_user_role", "user_id", "role_id")));
    this.sql = sql;
    this.caller = caller;
    this.transactions = transactions;
    this.passwords = passwords;
    this.rules = rules;
    this.facts = facts;
    this.viewers = new Viewers(sql);
    this.credentials = new Credentials(sql, facts);
    this.secondFactors = secondFactors;
    this.tokens = new TokenTable(sql, facts);
    this.unknown = new UnknownSignIns(sql);
    this.grants = new Grants(sql, projections);
    this.reaches = new Reaches(sql, callers);
    this.callers = callers;
    this.stamps = new Stamps(sql);
    this.memberships = new Memberships(sql);
  }

  private static User read(Row row) {
    var user = row.base(new User());
    user.login = row.text("login");
    user.name = row.text("name");
    user.email = row.text("email");
    user.phone = row.text("phone");
    user.superiorId = row.id("superiorId");
    user.locale = row.text("locale");
    user.timeZone = row.text("timeZone");
    user.active = row.flag("active");
    user.secondFactor = row.flag("secondFactor");
    return user;
  }

  @Override
  public UserPage list(Query query) {
    var page = store.page(query, new UserPage());
    if (query == null || query.asks("roleIds")) {
      withRoles(page.items);
    }
    return page;
  }

  @Override
  public User get(long id) {
    return withRoles(store.get(id));
  }

  @Override
  public User create(User user) {
    check(user);
    checkPlace(user, new User());
    var hash = user.password == null ? null : passwords.hash(user.password.toCharArray());
    return transactions.run(
        () -> {
          checkReferences(user, null);
          checkLogin(user, 0);
          grants.withinOwn(caller.get(), user.roleIds);
          var row = new UserRow(sql.next("tangram_user_seq"));
          row.take(user);
          if (user.superiorId != null) {
            lockChain();
          }
          var made = store.insert(null, row);
          viewers.add(made.id, user.superiorId);
          memberships.move(made.id, null, user.departmentId);
          setRoles(made, List.of(), user.roleIds);
          if (hash != null) {
            credentials.setPassword(made.id, hash);
          }
          return withRoles(made);
        });
  }

  @Override
  public User update(long id, User user) {
    check(user);
    var hash = user.password == null ? null : passwords.hash(user.password.toCharArray());
    return transactions.run(
        () -> {
          var before = hash == null ? overOthers(id) : reachedWhole(id);
          if (!Objects.equals(before.superiorId, user.superiorId)) {
            lockChain();
          }
          // What it takes to tell whether somebody reaches more is not cheap, and nothing else
          // does.
          return Objects.equals(before.superiorId, user.superiorId)
                  && Objects.equals(before.departmentId, user.departmentId)
              ? changed(before, user, hash)
              : reaches.unwidened(caller.get(), () -> changed(before, user, hash));
        });
  }

  private User changed(User before, User user, String hash) {
    var id = before.id;
    checkPlace(user, before);
    checkReferences(user, before.departmentId);
    checkLogin(user, id);
    grants.withinOwn(caller.get(), user.roleIds);
    var ends = Boolean.FALSE.equals(user.active) && before.active;
    if (ends && id == caller.get().id()) {
      throw new CrmException(Code.CONFLICT, "identity.oneself");
    }
    var made =
        store.update(
            id,
            user.version,
            null,
            row -> {
              if (ends || hash != null) {
                credentials.endAll(id, caller.get().id());
              }
              row.take(user);
            });
    viewers.move(id, before.superiorId, user.superiorId);
    memberships.move(id, before.departmentId, user.departmentId);
    setRoles(made, before.roleIds, user.roleIds);
    if (hash != null) {
      credentials.setPassword(id, hash);
      passwordFact(made);
    }
    stamps.user(id);
    grants.checkAdministrator();
    return withRoles(made);
  }

  @Override
  public void check(long id) {
    overOthers(id);
    if (id == caller.get().id()) {
      throw new CrmException(Code.CONFLICT, "identity.oneself");
    }
    if (caller.get().rules("users").kept().contains("active")) {
      throw CrmException.of(Code.FORBIDDEN);
    }
  }

  @Override
  public void deactivate(long id) {
    transactions.run(
        () -> {
          check(id);
          var before = store.whole(id);
          if (before.active) {
            store.update(
                id,
                before.version,
                null,
                row -> {
                  credentials.endAll(id, caller.get().id());
                  row.leave();
                });
            stamps.user(id);
            grants.checkAdministrator();
          }
          return null;
        });
  }

  @Override
  public void delete(long id, Integer version) {
    transactions.run(
        () -> {
          var before = overOthers(id);
          if (id == caller.get().id()) {
            throw new CrmException(Code.CONFLICT, "identity.oneself");
          }
          if (used("select 1 from tangram_user where superior_id = ? and deleted_at is null", id)) {
            throw new CrmException(Code.IN_USE, "identity.has-subordinates");
          }
          credentials.endAll(id, caller.get().id());
          store.delete(id, version);
          memberships.move(id, before.departmentId, null);
          stamps.user(id);
          grants.checkAdministrator();
          return null;
        });
  }

  @Override
  public User restore(long id) {
    return transactions.run(
        () -> {
          grants.withinOwn(caller.get(), grants.roles(List.of(id)).getOrDefault(id, List.of()));
          lockChain();
          var back = withoutWhatIsGone(store.restore(id));
          memberships.move(id, null, back.departmentId);
          stamps.user(id);
          return withRoles(back);
        });
  }

  /** A department or superior that was deleted meanwhile is theirs no longer. */
  private User withoutWhatIsGone(User back) {
    var department =
        back.departmentId != null
                && used(
                    "select 1 from tangram_department where id = ? and deleted_at is null",
                    back.departmentId)
            ? back.departmentId
            : null;
    var superior = back.superiorId != null && there(back.superiorId) ? back.superiorId : null;
    if (Objects.equals(department, back.departmentId)
        && Objects.equals(superior, back.superiorId)) {
      return back;
    }
    var made = store.update(back.id, back.version, null, row -> row.belong(department, superior));
    viewers.move(back.id, back.superiorId, superior);
    return made;
  }

  @Override
  public void setPassword(long id, PasswordChange change) {
    rules.check(change.password, store.whole(id).login);
    var hash = passwords.hash(change.password.toCharArray());
    transactions.run(
        () -> {
          var user = reachedWhole(id);
          credentials.endAll(id, caller.get().id());
          credentials.setPassword(id, hash);
          passwordFact(user);
          return null;
        });
  }

  @Override
  public void changePassword(PasswordChange change) {
    var id = caller.get().id();
    prove(change.current);
    rules.check(change.password, caller.get().login());
    if (rules.expire() && change.password.equals(change.current)) {
      throw CrmException.invalid("password", "same");
    }
    var hash = passwords.hash(change.password.toCharArray());
    transactions.run(
        () -> {
          credentials.endSessions(id);
          credentials.setPassword(id, hash);
          passwordFact(oneself());
          return null;
        });
  }

  /** That the caller knows their own password. */
  private void prove(String password) {
    var id = caller.get().id();
    var key = "password of " + id;
    proofs.check(key, key);
    var there =
        sql.first(
                "select password_hash from tangram_user where id = ?",
                List.of(id),
                row -> List.of(String.valueOf(row.getString(1))))
            .orElseThrow(CrmException::notFound)
            .get(0);
    if (password == null || !passwords.verify(password.toCharArray(), there)) {
      proofs.failed(key, key);
      throw CrmException.invalid("current", "wrong");
    }
    proofs.succeeded(key, key);
  }

  /** The caller's own record, which not everybody may see. */
  private User oneself() {
    var id = caller.get().id();
    return caller.callAsSystem(() -> store.get(id));
  }

  // ---- the second factor

  @Override
  public SecondFactor beginSecondFactor(PasswordProof proof) {
    prove(proof.current);
    return transactions.run(() -> secondFactors.begin(caller.get().id(), caller.get().login()));
  }

  @Override
  public void confirmSecondFactor(SecondFactorCode code) {
    transactions.run(
        () -> {
          secondFactors.confirm(caller.get().id(), code.code);
          credentials.endSessions(caller.get().id());
          stamps.user(caller.get().id());
          secondFactorFact(oneself(), true);
          return null;
        });
  }

  @Override
  public void removeOwnSecondFactor(SecondFactorRemoval removal) {
    prove(removal.current);
    secondFactors.prove(caller.get().id(), removal.code);
    transactions.run(
        () -> {
          removeSecondFactor(oneself());
          return null;
        });
  }

  @Override
  public void removeSecondFactor(long id) {
    transactions.run(
        () -> {
          if (id == caller.get().id()) {
            throw new CrmException(Code.CONFLICT, "identity.oneself");
          }
          var user = reachedWhole(id);
          credentials.endSessions(id);
          removeSecondFactor(user);
          return null;
        });
  }

  private void removeSecondFactor(User user) {
    if (secondFactors.remove(user.id)) {
      stamps.user(user.id);
      secondFactorFact(user, false);
    }
  }

  private void secondFactorFact(User user, boolean there) {
    var node = JsonNodeFactory.instance;
    fact(
        user,
        node.objectNode().put("secondFactor", !there),
        node.objectNode().put("secondFactor", there));
  }

  // ---- where they are signed in

  @Override
  public SessionList sessions(long id) {
    overOthers(id);
    return credentials.sessions(id, Instant.now());
  }

  @Override
  public void endSession(long id, SessionEnd end) {
    transactions.run(
        () -> {
          overOthers(id);
          credentials.endSession(id, end.session);
          return null;
        });
  }

  @Override
  public SignInLog signIns(long id) {
    overOthers(id);
    return credentials.tries(id);
  }

  @Override
  public SignInLog unknownSignIns() {
    return unknown.log(Instant.now());
  }

  @Override
  public TokenPage tokens(long id) {
    overOthers(id);
    return tokens.of(id);
  }

  @Override
  public void endToken(long id, TokenEnd end) {
    transactions.run(
        () -> {
          overOthers(id);
          if (end.tokenId == null) {
            tokens.endAll(id, caller.get().id());
          } else {
            tokens.end(id, end.tokenId, caller.get().id());
          }
          return null;
        });
  }

  @Override
  public SessionList ownSessions() {
    return credentials.sessions(caller.get().id(), Instant.now());
  }

  @Override
  public void endOwnSession(SessionEnd end) {
    transactions.run(
        () -> {
          credentials.endSession(caller.get().id(), end.session);
          return null;
        });
  }

  @Override
  public SignInLog ownSignIns() {
    return credentials.tries(caller.get().id());
  }

  @Override
  public MembershipList memberships(long id) {
    store.get(id);
    return caller.get().rules("users").hidden().contains("departmentId")
        ? new MembershipList()
        : memberships.of(id);
  }

  @Override
  public Permissions permissions(long id) {
    var roles = get(id).roleIds;
    var permissions = new Permissions();
    var byOperation = new TreeMap<String, GrantedOperation>();
    grants
        .operations(roles)
        .forEach(
            (role, operations) ->
                operations.forEach(
                    operation -> {
                      var granted =
                          byOperation.computeIfAbsent(operation, name -> new GrantedOperation());
                      granted.operation = operation;
                      granted.roleIds.add(role);
                    }));
    permissions.operations.addAll(byOperation.values());
    grants
        .scopes(roles)
        .forEach(
            (role, scopes) ->
                scopes.forEach(
                    scope -> {
                      var granted = new GrantedScope();
                      granted.roleId = role;
                      granted.collection = scope.collection;
                      granted.scope = scope.scope;
                      granted.departmentIds.addAll(scope.departmentIds);
                      permissions.scopes.add(granted);
                    }));
    permissions.scopes.sort(
        Comparator.comparing((GrantedScope granted) -> granted.collection)
            .thenComparing(granted -> granted.roleId));
    return permissions;
  }

  // ---- rules

  private void check(User user) {
    rules.check(user.password, user.login);
  }

  /**
   * Offsets know of no summer time, and browsers not of all of them.
   *
   * @param before what it was, and may stay
   */
  private static void checkPlace(User user, User before) {
    var problem = new CrmException(Code.INVALID, null);
    if (user.timeZone != null
        && !user.timeZone.equals(before.timeZone)
        && !ZoneId.getAvailableZoneIds().contains(user.timeZone)) {
      problem.error("timeZone", "format");
    }
    if (user.locale != null
        && !user.locale.equals(before.locale)
        && !LANGUAGES.contains(Locale.forLanguageTag(user.locale).getLanguage())) {
      problem.error("locale", "format");
    }
    if (!problem.errors.isEmpty()) {
      throw problem;
    }
  }

  /** Two who enter the same at once, the database tells apart. */
  private void checkLogin(User user, long id) {
    var others =
        sql.query(
            "select 1 from tangram_user where login_key = ? and deleted_key = 0 and id <> ?",
            List.of(Logins.key(user.login), id),
            row -> 1);
    if (!others.isEmpty()) {
      throw CrmException.invalid("login", "duplicate");
    }
  }

  /**
   * @param department in which they were
   */
  private void checkReferences(User user, Long department) {
    if (user.departmentId != null) {
      grants.checkDepartments("departmentId", List.of(user.departmentId));
      grants.checkOpen("departmentId", user.departmentId, department);
    }
    if (user.superiorId != null && !there(user.superiorId)) {
      throw CrmException.invalid("superiorId", "unknown-reference", "users");
    }
    grants.checkRoles(user.roleIds);
  }

  /**
   * The user as they are; refused to a caller who may less than they do, or passwords would be a
   * way up.
   */
  private User overOthers(long id) {
    var user = withRoles(store.whole(id));
    grants.withinOwn(caller.get(), user.roleIds);
    return user;
  }

  /** Who could be them, by a password or without their second factor, must reach what they do. */
  private User reachedWhole(long id) {
    var user = overOthers(id);
    reaches.covers(caller.get(), callers.now(id));
    return user;
  }

  /**
   * Changes of the chain of superiors wait for each other: two at once could close a circle that
   * neither sees. They do so before they write any user: those above are written as well.
   */
  private void lockChain() {
    sql.update("update tangram_identity_lock set held = held + 1 where id = 1");
  }

  private boolean there(long user) {
    return used("select 1 from tangram_user where id = ? and deleted_at is null", user);
  }

  private boolean used(String select, long id) {
    return !sql.query(select, List.of(id), row -> 1).isEmpty();
  }

  // ---- roles

  private void setRoles(User user, Collection<Long> before, Collection<Long> after) {
    if (!Set.copyOf(before).equals(Set.copyOf(after))) {
      grants.setRoles(user.id, after);
      fact(user, roles(before), roles(after));
    }
  }

  private static JsonNode roles(Collection<Long> ids) {
    var node = JsonNodeFactory.instance.objectNode();
    var array = node.putArray("roleIds");
    ids.stream().distinct().sorted().forEach(id -> array.add(id.toString()));
    return node;
  }

  private void passwordFact(User user) {
    fact(
        user,
        null,
        JsonNodeFactory.instance.objectNode().put("passwordChangedAt", Instant.now().toString()));
  }

  private void fact(User user, JsonNode before, JsonNode after) {
    facts.append(
        "users", Facts.Kind.UPDATED, user.id, user.version, before, after, caller.get().id());
  }

  private User withRoles(User user) {
    withRoles(List.of(user));
    return user;
  }

  private void withRoles(List<User> users) {
    var roles = grants.roles(users.stream().map(user -> user.id).toList());
    users.forEach(user -> user.roleIds = new ArrayList<>(roles.getOrDefault(user.id, List.of())));
  }
}
