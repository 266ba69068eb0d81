package org.tangramcrm.orders.internal;

import java.time.LocalDate;
import javax.persistence.AttributeOverride;
import javax.persistence.Column;
import javax.persistence.Embedded;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the receipts. */
@Entity
@Table(name = "receipt")
public class ReceiptRow extends StandardRow {

  @Column(name = "customer_id")
  Long customerId;

  String kind;

  @Column(name = "refund_of_id")
  Long refundOfId;

  String status;

  @Column(name = "received_on")
  LocalDate receivedOn;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "amount_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "amount_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "amount_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "amount_rate"))
  MoneyColumns amount;

  String method;
  String account;
  String payer;

  @Column(name = "voucher_no")
  String voucherNo;

  Boolean advance;

  /** Nested values, as JSON. */
  String allocations;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "unapplied_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "unapplied_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "unapplied_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "unapplied_rate"))
  MoneyColumns unapplied;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "refunded_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "refunded_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "refunded_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "refunded_rate"))
  MoneyColumns refunded;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "exchange_difference_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "exchange_difference_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "exchange_difference_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "exchange_difference_rate"))
  MoneyColumns exchangeDifference;

  String remark;

  @Column(name = "confirmed_on")
  LocalDate confirmedOn;

  @Column(name = "voided_on")
  LocalDate voidedOn;

  @Column(name = "void_reason")
  String voidReason;
}
