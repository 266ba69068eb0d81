package org.tangramcrm.platform.internal.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Optional;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.identity.LaterCallers;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.Condition;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.job.Job;
import org.tangramcrm.platform.job.JobPage;
import org.tangramcrm.platform.job.JobQueue;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;

/** Where jobs are handed in. */
@Component(service = {JobDesk.class, JobQueue.class})
public class JobDesk implements JobQueue {
  private final Store<JobRow, Job> store;
  private final JobRunner runner;
  private final LaterCallers callers;
  private final CurrentUser user;
  private final Transactions transactions;
  private final CurrentCall calls;
  private final Sql sql;
  private final JobTable table;
  private final ObjectMapper json = Json.mapper();

  @Activate
  public JobDesk(
      @Reference RecordStores stores,
      @Reference(target = "(osgi.unit.name=tangram-platform)") JpaTemplate jpa,
      @Reference JobRunner runner,
      @Reference LaterCallers callers,
      @Reference CurrentUser user,
      @Reference Transactions transactions,
      @Reference CurrentCall calls,
      @Reference Sql sql) {
    // One's own, whatever one's data scope: a result holds what its owner was shown.
    store =
        stores.open(
            StoreSpec.of("jobs", "tangram_job", JobRow.class, Job.class, jpa, JobDesk::read),
            // Nor is it shown to whoever looks at the system as them.
            caller -> Condition.of("t.owner_id = ?", caller.viewerId() == null ? caller.id() : -1));
    this.runner = runner;
    this.callers = callers;
    this.user = user;
    this.transactions = transactions;
    this.calls = calls;
    this.sql = sql;
    this.table = new JobTable(sql);
  }

  private static Job read(Row row) {
    var job = row.base(new Job());
    job.kind = row.text("kind");
    job.collection = row.text("collection");
    job.status = row.text("status");
    job.request = row.text("request");
    job.done = row.integer("done");
    job.total = row.integer("total");
    job.notBefore = row.instant("notBefore");
    job.startedAt = row.instant("startedAt");
    job.endedAt = row.instant("endedAt");
    job.problem = row.text("problem");
    job.fileName = row.text("fileName");
    return job;
  }

  /**
   * Ends a job that is not done, whoever's it is. Whoever does such jobs is told: of one that waits
   * in the open transaction, of one that somebody is at once that has committed.
   *
   * @return false where it has ended
   */
  public boolean cancel(long id) {
    if (table.cancel(id, JobTable.QUEUED)) {
      runner.cancelled(id);
      return true;
    }
    if (table.cancel(id, JobTable.RUNNING)) {
      transactions.afterCommit(() -> runner.cancelledUnderWay(id));
      return true;
    }
    return false;
  }

  Store<JobRow, Job> store() {
    return store;
  }

  @Override
  public Job start(String kind, String collection, Object request) {
    return start(kind, collection, request, null);
  }

  /**
   * Has something done later, as the caller with the rights that they have by then.
   *
   * @param notBefore the moment from which on it waits for nobody; null for at once
   */
  public Job start(String kind, String collection, Object request, Instant notBefore) {
    return transactions.run(
        () -> {
          var row =
              new JobRow(
                  sql.next("tangram_job_seq"),
                  kind,
                  collection,
                  written(request),
                  calls.locale().toLanguageTag(),
                  callers.cut(user.get()),
                  notBefore);
          transactions.afterCommit(runner::wake);
          return store.insert(null, row);
        });
  }

  /** The caller's last job of a kind about a collection that waits or is being done. */
  public Optional<Job> underWay(String kind, String collection) {
    var query =
        Query.filter(
            "kind==%s;collection==%s;status=in=(%s,%s)"
                .formatted(kind, collection, JobTable.QUEUED, JobTable.RUNNING));
    query.sort = "-id";
    query.limit = 1;
    query.count = "none";
    return store.page(query, new JobPage()).items.stream().findFirst();
  }

  private String written(Object request) {
    try {
      return json.writeValueAsString(request);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
