package org.tangramcrm.platform.internal.notification;

import java.time.Instant;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.notification.Notice.Key;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.NotificationPages;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.module.SchemaReady;
import org.tangramcrm.platform.notification.NotificationPage;
import org.tangramcrm.platform.notification.NotificationPreference;
import org.tangramcrm.platform.notification.NotificationPreferences;
import org.tangramcrm.platform.notification.Notifications;
import org.tangramcrm.platform.notification.UnreadCount;

/** Tells callers what they were told. */
@Component
@TangramContract(Notifications.class)
public class NotificationService implements Notifications {
  private static final String UNREAD_FIRST = "-unread,-happenedAt";

  private final NotificationPages pages;
  private final NoticeTable table;
  private final Transactions transactions;
  private final CurrentUser user;

  @Activate
  public NotificationService(
      @Reference Sql sql,
      @Reference Records records,
      @Reference RecordStores stores,
      @Reference Transactions transactions,
      @Reference CurrentUser user,
      @Reference CurrentCall calls,
      @Reference Texts texts,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.pages =
        new NotificationPages(
            sql,
            records,
            stores,
            (key, day) -> texts.get(calls.locale(), key, day == null ? "" : day.toString()));
    this.table = new NoticeTable(sql);
    this.transactions = transactions;
    this.user = user;
  }

  @Override
  public NotificationPage list(Query query) {
    var asked = query == null ? new Query() : query;
    if (asked.sort == null || asked.sort.isBlank()) {
      asked.sort = UNREAD_FIRST;
    }
    return pages.page(asked, user.get());
  }

  @Override
  public UnreadCount unread() {
    var unread = new UnreadCount();
    unread.count = pages.unread(user.get());
    return unread;
  }

  @Override
  public UnreadCount read(long id, Instant until) {
    return transactions.run(
        () -> {
          if (!pages.has(user.get(), id)) {
            throw CrmException.notFound();
          }
          table.read(user.get().id(), id, until);
          return unread();
        });
  }

  @Override
  public UnreadCount readAll(Instant until) {
    return transactions.run(
        () -> {
          table.readAll(user.get().id(), until);
          return unread();
        });
  }

  @Override
  public NotificationPreferences preferences() {
    var me = user.get().id();
    var unwanted = table.unwanted(List.of(me));
    var preferences = new NotificationPreferences();
    for (var kind : NoticeMaker.KINDS) {
      var preference = new NotificationPreference();
      preference.kind = kind;
      preference.wanted = !unwanted.contains(new Key(me, kind, ""));
      preferences.kinds.add(preference);
    }
    return preferences;
  }

  @Override
  public NotificationPreferences prefer(NotificationPreferences preferences) {
    return transactions.run(
        () -> {
          preferences.kinds.forEach(
              preference -> table.prefer(user.get().id(), preference.kind, preference.wanted));
          return preferences();
        });
  }
}
