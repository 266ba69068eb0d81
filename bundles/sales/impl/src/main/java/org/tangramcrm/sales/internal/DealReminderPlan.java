package org.tangramcrm.sales.internal;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Of what the owner of an open opportunity is reminded (M-30), each once: that the next step is
 * due, on its day; that the expected close is past, on the day after; that it is at its stage for
 * longer than that allows; that nothing was planned for some days, be it that what was planned is
 * done and nothing else was put in its place, or that its day went by.
 *
 * @param idle so many days may nothing be planned; 0 for as long as one likes
 */
record DealReminderPlan(int idle) {
  static final String NEXT = "deal-next";
  static final String CLOSE = "deal-close-past";
  static final String STALE = "deal-stale";
  static final String IDLE = "deal-idle";

  /** What is longer ago is old news: it stands on the card, and nobody is sent it. */
  private static final int NEWS = 14;

  /**
   * What is known of an open opportunity.
   *
   * @param planned whether there is something to do next, with its day, which may be past
   * @param changedOn when it was changed last: what was planned may have been until then
   * @param maxDays for how many days it may be at its stage; null for as long as one likes
   * @param remindedOn when its owner was reminded last; null for never
   */
  record Open(
      long id,
      boolean planned,
      LocalDate nextStepOn,
      LocalDate changedOn,
      LocalDate expectedClose,
      LocalDate stageSince,
      Integer maxDays,
      LocalDate remindedOn) {
    /** Since when nothing is planned, or will be. */
    LocalDate idleSince() {
      var last = planned ? nextStepOn : changedOn;
      return last.isAfter(stageSince) ? last : stageSince;
    }
  }

  /**
   * Something to be reminded of.
   *
   * @param field in which the day stands that is told
   */
  record Due(String code, String field, LocalDate day) {}

  /** What there is to be reminded of today; nothing where they were today. */
  List<Due> today(Open deal, LocalDate today) {
    var due = new ArrayList<Due>();
    if (deal.planned()) {
      add(due, deal, today, deal.nextStepOn(), new Due(NEXT, "nextStepOn", deal.nextStepOn()));
    }
    if (idle > 0) {
      var since = deal.idleSince();
      add(due, deal, today, since.plusDays(idle), new Due(IDLE, "nextStepOn", since));
    }
    if (deal.expectedClose() != null) {
      add(
          due,
          deal,
          today,
          deal.expectedClose().plusDays(1),
          new Due(CLOSE, "expectedClose", deal.expectedClose()));
    }
    if (deal.maxDays() != null) {
      add(
          due,
          deal,
          today,
          deal.stageSince().plusDays(deal.maxDays() + 1L),
          new Due(STALE, "stageSince", deal.stageSince()));
    }
    return due;
  }

  /**
   * @param on from which day on there is that to be reminded of
   */
  private static void add(List<Due> due, Open deal, LocalDate today, LocalDate on, Due one) {
    if (!on.isAfter(today)
        && on.isAfter(today.minusDays(NEWS))
        && (deal.remindedOn() == null || on.isAfter(deal.remindedOn()))) {
      due.add(one);
    }
  }
}
