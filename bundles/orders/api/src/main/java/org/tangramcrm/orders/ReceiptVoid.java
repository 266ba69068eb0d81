package org.tangramcrm.orders;

import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** That a receipt counts for nothing, as if it had not been. */
public class ReceiptVoid {
  @NotBlank
  @Size(max = 500)
  @Field
  public String reason;
}
