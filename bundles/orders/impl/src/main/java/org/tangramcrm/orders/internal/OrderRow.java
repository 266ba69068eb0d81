package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.time.LocalDate;
import javax.persistence.AttributeOverride;
import javax.persistence.Column;
import javax.persistence.Embedded;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the orders. */
@Entity
@Table(name = "sales_order")
public class OrderRow extends StandardRow {
  String name;

  @Column(name = "customer_id")
  Long customerId;

  @Column(name = "contact_id")
  Long contactId;

  @Column(name = "opportunity_id")
  Long opportunityId;

  @Column(name = "quote_id")
  Long quoteId;

  @Column(name = "order_type")
  String orderType;

  String status;

  @Column(name = "signed_on")
  LocalDate signedOn;

  @Column(name = "delivery_on")
  LocalDate deliveryOn;

  String currency;

  /** Nested values, as JSON. */
  String lines;

  BigDecimal discount;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "goods_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "goods_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "goods_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "goods_rate"))
  MoneyColumns goods;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "net_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "net_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "net_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "net_rate"))
  MoneyColumns net;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "tax_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "tax_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "tax_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "tax_rate"))
  MoneyColumns tax;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "total_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "total_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "total_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "total_rate"))
  MoneyColumns total;

  /** Nested values, as JSON. */
  String plan;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "received_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "received_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "received_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "received_rate"))
  MoneyColumns received;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "outstanding_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "outstanding_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "outstanding_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "outstanding_rate"))
  MoneyColumns outstanding;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "overdue_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "overdue_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "overdue_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "overdue_rate"))
  MoneyColumns overdue;

  @Column(name = "next_due_on")
  LocalDate nextDueOn;

  @Column(name = "payment_state")
  String paymentState;

  @Column(name = "received_share")
  BigDecimal receivedShare;

  @Column(name = "instalments_paid")
  Integer instalmentsPaid;

  Integer instalments;
  String terms;
  String remark;
  Integer revision;

  @Column(name = "revision_reason")
  String revisionReason;

  @Column(name = "signed_by_id")
  Long signedById;

  @Column(name = "signed_department_id")
  Long signedDepartmentId;

  @Column(name = "signed_region")
  String signedRegion;

  @Column(name = "signed_industry")
  String signedIndustry;

  /** Nested values, as JSON. */
  String requested;

  /** Nested values, as JSON. */
  String approvals;

  @Column(name = "awaited_step_id")
  Long awaitedStepId;

  @Column(name = "approved_on")
  LocalDate approvedOn;

  @Column(name = "ended_on")
  LocalDate endedOn;

  @Column(name = "end_reason")
  String endReason;

  @Column(name = "end_comment")
  String endComment;
}
