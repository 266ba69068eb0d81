package org.tangramcrm.platform.internal.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.Authenticator;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.identity.Callers.Account;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * Finds out who is calling, with one statement for a credential that was verified shortly before.
 */
@Component(service = {Authenticator.class, SignIn.class})
public class SignIn implements Authenticator {
  /** Collection of the facts that tell of tries. */
  static final String LOG = "sign-ins";

  /** The collections of facts that tell of users and are no part of their records. */
  public static final Set<String> LOGS = Set.of(LOG, TokenTable.LOG);

  static final String TOKEN_PREFIX = "tgm_";

  private static final Duration IDLE = Duration.ofMinutes(30);
  private static final Duration LONGEST = Duration.ofHours(12);
  private static final Duration SEEN_STEP = Duration.ofMinutes(1);
  private static final int STRIPES = 256;
  private static final int CLIENT = 300;

  private final Sql sql;
  private final Callers callers;
  private final Passwords passwords;
  private final PasswordRules rules;
  private final Facts facts;
  private final Clock clock;
  private final Throttle throttle;
  private final VerifiedCredentials verified;
  private final Grants grants;
  private final SecondFactors secondFactors;
  private final UnknownSignIns unknown;
  private final Reaches reaches;
  private final Secrets secrets = new Secrets();

  /** One check at a time for a name at an address: the next one sees what became of it. */
  private final List<Object> stripes =
      IntStream.range(0, STRIPES).mapToObj(i -> new Object()).toList();

  private record Bearer(Account account, String scopes, Instant expires, Instant used) {}

  private record Visit(Account account, String csrf, Instant expires, Instant seen, Long viewing) {}

  @Activate
  public SignIn(
      @Reference Sql sql,
      @Reference Callers callers,
      @Reference Passwords passwords,
      @Reference PasswordRules rules,
      @Reference Facts facts,
      @Reference SecondFactors secondFactors,
      @Reference Projections projections) {
    this(sql, callers, passwords, rules, facts, secondFactors, projections, Clock.systemUTC());
  }

  SignIn(
      Sql sql,
      Callers callers,
      Passwords passwords,
      PasswordRules rules,
      Facts facts,
      SecondFactors secondFactors,
      Projections projections,
      Clock clock) {
    this.sql = sql;
    this.grants = new Grants(sql, projections);
    this.unknown = new UnknownSignIns(sql);
    this.callers = callers;
    this.reaches = new Reaches(sql, callers);
    this.passwords = passwords;
    this.rules = rules;
    this.facts = facts;
    this.clock = clock;
    this.throttle = new Throttle(clock);
    this.secondFactors = secondFactors;
    this.verified = new VerifiedCredentials(clock);
  }

  @Override
  public Caller password(String login, char[] password, String address) {
    var account = verify(login, password, address);
    if (account.secondFactor()) {
      secondFactors.check(account.id(), null);
    }
    return caller(account);
  }

  /** Whose password has expired, or who lacks a second factor, may mend that, and nothing else. */
  private Caller caller(Account account) {
    var caller = callers.of(account, Set.of());
    return rules.expired(account.passwordChanged()) || callers.lackSecondFactor(account)
        ? caller.powerless()
        : caller;
  }

  private Session session(Visit visit, String cookie) {
    var account = visit.account();
    return new Session(
        caller(visit),
        visit.csrf(),
        cookie,
        rules.expired(account.passwordChanged()),
        account.secondFactor(),
        callers.lackSecondFactor(account));
  }

  private Caller caller(Visit visit) {
    var own = caller(visit.account());
    if (visit.viewing() == null) {
      return own;
    }
    try {
      return callers.of(viewed(own, visit.viewing()), Set.of()).viewedBy(own.id());
    } catch (CrmException refused) {
      // They may no longer: they are who they are.
      return own;
    }
  }

  /** Somebody whom the caller may see the system as. */
  private Account viewed(Caller by, long user) {
    if (!by.may(UserService.EDIT)) {
      throw new CrmException(Code.FORBIDDEN, "problem.forbidden.permission", UserService.EDIT);
    }
    var account =
        sql.first(
                "select "
                    + Account.COLUMNS
                    + " from tangram_user u where u.id = ? and u.deleted_key = 0",
                List.of(user),
                Account::read)
            .filter(Account::active)
            .orElseThrow(CrmException::notFound);
    grants.withinOwn(by, grants.roles(List.of(user)).getOrDefault(user, List.of()));
    reaches.covers(by, callers.of(account, Set.of()));
    return account;
  }

  @Override
  public Session viewAs(String cookie, Long user, String address) {
    var hash = Secrets.digest(cookie);
    var visit = visit(hash);
    if (user != null) {
      var by = caller(visit.account());
      record(viewed(by, user), "viewed", address, by.id());
    }
    sql.update("update tangram_session set viewing_id = ? where hash = ?", user, hash);
    return session(visit(hash), null);
  }

  @Override
  public Caller token(String token, String address) {
    var found =
        sql.first(
            "select "
                + Account.COLUMNS
                + ", t.scopes, t.expires_at, t.used_at"
                + " from tangram_token t join tangram_user u on u.id = t.user_id where t.hash = ?",
            List.of(Secrets.digest(token)),
            row ->
                new Bearer(
                    Account.read(row),
                    row.getString(Account.WIDTH + 1),
                    instant(row, Account.WIDTH + 2),
                    row.getTimestamp(Account.WIDTH + 3) == null
                        ? Instant.MIN
                        : instant(row, Account.WIDTH + 3)));
    var now = now();
    if (found.isEmpty()
        || !found.get().account().active()
        || !now.isBefore(found.get().expires())) {
      throttle.check(null, address);
      throttle.failed(null, address);
      throw CrmException.of(Code.UNAUTHENTICATED);
    }
    if (!found.get().used().isAfter(now.minus(SEEN_STEP))) {
      sql.update("update tangram_token set used_at = ? where hash = ?", now, Secrets.digest(token));
    }
    var caller = callers.of(found.get().account(), TokenTable.scopes(found.get().scopes()));
    return callers.lackSecondFactor(found.get().account()) ? caller.powerless() : caller;
  }

  @Override
  public Session session(String cookie) {
    var hash = Secrets.digest(cookie);
    var visit = visit(hash);
    var now = now();
    if (!now.isBefore(visit.seen().plus(SEEN_STEP))) {
      sql.update(
          "update tangram_session set seen_at = ? where hash = ? and seen_at < ?", now, hash, now);
    }
    return session(visit, null);
  }

  /**
   * The caller of a session as they are now. Unlike a request, the question keeps no session alive:
   * a page that is merely open is nobody at work.
   *
   * @throws CrmException {@code unauthenticated} where the session has ended
   */
  public Caller stillSignedIn(String cookie) {
    return caller(visit(Secrets.digest(cookie)));
  }

  private Visit visit(String hash) {
    var visit =
        sql.first(
                "select "
                    + Account.COLUMNS
                    + ", s.csrf, s.expires_at, s.seen_at, s.viewing_id"
                    + " from tangram_session s join tangram_user u on u.id = s.user_id where s.hash = ?",
                List.of(hash),
                row ->
                    new Visit(
                        Account.read(row),
                        row.getString(Account.WIDTH + 1),
                        instant(row, Account.WIDTH + 2),
                        instant(row, Account.WIDTH + 3),
                        (Long) row.getObject(Account.WIDTH + 4)))
            .orElseThrow(() -> CrmException.of(Code.UNAUTHENTICATED));
    var now = now();
    if (!visit.account().active()
        || !now.isBefore(visit.expires())
        || !now.isBefore(visit.seen().plus(IDLE))) {
      throw CrmException.of(Code.UNAUTHENTICATED);
    }
    return visit;
  }

  @Override
  public Session signIn(String login, char[] password, String code, String address, String client) {
    var account = verify(login, password, address);
    if (account.secondFactor()) {
      try {
        secondFactors.check(account.id(), code);
      } catch (CrmException refused) {
        if (code != null) {
          record(account, "refused", address, account.id());
        }
        throw refused;
      }
    }
    var cookie = secrets.next();
    var csrf = secrets.next();
    var now = now();
    sql.update("delete from tangram_session where expires_at < ?", now);
    sql.update(
        "insert into tangram_session (hash, user_id, csrf, created_at, seen_at, expires_at, address, client)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?)",
        Secrets.digest(cookie),
        account.id(),
        csrf,
        now,
        now,
        now.plus(LONGEST),
        address,
        client == null ? null : client.substring(0, Math.min(client.length(), CLIENT)));
    record(account, "signed-in", address, account.id());
    return session(new Visit(account, csrf, now.plus(LONGEST), now, null), cookie);
  }

  @Override
  public void signOut(String cookie) {
    sql.update("delete from tangram_session where hash = ?", Secrets.digest(cookie));
  }

  private Account verify(String login, char[] password, String address) {
    var key = Logins.key(login);
    var account = account(key);
    var digest = verified.digest(key, password);
    if (known(account, digest)) {
      return account.get();
    }
    synchronized (stripes.get(Math.floorMod(key.hashCode() * 31 + address.hashCode(), STRIPES))) {
      if (known(account, digest)) {
        return account.get();
      }
      throttle.check(key, address);
      var hash = account.filter(Account::active).map(Account::passwordHash).orElse(null);
      if (!passwords.verify(password, hash)) {
        throttle.failed(key, address);
        account.ifPresentOrElse(
            known -> record(known, "refused", address, known.id()),
            () -> unknown.add(address, now()));
        throw CrmException.of(Code.UNAUTHENTICATED);
      }
      throttle.succeeded(key, address);
      verified.add(digest, hash);
      if (account.get().secondFactor()) {
        // Whoever it was knows the password.
        record(account.get(), "code-asked", address, account.get().id());
      }
      return account.get();
    }
  }

  private boolean known(Optional<Account> account, String digest) {
    return account.isPresent()
        && account.get().active()
        && account.get().passwordHash() != null
        && verified.contains(digest, account.get().passwordHash());
  }

  private Optional<Account> account(String loginKey) {
    return sql.first(
        "select "
            + Account.COLUMNS
            + " from tangram_user u where u.login_key = ? and u.deleted_key = 0",
        List.of(loginKey),
        Account::read);
  }

  private void record(Account account, String outcome, String address, long by) {
    var after =
        JsonNodeFactory.instance
            .objectNode()
            .put("login", account.login())
            .put("address", address)
            .put("outcome", outcome);
    facts.append(LOG, Facts.Kind.CREATED, account.id(), 0, null, after, by);
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
