package org.tangramcrm.sales;

import java.time.LocalDate;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** That the customer accepts a quote (M-26). */
public class QuoteAcceptance {
  /** Today where none is given; the opportunity is won on this day. */
  @PastOrPresent @Field public LocalDate acceptedOn;

  @Size(max = 2000)
  @Field(multiline = true)
  public String comment;
}
