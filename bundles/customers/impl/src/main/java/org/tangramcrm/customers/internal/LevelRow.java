package org.tangramcrm.customers.internal;

import java.math.BigDecimal;
import java.time.LocalDate;
import javax.persistence.AttributeOverride;
import javax.persistence.Column;
import javax.persistence.Embedded;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the levels. */
@Entity
@Table(name = "customer_level_rule")
public class LevelRow extends StandardRow {
  String level;
  Integer rank;
  Boolean active;
  String measure;

  @Column(name = "enter_at")
  BigDecimal enterAt;

  @Column(name = "leave_below")
  BigDecimal leaveBelow;

  @Column(name = "visit_days")
  Integer visitDays;

  @Column(name = "sla_hours")
  Integer slaHours;

  BigDecimal discount;

  @Column(name = "applies_from")
  LocalDate appliesFrom;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "credit_limit_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "credit_limit_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "credit_limit_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "credit_limit_rate"))
  MoneyColumns creditLimit;
}
