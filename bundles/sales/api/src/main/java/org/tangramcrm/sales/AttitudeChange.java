package org.tangramcrm.sales;

import java.time.LocalDate;
import org.tangramcrm.platform.contract.Field;

/** That somebody's attitude came to be another one (M-22). */
public class AttitudeChange {
  /** The company's day since when. */
  @Field(readOnly = true)
  public LocalDate since;

  /** From -2 to 2. */
  @Field(readOnly = true)
  public Integer attitude;
}
