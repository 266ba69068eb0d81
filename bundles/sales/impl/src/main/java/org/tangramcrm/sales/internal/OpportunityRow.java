package org.tangramcrm.sales.internal;

import java.time.LocalDate;
import javax.persistence.AttributeOverride;
import javax.persistence.Column;
import javax.persistence.Embedded;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the opportunities. */
@Entity
@Table(name = "opportunity")
public class OpportunityRow extends StandardRow {
  String name;

  @Column(name = "customer_id")
  Long customerId;

  @Column(name = "pipeline_id")
  Long pipelineId;

  String stage;
  String state;

  @Column(name = "deal_type")
  String dealType;

  String source;

  @Column(name = "opened_on")
  LocalDate openedOn;

  @Column(name = "expected_close")
  LocalDate expectedClose;

  String currency;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "amount_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "amount_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "amount_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "amount_rate"))
  MoneyColumns amount;

  @Column(name = "amount_overridden")
  Boolean amountOverridden;

  Integer probability;

  @Column(name = "probability_reason")
  String probabilityReason;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "weighted_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "weighted_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "weighted_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "weighted_rate"))
  MoneyColumns weighted;

  @Column(name = "forecast_category")
  String forecastCategory;

  @Column(name = "forecast_choice")
  String forecastChoice;

  /** Nested values, as JSON. */
  String lines;

  @Column(name = "next_step")
  String nextStep;

  @Column(name = "next_step_on")
  LocalDate nextStepOn;

  @Column(name = "stage_since")
  LocalDate stageSince;

  @Column(name = "closed_on")
  LocalDate closedOn;

  @Column(name = "close_reason")
  String closeReason;

  @Column(name = "lost_to_id")
  Long lostToId;

  @Column(name = "close_comment")
  String closeComment;

  String description;
}
