package org.tangramcrm.platform.internal.job;

import java.time.Instant;
import java.util.Set;
import javax.persistence.Column;
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

  @Column(name = "not_before")
  private Instant notBefore;

  /** Until then it is as if somebody was at it. */
  @Column(name = "lease_until")
  private Instant leaseUntil;

  protected JobRow() {}

  JobRow(
      long id,
      String kind,
      String collection,
      String request,
      String locale,
      Set<String> permissions,
      Instant notBefore) {
    super(id);
    this.kind = kind;
    this.collection = collection;
    this.status = JobTable.QUEUED;
    this.request = request;
    this.locale = locale;
    this.permissions = permissions.isEmpty() ? null : String.join(" ", permissions);
    this.notBefore = notBefore;
    this.leaseUntil = notBefore;
  }
}
