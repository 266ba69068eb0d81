package org.tangramcrm.platform.internal.merge;

import java.time.Instant;
import java.util.stream.Collectors;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.job.JobDesk;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.Condition;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.merge.Merge;
import org.tangramcrm.platform.merge.MergeChoice;
import org.tangramcrm.platform.merge.MergePage;
import org.tangramcrm.platform.merge.MergePart;
import org.tangramcrm.platform.merge.MergePreview;
import org.tangramcrm.platform.merge.Merges;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;

/** Takes merges in; {@link MergeWork} does them. */
@Component
@TangramContract(Merges.class)
public class MergeService implements Merges {
  /** Whose merges one sees beside one's own. */
  private static final String MANAGE = "merges.manage";

  static final String PLANNED = "planned";
  static final String DONE = "done";
  static final String UNDONE = "undone";

  private final Store<MergeRow, Merge> store;
  private final MergeWork work;
  private final JobDesk desk;
  private final Transactions transactions;
  private final Sql sql;

  @Activate
  public MergeService(
      @Reference RecordStores stores,
      @Reference(target = "(osgi.unit.name=tangram-platform)") JpaTemplate jpa,
      @Reference MergeWork work,
      @Reference JobDesk desk,
      @Reference Transactions transactions,
      @Reference Sql sql) {
    store =
        stores.open(
            StoreSpec.of(
                "merges", "tangram_merge", MergeRow.class, Merge.class, jpa, MergeService::read),
            MergeService::reach);
    this.work = work;
    this.desk = desk;
    this.transactions = transactions;
    this.sql = sql;
  }

  private static Condition reach(Caller caller) {
    return caller.may(MANAGE) ? Condition.TRUE : Condition.of("t.owner_id = ?", caller.id());
  }

  private static Merge read(Row row) {
    var merge = row.base(new Merge());
    merge.collection = row.text("collection");
    merge.survivorId = row.id("survivorId");
    merge.mergedIds = row.ids("mergedIds");
    merge.choices = row.list("choices", MergeChoice.class);
    merge.parts = row.list("parts", MergePart.class);
    merge.status = row.text("status");
    merge.jobId = row.id("jobId");
    merge.doneAt = row.instant("doneAt");
    merge.undoableUntil = row.instant("undoableUntil");
    merge.keptFields = row.text("keptFields");
    merge.keptRecords = row.integer("keptRecords");
    return merge;
  }

  @Override
  public MergePage list(Query query) {
    return store.page(query, new MergePage());
  }

  @Override
  public Merge get(long id) {
    return store.get(id);
  }

  @Override
  public MergePreview preview(Merge merge) {
    return work.preview(merge);
  }

  @Override
  public Merge create(Merge merge) {
    work.check(merge);
    return transactions.run(
        () -> {
          var id = sql.next("tangram_merge_seq");
          var job = desk.start(MergeJob.NAME, merge.collection, new MergeJob.Request(id, false));
          var merged =
              merge.mergedIds.stream()
                  .map(String::valueOf)
                  .collect(Collectors.joining(",", ",", ","));
          return store.insert(
              null, new MergeRow(id, merge, merged, store.nested(merge.choices), job.id));
        });
  }

  @Override
  public Merge undo(long id) {
    return transactions.run(
        () -> {
          var merge = store.get(id);
          work.checkMay(merge.collection);
          if (!DONE.equals(merge.status)) {
            throw new CrmException(Code.CONFLICT, "merge.not-done");
          }
          if (Instant.now().isAfter(merge.undoableUntil)) {
            throw new CrmException(Code.CONFLICT, "merge.too-late");
          }
          work.checkIdle(merge);
          work.checkOne(merge);
          var job = desk.start(MergeJob.NAME, merge.collection, new MergeJob.Request(id, true));
          if (sql.update(
                  "update tangram_merge set job_id = ?, version = version + 1 where id = ? and version = ?",
                  job.id,
                  id,
                  merge.version)
              != 1) {
            throw new CrmException(Code.CONFLICT, "merge.under-way");
          }
          return store.get(id);
        });
  }
}
