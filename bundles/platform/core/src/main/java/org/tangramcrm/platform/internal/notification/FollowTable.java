package org.tangramcrm.platform.internal.notification;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tangramcrm.platform.internal.sql.Sql;

/** Who chose to follow which records, and who chose not to. */
public record FollowTable(Sql sql) {
  /** Follows a record, unless the user chose before. */
  public void begin(long user, String collection, long id) {
    if (user != 0) {
      insert(user, collection, id, true);
    }
  }

  void choose(long user, String collection, long id, boolean following) {
    if (!update(user, collection, id, following) && !insert(user, collection, id, following)) {
      // Somebody mentioned them in this moment.
      update(user, collection, id, following);
    }
  }

  private boolean update(long user, String collection, long id, boolean following) {
    return sql.update(
            "update tangram_follow set following = ?, since = ? where user_id = ? and collection = ? and record_id = ?",
            following,
            now(),
            user,
            collection,
            id)
        == 1;
  }

  /** False where the user chose before. */
  private boolean insert(long user, String collection, long id, boolean following) {
    return sql.insertUnlessThere(
        "insert into tangram_follow (user_id, collection, record_id, following, since) values (?, ?, ?, ?, ?)",
        user,
        collection,
        id,
        following,
        now());
  }

  /** What users chose, of each of some records of a collection. */
  Map<Long, Map<Long, Boolean>> chosen(String collection, Collection<Long> ids) {
    var chosen = new HashMap<Long, Map<Long, Boolean>>();
    var values = new ArrayList<Object>(List.of(collection));
    values.addAll(ids);
    sql.query(
        "select record_id, user_id, following from tangram_follow where collection = ? and record_id in ("
            + Sql.marks(ids.size())
            + ")",
        values,
        row ->
            chosen
                .computeIfAbsent(row.getLong(1), record -> new HashMap<>())
                .put(row.getLong(2), row.getBoolean(3)));
    return chosen;
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
