package org.tangramcrm.platform.calendar;

import java.time.LocalDate;

/** A day on which it is worked, or not, other than by the week. */
public class CalendarDay {
  public LocalDate date;

  /** Whether it is worked. */
  public boolean working;

  /** The holiday that it is, or is worked for; in the caller's language where it was delivered. */
  public String name;

  /** Whether the company says so; else it was delivered. */
  public boolean own;
}
