package org.tangramcrm.orders;

import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** That an order is approved or given back. */
public class OrderDecision {
  @Size(max = 500)
  @Field(multiline = true)
  public String comment;
}
