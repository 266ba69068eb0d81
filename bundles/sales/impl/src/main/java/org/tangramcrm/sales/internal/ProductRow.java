package org.tangramcrm.sales.internal;

import java.math.BigDecimal;
import javax.persistence.AttributeOverride;
import javax.persistence.Column;
import javax.persistence.Embedded;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the products. */
@Entity
@Table(name = "product")
public class ProductRow extends StandardRow {
  String code;
  String name;
  String category;
  String spec;
  String unit;
  String status;

  /** Nested values, as JSON. */
  String prices;

  @Column(name = "max_discount")
  BigDecimal maxDiscount;

  @Column(name = "tax_rate")
  BigDecimal taxRate;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "cost_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "cost_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "cost_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "cost_rate"))
  MoneyColumns cost;

  @Column(name = "picture_id")
  Long pictureId;

  String description;
}
