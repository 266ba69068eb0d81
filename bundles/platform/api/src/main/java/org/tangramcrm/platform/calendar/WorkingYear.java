package org.tangramcrm.platform.calendar;

import java.util.ArrayList;
import java.util.List;

/** The days of a year on which it is worked. */
public class WorkingYear {
  public int year;

  /**
   * Whether the public holidays of this year are known; they are announced late in the year before.
   */
  public boolean announced;

  /** How many of its days are worked. */
  public int workingDays;

  /** Days of the week that are worked, 1 for Monday. */
  public List<Integer> week = new ArrayList<>();

  /** The days that are other than the week says, from the first to the last. */
  public List<CalendarDay> days = new ArrayList<>();
}
