package org.tangramcrm.orders;

import java.math.BigDecimal;
import javax.validation.constraints.Digits;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Positive;
import javax.validation.constraints.PositiveOrZero;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/**
 * What was ordered, in its quantity (M-37). What a product is called, its unit, list price and tax
 * are copied when the line is added, and what it costs ourselves when the order is approved:
 * whatever becomes of the product later changes nothing here. Without the sales module, or for what
 * is no product, a line has a name of its own.
 */
public class OrderLine {
  @Field(reference = "products", candidates = "status==on-sale", restrictsDelete = true)
  public Long productId;

  /** Needed where there is no product; the product's otherwise. */
  @Size(max = 200)
  @Field
  public String name;

  @Size(max = 500)
  @Field
  public String spec;

  @Size(max = 40)
  @Field(dictionary = "product-unit")
  public String unit;

  @NotNull
  @Positive
  @Digits(integer = 12, fraction = 4)
  @Field
  public BigDecimal quantity;

  /** Of one unit, in the order's currency, as the price list had it on the day of signing. */
  @Field(readOnly = true)
  public BigDecimal listPrice;

  /** Of one unit before the discount, without tax; the list price where none is given. */
  @PositiveOrZero
  @Digits(integer = 15, fraction = 4)
  @Field
  public BigDecimal price;

  /** Per cent off the price. */
  @Min(0)
  @Max(100)
  @Digits(integer = 3, fraction = 2)
  @Field
  public BigDecimal discount;

  /** Per cent that come on top; the product's where none is given. */
  @Min(0)
  @Max(100)
  @Digits(integer = 3, fraction = 2)
  @Field
  public BigDecimal taxRate;

  /** Quantity × price less discount, without tax, HALF_UP to the currency's minor unit. */
  @Field(readOnly = true)
  public BigDecimal subtotal;

  /** Subtotal less the order's own discount × tax rate, HALF_UP to the currency's minor unit. */
  @Field(readOnly = true)
  public BigDecimal tax;
}
