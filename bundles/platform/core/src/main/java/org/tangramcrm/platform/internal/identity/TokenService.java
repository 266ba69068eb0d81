package org.tangramcrm.platform.internal.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Total;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.Token;
import org.tangramcrm.platform.identity.TokenPage;
import org.tangramcrm.platform.identity.Tokens;
import org.tangramcrm.platform.internal.sql.Sql;

/** The caller's own tokens. */
@Component
@TangramContract(Tokens.class)
public class TokenService implements Tokens {
  private static final Duration LIFETIME = Duration.ofDays(90);
  private static final int MOST = 100;

  private final Sql sql;
  private final CurrentUser user;
  private final Callers callers;
  private final Clock clock = Clock.systemUTC();
  private final Secrets secrets = new Secrets();

  @Activate
  public TokenService(@Reference Sql sql, @Reference CurrentUser user, @Reference Callers callers) {
    this.sql = sql;
    this.user = user;
    this.callers = callers;
  }

  /** Operations as they are kept with a token. */
  static Set<String> scopes(String kept) {
    return kept == null || kept.isEmpty() ? Set.of() : Set.of(kept.split(" "));
  }

  @Override
  public TokenPage list() {
    var page = new TokenPage();
    page.items.addAll(
        sql.query(
            "select id, name, scopes, created_at, expires_at from tangram_token where user_id = ? order by id",
            List.of(user.get().id()),
            row -> {
              var token = new Token();
              token.id = row.getLong(1);
              token.name = row.getString(2);
              token.scopes = new ArrayList<>(scopes(row.getString(3)));
              token.scopes.sort(null);
              token.createdAt = row.getTimestamp(4).toInstant();
              token.expires = row.getTimestamp(5).toInstant();
              return token;
            }));
    page.total = Total.exactly(page.items.size());
    return page;
  }

  @Override
  public Token create(Token asked) {
    var caller = user.get();
    var scopes = Set.copyOf(asked.scopes);
    // A token that is cut itself must not make one that is not.
    var whole = scopes.isEmpty() && !caller.permissions().equals(callers.operations(caller.id()));
    if (whole || !scopes.stream().allMatch(caller::may)) {
      throw new CrmException(Code.FORBIDDEN, "identity.beyond-own");
    }
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var expires =
        asked.expires == null ? now.plus(LIFETIME) : asked.expires.truncatedTo(ChronoUnit.MILLIS);
    var secret = SignIn.TOKEN_PREFIX + secrets.next();
    sql.update("delete from tangram_token where user_id = ? and expires_at < ?", caller.id(), now);
    if (list().items.size() >= MOST) {
      throw new CrmException(Code.CONFLICT, "identity.too-many-tokens", MOST);
    }
    var id = sql.next("tangram_token_seq");
    insert(id, secret, asked.name.strip(), scopes, now, expires);
    var made = new Token();
    made.id = id;
    made.name = asked.name.strip();
    made.scopes =
        scopes.stream().sorted().collect(java.util.stream.Collectors.toCollection(ArrayList::new));
    made.createdAt = now;
    made.expires = expires;
    made.token = secret;
    return made;
  }

  private void insert(
      long id, String secret, String name, Set<String> scopes, Instant now, Instant expires) {
    sql.update(
        "insert into tangram_token (id, hash, user_id, name, scopes, created_at, expires_at) values (?, ?, ?, ?, ?, ?, ?)",
        id,
        Secrets.digest(secret),
        user.get().id(),
        name,
        String.join(" ", scopes),
        now,
        expires);
  }

  @Override
  public void delete(long id) {
    if (sql.update("delete from tangram_token where id = ? and user_id = ?", id, user.get().id())
        == 0) {
      throw CrmException.notFound();
    }
  }
}
