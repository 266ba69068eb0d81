package org.tangramcrm.platform.internal.transfer;

import java.time.LocalDate;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;
import org.tangramcrm.platform.internal.identity.IdentityRow;
import org.tangramcrm.platform.transfer.Transfer;

/** A transfer as it was asked for; what becomes of it is written by {@link TransferWork}. */
@Entity
@Table(name = "tangram_transfer")
public class TransferRow extends IdentityRow {
  private String collection;

  @Column(name = "record_filter")
  private String recordFilter;

  @Column(name = "from_user_id")
  private Long fromUserId;

  @Column(name = "to_user_id")
  private Long toUserId;

  @Column(name = "to_pool")
  private Boolean toPool;

  private String parts;

  @Column(name = "keep_access")
  private Boolean keepAccess;

  private Boolean deactivates;
  private String reason;

  @Column(name = "effective_on")
  private LocalDate effectiveOn;

  private String status;

  @Column(name = "job_id")
  private Long jobId;

  protected TransferRow() {}

  TransferRow(long id, Transfer transfer, String parts, String status, long jobId) {
    super(id);
    collection = transfer.collection;
    recordFilter = transfer.recordFilter;
    fromUserId = transfer.fromUserId;
    toUserId = transfer.toUserId;
    toPool = transfer.toPool;
    this.parts = parts;
    keepAccess = Boolean.TRUE.equals(transfer.keepAccess);
    deactivates = Boolean.TRUE.equals(transfer.deactivates);
    reason = transfer.reason.strip();
    effectiveOn = transfer.effectiveOn;
    this.status = status;
    this.jobId = jobId;
  }
}
