package org.tangramcrm.platform.internal.attachment;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import javax.activation.DataHandler;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.attachment.Attachment;
import org.tangramcrm.platform.attachment.AttachmentLimits;
import org.tangramcrm.platform.attachment.AttachmentPage;
import org.tangramcrm.platform.attachment.AttachmentVersionList;
import org.tangramcrm.platform.attachment.Attachments;
import org.tangramcrm.platform.content.ContentReceiver;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.DataScope;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.content.Contents;
import org.tangramcrm.platform.internal.content.Contents.Staged;
import org.tangramcrm.platform.internal.content.FileNames;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.record.RecordFilter;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.store.Stores;

/**
 * Attachments. Whether the caller has anything to do with one is the affair of the record that it
 * belongs to, and is asked there first; then all attachments are within reach.
 */
@Component(service = Attachments.class)
@TangramContract(Attachments.class)
public class AttachmentService implements Attachments, ContentReceiver {
  public static final String COLLECTION = "attachments";

  private final Store<AttachmentRow, Attachment> store;
  private final Records records;
  private final Contents contents;
  private final Facts facts;
  private final Transactions transactions;
  private final Sql sql;
  private final CurrentUser user;

  @Activate
  public AttachmentService(
      @Reference Stores stores,
      @Reference(target = "(osgi.unit.name=tangram-platform)") JpaTemplate jpa,
      @Reference Records records,
      @Reference Contents contents,
      @Reference Facts facts,
      @Reference Transactions transactions,
      @Reference Sql sql,
      @Reference CurrentUser user) {
    this.store =
        stores.open(
            StoreSpec.of(
                    COLLECTION,
                    "tangram_attachment",
                    AttachmentRow.class,
                    Attachment.class,
                    jpa,
                    AttachmentService::read)
                .sortedByName("name", "name_key"));
    this.records = records;
    this.contents = contents;
    this.facts = facts;
    this.transactions = transactions;
    this.sql = sql;
    this.user = user;
  }

  private static Attachment read(Row row) {
    var attachment = row.base(new Attachment());
    attachment.collection = row.text("collection");
    attachment.recordId = row.id("recordId");
    attachment.name = row.text("name");
    attachment.contentType = row.text("contentType");
    attachment.size = row.id("size");
    attachment.sha256 = row.text("sha256");
    attachment.versionNumber = row.integer("versionNumber");
    attachment.remark = row.text("remark");
    return attachment;
  }

  // ---- reading

  @Override
  public AttachmentPage list(Query query) {
    var record = RecordFilter.of(query == null ? null : query.filter);
    records.read(record.collection(), record.recordId());
    return reaching(() -> store.page(query, new AttachmentPage()));
  }

  @Override
  public Attachment get(long id) {
    var attachment = reaching(() -> store.get(id));
    records.read(attachment.collection, attachment.recordId);
    return attachment;
  }

  @Override
  public AttachmentVersionList versions(long id) {
    get(id);
    var list = new AttachmentVersionList();
    list.items =
        sql.query(
            "select version_number, name, content_type, size, sha256, remark, created_at, created_by"
                + " from tangram_attachment_version where attachment_id = ? order by version_number desc",
            List.of(id),
            row -> {
              var version = new org.tangramcrm.platform.attachment.AttachmentVersion();
              version.versionNumber = row.getInt(1);
              version.name = row.getString(2);
              version.contentType = row.getString(3);
              version.size = row.getLong(4);
              version.sha256 = row.getString(5);
              version.remark = row.getString(6);
              version.createdAt = row.getTimestamp(7).toInstant();
              version.createdBy = row.getLong(8);
              return version;
            });
    return list;
  }

  @Override
  public AttachmentLimits limits() {
    var limits = new AttachmentLimits();
    limits.maxBytes = contents.maxBytes();
    return limits;
  }

  @Override
  public DataHandler download(long id, Integer version) {
    var attachment = get(id);
    var current = version == null || version.equals(attachment.versionNumber);
    return sql.first(
            "select c.id, c.store, v.name, v.content_type, v.size, v.sha256"
                + " from tangram_attachment_version v join tangram_content c on c.id = v.content_id"
                + " where v.attachment_id = ? and v.version_number = ?",
            List.of(id, current ? attachment.versionNumber : version),
            row ->
                contents.kept(
                    row.getLong(1),
                    row.getString(2),
                    // Under the name that the document has now, where it is asked for as it is now.
                    version == null ? attachment.name : row.getString(3),
                    row.getString(4),
                    row.getLong(5),
                    row.getString(6)))
        .map(DataHandler::new)
        .orElseThrow(CrmException::notFound);
  }

  // ---- writing

  @Override
  public void beforeContent(String operation, Object[] arguments) {
    var uploads = operation.equals("upload");
    if (uploads) {
      checkAttachable((String) arguments[0], (Long) arguments[1]);
    } else {
      editable((Long) arguments[0]);
    }
    var name = (String) arguments[uploads ? 2 : 1];
    if (name != null && !name.isBlank()) {
      FileNames.clean(name);
    }
  }

  @Override
  public Attachment upload(
      String collection, Long recordId, String name, String remark, DataHandler content) {
    checkAttachable(collection, recordId);
    var staged = contents.staged(content);
    return transactions.run(
        () -> {
          var version = version(1, staged, FileNames.clean(nameOf(name, content)), remark);
          var row = new AttachmentRow(sql.next("tangram_attachment_seq"), collection, recordId);
          row.take(version);
          var made = reaching(() -> store.insert(null, row));
          keep(made.id, version, staged);
          return told(made);
        });
  }

  /** Files of files would have no card to show them. */
  private void checkAttachable(String collection, long recordId) {
    if (collection.equals(COLLECTION)) {
      throw CrmException.invalid("collection", "no-records");
    }
    records.editable(collection, recordId);
  }

  @Override
  public Attachment replace(long id, String name, String remark, DataHandler content) {
    editable(id);
    var staged = contents.staged(content);
    return transactions.run(
        () -> {
          // Two that come at once follow each other; both are versions.
          sql.update("update tangram_attachment set version = version where id = ?", id);
          var before = reaching(() -> store.get(id));
          var given = nameOf(name, content);
          var version =
              version(
                  before.versionNumber + 1,
                  staged,
                  given == null ? before.name : FileNames.clean(given),
                  remark);
          keep(id, version, staged);
          return told(
              reaching(() -> store.update(id, before.version, null, row -> row.take(version))));
        });
  }

  private static String nameOf(String name, DataHandler content) {
    return name == null || name.isBlank() ? content.getName() : name;
  }

  private static AttachmentVersion version(int number, Staged staged, String name, String remark) {
    return new AttachmentVersion(
        number,
        staged.id(),
        name,
        staged.typeOf(name),
        staged.size(),
        staged.sha256(),
        blankToNull(remark));
  }

  private void keep(long id, AttachmentVersion version, Staged staged) {
    staged.keep();
    sql.update(
        "insert into tangram_attachment_version (attachment_id, version_number, content_id, name,"
            + " content_type, size, sha256, remark, created_at, created_by)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        version.number(),
        version.content(),
        version.name(),
        version.contentType(),
        version.size(),
        version.sha256(),
        version.remark(),
        Instant.now().truncatedTo(ChronoUnit.MILLIS),
        user.get().id());
  }

  @Override
  public Attachment update(long id, Attachment attachment) {
    return transactions.run(
        () -> {
          editable(id);
          var name = FileNames.clean(attachment.name);
          var remark = blankToNull(attachment.remark);
          return told(
              reaching(
                  () ->
                      store.update(
                          id, attachment.version, null, row -> row.describe(name, remark))));
        });
  }

  @Override
  public void delete(long id, Integer version) {
    transactions.run(
        () -> {
          var before = editable(id);
          reaching(
              () -> {
                store.delete(id, version);
                return null;
              });
          return told(before);
        });
  }

  @Override
  public Attachment restore(long id) {
    return transactions.run(
        () -> {
          var record =
              sql.first(
                      "select collection, record_id from tangram_attachment where id = ?",
                      List.of(id),
                      row -> new RecordFilter(row.getString(1), row.getLong(2)))
                  .orElseThrow(CrmException::notFound);
          records.editable(record.collection(), record.recordId());
          return told(reaching(() -> store.restore(id)));
        });
  }

  /** An attachment of a record that the caller may edit. */
  private Attachment editable(long id) {
    var attachment = reaching(() -> store.get(id));
    records.editable(attachment.collection, attachment.recordId);
    return attachment;
  }

  /** What happened to the attachment happened to its record, too. */
  private Attachment told(Attachment attachment) {
    facts.belong(COLLECTION, attachment.id, attachment.collection, attachment.recordId);
    return attachment;
  }

  private static String blankToNull(String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  /** Works as the caller, to whom every attachment is within reach: the record has been asked. */
  private <T> T reaching(Supplier<T> work) {
    return user.callAs(user.get().within(COLLECTION, DataScope.ALL), work);
  }
}
