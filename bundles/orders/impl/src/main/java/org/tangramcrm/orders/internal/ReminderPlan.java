package org.tangramcrm.orders.internal;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When the owner of an instalment is reminded of it (M-43): some days before it is due, on the day,
 * and again every some days after it; of a promise that was not kept on the day after it, and every
 * some days after the instalment was due. While a promise runs nobody is reminded.
 *
 * @param before so many days before, where the instalment itself does not say; 0 for not before
 * @param every so many days after; 0 for not after
 */
record ReminderPlan(int before, int every) {
  static final String SOON = "receivable-soon";
  static final String DUE = "receivable-due";
  static final String OVERDUE = "receivable-overdue";
  static final String PROMISE = "receivable-promise";

  /**
   * What is known of an instalment that is outstanding.
   *
   * @param remindDays so many days before; null for as many as usual
   * @param promisedOn null where nothing was promised
   * @param remindedOn when its owner was reminded the last time; null for never
   */
  record Due(
      long id, LocalDate dueOn, Integer remindDays, LocalDate promisedOn, LocalDate remindedOn) {
    boolean promises(LocalDate today) {
      return promisedOn != null && !promisedOn.isBefore(today);
    }
  }

  /** What its owner is to be reminded of today; empty where they were, or there is nothing. */
  Optional<String> today(Due one, LocalDate today) {
    if (one.promises(today)) {
      return Optional.empty();
    }
    var turn = turn(one, today);
    var broken = one.promisedOn() == null ? null : one.promisedOn().plusDays(1);
    var promise = broken != null && (turn == null || broken.isAfter(turn));
    var last = promise ? broken : turn;
    return last == null || one.remindedOn() != null && !one.remindedOn().isBefore(last)
        ? Optional.empty()
        : Optional.of(promise ? PROMISE : code(one.dueOn(), today));
  }

  private static String code(LocalDate dueOn, LocalDate today) {
    if (dueOn.isAfter(today)) {
      return SOON;
    }
    return dueOn.equals(today) ? DUE : OVERDUE;
  }

  /**
   * The last day by today on which there was something to be reminded of; null where none was yet.
   */
  private LocalDate turn(Due one, LocalDate today) {
    var due = one.dueOn();
    var first = due.minusDays(one.remindDays() == null ? before : one.remindDays());
    if (today.isBefore(due)) {
      return today.isBefore(first) ? null : first;
    }
    var late = ChronoUnit.DAYS.between(due, today);
    return every <= 0 ? due : due.plusDays(late - late % every);
  }
}
