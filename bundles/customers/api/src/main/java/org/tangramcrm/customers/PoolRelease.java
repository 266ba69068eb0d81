package org.tangramcrm.customers;

import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Size;

/** Why a customer goes into the pool. */
public class PoolRelease {
  @NotBlank
  @Size(max = 500)
  public String reason;
}
