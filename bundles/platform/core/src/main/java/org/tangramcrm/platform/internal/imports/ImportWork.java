package org.tangramcrm.platform.internal.imports;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.dictionary.Dictionaries;
import org.tangramcrm.platform.door.Chain;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.imports.Import;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Publication;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.content.Contents;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.dictionary.DictionaryShelf;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.identity.Clocks;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.record.Undertaking;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.internal.table.Table;
import org.tangramcrm.platform.internal.text.Wording;
import org.tangramcrm.platform.job.JobKind.Run;
import org.tangramcrm.platform.metadata.Metadata;

/**
 * Does imports, whichever module's records they bring, and takes them back. Rows are done in
 * portions, each in a transaction that also says how far it is: whatever happens, no row is done
 * twice, and what was interrupted goes on. One that is tried is done in the same way, and each
 * portion is rolled back.
 */
@Component(service = ImportWork.class)
public class ImportWork {
  static final int PORTION = 500;

  /** So long a file is kept, and an import can go on. */
  private static final Duration KEPT = Duration.ofDays(30);

  /** So often rows are done again that wait for others: no firm has more of them above it. */
  private static final int MOST_TIMES = 10;

  /** So many rows are looked at before it is said again that somebody is at it. */
  static final int TOLD_EVERY = 10 * PORTION;

  private final Records records;
  private final ContractCatalog contracts;
  private final Metadata metadata;
  private final Transactions transactions;
  private final CurrentUser user;
  private final Contents contents;
  private final ImportFiles files;
  private final Clocks clocks;
  private final ImportTable table;
  private final Steps steps;
  private final Portions portions;
  private final ErrorFile errors;
  private final Undoing undoing;

  @Activate
  public ImportWork(
      @Reference Records records,
      @Reference RecordStores stores,
      @Reference ContractCatalog contracts,
      @Reference Metadata metadata,
      @Reference Dictionaries dictionaries,
      @Reference DictionaryShelf shelf,
      @Reference Chain chain,
      @Reference Transactions transactions,
      @Reference CurrentUser user,
      @Reference CurrentCall calls,
      @Reference Wording wording,
      @Reference Texts texts,
      @Reference Facts facts,
      @Reference Contents contents,
      @Reference ImportFiles files,
      @Reference Clocks clocks,
      @Reference Sql sql) {
    this.records = records;
    this.contracts = contracts;
    this.metadata = metadata;
    this.transactions = transactions;
    this.user = user;
    this.contents = contents;
    this.files = files;
    this.clocks = clocks;
    table = new ImportTable(sql);
    steps = new Steps(transactions, facts, sql, user, calls);
    portions = new Portions(this, steps, records, stores, dictionaries, shelf, chain, wording);
    errors = new ErrorFile(this, table, texts, clocks, user, calls);
    undoing = new Undoing(this, steps, records, chain, calls, facts, sql, table);
  }

  /**
   * That the caller may import records of a collection.
   *
   * @throws CrmException {@code forbidden}, or {@code invalid} for a collection that takes none
   */
  void checkMay(String collection) {
    records.check(Undertaking.IMPORT, collection);
  }

  /** Does something with what becomes of the rows, while the collection's module is there. */
  <T> T planned(Import asked, java.util.function.Function<Plan, T> work) {
    return records.within(
        asked.collection,
        model ->
            work.apply(
                Plan.of(publication(asked.collection), asked, metadata.get(asked.collection))));
  }

  Publication publication(String collection) {
    return contracts.find(collection).orElseThrow(CrmException::notFound);
  }

  /** Forgets files that were kept long enough, and what was in them. */
  void sweep() {
    for (var id : table.createdBefore(Instant.now().minus(KEPT))) {
      transactions.run(
          () -> {
            if (!table.busy(id)) {
              table.content(id).ifPresent(content -> contents.discard(content.id()));
              table.forgetContent(id);
            }
            return null;
          });
    }
  }

  // ---- a job

  /** Tries an import; answers what the file of errors is called, null where there is none. */
  String check(Import asked, Run job, OutputStream out) throws IOException {
    steps.written(job, () -> table.begin(asked.id, ImportTable.DRAFT));
    asked.total = null;
    asked.done = 0;
    rows(task(asked, true, job), ImportTable.CHECKED);
    return errors.write(asked, job, out);
  }

  /** Does an import, from where it was; answers as {@link #check}. */
  String run(Import asked, Run job, OutputStream out) throws IOException {
    if (!asked.status.equals(ImportTable.DONE)) {
      if (!asked.status.equals(ImportTable.STARTED)) {
        steps.written(
            job,
            () -> {
              table.begin(asked.id, ImportTable.STARTED);
              steps.tell(asked, asked.status, ImportTable.STARTED);
            });
        asked.total = null;
        asked.done = 0;
        asked.status = ImportTable.STARTED;
      }
      rows(task(asked, false, job), ImportTable.DONE);
    }
    return errors.write(asked, job, out);
  }

  private ImportTask task(Import asked, boolean dry, Run job) {
    return new ImportTask(
        asked, dry, job, clocks.zone(user.get().id()), new References(records, metadata, user));
  }

  /** Takes one back, as far as nobody changed what it wrote. */
  void undo(Import asked, Run job) {
    undoing.undo(asked, job);
  }

  /**
   * What is made goes by the operation that deletes it; what was changed, by the one that changes.
   */
  void checkMayUndo(Import asked, ContractModel model) {
    undoing.checkMayUndo(asked, model);
  }

  private void rows(ImportTask task, String status) {
    var asked = task.asked;
    planned(
        asked,
        plan -> {
          plan.checkMay(user.get());
          return null;
        });
    opened(
        asked,
        rows -> {
          if (task.total == null) {
            int total = 0;
            while (rows.next() != null) {
              if (++total % TOLD_EVERY == 0) {
                task.job.progress(task.done, null);
              }
            }
            int all = total;
            task.total = all;
            steps.written(task.job, () -> table.total(asked.id, all));
          }
          return null;
        });
    opened(
        asked,
        rows -> {
          task.later = rows.later();
          skip(task, rows);
          for (var some = LineReader.portion(rows, PORTION);
              !some.isEmpty();
              some = LineReader.portion(rows, PORTION)) {
            task.job.progress(task.done, task.total);
            portions.portion(task, some);
          }
          task.job.progress(task.done, task.total);
          return null;
        });
    again(task);
    steps.written(
        task.job,
        () -> {
          table.waitNoMore(asked.id);
          table.status(asked.id, status);
          steps.tell(asked, asked.status, status);
        });
    asked.status = status;
  }

  /**
   * Does rows that named records of their own collection which stood further down, as long as that
   * lets more of them in: one that waited may be what another waits for.
   */
  private void again(ImportTask task) {
    task.again = true;
    var waiting = table.waiting(task.asked.id);
    for (int times = 0; times < MOST_TIMES && !waiting.isEmpty(); times++) {
      var sought = waiting;
      opened(
          task.asked,
          rows -> {
            waiting(task, rows, sought);
            return null;
          });
      waiting = table.waiting(task.asked.id);
      if (waiting.size() == sought.size()) {
        return;
      }
    }
  }

  private void waiting(ImportTask task, Table rows, Set<Integer> sought) throws IOException {
    var some = new ArrayList<Table.Row>();
    int looked = 0;
    for (var row = rows.next(); row != null; row = rows.next()) {
      if (sought.contains(row.number())) {
        some.add(row);
      }
      if (some.size() == PORTION) {
        portions.portion(task, some);
        some = new ArrayList<>();
      }
      if (++looked % TOLD_EVERY == 0) {
        task.job.progress(task.done, task.total);
      }
    }
    if (!some.isEmpty()) {
      portions.portion(task, some);
    }
  }

  /** What was done before stays done; its keys count as seen. */
  private void skip(ImportTask task, Table rows) throws IOException {
    int left = task.done;
    while (left > 0) {
      var some = LineReader.portion(rows, Math.min(left, PORTION));
      if (some.isEmpty()) {
        return;
      }
      task.job.progress(task.done, task.total);
      left -= some.size();
      if (task.asked.matchBy != null) {
        portions.see(task, some);
      }
    }
  }

  /** Does something with the rows of a file. */
  <T> T opened(Import asked, ImportFiles.Work<T> work) {
    var content =
        table
            .content(asked.id)
            .orElseThrow(() -> new CrmException(Code.CONFLICT, "import.no-file"));
    var stored =
        contents.kept(
            content.id(), content.store(), asked.fileName, null, content.size(), content.sha256());
    try {
      return files.with(
          stored.getInputStream(),
          asked.charset == null ? null : Charset.forName(asked.charset),
          work);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
