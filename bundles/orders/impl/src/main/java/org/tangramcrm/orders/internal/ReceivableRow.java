package org.tangramcrm.orders.internal;

import java.time.LocalDate;
import javax.persistence.AttributeOverride;
import javax.persistence.Column;
import javax.persistence.Embedded;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the receivables. */
@Entity
@Table(name = "receivable")
public class ReceivableRow extends StandardRow {

  @Column(name = "order_id")
  Long orderId;

  @Column(name = "customer_id")
  Long customerId;

  Integer seq;

  @Column(name = "due_on")
  LocalDate dueOn;

  String milestone;
  String method;

  @Column(name = "remind_days")
  Integer remindDays;

  @Column(name = "reached_on")
  LocalDate reachedOn;

  String state;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "amount_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "amount_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "amount_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "amount_rate"))
  MoneyColumns amount;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "received_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "received_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "received_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "received_rate"))
  MoneyColumns received;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "written_off_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "written_off_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "written_off_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "written_off_rate"))
  MoneyColumns writtenOff;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "outstanding_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "outstanding_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "outstanding_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "outstanding_rate"))
  MoneyColumns outstanding;

  @Column(name = "write_off_reason")
  String writeOffReason;

  @Column(name = "paid_on")
  LocalDate paidOn;

  @Column(name = "promised_on")
  LocalDate promisedOn;

  @Column(name = "last_dunned_on")
  LocalDate lastDunnedOn;

  @Column(name = "times_dunned")
  Integer timesDunned;

  @Column(name = "reminded_on")
  LocalDate remindedOn;

  @Column(name = "due_owner_id")
  Long dueOwnerId;

  @Column(name = "due_department_id")
  Long dueDepartmentId;
}
