package org.tangramcrm.platform.calendar;

import java.time.LocalDate;

/** A number of working days, and the days between which they lie. */
public class WorkingDays {
  public LocalDate from;

  /** The last of them. */
  public LocalDate to;

  public int days;
}
