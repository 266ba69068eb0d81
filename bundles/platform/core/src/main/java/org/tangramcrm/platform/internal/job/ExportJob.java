package org.tangramcrm.platform.internal.job;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.dictionary.Dictionaries;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.job.Sheet.Format;
import org.tangramcrm.platform.internal.job.Sheet.Heading;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.job.ExportRequest;
import org.tangramcrm.platform.metadata.Metadata;

/**
 * Writes the records of a collection to a file, page by page through the collection's own list: as
 * the caller has them, with data scope and hidden fields.
 */
@Component(service = {ExportJob.class, JobKind.class})
public class ExportJob implements JobKind {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmm");
  private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final Records records;
  private final Metadata metadata;
  private final Dictionaries dictionaries;
  private final CurrentUser user;
  private final CurrentCall calls;
  private final Texts texts;
  private final Sql sql;

  @Activate
  public ExportJob(
      @Reference Records records,
      @Reference Metadata metadata,
      @Reference Dictionaries dictionaries,
      @Reference CurrentUser user,
      @Reference CurrentCall calls,
      @Reference Texts texts,
      @Reference Sql sql) {
    this.records = records;
    this.metadata = metadata;
    this.dictionaries = dictionaries;
    this.user = user;
    this.calls = calls;
    this.texts = texts;
    this.sql = sql;
  }

  @Override
  public String name() {
    return "export";
  }

  @Override
  public boolean atOnce() {
    return false;
  }

  /** The permission to export a collection; empty for one that is not exported. */
  public static Optional<String> permission(ContractModel model) {
    return model
        .primary(Kind.LIST)
        .filter(list -> Records.isListOfRecords(list) && !list.permission().isEmpty())
        .map(list -> permission(model.collection()));
  }

  private static String permission(String collection) {
    return collection + ".export";
  }

  /**
   * That the caller may export a collection.
   *
   * @throws CrmException {@code forbidden}
   */
  void checkMay(String collection) {
    if (!user.get().may(permission(collection))) {
      throw new CrmException(
          Code.FORBIDDEN, "problem.forbidden.permission", permission(collection));
    }
  }

  /** What would be refused is refused before anybody waits for it. */
  void check(ExportRequest request) {
    if (!records.knows(request.collection)
        || records.within(request.collection, ExportJob::permission).isEmpty()) {
      throw CrmException.invalid("collection", "no-records");
    }
    checkMay(request.collection);
    var query = query(request);
    query.limit = 1;
    query.count = "none";
    records.page(request.collection, query);
  }

  private static Query query(ExportRequest request) {
    var query = new Query();
    query.filter = request.filter;
    query.q = request.q;
    query.sort = request.sort;
    query.fields = request.fields;
    return query;
  }

  @Override
  public String run(Run run, OutputStream out) throws IOException {
    var request = run.request(ExportRequest.class);
    var collection = run.collection();
    checkMay(collection);
    var described = metadata.get(collection);
    var fields = records.within(collection, model -> model.fields());
    var columns =
        new ExportColumns(
            described, fields, names(request.fields), records, metadata, dictionaries);
    var zone = zone();
    var now = Instant.now().atZone(zone);
    var mark = texts.get(calls.locale(), "export.mark", user.get().name(), MOMENT.format(now));
    var format = Format.of(request.format);
    var query = query(request);
    query.limit = Query.MAX_LIMIT;
    query.count = "exact";
    int done = 0;
    Integer total = null;
    try (var sheet = format.open(out, new Heading(described.title, mark, zone), columns.titles())) {
      do {
        var page = records.page(collection, query);
        total = page.total == null ? total : Integer.valueOf(page.total.value);
        columns.prepare(page.items);
        for (var record : page.items) {
          sheet.row(columns.row(record));
        }
        done += page.items.size();
        run.progress(done, total);
        query.cursor = page.next;
        query.count = "none";
      } while (query.cursor != null);
    }
    return described.title + "-" + STAMP.format(now) + "-" + user.get().login() + format.ending;
  }

  private static Set<String> names(String fields) {
    return fields == null || fields.isBlank()
        ? Set.of()
        : Arrays.stream(fields.split(","))
            .map(String::strip)
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** In which whoever asked for it reads moments. */
  private ZoneId zone() {
    return sql.first(
            "select time_zone from tangram_user where id = ? and time_zone is not null",
            List.of(user.get().id()),
            row -> ZoneId.of(row.getString(1)))
        .orElseGet(ZoneId::systemDefault);
  }

  String contentType(String fileName) {
    return Arrays.stream(Format.values())
        .filter(format -> fileName.endsWith(format.ending))
        .findFirst()
        .orElse(Format.XLSX)
        .contentType;
  }
}
