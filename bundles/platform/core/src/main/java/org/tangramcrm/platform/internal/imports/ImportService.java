package org.tangramcrm.platform.internal.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import javax.activation.DataHandler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.content.ContentReceiver;
import org.tangramcrm.platform.content.StoredContent;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.imports.Import;
import org.tangramcrm.platform.imports.ImportColumn;
import org.tangramcrm.platform.imports.ImportField;
import org.tangramcrm.platform.imports.ImportPage;
import org.tangramcrm.platform.imports.Imports;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.content.Contents;
import org.tangramcrm.platform.internal.content.FileNames;
import org.tangramcrm.platform.internal.imports.ImportJob.Action;
import org.tangramcrm.platform.internal.job.JobDesk;
import org.tangramcrm.platform.internal.job.Sheet.Format;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.table.Table;
import org.tangramcrm.platform.metadata.Metadata;
import org.tangramcrm.platform.store.Store;

/** Takes imports in; {@link ImportWork} does them. */
@Component(service = Imports.class)
@TangramContract(Imports.class)
public class ImportService implements Imports, ContentReceiver {
  /** So many rows are shown beside the headers, and so much of each of their cells. */
  private static final int SAMPLES = 3;

  private static final int LONGEST_SAMPLE = 40;
  private static final int LONGEST_HEADER = 100;

  /** All headers together fit into their column, however many there are. */
  private static final int MOST_OF_HEADERS = 8_000;

  /** What we gave a record and nobody else does, the one that people know first. */
  private static final List<String> GIVEN = List.of("number", "id");

  /** Part the samples of a column, and the columns; neither stands in one. */
  private static final String VALUE = "\n";

  private static final String COLUMN = "\t";

  /** So many files are looked into at once: each takes memory. */
  private static final int MOST_READ = 4;

  private static final int LONGEST_NAME = 200;

  private final Store<ImportRow, Import> store;
  private final ImportWork work;
  private final ImportFiles files;
  private final Templates templates;
  private final ImportTable table;
  private final Records records;
  private final Metadata metadata;
  private final Texts texts;
  private final CurrentUser user;
  private final CurrentCall calls;
  private final Contents contents;
  private final JobDesk jobs;
  private final Transactions transactions;
  private final Sql sql;
  private final Semaphore reading = new Semaphore(MOST_READ);

  @Activate
  public ImportService(
      @Reference ImportDesk desk,
      @Reference ImportWork work,
      @Reference ImportFiles files,
      @Reference Templates templates,
      @Reference Records records,
      @Reference Metadata metadata,
      @Reference Texts texts,
      @Reference CurrentUser user,
      @Reference CurrentCall calls,
      @Reference Contents contents,
      @Reference JobDesk jobs,
      @Reference Transactions transactions,
      @Reference Sql sql) {
    store = desk.store();
    this.work = work;
    this.files = files;
    this.templates = templates;
    this.table = new ImportTable(sql);
    this.records = records;
    this.metadata = metadata;
    this.texts = texts;
    this.user = user;
    this.calls = calls;
    this.contents = contents;
    this.jobs = jobs;
    this.transactions = transactions;
    this.sql = sql;
  }

  @Override
  public ImportPage list(Query query) {
    return store.page(query, new ImportPage());
  }

  @Override
  public Import get(long id) {
    return told(store.get(id));
  }

  /** With what is told of a single one: to who may still bring in what is in the file. */
  private Import told(Import imported) {
    try {
      work.checkMay(imported.collection);
      imported.errors = new ArrayList<>(table.errors(imported.id));
      sample(imported.columns, table.samples(imported.id));
      var described = metadata.get(imported.collection);
      imported.fields =
          records.within(imported.collection, model -> Target.of(described, model)).stream()
              .map(this::field)
              .collect(Collectors.toCollection(ArrayList::new));
    } catch (CrmException e) {
      // The module is stopped, or the caller sees nothing of it any more: then nothing goes
      // anywhere.
      imported.errors = new ArrayList<>();
      imported.fields = new ArrayList<>();
    }
    return imported;
  }

  private static void sample(List<ImportColumn> columns, String samples) {
    var each = samples == null ? new String[0] : samples.split(COLUMN, -1);
    for (int i = 0; i < Math.min(each.length, columns.size()); i++) {
      columns.get(i).samples = each[i].isEmpty() ? null : each[i];
    }
  }

  private ImportField field(Target target) {
    var field = new ImportField();
    field.name = target.name();
    field.title = title(target, calls.locale());
    field.required = target.use() == Target.Use.VALUE && target.described().required;
    field.key = target.finds();
    return field;
  }

  // ---- a file

  @Override
  public void beforeContent(String operation, Object[] arguments) {
    work.checkMay((String) arguments[0]);
  }

  @Override
  public Import upload(String collection, String name, DataHandler content) {
    work.checkMay(collection);
    var staged = contents.staged(content);
    var given = name == null || name.isBlank() ? content.getName() : name;
    var fileName = FileNames.clean(given == null || given.isBlank() ? collection : given);
    if (fileName.length() > LONGEST_NAME) {
      throw CrmException.invalid("name", "too-long", LONGEST_NAME);
    }
    var read = read(staged, null);
    var known = names(collection);
    var key = Headers.key(read.headers());
    var before = remembered(collection, key);
    var fields = before == null ? Headers.guessed(read.headers(), known) : fields(before);
    assign(read.columns(), fields, known);
    return transactions.run(
        () -> {
          staged.keep();
          var row = new ImportRow(sql.next("tangram_import_seq"), collection, fileName, staged);
          row.read(read.charset(), store.nested(read.columns()), read.samples(), key);
          if (before != null) {
            row.settle(before);
          } else {
            GIVEN.stream()
                .filter(by -> told(read, fields.indexOf(by)))
                .findFirst()
                .ifPresent(by -> row.settle(exported(by)));
          }
          return told(store.insert(null, row));
        });
  }

  /** Whether something stands in a column; not everything that has one has a number. */
  private static boolean told(Read read, int column) {
    return column >= 0 && !read.samples().split(COLUMN, -1)[column].isEmpty();
  }

  /** What a file that has our numbers or ids is: it was exported from here. */
  private static Import exported(String by) {
    var asked = new Import();
    asked.matchBy = by;
    asked.mode = "both";
    asked.duplicates = "block";
    return asked;
  }

  /** What was read of a file. */
  private record Read(String charset, List<ImportColumn> columns, String samples) {
    List<String> headers() {
      return columns.stream().map(column -> column.header).toList();
    }
  }

  /** Beside the open transaction: that is to be over before a large file is unpacked. */
  private Read read(StoredContent content, String charset) {
    if (!reading.tryAcquire()) {
      throw new CrmException(Code.TOO_MANY_REQUESTS, "content.too-many");
    }
    try {
      return transactions.apart(
          () -> {
            try {
              return files.with(
                  content.getInputStream(),
                  charset == null ? null : Charset.forName(charset),
                  ImportService::read);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } finally {
      reading.release();
    }
  }

  /** Says where columns go, as far as the caller may write there still. */
  private static void assign(
      List<ImportColumn> columns, List<String> fields, Map<String, Set<String>> known) {
    for (int i = 0; i < fields.size(); i++) {
      columns.get(i).field = known.containsKey(fields.get(i)) ? fields.get(i) : null;
    }
  }

  private static Read read(Table table) throws IOException {
    var rows = LineReader.portion(table, SAMPLES);
    var columns = new ArrayList<ImportColumn>();
    var samples = new ArrayList<String>();
    int longest = Math.min(LONGEST_HEADER, MOST_OF_HEADERS / Math.max(1, table.headers().size()));
    for (int i = 0; i < table.headers().size(); i++) {
      int at = i;
      var column = new ImportColumn();
      column.header = shortened(table.headers().get(i), longest);
      columns.add(column);
      samples.add(
          rows.stream()
              .map(row -> row.cell(at).text().replaceAll("\\s+", " ").strip())
              .filter(text -> !text.isEmpty())
              .map(text -> shortened(text, LONGEST_SAMPLE))
              .collect(Collectors.joining(VALUE)));
    }
    return new Read(
        table.charset() == null ? null : table.charset().name(),
        columns,
        String.join(COLUMN, samples));
  }

  private static String shortened(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }

  /** What the caller said of the last file with the same headers; null where there was none. */
  private Import remembered(String collection, String headersKey) {
    return sql.first(
            "select id from tangram_import where owner_id = ? and collection = ? and headers_key = ?"
                + " order by id desc fetch first 1 rows only",
            List.of(user.get().id(), collection, headersKey),
            row -> row.getLong(1))
        .map(store::get)
        .orElse(null);
  }

  private static List<String> fields(Import imported) {
    return imported.columns.stream().map(column -> column.field).toList();
  }

  /** What each target is called: in both languages, whichever the caller's is. */
  private Map<String, Set<String>> names(String collection) {
    var names = new LinkedHashMap<String, Set<String>>();
    for (var locale : List.of(Locale.CHINESE, Locale.ENGLISH)) {
      var call = calls.get();
      calls.during(
          new CurrentCall.Call(call.door(), call.operation(), call.traceId(), locale),
          () -> {
            name(collection, locale, names);
            return null;
          });
    }
    return names;
  }

  private void name(String collection, Locale locale, Map<String, Set<String>> names) {
    var described = metadata.get(collection);
    for (var target : records.within(collection, model -> Target.of(described, model))) {
      var own = names.computeIfAbsent(target.name(), any -> new TreeSet<>());
      own.add(target.name());
      var title = title(target, locale);
      if (title != null) {
        own.add(title);
        own.add(described.title + title);
      }
      for (var key :
          List.of(
              "import.names." + collection + "." + target.name(),
              "import.names." + target.name())) {
        var others = texts.find(locale, key);
        if (others != null) {
          own.addAll(List.of(others.split("\\s*[,，]\\s*")));
        }
      }
    }
  }

  private String title(Target target, Locale locale) {
    return switch (target.use()) {
      case CURRENCY -> target.described().title + " (ISO 4217)";
      default ->
          target.described() == null
              ? texts.find(locale, "import.external-key")
              : target.described().title;
    };
  }

  // ---- what becomes of it

  @Override
  public Import update(long id, Import imported) {
    return transactions.run(
        () -> {
          var before = store.get(id);
          work.checkMay(before.collection);
          if (imported.version == null) {
            throw CrmException.of(Code.VERSION_REQUIRED);
          }
          checkIdle(before, Set.of(ImportTable.DRAFT, ImportTable.CHECKED), "import.started");
          var anew = anew(before, imported);
          var columns = anew == null ? before.columns : anew.columns();
          assign(before.collection, columns, imported, anew != null);
          var after = new Import();
          after.collection = before.collection;
          after.columns = columns;
          after.matchBy = blank(imported.matchBy);
          after.mode = imported.mode;
          after.duplicates = imported.duplicates;
          after.emptyClears = imported.emptyClears;
          work.planned(after, plan -> plan);
          return told(
              store.update(
                  id,
                  imported.version,
                  null,
                  row -> {
                    if (anew == null) {
                      row.assign(store.nested(columns));
                    } else {
                      row.read(
                          anew.charset(),
                          store.nested(columns),
                          anew.samples(),
                          Headers.key(anew.headers()));
                    }
                    row.settle(after);
                  }));
        });
  }

  /** What is read where the caller says otherwise how the texts are written; else null. */
  private Read anew(Import before, Import imported) {
    if (before.charset == null
        || imported.charset == null
        || imported.charset.equals(before.charset)) {
      return null;
    }
    var content = content(before.id);
    return read(
        contents.kept(
            content.id(), content.store(), before.fileName, null, content.size(), content.sha256()),
        imported.charset);
  }

  private ImportTable.Content content(long id) {
    return table.content(id).orElseThrow(() -> new CrmException(Code.CONFLICT, "import.no-file"));
  }

  /** As the caller says; what is read anew and nothing is said of goes by its headers. */
  private void assign(
      String collection, List<ImportColumn> columns, Import imported, boolean anew) {
    if (anew && imported.columns.stream().allMatch(column -> blank(column.field) == null)) {
      var known = names(collection);
      var headers = columns.stream().map(column -> column.header).toList();
      assign(columns, Headers.guessed(headers, known), known);
      return;
    }
    if (imported.columns.size() > columns.size()) {
      throw CrmException.invalid("columns", "too-many", columns.size());
    }
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).field =
          i < imported.columns.size() ? blank(imported.columns.get(i).field) : null;
    }
  }

  private static String blank(String text) {
    return text == null || text.isBlank() ? null : text;
  }

  private void checkIdle(Import imported, Set<String> statuses, String otherwise) {
    if (table.busy(imported.id)) {
      throw new CrmException(Code.CONFLICT, "import.busy");
    }
    if (!statuses.contains(imported.status)) {
      throw new CrmException(Code.CONFLICT, otherwise);
    }
  }

  // ---- jobs

  @Override
  public Import check(long id) {
    return begin(
        id, Action.CHECK, Set.of(ImportTable.DRAFT, ImportTable.CHECKED), "import.started");
  }

  @Override
  public Import run(long id) {
    return begin(
        id,
        Action.RUN,
        Set.of(ImportTable.DRAFT, ImportTable.CHECKED, ImportTable.STARTED),
        "import.done");
  }

  @Override
  public Import undo(long id) {
    return begin(id, Action.UNDO, Set.of(ImportTable.STARTED, ImportTable.DONE), "import.not-done");
  }

  private Import begin(long id, Action action, Set<String> statuses, String otherwise) {
    return transactions.run(
        () -> {
          store.hold(id);
          var imported = store.get(id);
          work.checkMay(imported.collection);
          checkIdle(imported, statuses, otherwise);
          content(id);
          if (action == Action.UNDO) {
            records.within(
                imported.collection,
                model -> {
                  work.checkMayUndo(imported, model);
                  return null;
                });
          } else {
            work.planned(
                imported,
                plan -> {
                  plan.checkMay(user.get());
                  return null;
                });
          }
          var job =
              jobs.start(ImportJob.NAME, imported.collection, new ImportJob.Request(id, action));
          table.job(id, job.id);
          return told(store.get(id));
        });
  }

  // ---- templates

  @Override
  public DataHandler template(String collection, String format) {
    if (!records.knows(collection)) {
      throw CrmException.notFound();
    }
    work.checkMay(collection);
    return new DataHandler(templates.make(collection, Format.of(format)));
  }
}
