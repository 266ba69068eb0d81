package org.tangramcrm.platform.internal.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Total;
import org.tangramcrm.platform.identity.Token;
import org.tangramcrm.platform.identity.TokenPage;
import org.tangramcrm.platform.internal.sql.Sql;

/** The tokens of users, as they look at them and end them; their secrets are kept nowhere. */
final class TokenTable {
  private final Sql sql;

  TokenTable(Sql sql) {
    this.sql = sql;
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

  /**
   * @throws CrmException {@code not-found} where the user has no such token
   */
  void end(long user, long token) {
    if (sql.update("delete from tangram_token where id = ? and user_id = ?", token, user) == 0) {
      throw CrmException.notFound();
    }
  }

  void endAll(long user) {
    sql.update("delete from tangram_token where user_id = ?", user);
  }
}
