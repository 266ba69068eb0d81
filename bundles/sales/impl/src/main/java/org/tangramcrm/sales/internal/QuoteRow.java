package org.tangramcrm.sales.internal;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import javax.persistence.AttributeOverride;
import javax.persistence.Column;
import javax.persistence.Embedded;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the quotes. */
@Entity
@Table(name = "quote")
public class QuoteRow extends StandardRow {
  String name;

  @Column(name = "opportunity_id")
  Long opportunityId;

  @Column(name = "customer_id")
  Long customerId;

  @Column(name = "contact_id")
  Long contactId;

  Integer revision;

  @Column(name = "replaces_id")
  Long replacesId;

  String status;

  @Column(name = "primary_quote")
  Boolean primaryQuote;

  /** The opportunity that it counts for: of two that would, the table refuses one. */
  @Column(name = "primary_of")
  Long primaryOf;

  @Column(name = "quoted_on")
  LocalDate quotedOn;

  @Column(name = "valid_until")
  LocalDate validUntil;

  String language;
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

  @Column(name = "needs_approval")
  Boolean needsApproval;

  String terms;
  String remark;

  @Column(name = "submitted_on")
  LocalDate submittedOn;

  @Column(name = "approved_on")
  LocalDate approvedOn;

  @Column(name = "approved_by_id")
  Long approvedById;

  @Column(name = "sent_on")
  LocalDate sentOn;

  @Column(name = "decided_on")
  LocalDate decidedOn;

  String comment;

  /** A further version has the number of the first, whatever comes next. */
  @Override
  public void setNumber(String next) {
    if (number == null) {
      super.setNumber(next);
    }
  }

  /** What is deleted counts for nothing. */
  @Override
  public void setDeletedAt(Instant at) {
    super.setDeletedAt(at);
    countFor(null);
  }

  /**
   * @param opportunity null for none
   */
  void countFor(Long opportunity) {
    primaryOf = opportunity;
    primaryQuote = opportunity != null;
  }
}
