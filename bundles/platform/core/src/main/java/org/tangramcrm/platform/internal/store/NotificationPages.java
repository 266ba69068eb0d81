package org.tangramcrm.platform.internal.store;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.comment.CommentService;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.identity.UserNames;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.sql.Estimates;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.notification.Notification;
import org.tangramcrm.platform.notification.NotificationPage;
import org.tangramcrm.platform.store.Row;

/**
 * Pages of notices. One about a record is there as long as its reader reaches the record, and is
 * told in the words that the reader sees now.
 */
public final class NotificationPages {
  /** Nobody reads more than that. */
  public static final int MANY = 100;

  private final Sql sql;
  private final Records records;
  private final RecordStores stores;
  private final UserNames names;
  private final BiFunction<String, LocalDate, String> texts;
  private final Listing listing;

  /**
   * @param texts of reminders in the caller's language, by key and day
   */
  public NotificationPages(
      Sql sql, Records records, RecordStores stores, BiFunction<String, LocalDate, String> texts) {
    this.texts = texts;
    this.sql = sql;
    this.records = records;
    this.stores = stores;
    this.names = new UserNames(sql);
    this.listing =
        new Listing(
            "tangram_notification",
            new Columns("notifications", Fields.of(Notification.class), Map.of(), Codes.NONE),
            sql,
            Json.mapper(),
            q -> Optional.empty(),
            new Estimates(),
            Set.of());
  }

  public NotificationPage page(Query query, Caller caller) {
    var mine = mine(caller);
    var within =
        Condition.and(
            List.of(
                // Said once more for the index, which else neither database would enter at.
                Condition.of("t.user_id = ?", caller.id()),
                new Condition(
                    "t.id in (select n.id from tangram_notification n where " + mine.sql() + ")",
                    mine.values())));
    var page =
        listing.page(
            query,
            new NotificationPage(),
            caller,
            within,
            Optional.empty(),
            NotificationPages::read);
    complete(page.items, caller);
    return page;
  }

  /** How many are not read; at most {@link #MANY}. */
  public int unread(Caller caller) {
    return count(Condition.and(List.of(Condition.of("n.unread = ?", true), mine(caller))), MANY);
  }

  /** Whether a notice is there for a caller. */
  public boolean has(Caller caller, long id) {
    return count(Condition.and(List.of(Condition.of("n.id = ?", id), mine(caller))), 1) == 1;
  }

  private int count(Condition which, int most) {
    return sql.query(
            "select count(*) from (select 1 as x from tangram_notification n where "
                + which.sql()
                + " fetch first "
                + most
                + " rows only) m",
            which.values(),
            row -> row.getInt(1))
        .get(0);
  }

  /** Those of a caller's notices {@code n} that tell of nothing which the caller does not reach. */
  private Condition mine(Caller caller) {
    // Nor are they shown to whoever looks at the system as them.
    var theirs = Condition.of("n.user_id = ?", caller.viewerId() == null ? caller.id() : -1);
    var reached = new ArrayList<Condition>();
    reached.add(new Condition("n.record_id is null and n.collection is null", List.of()));
    sql
        .query(
            "select distinct n.collection from tangram_notification n where n.collection is not null and "
                + theirs.sql(),
            theirs.values(),
            row -> row.getString(1))
        .stream()
        .filter(records::readable)
        .forEach(
            collection ->
                reached.add(
                    Condition.and(
                        List.of(
                            Condition.of("n.collection = ?", collection),
                            Condition.or(
                                List.of(
                                    // Each was within reach when it was told of.
                                    new Condition("n.record_id is null", List.of()),
                                    stores.names("n.record_id", collection, caller)))))));
    return Condition.and(List.of(theirs, Condition.or(reached)));
  }

  private static Notification read(Row row) {
    var notice = new Notification();
    notice.id = row.id("id");
    notice.kind = row.text("kind");
    notice.unread = row.flag("unread");
    notice.happenedAt = row.instant("happenedAt");
    notice.changedAt = row.instant("changedAt");
    notice.times = row.integer("times");
    notice.collection = row.text("collection");
    notice.recordId = row.id("recordId");
    notice.byId = row.id("byId");
    notice.commentId = row.id("commentId");
    notice.jobId = row.id("jobId");
    notice.reminder = row.text("reminder");
    return notice;
  }

  // ---- in words

  /** What is read beside a notice, whatever of it was asked for. */
  private record Beside(
      long id,
      String collection,
      Long recordId,
      long byId,
      String title,
      String fields,
      String excerpt,
      String jobKind,
      String jobStatus,
      String reminder,
      LocalDate day) {}

  private void complete(List<Notification> page, Caller caller) {
    if (page.isEmpty()) {
      return;
    }
    var byId = new HashMap<Long, Notification>();
    page.forEach(notice -> byId.put(notice.id, notice));
    var beside =
        sql.query(
            "select n.id, n.collection, n.record_id, n.by_id, n.title, n.fields, substr(c.text, 1, 200), j.kind, j.status,"
                + " n.reminder, n.on_day"
                + " from tangram_notification n"
                + " left join tangram_comment c on c.id = n.comment_id and c.deleted_key = 0"
                + " left join tangram_job j on j.id = n.job_id"
                + " where n.id in ("
                + Sql.marks(byId.size())
                + ")",
            List.copyOf(byId.keySet()),
            row ->
                new Beside(
                    row.getLong(1),
                    row.getString(2),
                    (Long) row.getObject(3),
                    row.getLong(4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7),
                    row.getString(8),
                    row.getString(9),
                    row.getString(10),
                    row.getDate(11) == null ? null : row.getDate(11).toLocalDate()));
    var people = names.of(beside.stream().map(Beside::byId).toList());
    var titles = titles(beside, caller);
    var ofComments = caller.rules(CommentService.COLLECTION).hidden();
    var ofJobs = caller.rules("jobs").hidden();
    for (var each : beside) {
      var notice = byId.get(each.id());
      notice.byName = people.get(each.byId());
      notice.excerpt = ofComments.contains("text") ? null : each.excerpt();
      notice.jobKind = ofJobs.contains("kind") ? null : each.jobKind();
      notice.jobStatus = ofJobs.contains("status") ? null : each.jobStatus();
      if (each.recordId() == null) {
        notice.title = each.title();
      } else {
        notice.title =
            titles
                .getOrDefault(each.collection(), Map.of())
                .getOrDefault(each.recordId(), Optional.empty())
                .orElse(null);
      }
      if (each.fields() != null) {
        var hidden = caller.rules(each.collection()).hidden();
        List.of(each.fields().split(" ")).stream()
            .filter(field -> !hidden.contains(field))
            .forEach(notice.fields::add);
      }
      // Who does not see the field any more is not told what stood in it.
      if (each.reminder() != null && !notice.fields.isEmpty()) {
        notice.day = each.day();
        notice.message = texts.apply("reminder." + each.reminder(), each.day());
      }
    }
  }

  private Map<String, Map<Long, Optional<String>>> titles(List<Beside> notices, Caller caller) {
    var ids = new HashMap<String, Set<Long>>();
    notices.stream()
        .filter(notice -> notice.recordId() != null)
        .forEach(
            notice ->
                ids.computeIfAbsent(notice.collection(), name -> new HashSet<>())
                    .add(notice.recordId()));
    var titles = new HashMap<String, Map<Long, Optional<String>>>();
    ids.forEach(
        (collection, some) ->
            titles.put(
                collection,
                records
                    .open(collection)
                    .map((ContractModel model) -> stores.titles(model, some, caller))
                    .orElse(Map.of())));
    return titles;
  }
}
