package org.tangramcrm.platform.calendar;

import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;

/** What the company says of a day. */
public class DayRule {
  /** Whether it is worked. */
  @NotNull public Boolean working;

  /** Why. */
  @Size(max = 60)
  public String name;
}
