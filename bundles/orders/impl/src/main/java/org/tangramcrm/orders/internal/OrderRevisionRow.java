package org.tangramcrm.orders.internal;

import java.time.LocalDate;
import javax.persistence.AttributeOverride;
import javax.persistence.Column;
import javax.persistence.Embedded;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the order revisions. */
@Entity
@Table(name = "order_revision")
public class OrderRevisionRow extends StandardRow {

  @Column(name = "order_id")
  Long orderId;

  Integer revision;

  @Column(name = "revised_on")
  LocalDate revisedOn;

  String reason;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "total_before_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "total_before_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "total_before_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "total_before_rate"))
  MoneyColumns totalBefore;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "total_after_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "total_after_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "total_after_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "total_after_rate"))
  MoneyColumns totalAfter;

  /** Nested values, as JSON. */
  String changes;
}
