package org.tangramcrm.platform.internal.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Total;
import org.tangramcrm.platform.identity.Token;
import org.tangramcrm.platform.identity.TokenPage;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.sql.Sql;

/** The tokens of users, as they look at them and end them; their secrets are kept nowhere. */
final class TokenTable {
  /**
   * Facts of tokens stand in the audit log under this name: they are no part of their user's
   * record.
   */
  static final String LOG = "user-tokens";

  private final Sql sql;
  private final Facts facts;

  TokenTable(Sql sql, Facts facts) {
    this.sql = sql;
    this.facts = facts;
  }

  /** Operations as they are kept with a token. */
  static Set<String> scopes(String kept) {
    return kept == null || kept.isEmpty() ? Set.of() : Set.of(kept.split(" "));
  }

  TokenPage of(long user) {
    var page = new TokenPage();
    page.items.addAll(
        sql.query(
            "select id, name, scopes, created_at, expires_at, used_at from tangram_token"
                + " where user_id = ? order by id",
            List.of(user),
            row -> {
              var token = new Token();
              token.id = row.getLong(1);
              token.name = row.getString(2);
              token.scopes = new ArrayList<>(scopes(row.getString(3)));
              token.scopes.sort(null);
              token.createdAt = row.getTimestamp(4).toInstant();
              token.expires = row.getTimestamp(5).toInstant();
              token.lastUsed = row.getTimestamp(6) == null ? null : row.getTimestamp(6).toInstant();
              return token;
            }));
    page.total = Total.exactly(page.items.size());
    return page;
  }

  void add(long user, Token token, String hash) {
    sql.update(
        "insert into tangram_token (id, hash, user_id, name, scopes, created_at, expires_at) values (?, ?, ?, ?, ?, ?, ?)",
        token.id,
        hash,
        user,
        token.name,
        String.join(" ", token.scopes),
        token.createdAt,
        token.expires);
    facts.append(LOG, Facts.Kind.CREATED, token.id, 1, null, told(user, token), user);
  }

  /**
   * @param by who ends it
   * @throws CrmException {@code not-found} where the user has no such token
   */
  void end(long user, long token, long by) {
    end(
        user,
        of(user).items.stream()
            .filter(each -> each.id == token)
            .findFirst()
            .orElseThrow(CrmException::notFound),
        by);
  }

  void endAll(long user, long by) {
    of(user).items.forEach(token -> end(user, token, by));
  }

  /** What has come to its end by itself goes without a word. */
  void forget(long user, Instant now) {
    sql.update("delete from tangram_token where user_id = ? and expires_at < ?", user, now);
  }

  private void end(long user, Token token, long by) {
    if (sql.update("delete from tangram_token where id = ? and user_id = ?", token.id, user) > 0) {
      facts.append(LOG, Facts.Kind.DELETED, token.id, 1, told(user, token), null, by);
    }
  }

  /** Never the secret, nor its digest. */
  private static JsonNode told(long user, Token token) {
    var told =
        JsonNodeFactory.instance
            .objectNode()
            .put("userId", Long.toString(user))
            .put("name", token.name)
            .put("expires", token.expires.toString());
    token.scopes.forEach(told.putArray("scopes")::add);
    return told;
  }
}
