package org.tangramcrm.sales;

import java.time.LocalDate;
import javax.validation.Valid;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.PositiveOrZero;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;

/**
 * To which stage an opportunity goes, with what that stage asks for (M-31). What is absent here
 * stays as it is.
 */
public class StageEntry {
  /** An open stage of its pipeline. */
  @NotBlank
  @Size(max = 40)
  @Field(dictionary = "opportunity-stage")
  public String stage;

  @Size(max = 500)
  @Field
  public String comment;

  /** Taken for the amount, whatever the lines come to. */
  @Valid @PositiveOrZero @Field public Money amount;

  @Field public LocalDate expectedClose;

  @Size(max = 40)
  @Field(dictionary = "customer-source")
  public String source;

  @Size(max = 40)
  @Field(dictionary = "opportunity-type")
  public String dealType;

  @Size(max = 500)
  @Field
  public String nextStep;

  @Field public LocalDate nextStepOn;

  @Size(max = 4000)
  @Field(multiline = true)
  public String description;
}
