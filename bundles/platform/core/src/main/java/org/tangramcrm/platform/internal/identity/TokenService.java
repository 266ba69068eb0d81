package org.tangramcrm.platform.internal.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.Token;
import org.tangramcrm.platform.identity.TokenPage;
import org.tangramcrm.platform.identity.Tokens;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.sql.Sql;

/** The caller's own tokens. */
@Component(configurationPid = "org.tangramcrm.platform")
@TangramContract(Tokens.class)
public class TokenService implements Tokens {
  private static final Duration LIFETIME = Duration.ofDays(90);
  private static final int MOST = 100;

  /** What of {@code etc/org.tangramcrm.platform.cfg} is read here. */
  @interface Config {
    int tokens_maxDays() default 730;
  }

  private final Sql sql;
  private final TokenTable tokens;
  private final CurrentUser user;
  private final Callers callers;
  private final Transactions transactions;
  private final Clock clock = Clock.systemUTC();
  private final Secrets secrets = new Secrets();

  /** How long a token made now can live. */
  private volatile int maxDays;

  @Activate
  public TokenService(
      @Reference Sql sql,
      @Reference CurrentUser user,
      @Reference Callers callers,
      @Reference Transactions transactions,
      @Reference Facts facts,
      Config config) {
    this(sql, user, callers, transactions, facts, config.tokens_maxDays());
  }

  TokenService(
      Sql sql,
      CurrentUser user,
      Callers callers,
      Transactions transactions,
      Facts facts,
      int maxDays) {
    this.tokens = new TokenTable(sql, facts);
    this.transactions = transactions;
    this.maxDays = maxDays;
    this.sql = sql;
    this.user = user;
    this.callers = callers;
  }

  /** In place: a contract that goes and comes would be refused in between. */
  @Modified
  void modified(Config config) {
    maxDays = config.tokens_maxDays();
  }

  @Override
  public TokenPage list() {
    return tokens.of(user.get().id());
  }

  @Override
  public Token create(Token asked) {
    return transactions.run(() -> made(asked));
  }

  private Token made(Token asked) {
    var caller = user.get();
    var scopes = Set.copyOf(asked.scopes);
    // A token that is cut itself must not make one that is not.
    var whole = scopes.isEmpty() && !caller.permissions().equals(callers.operations(caller.id()));
    if (whole || !scopes.stream().allMatch(caller::may)) {
      throw new CrmException(Code.FORBIDDEN, "identity.beyond-own");
    }
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var expires = expires(asked, now);
    var secret = SignIn.TOKEN_PREFIX + secrets.next();
    tokens.forget(caller.id(), now);
    if (list().items.size() >= MOST) {
      throw new CrmException(Code.CONFLICT, "identity.too-many-tokens", MOST);
    }
    var made = new Token();
    made.id = sql.next("tangram_token_seq");
    made.name = asked.name.strip();
    made.scopes =
        scopes.stream().sorted().collect(java.util.stream.Collectors.toCollection(ArrayList::new));
    made.createdAt = now;
    made.expires = expires;
    tokens.add(caller.id(), made, Secrets.digest(secret));
    made.token = secret;
    return made;
  }

  private Instant expires(Token asked, Instant now) {
    var longest = Duration.ofDays(maxDays);
    if (asked.expires == null) {
      return now.plus(LIFETIME.compareTo(longest) < 0 ? LIFETIME : longest);
    }
    // Chosen by its day, whose end is later than the hour at which it is asked for.
    if (asked.expires.isAfter(now.plus(longest).plus(Duration.ofDays(1)))) {
      throw CrmException.invalid("expires", "too-late", maxDays);
    }
    return asked.expires.truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public void delete(long id) {
    var own = user.get().id();
    transactions.run(
        () -> {
          tokens.end(own, id, own);
          return null;
        });
  }
}
