package org.tangramcrm.platform.internal.job;

import javax.activation.DataHandler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.content.Contents;
import org.tangramcrm.platform.internal.job.Sheet.Format;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.job.ExportRequest;
import org.tangramcrm.platform.job.Job;
import org.tangramcrm.platform.job.JobPage;
import org.tangramcrm.platform.job.Jobs;
import org.tangramcrm.platform.store.Store;

/** Takes jobs in and tells of them. */
@Component
@TangramContract(Jobs.class)
public class JobService implements Jobs {
  private final Store<JobRow, Job> store;
  private final JobTable table;
  private final JobDesk desk;
  private final JobRunner runner;
  private final ExportJob exports;
  private final Contents contents;
  private final Transactions transactions;

  @Activate
  public JobService(
      @Reference JobDesk desk,
      @Reference JobRunner runner,
      @Reference ExportJob exports,
      @Reference Contents contents,
      @Reference Transactions transactions,
      @Reference Sql sql) {
    this.desk = desk;
    this.runner = runner;
    store = desk.store();
    table = new JobTable(sql);
    this.exports = exports;
    this.contents = contents;
    this.transactions = transactions;
  }

  @Override
  public JobPage list(Query query) {
    return store.page(query, new JobPage());
  }

  @Override
  public Job get(long id) {
    return store.get(id);
  }

  @Override
  public Job export(ExportRequest request) {
    exports.check(request);
    return desk.start(exports.name(), request.collection, request);
  }

  @Override
  public Job cancel(long id) {
    return transactions.run(
        () -> {
          store.get(id);
          if (!desk.cancel(id)) {
            throw new CrmException(Code.CONFLICT, "job.ended");
          }
          return store.get(id);
        });
  }

  @Override
  public DataHandler result(long id) {
    var job = store.get(id);
    var result =
        table.result(id).orElseThrow(() -> new CrmException(Code.CONFLICT, "job.no-result"));
    runner
        .kind(job.kind)
        .orElseThrow(() -> CrmException.of(Code.UNAVAILABLE))
        .checkMay(job.collection);
    return new DataHandler(
        contents.kept(
            result.contentId(),
            result.store(),
            result.fileName(),
            Format.ofFile(result.fileName()).contentType(),
            result.size(),
            result.sha256()));
  }
}
