package org.tangramcrm.orders;

import java.math.BigDecimal;
import javax.validation.constraints.Digits;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Positive;
import org.tangramcrm.platform.contract.Field;

/** What of a receipt pays which instalment. */
public class Allocation {
  /** The order; its instalments are paid in the order in which they are due where none is named. */
  @Field(reference = "orders", restrictsDelete = true)
  public Long orderId;

  @Field(reference = "receivables", candidates = "orderId=={orderId};state==open")
  public Long receivableId;

  /** In the receipt's currency. */
  @NotNull
  @Positive
  @Digits(integer = 15, fraction = 4)
  @Field
  public BigDecimal amount;

  /**
   * What that pays in the order's currency: the same in one currency, by the rates of the day of
   * the receipt where none is given and they differ.
   */
  @Positive
  @Digits(integer = 15, fraction = 4)
  @Field
  public BigDecimal applied;
}
