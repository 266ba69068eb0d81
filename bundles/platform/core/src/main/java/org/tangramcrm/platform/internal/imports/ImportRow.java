package org.tangramcrm.platform.internal.imports;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;
import org.tangramcrm.platform.imports.Import;
import org.tangramcrm.platform.internal.content.Contents;
import org.tangramcrm.platform.internal.identity.IdentityRow;

/** An import as it is asked for; how far it is, is written by {@link ImportTable}. */
@Entity
@Table(name = "tangram_import")
public class ImportRow extends IdentityRow {
  private String collection;

  @Column(name = "file_name")
  private String fileName;

  private String charset;
  private String columns;
  private String samples;

  @Column(name = "headers_key")
  private String headersKey;

  @Column(name = "match_by")
  private String matchBy;

  private String mode;
  private String duplicates;

  @Column(name = "empty_clears")
  private Boolean emptyClears;

  private String status;

  @Column(name = "content_id")
  private Long contentId;

  @Column(name = "content_store")
  private String contentStore;

  @Column(name = "content_size")
  private Long contentSize;

  @Column(name = "content_sha256")
  private String contentSha256;

  protected ImportRow() {}

  ImportRow(long id, String collection, String fileName, Contents.Staged content) {
    super(id);
    this.collection = collection;
    this.fileName = fileName;
    status = ImportTable.DRAFT;
    contentId = content.id();
    contentStore = content.storeName();
    contentSize = content.size();
    contentSha256 = content.sha256();
  }

  /**
   * @param columns as the column keeps them
   */
  void read(String newCharset, String newColumns, String newSamples, String newHeadersKey) {
    charset = newCharset;
    samples = newSamples;
    headersKey = newHeadersKey;
    assign(newColumns);
  }

  void assign(String newColumns) {
    columns = newColumns;
  }

  void settle(Import asked) {
    matchBy = asked.matchBy;
    mode = asked.mode;
    duplicates = asked.duplicates;
    emptyClears = asked.emptyClears;
    // What was tried was something else.
    status = ImportTable.DRAFT;
  }
}
