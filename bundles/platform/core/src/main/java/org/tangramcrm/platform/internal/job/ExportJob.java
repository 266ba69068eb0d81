package org.tangramcrm.platform.internal.job;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.dictionary.Dictionaries;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.identity.Clocks;
import org.tangramcrm.platform.internal.job.Sheet.Format;
import org.tangramcrm.platform.internal.job.Sheet.Heading;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.record.Titles;
import org.tangramcrm.platform.internal.record.Undertaking;
import org.tangramcrm.platform.job.ExportRequest;
import org.tangramcrm.platform.job.JobKind;
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
  private final Clocks clocks;

  @Activate
  public ExportJob(
      @Reference Records records,
      @Reference Metadata metadata,
      @Reference Dictionaries dictionaries,
      @Reference CurrentUser user,
      @Reference CurrentCall calls,
      @Reference Texts texts,
      @Reference Clocks clocks) {
    this.records = records;
    this.metadata = metadata;
    this.dictionaries = dictionaries;
    this.user = user;
    this.calls = calls;
    this.texts = texts;
    this.clocks = clocks;
  }

  @Override
  public String name() {
    return "export";
  }

  @Override
  public boolean atOnce() {
    return false;
  }

  @Override
  public void checkMay(String collection) {
    records.authorise(Undertaking.EXPORT.permission(collection));
  }

  /** What would be refused is refused before anybody waits for it. */
  void check(ExportRequest request) {
    records.check(Undertaking.EXPORT, request.collection);
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
            described,
            fields,
            names(request.fields, fields),
            new Titles(records, metadata, dictionaries));
    var zone = clocks.zone(user.get().id());
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
    return described.title + "-" + STAMP.format(now) + "-" + user.get().login() + format.ending();
  }

  /** The fields that the company added are asked for one by one, or all at once. */
  private static Set<String> names(String asked, List<FieldModel> fields) {
    return asked == null || asked.isBlank()
        ? Set.of()
        : Arrays.stream(asked.split(","))
            .map(String::strip)
            .flatMap(
                name ->
                    name.equals("customFields")
                        ? fields.stream()
                            .map(FieldModel::name)
                            .filter(field -> field.startsWith("customFields."))
                        : Stream.of(name))
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
