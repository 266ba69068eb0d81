package org.tangramcrm.platform.internal.transfer;

import java.util.ArrayList;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.company.BusinessDay;
import org.tangramcrm.platform.internal.job.JobDesk;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.Condition;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.transfer.Transfer;
import org.tangramcrm.platform.transfer.TransferPage;
import org.tangramcrm.platform.transfer.TransferPart;
import org.tangramcrm.platform.transfer.TransferPreview;
import org.tangramcrm.platform.transfer.Transfers;

/** Takes transfers in; {@link TransferWork} does them. */
@Component
@TangramContract(Transfers.class)
public class TransferService implements Transfers {
  /** Whose transfers one sees beside one's own. */
  private static final String MANAGE = "transfers.manage";

  /** A day further off is a slip of the keyboard. */
  private static final int MOST_YEARS = 10;

  static final String SCHEDULED = "scheduled";
  static final String PLANNED = "planned";
  static final String DONE = "done";
  static final String UNDONE = "undone";
  static final String CANCELLED = "cancelled";
  static final String FAILED = "failed";

  private final Store<TransferRow, Transfer> store;
  private final TransferWork work;
  private final JobDesk desk;
  private final Transactions transactions;
  private final Sql sql;
  private final BusinessDay day;
  private final CurrentUser user;

  @Activate
  public TransferService(
      @Reference RecordStores stores,
      @Reference(target = "(osgi.unit.name=tangram-platform)") JpaTemplate jpa,
      @Reference TransferWork work,
      @Reference JobDesk desk,
      @Reference Transactions transactions,
      @Reference Sql sql,
      @Reference BusinessDay day,
      @Reference CurrentUser user) {
    store =
        stores.open(
            StoreSpec.of(
                "transfers",
                "tangram_transfer",
                TransferRow.class,
                Transfer.class,
                jpa,
                TransferService::read),
            TransferService::reach);
    this.work = work;
    this.desk = desk;
    this.transactions = transactions;
    this.sql = sql;
    this.day = day;
    this.user = user;
  }

  /** One's own: their filters tell of fields and parts that not everybody sees. */
  private static Condition reach(Caller caller) {
    return caller.may(MANAGE) ? Condition.TRUE : Condition.of("t.owner_id = ?", caller.id());
  }

  private static Transfer read(Row row) {
    var transfer = row.base(new Transfer());
    transfer.collection = row.text("collection");
    transfer.recordFilter = row.text("recordFilter");
    transfer.fromUserId = row.id("fromUserId");
    transfer.toUserId = row.id("toUserId");
    transfer.toPool = row.flag("toPool");
    transfer.parts = row.list("parts", TransferPart.class);
    transfer.keepAccess = row.flag("keepAccess");
    transfer.deactivates = row.flag("deactivates");
    transfer.effectiveOn = row.date("effectiveOn");
    transfer.reason = row.text("reason");
    transfer.status = row.text("status");
    transfer.jobId = row.id("jobId");
    transfer.doneAt = row.instant("doneAt");
    return transfer;
  }

  @Override
  public TransferPage list(Query query) {
    return store.page(query, new TransferPage());
  }

  @Override
  public Transfer get(long id) {
    return store.get(id);
  }

  @Override
  public TransferPreview preview(Transfer transfer) {
    check(transfer);
    var preview = new TransferPreview();
    preview.parts = work.counted(transfer);
    return preview;
  }

  @Override
  public Transfer create(Transfer transfer) {
    check(transfer);
    var later = transfer.effectiveOn != null && transfer.effectiveOn.isAfter(day.today());
    return transactions.run(
        () -> {
          var id = sql.next("tangram_transfer_seq");
          var job =
              desk.start(
                  TransferJob.NAME,
                  transfer.collection,
                  new TransferJob.Request(id, false),
                  later ? transfer.effectiveOn.atStartOfDay(day.zone()).toInstant() : null);
          var parts = new ArrayList<TransferPart>();
          parts.add(TransferWork.part(transfer.collection, null));
          transfer.parts.forEach(part -> parts.add(TransferWork.part(part.collection, null)));
          return store.insert(
              null,
              new TransferRow(
                  id, transfer, store.nested(parts), later ? SCHEDULED : PLANNED, job.id));
        });
  }

  private void check(Transfer transfer) {
    work.check(transfer);
    if (transfer.effectiveOn == null) {
      return;
    }
    if (transfer.effectiveOn.isBefore(day.today())) {
      throw CrmException.invalid("effectiveOn", "in-past");
    }
    if (transfer.effectiveOn.isAfter(day.today().plusYears(MOST_YEARS))) {
      throw CrmException.invalid("effectiveOn", "too-far", MOST_YEARS);
    }
  }

  @Override
  public Transfer cancel(long id) {
    return transactions.run(
        () -> {
          var transfer = store.get(id);
          if (!SCHEDULED.equals(transfer.status)) {
            throw new CrmException(Code.CONFLICT, "transfer.not-scheduled");
          }
          // Before its job ends it, as by its owner.
          work.end(id, CANCELLED, user.get().id());
          if (!desk.cancel(transfer.jobId)) {
            throw new CrmException(Code.CONFLICT, "transfer.not-scheduled");
          }
          return store.get(id);
        });
  }

  @Override
  public Transfer undo(long id) {
    return transactions.run(
        () -> {
          var transfer = store.get(id);
          work.checkMay(transfer);
          if (!DONE.equals(transfer.status)) {
            throw new CrmException(Code.CONFLICT, "transfer.not-done");
          }
          work.checkThere(id);
          var job =
              desk.start(TransferJob.NAME, transfer.collection, new TransferJob.Request(id, true));
          sql.update(
              "update tangram_transfer set job_id = ?, version = version + 1 where id = ?",
              job.id,
              id);
          return store.get(id);
        });
  }
}
