package org.tangramcrm.orders;

import java.math.BigDecimal;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;

/** A line of an order by itself, for lists and analyses: read only. */
public class SoldLine extends BusinessRecord {
  @Field(readOnly = true, filterable = true, reference = "orders", listed = true)
  public Long orderId;

  @Field(
      readOnly = true,
      follows = "orderId.lines",
      filterable = true,
      reference = "products",
      listed = true)
  public Long productId;

  @Field(readOnly = true, follows = "orderId.lines", filterable = true, listed = true)
  public String name;

  @Field(readOnly = true, follows = "orderId.lines", dictionary = "product-unit")
  public String unit;

  @Field(readOnly = true, follows = "orderId.lines", listed = true)
  public BigDecimal quantity;

  /** Without tax, before any discount. */
  @Field(readOnly = true, follows = "orderId.lines")
  public Money listed;

  /**
   * Without tax, less the line's discount and its part of that on the whole: by net value, the
   * largest line takes the rounding.
   */
  @Field(readOnly = true, follows = "orderId.lines", listed = true)
  public Money net;

  /** With tax, and less its part of what was given up: the lines of an order come to its total. */
  @Field(readOnly = true, follows = "orderId.lines", listed = true)
  public Money total;

  /** What it costs ourselves; absent where that is not known. */
  @Field(readOnly = true, follows = "productId.cost")
  public Money cost;
}
