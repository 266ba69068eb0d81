package org.tangramcrm.sales;

import java.math.BigDecimal;
import javax.validation.constraints.Digits;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Positive;
import javax.validation.constraints.PositiveOrZero;
import org.tangramcrm.platform.contract.Field;

/**
 * A product on a quote (M-26). What it is called, its specification, unit, list price and tax are
 * copied when the line is added: whatever becomes of the product later changes nothing here.
 */
public class QuoteLine {
  @NotNull
  @Field(reference = "products", candidates = "status==on-sale", restrictsDelete = true)
  public Long productId;

  /** What the product was called. */
  @Field(readOnly = true)
  public String name;

  @Field(readOnly = true)
  public String spec;

  @Field(readOnly = true, dictionary = "product-unit")
  public String unit;

  /** In the product's unit. */
  @NotNull
  @Positive
  @Digits(integer = 12, fraction = 4)
  @Field
  public BigDecimal quantity;

  /**
   * Of one unit, in the quote's currency, as the price list has it on the quote's day; absent where
   * it has none. By this it is judged how much is given off.
   */
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

  /** Of one unit after the line's discount, HALF_UP to four places; sums do not go by it. */
  @Field(readOnly = true)
  public BigDecimal netPrice;

  /** Per cent that come on top; the product's where none is given. */
  @Min(0)
  @Max(100)
  @Digits(integer = 3, fraction = 2)
  @Field
  public BigDecimal taxRate;

  /** Quantity × price less discount, without tax, HALF_UP to the currency's minor unit. */
  @Field(readOnly = true)
  public BigDecimal subtotal;

  /** Subtotal less the quote's own discount × tax rate, HALF_UP to the currency's minor unit. */
  @Field(readOnly = true)
  public BigDecimal tax;
}
