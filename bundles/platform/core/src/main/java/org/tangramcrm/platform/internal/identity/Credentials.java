package org.tangramcrm.platform.internal.identity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.SessionList;
import org.tangramcrm.platform.identity.SignInLog;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * What a user signs in with. Sessions and tokens go before the user's row is touched: the order in
 * which checks read.
 */
final class Credentials {
  private static final int NAME = 16;
  private static final int MOST_TRIES = 100;

  /** Tells whether there are more. */
  static final int ONE_MORE = MOST_TRIES + 1;

  private final Sql sql;
  private final Facts facts;
  private final TokenTable tokens;

  Credentials(Sql sql, Facts facts) {
    this.sql = sql;
    this.facts = facts;
    this.tokens = new TokenTable(sql, facts);
  }

  void setPassword(long user, String hash) {
    sql.update(
        "update tangram_user set password_hash = ?, password_changed_at = ? where id = ?",
        hash,
        Instant.now().truncatedTo(ChronoUnit.MILLIS),
        user);
  }

  // ---- sessions and tries

  SessionList sessions(long user, Instant now) {
    var list = new SessionList();
    list.items.addAll(
        sql.query(
            "select hash, address, client, created_at, seen_at from tangram_session"
                + " where user_id = ? and expires_at > ? order by seen_at desc, created_at desc",
            List.of(user, now),
            row -> {
              var session = new SessionList.SignedIn();
              session.session = name(row.getString(1));
              session.address = row.getString(2);
              session.client = row.getString(3);
              session.since = row.getTimestamp(4).toInstant();
              session.seen = row.getTimestamp(5).toInstant();
              return session;
            }));
    return list;
  }

  /**
   * @param named null for all of them
   * @throws CrmException {@code not-found} where the user has no such session
   */
  void endSession(long user, String named) {
    if (named == null || named.isBlank()) {
      endSessions(user);
      return;
    }
    var hash =
        sql
            .query(
                "select hash from tangram_session where user_id = ?",
                List.of(user),
                row -> row.getString(1))
            .stream()
            .filter(each -> name(each).equals(named))
            .findFirst()
            .orElseThrow(CrmException::notFound);
    sql.update("delete from tangram_session where hash = ?", hash);
  }

  /** Of a digest of a secret, enough to tell a user's sessions apart. */
  private static String name(String hash) {
    return hash.substring(0, NAME);
  }

  SignInLog tries(long user) {
    return latest(
        sql.query(
            "select happened_at, changes from tangram_fact where collection = ? and record_id = ?"
                + " order by id desc fetch first "
                + ONE_MORE
                + " rows only",
            List.of(SignIn.LOG, user),
            row -> {
              var one = new SignInLog.Try();
              one.at = row.getTimestamp(1).toInstant();
              for (var change : facts.read(row.getString(2))) {
                switch (change.field()) {
                  case "address" -> one.address = change.after().asText();
                  case "outcome" -> one.outcome = change.after().asText();
                  default -> {}
                }
              }
              return one;
            }));
  }

  /**
   * @param tries {@link #ONE_MORE}, where there are so many
   */
  static SignInLog latest(List<SignInLog.Try> tries) {
    var log = new SignInLog();
    log.items.addAll(tries.subList(0, Math.min(MOST_TRIES, tries.size())));
    log.more = tries.size() > MOST_TRIES;
    return log;
  }

  void endSessions(long user) {
    sql.update("delete from tangram_session where user_id = ?", user);
  }

  /**
   * @param by who has them end
   */
  void endAll(long user, long by) {
    endSessions(user);
    tokens.endAll(user, by);
  }
}
