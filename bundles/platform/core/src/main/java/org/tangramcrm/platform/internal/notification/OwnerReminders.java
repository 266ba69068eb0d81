package org.tangramcrm.platform.internal.notification;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.identity.LaterCallers;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.module.SchemaReady;
import org.tangramcrm.platform.notification.Reminders;

/** Tells owners what modules remind them of, among their notices. */
@Component
public class OwnerReminders implements Reminders {
  private final NoticeMaker maker;
  private final NoticeTable table;
  private final Transactions transactions;

  @Activate
  public OwnerReminders(
      @Reference Sql sql,
      @Reference RecordStores stores,
      @Reference ContractCatalog contracts,
      @Reference LaterCallers callers,
      @Reference Facts facts,
      @Reference Transactions transactions,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.table = new NoticeTable(sql);
    this.maker = new NoticeMaker(stores, contracts, callers, facts, sql, table);
    this.transactions = transactions;
  }

  @Override
  public void remind(String collection, Collection<Reminder> reminders) {
    var at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    transactions.run(
        () -> {
          table.tell(maker.make(collection, reminders, at));
          return null;
        });
  }
}
