package org.tangramcrm.platform.internal.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.internal.identity.IdentityDatabase;
import org.tangramcrm.platform.internal.notification.Notice.Key;
import org.tangramcrm.platform.internal.notification.NoticeTable.Kept;
import org.tangramcrm.platform.notification.Reminders.Reminder;

class NoticeTableTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  private IdentityDatabase database;
  private NoticeTable table;

  @BeforeEach
  void begin() throws Exception {
    database = new IdentityDatabase();
    table = new NoticeTable(database.sql);
  }

  private static Notice changed(String key, String collection, long record, String... fields) {
    return new Notice(
        new Key(7, "change", key),
        collection,
        record,
        null,
        null,
        3,
        1,
        null,
        Set.of(fields),
        NOON);
  }

  private List<String> kept() {
    return database.sql.query(
        "select collection, record_id, times, fields, unread from tangram_notification order by id",
        List.of(),
        row ->
            "%s %s %d %s %s"
                .formatted(
                    row.getString(1),
                    row.getObject(2),
                    row.getInt(3),
                    row.getString(4),
                    row.getBoolean(5)));
  }

  @Test
  void whatHappensToARecordIsOneNoticeUntilItIsRead() {
    table.tell(List.of(changed("customers/1", "customers", 1, "name")));
    table.tell(List.of(changed("customers/1", "customers", 1, "phone", "name")));
    table.tell(List.of(changed("customers/2", "customers", 2)));
    assertThat(kept()).containsExactly("customers 1 2 name phone true", "customers 2 1 null true");
    table.readAll(8, null);
    assertThat(kept()).allMatch(notice -> notice.endsWith("true"));
    table.readAll(7, null);
    table.tell(List.of(changed("customers/1", "customers", 1, "fax")));
    assertThat(kept())
        .containsExactly(
            "customers 1 2 name phone false", "customers 2 1 null false", "customers 1 1 fax true");
  }

  @Test
  void whatIsReadWhileMoreIsBeingToldIsNotWrittenTo() {
    var notice = changed("customers/1", "customers", 1, "name");
    table.tell(List.of(notice));
    var id =
        database.sql.query("select id from tangram_notification", List.of(), row -> row.getLong(1));
    assertThat(table.update(List.of(new Kept(id.get(0), notice.and(notice))))).containsExactly(1);
    table.readAll(7, null);
    // It was found unread, and read before it was written.
    assertThat(table.update(List.of(new Kept(id.get(0), notice)))).containsExactly(0);
    assertThat(kept()).containsExactly("customers 1 2 name false");
  }

  @Test
  void whatWasAddedSinceItWasShownStaysUnread() {
    table.tell(List.of(changed("customers/1", "customers", 1)));
    table.tell(List.of(changed("customers/2", "customers", 2)));
    var shown = NOON;
    database.sql.update(
        "update tangram_notification set changed_at = ? where record_id = 1", shown.plusMillis(1));
    database.sql.update(
        "update tangram_notification set changed_at = ? where record_id = 2", shown);
    table.readAll(7, shown);
    assertThat(kept()).containsExactly("customers 1 1 null true", "customers 2 1 null false");
    var id =
        database.sql.query(
            "select id from tangram_notification where record_id = 1",
            List.of(),
            row -> row.getLong(1));
    table.read(7, id.get(0), shown);
    assertThat(kept().get(0)).endsWith("true");
    table.read(7, id.get(0), shown.plusMillis(1));
    assertThat(kept().get(0)).endsWith("false");
  }

  @Test
  void whatIsAboutSeveralRecordsNamesNone() {
    table.tell(List.of(changed("call x", "customers", 1), changed("call x", "customers", 2)));
    assertThat(kept()).containsExactly("customers null 2 null true");
    table.tell(List.of(changed("call x", "contacts", 1, "name")));
    assertThat(kept()).containsExactly("null null 3 null true");
  }

  @Test
  void moreFieldsThanThereIsRoomForAreCutBetweenNames() {
    var fields = new TreeSet<String>();
    for (int i = 100; i < 200; i++) {
      fields.add("aRatherLongName" + i);
    }
    table.tell(List.of(changed("k", "customers", 1, fields.toArray(String[]::new))));
    var names = kept().get(0).split(" ");
    assertThat(fields).containsAll(List.of(names).subList(3, names.length - 1));
  }

  @Test
  void aKindThatIsNotWantedIsRememberedForWhoSaidSo() {
    table.prefer(7, "change", false);
    table.prefer(7, "change", false);
    table.prefer(8, "job", false);
    assertThat(table.unwanted(List.of(7L, 9L))).containsExactly(new Key(7, "change", ""));
    table.prefer(7, "change", true);
    assertThat(table.unwanted(List.of(7L))).isEmpty();
  }

  @Test
  void aReminderKeepsItsDayAndIsToldOnceUntilItIsRead() {
    var day = LocalDate.of(2026, 12, 1);
    var reminder = new Reminder(5, "parcel-late", "dueOn", day);
    var notice =
        Notice.ofReminder(new Key(7, "reminder", "parcels/5 late"), "parcels", reminder, NOON);
    table.tell(List.of(notice));
    table.tell(List.of(notice));
    assertThat(kept()).containsExactly("parcels 5 2 dueOn true");
    assertThat(
            database.sql.query(
                "select reminder, on_day from tangram_notification",
                List.of(),
                row -> row.getString(1) + " " + row.getDate(2).toLocalDate()))
        .containsExactly("parcel-late 2026-12-01");
  }
}
