package org.tangramcrm.platform.internal.identity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * What a user signs in with. Sessions and tokens go before the user's row is touched: the order in
 * which checks read.
 */
final class Credentials {
  private final Sql sql;

  Credentials(Sql sql) {
    this.sql = sql;
  }

  void setPassword(long user, String hash) {
    sql.update(
        "update tangram_user set password_hash = ?, password_changed_at = ? where id = ?",
        hash,
        Instant.now().truncatedTo(ChronoUnit.MILLIS),
        user);
  }

  void endSessions(long user) {
    sql.update("delete from tangram_session where user_id = ?", user);
  }

  void endTokens(long user) {
    sql.update("delete from tangram_token where user_id = ?", user);
  }

  void endAll(long user) {
    endSessions(user);
    endTokens(user);
  }
}
