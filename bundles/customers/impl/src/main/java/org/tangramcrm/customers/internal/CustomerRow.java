package org.tangramcrm.customers.internal;

import java.math.BigDecimal;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.SequenceGenerator;
import javax.persistence.Table;

/** A customer's row. */
@Entity
@Table(name = "customer")
@SequenceGenerator(name = "rows", sequenceName = "customer_seq", allocationSize = 50)
public class CustomerRow extends StandardRow {
  String name;

  @Column(name = "short_name")
  String shortName;

  /** Codes as one text, each between commas. */
  String types;

  String level;
  String status;
  String industry;
  String source;
  String region;

  @Column(name = "parent_id")
  Long parentId;

  @Column(name = "credit_code")
  String creditCode;

  String phone;
  String email;
  String website;
  String address;
  Integer employees;

  @Column(name = "revenue_amount")
  BigDecimal revenueAmount;

  @Column(name = "revenue_currency")
  String revenueCurrency;

  @Column(name = "revenue_base")
  BigDecimal revenueBase;

  @Column(name = "revenue_rate")
  BigDecimal revenueRate;

  Integer founded;
  String remark;
}
