package org.tangramcrm.platform.internal.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;

/**
 * Tells which days are worked.
 *
 * @param week those that are by the week
 * @param exceptions of single days, whether they are
 */
record Workdays(Set<DayOfWeek> week, Map<LocalDate, Boolean> exceptions) {
  /** From where nothing is worked any more, nothing is looked for. */
  private static final int FURTHEST_DAYS = 10_000;

  boolean worked(LocalDate day) {
    return exceptions.getOrDefault(day, week.contains(day.getDayOfWeek()));
  }

  int between(LocalDate from, LocalDate to) {
    return to.isBefore(from)
        ? 0
        : (int) from.datesUntil(to.plusDays(1)).filter(this::worked).count();
  }

  /** The working day so many working days after a day. */
  LocalDate after(LocalDate from, int days) {
    return from.plusDays(1)
        .datesUntil(from.plusDays(FURTHEST_DAYS))
        .filter(this::worked)
        .skip(days - 1L)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Nothing is worked after " + from));
  }
}
