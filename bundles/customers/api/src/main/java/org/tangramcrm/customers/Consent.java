package org.tangramcrm.customers;

import java.time.LocalDate;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** What somebody agreed to, or no longer does; rows are added, not changed. */
public class Consent {
  @NotBlank
  @Size(max = 40)
  @Field(dictionary = "consent-kind")
  public String kind;

  @NotNull @Field public Boolean given;

  @NotNull @PastOrPresent @Field public LocalDate on;

  /** How it was said, and where it is kept. */
  @Size(max = 200)
  @Field
  public String source;
}
