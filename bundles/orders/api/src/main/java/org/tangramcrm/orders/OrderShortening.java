package org.tangramcrm.orders;

import java.math.BigDecimal;
import java.time.LocalDate;
import javax.validation.constraints.Digits;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.PositiveOrZero;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** That an order ends with less than was ordered: what was not delivered is not owed. */
public class OrderShortening {
  @NotBlank
  @Size(max = 40)
  @Field(dictionary = "order-end-reason")
  public String reason;

  @Size(max = 2000)
  @Field(multiline = true)
  public String comment;

  /** Today where none is given. */
  @PastOrPresent @Field public LocalDate endedOn;

  /** What is owed in the end, with tax, in the order's currency; less than its total. */
  @NotNull
  @PositiveOrZero
  @Digits(integer = 15, fraction = 4)
  @Field
  public BigDecimal total;
}
