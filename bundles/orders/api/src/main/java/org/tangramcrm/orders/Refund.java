package org.tangramcrm.orders;

import java.math.BigDecimal;
import java.time.LocalDate;
import javax.validation.constraints.Digits;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.Positive;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** That a part of a receipt is given back: first what is unapplied, then what it paid last. */
public class Refund {
  /** In the receipt's currency; not more than is left of it. */
  @NotNull
  @Positive
  @Digits(integer = 15, fraction = 4)
  @Field
  public BigDecimal amount;

  /** Today where none is given; not in a closed period. */
  @PastOrPresent @Field public LocalDate refundedOn;

  @Size(max = 40)
  @Field(dictionary = "payment-method")
  public String method;

  @Size(max = 100)
  @Field
  public String voucherNo;

  @NotBlank
  @Size(max = 500)
  @Field
  public String reason;
}
