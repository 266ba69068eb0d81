package org.tangramcrm.sales;

import java.time.LocalDate;
import javax.validation.Valid;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.PositiveOrZero;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;

/** How an opportunity ended (M-27). */
public class OpportunityClosing {
  /** {@code won}, {@code lost} or {@code invalid}. */
  @NotBlank
  @Size(max = 40)
  @Field(dictionary = "opportunity-result")
  public String result;

  /** Needed where it is lost. */
  @Size(max = 40)
  @Field(dictionary = "opportunity-close-reason")
  public String reason;

  /** The competitor who won it. */
  @Field(reference = "customers", candidates = "types==competitor")
  public Long lostToId;

  @Size(max = 2000)
  @Field(multiline = true)
  public String comment;

  /** Today where none is given; not before it began. */
  @PastOrPresent @Field public LocalDate closedOn;

  /** What it came to in the end; the amount that it has where none is given. */
  @Valid @PositiveOrZero @Field public Money amount;
}
