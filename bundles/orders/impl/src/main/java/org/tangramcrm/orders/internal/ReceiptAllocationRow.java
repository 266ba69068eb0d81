package org.tangramcrm.orders.internal;

import java.time.LocalDate;
import javax.persistence.AttributeOverride;
import javax.persistence.Column;
import javax.persistence.Embedded;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the receipt allocations. */
@Entity
@Table(name = "receipt_allocation")
public class ReceiptAllocationRow extends StandardRow {

  @Column(name = "receipt_id")
  Long receiptId;

  @Column(name = "order_id")
  Long orderId;

  @Column(name = "receivable_id")
  Long receivableId;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "amount_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "amount_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "amount_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "amount_rate"))
  MoneyColumns amount;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "applied_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "applied_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "applied_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "applied_rate"))
  MoneyColumns applied;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "exchange_difference_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "exchange_difference_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "exchange_difference_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "exchange_difference_rate"))
  MoneyColumns exchangeDifference;

  @Column(name = "allocated_on")
  LocalDate allocatedOn;

  @Column(name = "released_on")
  LocalDate releasedOn;

  @Column(name = "release_reason")
  String releaseReason;
}
