package org.tangramcrm.orders;

import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** That what a receipt paid of an order becomes unapplied again. */
public class ReceiptRelease {
  @NotNull
  @Field(reference = "orders")
  public Long orderId;

  @NotBlank
  @Size(max = 500)
  @Field
  public String reason;
}
