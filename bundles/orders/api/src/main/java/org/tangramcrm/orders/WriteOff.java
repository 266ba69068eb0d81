package org.tangramcrm.orders;

import java.math.BigDecimal;
import java.time.LocalDate;
import javax.validation.constraints.Digits;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.Positive;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** That what is left of an instalment is not to be had. */
public class WriteOff {
  /** In the order's currency; all that is outstanding where none is given. */
  @Positive
  @Digits(integer = 15, fraction = 4)
  @Field
  public BigDecimal amount;

  @NotBlank
  @Size(max = 500)
  @Field
  public String reason;

  /** Today where none is given; not in a closed period. */
  @PastOrPresent @Field public LocalDate bookedOn;
}
