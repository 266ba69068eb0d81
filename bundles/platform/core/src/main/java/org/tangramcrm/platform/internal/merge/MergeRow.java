package org.tangramcrm.platform.internal.merge;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;
import org.tangramcrm.platform.internal.identity.IdentityRow;
import org.tangramcrm.platform.merge.Merge;

/** A merge as it was asked for; what becomes of it is written by {@link MergeWork}. */
@Entity
@Table(name = "tangram_merge")
public class MergeRow extends IdentityRow {
  private String collection;

  @Column(name = "survivor_id")
  private long survivorId;

  @Column(name = "merged_ids")
  private String mergedIds;

  private String choices;
  private String status;

  @Column(name = "job_id")
  private Long jobId;

  protected MergeRow() {}

  MergeRow(long id, Merge merge, String mergedIds, String choices, long jobId) {
    super(id);
    collection = merge.collection;
    survivorId = merge.survivorId;
    this.mergedIds = mergedIds;
    this.choices = choices;
    status = MergeService.PLANNED;
    this.jobId = jobId;
  }
}
