package org.tangramcrm.platform.internal.notification;

import java.sql.Date;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tangramcrm.platform.internal.notification.Notice.Key;
import org.tangramcrm.platform.internal.sql.Sql;

/** The notices as they are kept. */
record NoticeTable(Sql sql) {
  /** What happens later than that is told anew, read or not. */
  private static final Duration ONE = Duration.ofDays(1);

  /** One portion of facts follows the other within that, where both are of one call. */
  private static final Duration JUST_NOW = Duration.ofMinutes(10);

  private static final int WIDTH = 1000;

  record Kept(long id, Notice notice) {}

  /** Adds what is new, to what is not read yet where that is of the same. */
  void tell(Collection<Notice> notices) {
    var together = new LinkedHashMap<Key, Notice>();
    notices.forEach(notice -> together.merge(notice.key(), notice, Notice::and));
    var unread = unread(together.keySet());
    var grown = new ArrayList<Kept>();
    var fresh = new ArrayList<Notice>();
    for (var notice : together.values()) {
      var kept = unread.get(notice.key());
      if (kept == null) {
        fresh.add(notice);
      } else {
        grown.add(new Kept(kept.id(), kept.notice().and(notice)));
      }
    }
    var written = update(grown);
    for (int i = 0; i < written.length; i++) {
      // One that was read in between is over: what happened since is told anew.
      if (written[i] == 0) {
        fresh.add(together.get(grown.get(i).notice().key()));
      }
    }
    insert(fresh);
  }

  /** What is not read yet of some keys. */
  private Map<Key, Kept> unread(Set<Key> keys) {
    var unread = new HashMap<Key, Kept>();
    keys.stream()
        .collect(
            Collectors.groupingBy(
                Key::userId, Collectors.mapping(Key::collapse, Collectors.toSet())))
        .forEach(
            (user, collapses) -> {
              var values = new ArrayList<Object>(List.of(user, true, now().minus(ONE)));
              values.addAll(collapses);
              sql.query(
                      "select id, kind, collapse_key, collection, record_id, times, fields, by_id, happened_at, title, reminder, on_day"
                          + " from tangram_notification where user_id = ? and unread = ? and begun_at > ?"
                          + " and collapse_key in ("
                          + Sql.marks(collapses.size())
                          + ") order by id",
                      values,
                      row ->
                          new Kept(
                              row.getLong(1),
                              new Notice(
                                  new Key(user, row.getString(2), row.getString(3)),
                                  row.getString(4),
                                  (Long) row.getObject(5),
                                  null,
                                  null,
                                  row.getLong(8),
                                  row.getInt(6),
                                  row.getString(10),
                                  named(row.getString(7)),
                                  row.getTimestamp(9).toInstant(),
                                  row.getString(11),
                                  day(row.getDate(12)))))
                  .forEach(kept -> unread.put(kept.notice().key(), kept));
            });
    return unread;
  }

  /** Says of each 0 where it was read by now. */
  int[] update(List<Kept> grown) {
    var now = now();
    return sql.batch(
        "update tangram_notification set collection = ?, record_id = ?, comment_id = ?, by_id = ?, times = ?, title = ?, fields = ?,"
            + " happened_at = ?, changed_at = ? where id = ? and unread = ?",
        grown.stream()
            .map(
                kept -> {
                  var notice = kept.notice();
                  return new Object[] {
                    notice.collection(),
                    notice.recordId(),
                    notice.commentId(),
                    notice.byId(),
                    notice.times(),
                    notice.title(),
                    named(notice.fields()),
                    notice.at(),
                    now,
                    kept.id(),
                    true
                  };
                })
            .toList());
  }

  private void insert(List<Notice> fresh) {
    var now = now();
    sql.batch(
        // Nobody else takes numbers of it.
        "insert into tangram_notification (id, user_id, kind, collapse_key, collection, record_id, comment_id, job_id, by_id,"
            + " times, title, fields, unread, begun_at, happened_at, changed_at, reminder, on_day) values ("
            + sql.dialect().next("tangram_notification_seq")
            + ", ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        fresh.stream()
            .map(
                notice ->
                    new Object[] {
                      notice.key().userId(),
                      notice.key().kind(),
                      notice.key().collapse(),
                      notice.collection(),
                      notice.recordId(),
                      notice.commentId(),
                      notice.jobId(),
                      notice.byId(),
                      notice.times(),
                      notice.title(),
                      named(notice.fields()),
                      true,
                      now,
                      notice.at(),
                      now,
                      notice.reminder(),
                      notice.day()
                    })
            .toList());
  }

  private static LocalDate day(Date day) {
    return day == null ? null : day.toLocalDate();
  }

  private static Set<String> named(String fields) {
    return fields == null ? Set.of() : Set.of(fields.split(" "));
  }

  private static String named(Set<String> fields) {
    var text = fields.stream().sorted().collect(Collectors.joining(" "));
    if (text.length() > WIDTH) {
      text = text.substring(0, text.lastIndexOf(' ', WIDTH));
    }
    return text.isEmpty() ? null : text;
  }

  /**
   * Nothing happens where it was read before, or is not the user's.
   *
   * @param until what was added later was not seen; null for all
   */
  void read(long user, long id, Instant until) {
    sql.update(
        "update tangram_notification set unread = ?, changed_at = ?"
            + " where id = ? and user_id = ? and unread = ? and changed_at <= ?",
        false,
        now(),
        id,
        user,
        true,
        orEver(until));
  }

  void readAll(long user, Instant until) {
    sql.update(
        "update tangram_notification set unread = ?, changed_at = ?"
            + " where user_id = ? and unread = ? and changed_at <= ?",
        false,
        now(),
        user,
        true,
        orEver(until));
  }

  /** Clocks differ between nodes: what was told just now may be of a while from now. */
  private static Instant orEver(Instant until) {
    return until == null ? now().plus(ONE) : until;
  }

  /** Which of some keys there are notices of that were made or added to just now. */
  Set<String> told(Set<String> collapses) {
    if (collapses.isEmpty()) {
      return Set.of();
    }
    var values = new ArrayList<Object>(List.of(now().minus(JUST_NOW)));
    values.addAll(collapses);
    return Set.copyOf(
        sql.query(
            "select distinct collapse_key from tangram_notification where changed_at > ? and collapse_key in ("
                + Sql.marks(collapses.size())
                + ")",
            values,
            row -> row.getString(1)));
  }

  void forget(Instant before) {
    sql.update(
        "delete from tangram_notification where changed_at < ?",
        before.truncatedTo(ChronoUnit.MILLIS));
  }

  /** What users do not want to be told; the key of such a notice without what it is about. */
  Set<Key> unwanted(Collection<Long> users) {
    return users.isEmpty()
        ? Set.of()
        : new HashSet<>(
            sql.query(
                "select user_id, kind from tangram_notification_unwanted where user_id in ("
                    + Sql.marks(users.size())
                    + ")",
                List.copyOf(users),
                row -> new Key(row.getLong(1), row.getString(2), "")));
  }

  void prefer(long user, String kind, boolean wanted) {
    sql.update(
        "delete from tangram_notification_unwanted where user_id = ? and kind = ?", user, kind);
    if (!wanted) {
      sql.insertUnlessThere(
          "insert into tangram_notification_unwanted (user_id, kind) values (?, ?)", user, kind);
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
