package org.tangramcrm.orders;

import java.time.LocalDate;
import javax.validation.constraints.NotNull;
import org.tangramcrm.platform.contract.Field;

/** That what an instalment waited for has come about. */
public class MilestoneReached {
  /** From when on it is due. */
  @NotNull @Field public LocalDate dueOn;
}
