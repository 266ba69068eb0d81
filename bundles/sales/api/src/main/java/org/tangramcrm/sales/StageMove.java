package org.tangramcrm.sales;

import java.time.LocalDate;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;

/**
 * That an opportunity came to a stage, or that what it is worth there changed (M-31): what it was
 * from then on. Written at {@code createdAt} by {@code createdBy}.
 */
public class StageMove extends BusinessRecord {
  /** What happened to one that was merged into another did not happen to the other. */
  @Field(
      readOnly = true,
      filterable = true,
      reference = "opportunities",
      staysInMerge = true,
      listed = true)
  public Long opportunityId;

  @Field(
      readOnly = true,
      follows = "opportunityId.pipelineId",
      filterable = true,
      reference = "pipelines")
  public Long pipelineId;

  /** Whose it was then, whoever has it now. */
  @Field(
      readOnly = true,
      follows = "opportunityId.ownerId",
      filterable = true,
      reference = "users",
      listed = true)
  public Long sellerId;

  /** In whose department. */
  @Field(
      readOnly = true,
      follows = "opportunityId.departmentId",
      filterable = true,
      reference = "departments")
  public Long sellerDepartmentId;

  /** {@code created}, {@code moved}, {@code changed}, {@code closed} or {@code reopened}. */
  @Field(
      readOnly = true,
      follows = "opportunityId.state",
      filterable = true,
      dictionary = "stage-move-cause",
      listed = true)
  public String cause;

  /** Absent where it came to be; the same as {@link #toStage} where it stayed there. */
  @Field(
      readOnly = true,
      follows = "opportunityId.stage",
      filterable = true,
      dictionary = "opportunity-stage",
      listed = true)
  public String fromStage;

  @Field(
      readOnly = true,
      follows = "opportunityId.stage",
      filterable = true,
      dictionary = "opportunity-stage",
      listed = true)
  public String toStage;

  /** What it was from then on. */
  @Field(
      readOnly = true,
      follows = "opportunityId.state",
      filterable = true,
      dictionary = "opportunity-state")
  public String state;

  /** The company's day to which it counts, which for what was entered later is an earlier one. */
  @Field(
      readOnly = true,
      follows = {"opportunityId.stageSince", "opportunityId.closedOn"},
      filterable = true,
      sortable = true,
      listed = true)
  public LocalDate movedOn;

  /** With the rate that it has. */
  @Field(readOnly = true, follows = "opportunityId.amount", listed = true)
  public Money amount;

  @Field(percent = true, readOnly = true, follows = "opportunityId.probability", listed = true)
  public Integer probability;

  @Field(readOnly = true, follows = "opportunityId.expectedClose", listed = true)
  public LocalDate expectedClose;

  @Field(
      readOnly = true,
      follows = "opportunityId.closeReason",
      filterable = true,
      dictionary = "opportunity-close-reason")
  public String closeReason;

  @Field(readOnly = true, follows = "opportunityId.lostToId", reference = "customers")
  public Long lostToId;

  @Field(readOnly = true, follows = "opportunityId.closeComment", multiline = true)
  public String comment;
}
