package org.tangramcrm.sales;

import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** Where an opportunity that was closed goes on (M-27). */
public class OpportunityReopening {
  /** An open stage of its pipeline. */
  @NotBlank
  @Size(max = 40)
  @Field(dictionary = "opportunity-stage")
  public String stage;

  @Size(max = 2000)
  @Field(multiline = true)
  public String comment;
}
