package org.tangramcrm.orders.internal.figures;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.tangramcrm.platform.Query;

/** How long something has been due (账龄): in each of these is what is owed once. */
enum Age {
  NOT_DUE("not-due", "notDue", Integer.MIN_VALUE, 0),
  DAYS_30("1-30", "days30", 1, 30),
  DAYS_60("31-60", "days60", 31, 60),
  DAYS_90("61-90", "days90", 61, 90),
  DAYS_180("91-180", "days180", 91, 180),
  DAYS_365("181-365", "days365", 181, 365),
  OLDER("over-365", "older", 366, Integer.MAX_VALUE),
  /** No day is set, so that it is never overdue. */
  UNSCHEDULED("unscheduled", "unscheduled", 0, 0);

  static final List<Age> ALL = List.of(values());

  /** In the dictionary {@code ageing-bucket}. */
  final String code;

  /** The column of it. */
  final String key;

  private final int first;
  private final int last;

  Age(String code, String key, int first, int last) {
    this.code = code;
    this.key = key;
    this.first = first;
    this.last = last;
  }

  boolean isOverdue() {
    return first > 0;
  }

  /** The days on which something was due that is so old: none before the earliest one. */
  private LocalDate earliest(LocalDate asAt) {
    return last == Integer.MAX_VALUE ? null : asAt.minusDays(last);
  }

  private LocalDate latest(LocalDate asAt) {
    return first == Integer.MIN_VALUE ? null : asAt.minusDays(first);
  }

  /** Whether what is due on a day is so old at the end of another one; null for no day. */
  boolean holds(LocalDate due, LocalDate asAt) {
    if (due == null || this == UNSCHEDULED) {
      return due == null && this == UNSCHEDULED;
    }
    var earliest = earliest(asAt);
    var latest = latest(asAt);
    return (earliest == null || !due.isBefore(earliest))
        && (latest == null || !due.isAfter(latest));
  }

  /** As a condition in SQL. */
  String condition(String due, LocalDate asAt) {
    if (this == UNSCHEDULED) {
      return due + " is null";
    }
    return String.join(
        " and ",
        bounds(asAt, due + " >= date('%s')", due + " <= date('%s')").toArray(String[]::new));
  }

  /** What was due before a day, as a filter of a list. */
  static String overdue(String due, LocalDate asAt) {
    return due + "=lt=" + asAt;
  }

  /** As a filter of a list. */
  String filter(String due, LocalDate asAt) {
    return this == UNSCHEDULED
        ? due + "=null=true"
        : Query.and(bounds(asAt, due + "=ge=%s", due + "=le=%s").toArray(String[]::new));
  }

  private Stream<String> bounds(LocalDate asAt, String from, String to) {
    var earliest = earliest(asAt);
    var latest = latest(asAt);
    return Stream.of(
            earliest == null ? null : from.formatted(earliest),
            latest == null ? null : to.formatted(latest))
        .filter(bound -> bound != null);
  }
}
