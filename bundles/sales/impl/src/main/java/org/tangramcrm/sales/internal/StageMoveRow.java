package org.tangramcrm.sales.internal;

import java.time.LocalDate;
import javax.persistence.AttributeOverride;
import javax.persistence.Column;
import javax.persistence.Embedded;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the history of opportunities. */
@Entity
@Table(name = "opportunity_move")
public class StageMoveRow extends StandardRow {
  @Column(name = "opportunity_id")
  Long opportunityId;

  @Column(name = "pipeline_id")
  Long pipelineId;

  @Column(name = "seller_id")
  Long sellerId;

  @Column(name = "seller_department_id")
  Long sellerDepartmentId;

  String cause;

  @Column(name = "from_stage")
  String fromStage;

  @Column(name = "to_stage")
  String toStage;

  String state;

  @Column(name = "moved_on")
  LocalDate movedOn;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "amount_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "amount_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "amount_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "amount_rate"))
  MoneyColumns amount;

  Integer probability;

  @Column(name = "expected_close")
  LocalDate expectedClose;

  @Column(name = "close_reason")
  String closeReason;

  @Column(name = "lost_to_id")
  Long lostToId;

  String comment;
}
