package org.tangramcrm.platform.internal.attachment;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;
import org.tangramcrm.platform.internal.identity.IdentityRow;

/** An attachment; of its file, what the current version is. */
@Entity
@Table(name = "tangram_attachment")
public class AttachmentRow extends IdentityRow {
  private String collection;

  @Column(name = "record_id")
  private long recordId;

  private String name;

  @Column(name = "content_type")
  private String contentType;

  private long size;
  private String sha256;

  @Column(name = "version_number")
  private int versionNumber;

  private String remark;

  protected AttachmentRow() {}

  AttachmentRow(long id, String collection, long recordId) {
    super(id);
    this.collection = collection;
    this.recordId = recordId;
  }

  void describe(String newName, String newRemark) {
    name = newName;
    remark = newRemark;
  }

  void take(AttachmentVersion version) {
    describe(version.name(), version.remark());
    versionNumber = version.number();
    contentType = version.contentType();
    size = version.size();
    sha256 = version.sha256();
  }
}
