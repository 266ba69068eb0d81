package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import javax.persistence.AttributeOverride;
import javax.persistence.Column;
import javax.persistence.Embedded;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the order lines. */
@Entity
@Table(name = "order_line")
public class SoldLineRow extends StandardRow {

  @Column(name = "order_id")
  Long orderId;

  @Column(name = "product_id")
  Long productId;

  String name;
  String unit;
  BigDecimal quantity;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "listed_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "listed_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "listed_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "listed_rate"))
  MoneyColumns listed;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "net_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "net_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "net_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "net_rate"))
  MoneyColumns net;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "total_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "total_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "total_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "total_rate"))
  MoneyColumns total;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "cost_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "cost_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "cost_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "cost_rate"))
  MoneyColumns cost;
}
