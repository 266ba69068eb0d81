package org.tangramcrm.sales.internal;

import java.time.LocalDate;
import javax.persistence.AttributeOverride;
import javax.persistence.Column;
import javax.persistence.Embedded;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of what was expected on a day; rows come by {@link ForecastNights} alone. */
@Entity
@Table(name = "forecast_snapshot")
public class ForecastSnapshotRow extends StandardRow {
  @Column(name = "opportunity_id")
  Long opportunityId;

  @Column(name = "pipeline_id")
  Long pipelineId;

  @Column(name = "seller_id")
  Long sellerId;

  @Column(name = "seller_department_id")
  Long sellerDepartmentId;

  @Column(name = "taken_on")
  LocalDate takenOn;

  @Column(name = "forecast_category")
  String forecastCategory;

  @Column(name = "expected_close")
  LocalDate expectedClose;

  Integer probability;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "amount_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "amount_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "amount_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "amount_rate"))
  MoneyColumns amount;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "weighted_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "weighted_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "weighted_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "weighted_rate"))
  MoneyColumns weighted;
}
