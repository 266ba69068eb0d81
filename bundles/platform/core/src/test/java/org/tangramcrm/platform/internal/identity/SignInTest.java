package org.tangramcrm.platform.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.Token;
import org.tangramcrm.platform.internal.chain.Transactions;

class SignInTest {
  private static final String ADDRESS = "192.0.2.1";

  private final Passwords passwords = new Passwords(() -> 4);
  private final Watch clock = new Watch();
  private IdentityDatabase database;
  private SignIn signIn;
  private long user;

  @BeforeEach
  void setUp() throws Exception {
    database = new IdentityDatabase();
    var rules = new PasswordRules(10, Duration.ofDays(90), clock);
    signIn =
        new SignIn(
            database.sql,
            database.callers,
            passwords,
            rules,
            database.facts,
            new SecondFactors(database.sql, clock),
            new Projections(database.sql, database.following(), () -> "platform"),
            clock);
    user = database.user("Li.Na", null, passwords.hash("correct horse".toCharArray()));
  }

  @Test
  void takesThePasswordWhateverTheCaseOfTheLogin() {
    assertThat(password("li.na", "correct horse").id()).isEqualTo(user);
    assertThat(password("LI.NA", "correct horse").login()).isEqualTo("Li.Na");
  }

  @Test
  void refusesAWrongPasswordAnUnknownAndAnInactiveUserAlike() {
    refused("li.na", "wrong", Code.UNAUTHENTICATED);
    refused("nobody", "correct horse", Code.UNAUTHENTICATED);
    database.sql.update("update tangram_user set active = false where id = ?", user);
    refused("li.na", "correct horse", Code.UNAUTHENTICATED);
  }

  @Test
  void asksTheDatabaseOnceForACredentialJustVerified() {
    password("li.na", "correct horse");
    var before = database.sql.statements();
    password("li.na", "correct horse");
    assertThat(database.sql.statements() - before).isEqualTo(1);
  }

  @Test
  void forgetsAVerifiedPasswordWithTheChange() {
    password("li.na", "correct horse");
    new Credentials(database.sql, database.facts)
        .setPassword(user, passwords.hash("another password".toCharArray()));
    refused("li.na", "correct horse", Code.UNAUTHENTICATED);
    assertThat(password("li.na", "another password").id()).isEqualTo(user);
  }

  @Test
  void slowsGuessingDownAndLetsTheRightOneInAfterTheWait() {
    for (int i = 0; i < 5; i++) {
      refused("li.na", "guess " + i, Code.UNAUTHENTICATED);
    }
    refused("li.na", "correct horse", Code.TOO_MANY_REQUESTS);
    assertThat(signIn.password("li.na", "correct horse".toCharArray(), "192.0.2.2").id())
        .as("from elsewhere nobody is locked out")
        .isEqualTo(user);
    // There the credential is known now, and so it is here.
    assertThat(password("li.na", "correct horse").id()).isEqualTo(user);
    refused("li.na", "guess", Code.TOO_MANY_REQUESTS);
    clock.forward(Duration.ofSeconds(2));
    refused("li.na", "guess", Code.UNAUTHENTICATED);
    assertThatThrownBy(() -> password("li.na", "guess"))
        .isInstanceOfSatisfying(
            CrmException.class, e -> assertThat(e.retryAfterSeconds).isBetween(2, 3));
  }

  @Test
  void slowsAnAddressDownThatTriesManyNames() {
    for (int i = 0; i < 20; i++) {
      refused("nobody" + i, "guess", Code.UNAUTHENTICATED);
    }
    refused("nobody-else", "guess", Code.TOO_MANY_REQUESTS);
  }

  @Test
  void changedRolesHoldFromTheNextRequestOn() {
    assertThat(password("li.na", "correct horse").permissions()).isEmpty();
    var role = database.role("sales", "customers.view", "customers", "own");
    database.sql.update(
        "insert into tangram_user_role (user_id, role_id) values (?, ?)", user, role);
    new Stamps(database.sql).usersOf(role);
    var caller = password("li.na", "correct horse");
    assertThat(caller.permissions()).containsExactly("customers.view");
    assertThat(caller.scope("customers").own()).isTrue();
    assertThat(caller.scope("orders").none()).isTrue();
  }

  @Test
  void unitesTheScopesOfSeveralRoles() {
    var company = database.department("Company", null);
    var sales = database.department("Sales", company);
    var east = database.department("East", sales);
    database.department("Service", company);
    var head = database.user("head", sales, passwords.hash("correct horse".toCharArray()));
    var everywhere = database.role("tree", "customers.view", Caller.EVERYTHING, "department-tree");
    var all = database.role("all", "orders.view", "orders", "all");
    for (var role : List.of(everywhere, all)) {
      database.sql.update(
          "insert into tangram_user_role (user_id, role_id) values (?, ?)", head, role);
    }
    var caller = password("head", "correct horse");
    assertThat(caller.scope("customers").departments()).containsExactlyInAnyOrder(sales, east);
    assertThat(caller.scope("customers").all()).isFalse();
    assertThat(caller.scope("orders").all()).isTrue();
  }

  @Test
  void keepsASessionWhileItIsUsedAndNoLongerThanHalfADay() {
    var session = signIn.signIn("li.na", "correct horse".toCharArray(), null, ADDRESS, "a test");
    assertThat(signIn.session(session.cookie()).csrf()).isEqualTo(session.csrf());
    for (int i = 0; i < 24; i++) {
      clock.forward(Duration.ofMinutes(29));
      assertThat(signIn.session(session.cookie()).caller().id()).isEqualTo(user);
    }
    clock.forward(Duration.ofMinutes(29));
    assertThatThrownBy(() -> signIn.session(session.cookie())).isInstanceOf(CrmException.class);
  }

  @Test
  void endsASessionThatIsIdleOrSignedOut() {
    var idle = signIn.signIn("li.na", "correct horse".toCharArray(), null, ADDRESS, "a test");
    clock.forward(Duration.ofMinutes(30));
    assertThatThrownBy(() -> signIn.session(idle.cookie())).isInstanceOf(CrmException.class);
    var left = signIn.signIn("li.na", "correct horse".toCharArray(), null, ADDRESS, "a test");
    signIn.signOut(left.cookie());
    assertThatThrownBy(() -> signIn.session(left.cookie())).isInstanceOf(CrmException.class);
  }

  @Test
  void readsASessionWithOneStatement() {
    var session = signIn.signIn("li.na", "correct horse".toCharArray(), null, ADDRESS, "a test");
    var before = database.sql.statements();
    signIn.session(session.cookie());
    assertThat(database.sql.statements() - before).isEqualTo(1);
  }

  @Test
  void whoLacksASecondFactorThatARoleAsksForCanDoNothingElse() {
    var role = database.role("careful", "customers.view", "*", "all");
    database.sql.update(
        "insert into tangram_user_role (user_id, role_id) values (?, ?)", user, role);
    assertThat(password("li.na", "correct horse").may("customers.view")).isTrue();
    database.sql.update("update tangram_role set second_factor = true where id = ?", role);
    new Stamps(database.sql).usersOf(role);
    assertThat(password("li.na", "correct horse").may("customers.view")).isFalse();
    var session = signIn.signIn("li.na", "correct horse".toCharArray(), null, ADDRESS, "a test");
    assertThat(session.secondFactorMissing()).isTrue();

    database.sql.update("update tangram_user set second_factor = true where id = ?", user);
    new Stamps(database.sql).user(user);
    assertThat(signIn.session(session.cookie()).secondFactorMissing()).isFalse();
    refused("li.na", "correct horse", Code.UNAUTHENTICATED);
    assertThatThrownBy(
            () -> signIn.signIn("li.na", "correct horse".toCharArray(), "123456", ADDRESS, "x"))
        .isInstanceOfSatisfying(
            CrmException.class, e -> assertThat(e.errors.get(0).field).isEqualTo("code"));
  }

  @Test
  void tellsThatSomebodyKnewThePasswordOfWhoHasASecondFactor() {
    database.sql.update("update tangram_user set second_factor = true where id = ?", user);
    refused("li.na", "correct horse", Code.UNAUTHENTICATED);
    refused("li.na", "correct horse", Code.UNAUTHENTICATED);
    var tries = new Credentials(database.sql, database.facts).tries(user).items;
    assertThat(tries).extracting(tried -> tried.outcome).containsExactly("code-asked");
  }

  private TokenService tokens(CallingUser current, int maxDays) {
    return new TokenService(
        database.sql,
        current,
        database.callers,
        new Transactions(database.transactions),
        database.facts,
        maxDays);
  }

  @Test
  void cutsATokenToItsScopesAndRefusesItOnceItIsGone() {
    var role = database.role("admin", "*", "*", "all");
    database.sql.update(
        "insert into tangram_user_role (user_id, role_id) values (?, ?)", user, role);
    var current = new CallingUser();
    var tokens = tokens(current, 730);
    var asked = new Token();
    asked.name = "ERP";
    asked.scopes.add("customers.view");
    var made = current.callAs(password("li.na", "correct horse"), () -> tokens.create(asked));

    var caller = signIn.token(made.token, ADDRESS);
    assertThat(caller.permissions()).isEqualTo(Set.of("customers.view"));
    var before = database.sql.statements();
    signIn.token(made.token, ADDRESS);
    assertThat(database.sql.statements() - before).isEqualTo(1);
    assertThatThrownBy(() -> current.callAs(caller, () -> tokens.create(whole())))
        .as("a cut token makes no whole one")
        .isInstanceOfSatisfying(
            CrmException.class, e -> assertThat(e.code).isEqualTo(Code.FORBIDDEN));
    assertThat(current.callAs(caller, tokens::list).items)
        .singleElement()
        .satisfies(
            t -> {
              assertThat(t.token).isNull();
              assertThat(t.lastUsed).isEqualTo(clock.instant());
            });

    new Credentials(database.sql, database.facts).endAll(user, 4711);
    assertThatThrownBy(() -> signIn.token(made.token, ADDRESS)).isInstanceOf(CrmException.class);
    var facts =
        database.sql.query(
            "select kind, user_id, changes from tangram_fact where collection = ? and record_id = ? order by id",
            List.of(TokenTable.LOG, made.id),
            row -> row.getString(1) + " by " + row.getLong(2) + " " + row.getString(3));
    assertThat(facts).hasSize(2);
    assertThat(facts.get(0)).startsWith("created by " + user).contains("ERP", "customers.view");
    assertThat(facts.get(1)).startsWith("deleted by 4711").contains("ERP");
    assertThat(facts)
        .noneMatch(fact -> fact.contains(made.token) || fact.contains(Secrets.digest(made.token)));
  }

  @Test
  void aTokenLivesNoLongerThanTheCompanyAllows() {
    var current = new CallingUser();
    var tokens = tokens(current, 30);
    var caller = password("li.na", "correct horse");
    var asked = whole();
    asked.expires = Instant.now().plus(Duration.ofDays(32));
    assertThatThrownBy(() -> current.callAs(caller, () -> tokens.create(asked)))
        .isInstanceOfSatisfying(
            CrmException.class,
            e -> {
              assertThat(e.errors.get(0).field).isEqualTo("expires");
              assertThat(e.errors.get(0).code).isEqualTo("too-late");
            });
    asked.expires = Instant.now().plus(Duration.ofDays(29));
    assertThat(current.callAs(caller, () -> tokens.create(asked)).token).isNotNull();
    asked.expires = null;
    assertThat(current.callAs(caller, () -> tokens.create(asked)).expires)
        .as("what nobody asked for is no longer either")
        .isBefore(Instant.now().plus(Duration.ofDays(31)));
  }

  @Test
  void countsTriesWithNamesThatNobodyHasAndKeepsNoneOfTheNames() {
    var unknown = new UnknownSignIns(database.sql);
    refused("my-secret-password", "guess", Code.UNAUTHENTICATED);
    clock.forward(Duration.ofMinutes(1));
    refused("somebody", "guess", Code.UNAUTHENTICATED);
    refused("li.na", "wrong", Code.UNAUTHENTICATED);
    assertThat(unknown.log(clock.instant()).items)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.outcome).isEqualTo("unknown");
              assertThat(line.address).isEqualTo(ADDRESS);
              assertThat(line.tries).isEqualTo(2);
              assertThat(Duration.between(line.since, line.at)).isEqualTo(Duration.ofMinutes(1));
            });
    assertThat(
            database.sql.query(
                "select changes from tangram_fact", List.of(), row -> row.getString(1)))
        .noneMatch(changes -> changes.contains("my-secret"));
  }

  @Test
  void strangersFillNoTable() {
    var unknown = new UnknownSignIns(database.sql);
    for (int i = 0; i < UnknownSignIns.MOST + 20; i++) {
      clock.forward(Duration.ofSeconds(1));
      unknown.add("198.51.%d.%d".formatted(i / 250, i % 250), clock.instant());
    }
    // Whoever has a network of the new kind has any number of addresses.
    for (int i = 0; i < 3; i++) {
      clock.forward(Duration.ofSeconds(1));
      unknown.add("2001:db8:0:7:0:0:0:" + i, clock.instant());
    }
    var rows =
        database.sql.query(
            "select network from tangram_unknown_sign_in", List.of(), row -> row.getString(1));
    assertThat(rows)
        .hasSize(UnknownSignIns.MOST)
        .contains("2001:db8:0:7")
        .doesNotContain("198.51.0.0");
    assertThat(unknown.log(clock.instant()).more).as("said that there are more").isTrue();
    clock.forward(Duration.ofDays(91));
    assertThat(unknown.log(clock.instant()).items).as("too old, and not yet deleted").isEmpty();
    unknown.add(ADDRESS, clock.instant());
    assertThat(unknown.log(clock.instant()).more).isFalse();
    assertThat(unknown.log(clock.instant()).items).hasSize(1);
  }

  @Test
  void whosePasswordHasExpiredMayDoNothingButChangeIt() {
    var role = database.role("reader", "customers.view", "customers", "all");
    database.sql.update(
        "insert into tangram_user_role (user_id, role_id) values (?, ?)", user, role);
    var set = "update tangram_user set password_changed_at = ? where id = ?";
    database.sql.update(set, clock.instant().minus(Duration.ofDays(89)), user);
    var session = signIn.signIn("li.na", "correct horse".toCharArray(), null, ADDRESS, "a test");
    assertThat(session.passwordExpired()).isFalse();
    assertThat(session.caller().may("customers.view")).isTrue();

    database.sql.update(set, clock.instant().minus(Duration.ofDays(90)), user);
    var now = signIn.session(session.cookie());
    assertThat(now.passwordExpired()).isTrue();
    assertThat(now.caller().may("customers.view")).isFalse();
    assertThat(now.caller().scope("customers").none()).isTrue();
    assertThat(password("li.na", "correct horse").may("customers.view")).isFalse();
  }

  @Test
  void tellsWhereSomebodyIsSignedInAndEndsOneOfIt() {
    var credentials = new Credentials(database.sql, database.facts);
    var first = signIn.signIn("li.na", "correct horse".toCharArray(), null, ADDRESS, "Firefox");
    var second = signIn.signIn("li.na", "correct horse".toCharArray(), null, "192.0.2.9", null);
    var open = credentials.sessions(user, clock.instant()).items;
    assertThat(open).hasSize(2);
    var named = open.stream().filter(each -> "Firefox".equals(each.client)).findFirst();
    assertThat(named.orElseThrow().address).isEqualTo(ADDRESS);
    assertThat(first.cookie()).doesNotContain(named.get().session);
    credentials.endSession(user, named.get().session);
    assertThatThrownBy(() -> signIn.session(first.cookie())).isInstanceOf(CrmException.class);
    assertThat(signIn.session(second.cookie()).caller().id()).isEqualTo(user);
    assertThatThrownBy(() -> credentials.endSession(user + 1, open.get(0).session))
        .isInstanceOf(CrmException.class);
    assertThat(credentials.tries(user).items)
        .extracting(each -> each.outcome)
        .containsExactly("signed-in", "signed-in");
  }

  @Test
  void leavesFactsOfSignIns() {
    refused("li.na", "wrong", Code.UNAUTHENTICATED);
    signIn.signIn("li.na", "correct horse".toCharArray(), null, ADDRESS, "a test");
    assertThat(
            database.sql.query(
                "select changes from tangram_fact where collection = 'sign-ins' order by id",
                List.of(),
                row -> row.getString(1)))
        .satisfiesExactly(
            first -> assertThat(first).contains("refused"),
            second -> assertThat(second).contains("signed-in"));
  }

  private static Token whole() {
    var token = new Token();
    token.name = "whole";
    return token;
  }

  private Caller password(String login, String password) {
    return signIn.password(login, password.toCharArray(), ADDRESS);
  }

  private void refused(String login, String password, Code code) {
    assertThatThrownBy(() -> password(login, password))
        .isInstanceOfSatisfying(CrmException.class, e -> assertThat(e.code).isEqualTo(code));
  }

  /** A clock that goes on when it is told to. */
  private static final class Watch extends Clock {
    private Instant now = Instant.parse("2026-11-24T08:00:00Z");

    void forward(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
