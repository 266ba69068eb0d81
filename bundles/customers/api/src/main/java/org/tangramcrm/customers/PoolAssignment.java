package org.tangramcrm.customers;

import javax.validation.constraints.NotNull;
import org.tangramcrm.platform.contract.Field;

/** Whose a customer from the pool becomes. */
public class PoolAssignment {
  @NotNull
  @Field(reference = "users")
  public Long userId;
}
