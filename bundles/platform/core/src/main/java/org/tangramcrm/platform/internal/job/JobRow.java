package org.tangramcrm.platform.internal.job;

import java.util.Set;
import javax.persistence.Entity;
import javax.persistence.Table;
import org.tangramcrm.platform.internal.identity.IdentityRow;

/** A job as it is asked for; what becomes of it is written by {@link JobTable}. */
@Entity
@Table(name = "tangram_job")
public class JobRow extends IdentityRow {
  private String kind;
  private String collection;
  private String status;
  private String request;
  private String locale;
  private String permissions;

  protected JobRow() {}

  JobRow(
      long id,
      String kind,
      String collection,
      String request,
      String locale,
      Set<String> permissions) {
    super(id);
    this.kind = kind;
    this.collection = collection;
    this.status = JobTable.QUEUED;
    this.request = request;
    this.locale = locale;
    this.permissions = permissions.isEmpty() ? null : String.join(" ", permissions);
  }
}
