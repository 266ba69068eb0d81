package org.tangramcrm.platform.internal.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.dictionary.Dictionaries;
import org.tangramcrm.platform.door.CallContext;
import org.tangramcrm.platform.door.Chain;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.imports.Import;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Failures;
import org.tangramcrm.platform.internal.chain.Publication;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.content.Contents;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.dictionary.DictionaryShelf;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.identity.Clocks;
import org.tangramcrm.platform.internal.imports.ImportTable.Settled;
import org.tangramcrm.platform.internal.imports.Line.Outcome;
import org.tangramcrm.platform.internal.job.JobKind;
import org.tangramcrm.platform.internal.job.JobKind.Run;
import org.tangramcrm.platform.internal.job.Sheet;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.record.Undertaking;
import org.tangramcrm.platform.internal.sql.Repeat;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.internal.table.Cell;
import org.tangramcrm.platform.internal.table.Table;
import org.tangramcrm.platform.internal.text.Wording;
import org.tangramcrm.platform.metadata.Metadata;

/**
 * Does imports, whichever module's records they bring, and takes them back. Rows are done in
 * portions, each in a transaction that also says how far it is: whatever happens, no row is done
 * twice, and what was interrupted goes on. One that is tried is done in the same way, and each
 * portion is rolled back.
 */
@Component(service = ImportWork.class)
public class ImportWork {
  private static final Logger LOG = LoggerFactory.getLogger(ImportWork.class);
  private static final int PORTION = 200;

  /** So long a file is kept, and an import can go on. */
  private static final Duration KEPT = Duration.ofDays(30);

  /** So many rows are looked at before it is said again that somebody is at it. */
  private static final int TOLD_EVERY = 10 * PORTION;

  /** So often a portion is done again without a row that was refused; then row by row. */
  private static final int MOST_REDONE = 4;

  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmm");
  private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final Records records;
  private final RecordStores stores;
  private final ContractCatalog contracts;
  private final Metadata metadata;
  private final Dictionaries dictionaries;
  private final DictionaryShelf shelf;
  private final Chain chain;
  private final Transactions transactions;
  private final CurrentUser user;
  private final CurrentCall calls;
  private final Wording wording;
  private final Texts texts;
  private final Facts facts;
  private final Contents contents;
  private final ImportFiles files;
  private final Clocks clocks;
  private final Sql sql;
  private final ImportTable table;

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
    this.stores = stores;
    this.contracts = contracts;
    this.metadata = metadata;
    this.dictionaries = dictionaries;
    this.shelf = shelf;
    this.chain = chain;
    this.transactions = transactions;
    this.user = user;
    this.calls = calls;
    this.wording = wording;
    this.texts = texts;
    this.facts = facts;
    this.contents = contents;
    this.files = files;
    this.clocks = clocks;
    this.sql = sql;
    this.table = new ImportTable(sql);
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

  private Publication publication(String collection) {
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

  /** What a job needs to know of its import. */
  private final class Task {
    final Import asked;
    final boolean dry;
    final Run job;
    final ZoneId zone;
    Values values;
    boolean later;
    final References references = new References(records, metadata, user);
    final Seen keys = new Seen();
    final Seen tried = new Seen();
    Integer total;
    int done;

    Task(Import asked, boolean dry, Run job) {
      this.asked = asked;
      this.dry = dry;
      this.job = job;
      this.total = asked.total;
      this.done = asked.done == null ? 0 : asked.done;
      this.zone = clocks.zone(user.get().id());
    }

    LineReader reader(Plan plan) {
      if (values == null) {
        values = new Values(zone, later, dictionaries);
      }
      return new LineReader(plan, values, references);
    }

    Writer writer(Plan plan) {
      return new Writer(plan, records, stores, chain, sql, context(), tried);
    }
  }

  private CallContext context() {
    var call = calls.get();
    return new CallContext(user.get(), call.locale(), call.door(), call.traceId(), null, null);
  }

  /** Tries an import; answers what the file of errors is called, null where there is none. */
  String check(Import asked, Run job, OutputStream out) throws IOException {
    written(job, () -> table.begin(asked.id, ImportTable.DRAFT));
    asked.total = null;
    asked.done = 0;
    rows(new Task(asked, true, job), ImportTable.CHECKED);
    return errors(asked, job, out);
  }

  /** Does an import, from where it was; answers as {@link #check}. */
  String run(Import asked, Run job, OutputStream out) throws IOException {
    if (!asked.status.equals(ImportTable.DONE)) {
      if (!asked.status.equals(ImportTable.STARTED)) {
        written(
            job,
            () -> {
              table.begin(asked.id, ImportTable.STARTED);
              tell(asked, asked.status, ImportTable.STARTED);
            });
        asked.total = null;
        asked.done = 0;
        asked.status = ImportTable.STARTED;
      }
      rows(new Task(asked, false, job), ImportTable.DONE);
    }
    return errors(asked, job, out);
  }

  /**
   * Writes something in a transaction, unless somebody has cancelled the job meanwhile or taken it
   * over: what begins after that finds nothing that comes in later.
   */
  private void written(Run job, Runnable work) {
    transactions.run(
        () -> {
          work.run();
          job.hold();
          return null;
        });
  }

  private void rows(Task task, String status) {
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
            written(task.job, () -> table.total(asked.id, all));
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
            portion(task, some);
          }
          task.job.progress(task.done, task.total);
          return null;
        });
    written(
        task.job,
        () -> {
          table.status(asked.id, status);
          tell(asked, asked.status, status);
        });
    asked.status = status;
  }

  /** What was done before stays done; its keys count as seen. */
  private void skip(Task task, Table rows) throws IOException {
    int left = task.done;
    while (left > 0) {
      var some = LineReader.portion(rows, Math.min(left, PORTION));
      if (some.isEmpty()) {
        return;
      }
      task.job.progress(task.done, task.total);
      left -= some.size();
      if (task.asked.matchBy != null) {
        planned(
            task.asked,
            plan -> {
              var reader = task.reader(plan);
              some.stream()
                  .map(reader::key)
                  .filter(java.util.Objects::nonNull)
                  .forEach(key -> task.keys.add(sameKey(plan, key)));
              return null;
            });
      }
    }
  }

  /** However it is written, as identifying fields are compared; other keys are what they are. */
  private static String sameKey(Plan plan, String key) {
    if (plan.external() != null || plan.given()) {
      return key;
    }
    return Normalizer.normalize(key, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\s+", "");
  }

  private <T> T opened(Import asked, ImportFiles.Work<T> work) {
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

  private void portion(Task task, List<Table.Row> rows) {
    var refused = planned(task.asked, plan -> twice(task, plan, rows));
    for (int redone = 0; redone < MOST_REDONE; redone++) {
      int before = refused.size();
      if (settled(task, rows, refused)) {
        return;
      } else if (refused.size() == before) {
        // It is not known whose fault it is: that is found one by one.
        break;
      }
    }
    for (var row : rows) {
      if (!settled(task, List.of(row), refused)) {
        settled(task, List.of(row), refused);
      }
    }
  }

  /** As the other, while the module is there: who wants to stop it waits for no more than that. */
  private boolean settled(Task task, List<Table.Row> rows, Map<Integer, String> refused) {
    return planned(task.asked, plan -> settled(task, plan, rows, refused));
  }

  /**
   * The rows whose key stands further up in the file, too: which of them is right, nobody knows.
   */
  private Map<Integer, String> twice(Task task, Plan plan, List<Table.Row> rows) {
    var refused = new HashMap<Integer, String>();
    if (task.asked.matchBy != null) {
      var reader = task.reader(plan);
      for (var row : rows) {
        var key = reader.key(row);
        if (key != null && !task.keys.add(sameKey(plan, key))) {
          refused.put(
              row.number(), words(plan, CrmException.invalid(plan.key(), "import-key-twice", key)));
        }
      }
    }
    return refused;
  }

  /**
   * Does rows and notes that.
   *
   * @param refused reasons of rows that are not written; what is refused now is added
   * @return false where a row was refused, or something went wrong that is the fault of one of
   *     several; the others are to be done again
   */
  private boolean settled(
      Task task, Plan plan, List<Table.Row> rows, Map<Integer, String> refused) {
    var writer = task.writer(plan);
    Supplier<List<Settled>> write =
        () -> {
          writer.forget();
          var settled = new ArrayList<Settled>();
          for (var some : read(plan, rows)) {
            settled.addAll(
                writer.write(
                    task.reader(plan).read(some), refused, problem -> words(plan, problem)));
          }
          return settled;
        };
    shelf.prepare();
    try {
      if (task.dry) {
        var tried = tried(write);
        transactions.run(() -> noted(task, tried));
        writer.remember();
        task.references.forget(task.asked.collection);
      } else {
        transactions.run(() -> noted(task, sql.together(write)));
      }
      task.done += rows.size();
      return true;
    } catch (JobKind.Given e) {
      throw e;
    } catch (Writer.Refused e) {
      task.references.forget(task.asked.collection);
      if (Writer.others(e.why) || e.why.code == Code.CONFLICT && Repeat.helps(e.why)) {
        throw e.why;
      }
      if (e.why.code == Code.INTERNAL) {
        LOG.error("Row {} of import {} failed", e.line, task.asked.id, e.why);
      }
      refused.put(e.line, words(plan, e.why));
      return false;
    } catch (RuntimeException e) {
      fault(task, plan, rows, refused, e);
      return false;
    }
  }

  /**
   * What went wrong and is of no row by itself, as what a database does not take: of several rows
   * it is one's, and of one alone it is that one's.
   */
  private void fault(
      Task task,
      Plan plan,
      List<Table.Row> rows,
      Map<Integer, String> refused,
      RuntimeException fault) {
    var why = Failures.map(fault);
    int line = rows.get(0).number();
    if (Writer.others(why)
        || why.code == Code.CONFLICT && (why == fault || Repeat.helps(fault))
        || rows.size() == 1 && refused.containsKey(line)) {
      throw fault;
    }
    LOG.error("Rows from {} on of import {} failed", line, task.asked.id, fault);
    task.references.forget(task.asked.collection);
    if (rows.size() == 1) {
      refused.put(line, words(plan, why));
    }
  }

  /** Together; one by one where a row may name one that stands above it. */
  private static List<List<Table.Row>> read(Plan plan, List<Table.Row> rows) {
    return plan.refersToItself(rows) ? rows.stream().map(List::of).toList() : List.of(rows);
  }

  private Void noted(Task task, List<Settled> rows) {
    table.settle(task.asked.id, task.done, rows);
    task.job.hold();
    return null;
  }

  /** Thrown to have forgotten what was only tried. */
  private static final class Tried extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Settled> rows;

    Tried(List<Settled> rows) {
      super(null, null, false, false);
      this.rows = rows;
    }
  }

  private List<Settled> tried(Supplier<List<Settled>> write) {
    try {
      return transactions.run(
          () -> {
            throw new Tried(sql.tried(write));
          });
    } catch (Tried tried) {
      return tried.rows;
    }
  }

  /** Why a row is refused, by the headers of the file. */
  private String words(Plan plan, CrmException refused) {
    var problem = wording.of(refused, calls.locale(), calls.get().traceId());
    return problem.errors().isEmpty()
        ? problem.detail()
        : problem.errors().stream()
            .map(error -> plan.header(error.field) + ": " + error.message)
            .distinct()
            .collect(Collectors.joining("; "));
  }

  private void tell(Import asked, String before, String after) {
    var json = new ObjectMapper();
    facts.append(
        "imports",
        Facts.Kind.UPDATED,
        asked.id,
        sql.query(
                "select version from tangram_import where id = ?",
                List.of(asked.id),
                row -> row.getInt(1))
            .get(0),
        json.createObjectNode().put("status", before),
        json.createObjectNode().put("status", after),
        user.get().id());
  }

  // ---- the file of errors

  /** What the column of reasons is called, in both languages: a mended file has it still. */
  Set<String> reasonTitles() {
    return Set.of(
        texts.get(Locale.CHINESE, "import.reason"), texts.get(Locale.ENGLISH, "import.reason"));
  }

  private String errors(Import asked, Run job, OutputStream out) throws IOException {
    if (table.refused(asked.id, 0, 1).isEmpty()) {
      return null;
    }
    var locale = calls.locale();
    var now = Instant.now().atZone(clocks.zone(user.get().id()));
    var title = texts.get(locale, "import.errors");
    var mark = texts.get(locale, "export.mark", user.get().name(), MOMENT.format(now));
    var shown = new ArrayList<Integer>();
    var columns = new ArrayList<String>();
    var reasons = reasonTitles();
    for (int i = 0; i < asked.columns.size(); i++) {
      if (!reasons.contains(asked.columns.get(i).header)) {
        shown.add(i);
        columns.add(asked.columns.get(i).header);
      }
    }
    columns.add(texts.get(locale, "import.reason"));
    var format = Sheet.Format.XLSX;
    try (var sheet = format.open(out, new Sheet.Heading(title, mark, now.getZone()), columns)) {
      opened(
          asked,
          rows -> {
            write(asked, job, rows, shown, sheet);
            return null;
          });
    }
    var name = asked.fileName.replaceFirst("\\.[^.]{1,5}$", "");
    return name.substring(0, Math.min(100, name.length()))
        + "-"
        + title
        + "-"
        + STAMP.format(now)
        + "-"
        + user.get().login()
        + format.ending();
  }

  private void write(Import asked, Run job, Table rows, List<Integer> shown, Sheet sheet)
      throws IOException {
    var refused = table.refused(asked.id, 0, PORTION);
    int at = 0;
    int looked = 0;
    for (var row = rows.next(); row != null && !refused.isEmpty(); row = rows.next()) {
      if (++looked % TOLD_EVERY == 0) {
        job.progress(asked.total == null ? looked : asked.total, asked.total);
      }
      if (row.number() != refused.get(at).line()) {
        continue;
      }
      var values = new ArrayList<Object>();
      for (var column : shown) {
        values.add(value(row.cell(column)));
      }
      values.add(refused.get(at).reason());
      sheet.row(values);
      at++;
      if (at == refused.size()) {
        refused = table.refused(asked.id, row.number(), PORTION);
        at = 0;
      }
    }
  }

  /** As it came, so that the file can be mended and sent again. */
  private static Object value(Cell cell) {
    return switch (cell.kind()) {
      case NONE -> null;
      case BOOLEAN -> Boolean.valueOf(cell.text());
      case NUMBER -> new java.math.BigDecimal(cell.text());
      case DATE -> cell.text().length() == 10 ? LocalDate.parse(cell.text()) : cell.text();
      default -> cell.text();
    };
  }

  // ---- taking back

  void undo(Import asked, Run job) {
    if (!Set.of(ImportTable.STARTED, ImportTable.DONE).contains(asked.status)) {
      return;
    }
    records.within(
        asked.collection,
        model -> {
          checkMayUndo(asked, model);
          return null;
        });
    int before = Integer.MAX_VALUE;
    int done = 0;
    var total = asked.created + asked.updated - asked.undone;
    for (var some = table.written(asked.id, before, PORTION);
        !some.isEmpty();
        some = table.written(asked.id, before, PORTION)) {
      job.progress(done, total);
      undo(asked, job, some);
      before = some.get(some.size() - 1).line();
      done += some.size();
    }
    written(
        job,
        () -> {
          table.status(asked.id, ImportTable.UNDONE);
          tell(asked, asked.status, ImportTable.UNDONE);
        });
  }

  /**
   * What is made goes by the operation that deletes it; what was changed, by the one that changes.
   */
  void checkMayUndo(Import asked, ContractModel model) {
    if (table.made(asked.id)) {
      records.authorise(
          model.primary(Kind.DELETE).orElseThrow(() -> CrmException.of(Code.FORBIDDEN)));
    }
    if (asked.updated > 0) {
      records.authorise(
          model.primary(Kind.REPLACE).orElseThrow(() -> CrmException.of(Code.FORBIDDEN)));
    }
  }

  private void undo(Import asked, Run job, List<Settled> rows) {
    if (!undone(asked, job, rows) && rows.size() > 1) {
      rows.forEach(row -> undone(asked, job, List.of(row)));
    }
  }

  /** False where one of them was not given back: then none was. */
  private boolean undone(Import asked, Run job, List<Settled> rows) {
    return records.within(
        asked.collection,
        model -> {
          try {
            written(
                job,
                () -> {
                  rows.forEach(row -> giveBack(publication(asked.collection), row));
                  table.forget(asked.id, rows);
                });
            return true;
          } catch (CrmException e) {
            if (Writer.others(e) || e.code == Code.CONFLICT && Repeat.helps(e)) {
              throw e;
            }
            LOG.debug("What import {} wrote stays as it is", asked.id, e);
            return false;
          }
        });
  }

  private void giveBack(Publication publication, Settled row) {
    if (row.outcome() == Outcome.CREATED) {
      var delete = publication.model().primary(Kind.DELETE).orElseThrow();
      var types = delete.method().getParameterTypes();
      var arguments = new Object[types.length];
      for (int i = 0; i < types.length; i++) {
        arguments[i] = types[i] == Integer.class ? (Object) row.version() : row.record();
      }
      chain.call(publication, delete, arguments, context());
      return;
    }
    var before = before(publication.model(), row);
    chain.patch(
        publication,
        row.record(),
        row.version(),
        record -> {
          before.forEach((field, value) -> field.set(record, value));
          return record;
        },
        context());
  }

  /** What fields were before a change, as its fact tells. */
  private Map<FieldModel, Object> before(ContractModel model, Settled row) {
    var json = Json.mapper();
    var before = new HashMap<FieldModel, Object>();
    var changes =
        sql.first(
                "select changes from tangram_fact where collection = ? and record_id = ? and record_version = ? and kind = 'updated'",
                List.of(model.collection(), row.record(), row.version()),
                fact -> fact.getString(1))
            .orElseThrow(CrmException::notFound);
    for (var change : facts.read(changes)) {
      model.fields().stream()
          .filter(field -> field.name().equals(change.field()) && !field.declaration().readOnly())
          .forEach(field -> before.put(field, was(json, field, change.before())));
    }
    return before;
  }

  private static Object was(ObjectMapper json, FieldModel field, JsonNode before) {
    var type = json.constructType(field.javaField().getGenericType());
    if (before == null || before.isNull()) {
      return Collection.class.isAssignableFrom(field.javaField().getType())
          ? new ArrayList<>()
          : null;
    }
    return json.convertValue(before, type);
  }
}
