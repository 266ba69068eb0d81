package org.tangramcrm.orders;

import java.time.LocalDate;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** How an order ends that is not completed. */
public class OrderEnding {
  @NotBlank
  @Size(max = 40)
  @Field(dictionary = "order-end-reason")
  public String reason;

  @Size(max = 2000)
  @Field(multiline = true)
  public String comment;

  /** Today where none is given. */
  @PastOrPresent @Field public LocalDate endedOn;
}
