package org.tangramcrm.customers;

import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** Why rules are to leave a customer's level as it is. */
public class LevelLock {
  @NotBlank
  @Size(max = 500)
  @Field
  public String reason;
}
