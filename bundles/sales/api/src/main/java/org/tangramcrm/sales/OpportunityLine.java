package org.tangramcrm.sales;

import java.math.BigDecimal;
import javax.validation.constraints.Digits;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Positive;
import javax.validation.constraints.PositiveOrZero;
import org.tangramcrm.platform.contract.Field;

/** A product that an opportunity is about (M-20). */
public class OpportunityLine {
  @NotNull
  @Field(reference = "products", candidates = "status==on-sale", restrictsDelete = true)
  public Long productId;

  /** In the product's unit; 1 where none is given. */
  @Positive
  @Digits(integer = 12, fraction = 4)
  @Field
  public BigDecimal quantity;

  /**
   * Of one unit, in the opportunity's currency; where none is given, the one that the price list
   * has on the day on which the opportunity began. Later prices change nothing here.
   */
  @PositiveOrZero
  @Digits(integer = 15, fraction = 4)
  @Field
  public BigDecimal price;

  /** Per cent off. */
  @Min(0)
  @Max(100)
  @Digits(integer = 3, fraction = 2)
  @Field(percent = true)
  public BigDecimal discount;

  /** Quantity × price less discount, HALF_UP to the currency's minor unit. */
  @Field(readOnly = true)
  public BigDecimal subtotal;
}
