package org.tangramcrm.sales;

import java.time.LocalDate;
import javax.validation.constraints.NotNull;
import org.tangramcrm.platform.contract.Field;

/** Until when a quote holds from now on (M-26). */
public class QuoteValidity {
  /** Today or later. */
  @NotNull @Field public LocalDate validUntil;
}
