package org.tangramcrm.customers.internal;

import java.time.Instant;
import javax.persistence.AttributeOverride;
import javax.persistence.Column;
import javax.persistence.Embedded;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A customer's row. */
@Entity
@Table(name = "customer")
public class CustomerRow extends StandardRow {
  String name;

  @Column(name = "short_name")
  String shortName;

  /** Codes as one text, each between commas. */
  String types;

  String level;

  @Column(name = "level_since")
  Instant levelSince;

  String status;
  String industry;
  String source;
  String region;

  @Column(name = "parent_id")
  Long parentId;

  String tags;

  @Column(name = "credit_code")
  String creditCode;

  @Column(name = "invoice_title")
  String invoiceTitle;

  @Column(name = "tax_number")
  String taxNumber;

  @Column(name = "bank_name")
  String bankName;

  @Column(name = "bank_account")
  String bankAccount;

  String phones;
  String phone;
  String emails;
  String email;
  String website;
  String addresses;
  String address;
  Integer employees;

  @Column(name = "employee_band")
  String employeeBand;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "revenue_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "revenue_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "revenue_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "revenue_rate"))
  MoneyColumns revenue;

  @Column(name = "revenue_band")
  String revenueBand;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "registered_capital_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "registered_capital_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "registered_capital_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "registered_capital_rate"))
  MoneyColumns registeredCapital;

  Integer founded;
  Integer branches;
  String ownership;
  String currency;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "credit_limit_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "credit_limit_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "credit_limit_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "credit_limit_rate"))
  MoneyColumns creditLimit;

  @Column(name = "payment_days")
  Integer paymentDays;

  String strengths;

  String weaknesses;

  @Column(name = "rival_products")
  String rivalProducts;

  @Column(name = "price_level")
  String priceLevel;

  String strategy;

  @Column(name = "supplied_goods")
  String suppliedGoods;

  @Column(name = "lead_time_days")
  Integer leadTimeDays;

  String territory;

  String cooperation;

  String competence;

  String remark;
}
