package org.tangramcrm.orders.internal.figures;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.tangramcrm.platform.Query;

/**
 * Days from one to another. Months that are whole stay whole when it is moved, whatever they are
 * long.
 *
 * @param from null for any day before
 */
record Span(LocalDate from, LocalDate to) {
  /** Before any order; databases need not know of days before. */
  static final LocalDate EVER = LocalDate.of(1900, 1, 1);

  LocalDate first() {
    return from == null ? EVER : from;
  }

  boolean holds(LocalDate day) {
    return !day.isBefore(first()) && !day.isAfter(to);
  }

  /** As much earlier. */
  Span monthsBefore(int months) {
    return new Span(from.minusMonths(months), end(months));
  }

  private LocalDate end(int months) {
    var moved = YearMonth.from(to).minusMonths(months);
    return to.equals(YearMonth.from(to).atEndOfMonth())
        ? moved.atEndOfMonth()
        : to.minusMonths(months);
  }

  /** The one before it that is as long: as many months of whole ones, else as many days. */
  Span before() {
    if (from.getDayOfMonth() == 1 && to.equals(YearMonth.from(to).atEndOfMonth())) {
      int months = (int) ChronoUnit.MONTHS.between(from, to.plusDays(1));
      return monthsBefore(months);
    }
    long days = days();
    return new Span(from.minusDays(days), from.minusDays(1));
  }

  long days() {
    return ChronoUnit.DAYS.between(from, to) + 1;
  }

  /**
   * The parts of it, the first and the last as far as they lie in it. Quarters and years are
   * counted from the month in which it begins, so that a fiscal year that begins in April is asked
   * for by its first day.
   *
   * @param months how long a part is
   */
  List<Span> parts(int months) {
    var parts = new ArrayList<Span>();
    for (var month = YearMonth.from(from);
        !month.atDay(1).isAfter(to);
        month = month.plusMonths(months)) {
      var begin = month.atDay(1);
      var end = month.plusMonths(months - 1L).atEndOfMonth();
      parts.add(new Span(begin.isBefore(from) ? from : begin, end.isAfter(to) ? to : end));
    }
    return parts;
  }

  /** As a filter of a list. */
  String filter(String field) {
    return Query.and(
        from == null ? null : field + "=ge=" + from, to == null ? null : field + "=le=" + to);
  }
}
