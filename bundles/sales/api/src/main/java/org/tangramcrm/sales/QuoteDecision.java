package org.tangramcrm.sales;

import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** That a quote is approved, returned or rejected (M-26). */
public class QuoteDecision {
  @Size(max = 2000)
  @Field(multiline = true)
  public String comment;
}
