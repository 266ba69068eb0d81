package org.tangramcrm.orders.internal;

import java.time.LocalDate;
import javax.persistence.AttributeOverride;
import javax.persistence.Column;
import javax.persistence.Embedded;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the receivable entries. */
@Entity
@Table(name = "receivable_entry")
public class ReceivableEntryRow extends StandardRow {

  @Column(name = "order_id")
  Long orderId;

  @Column(name = "receivable_id")
  Long receivableId;

  String kind;

  @Column(name = "booked_on")
  LocalDate bookedOn;

  @Column(name = "due_on")
  LocalDate dueOn;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "amount_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "amount_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "amount_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "amount_rate"))
  MoneyColumns amount;

  @Column(name = "receipt_id")
  Long receiptId;
}
