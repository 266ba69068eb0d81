package org.tangramcrm.sales.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tangramcrm.sales.internal.DealReminderPlan.Open;

/** M-30: days are those of January 2026. */
class DealReminderPlanTest {
  private static final DealReminderPlan PLAN = new DealReminderPlan(7);

  private static LocalDate day(Integer day) {
    return day == null ? null : LocalDate.of(2026, 1, day);
  }

  private static Open deal(Integer next, Integer close, Integer maxDays, Integer reminded) {
    return new Open(1, next != null, day(next), day(1), day(close), day(1), maxDays, day(reminded));
  }

  /** Of which nothing is planned any more. */
  private static Open cleared(int on, Integer reminded) {
    return new Open(1, false, null, day(on), null, day(1), null, day(reminded));
  }

  private static List<String> told(Open deal, int today) {
    return PLAN.today(deal, day(today)).stream().map(due -> due.code() + " " + due.day()).toList();
  }

  @Test
  void theNextStepIsToldOnItsDayAndOnce() {
    assertThat(told(deal(10, null, null, null), 9)).isEmpty();
    assertThat(told(deal(10, null, null, null), 10)).containsExactly("deal-next 2026-01-10");
    assertThat(told(deal(10, null, null, 10), 11)).isEmpty();
    // A server that was away for a day tells it then.
    assertThat(told(deal(10, null, null, 9), 11)).containsExactly("deal-next 2026-01-10");
  }

  @Test
  void whereNothingIsPlannedThatIsToldAfterAWeek() {
    assertThat(told(deal(null, null, null, null), 7)).isEmpty();
    assertThat(told(deal(null, null, null, null), 8)).containsExactly("deal-idle 2026-01-01");
    assertThat(new DealReminderPlan(0).today(deal(null, null, null, null), day(8))).isEmpty();
    // What was planned was done on the 12th, of which its owner was reminded on the 10th.
    assertThat(told(cleared(12, 10), 18)).isEmpty();
    assertThat(told(cleared(12, 10), 19)).containsExactly("deal-idle 2026-01-12");
    assertThat(told(cleared(12, 19), 20)).isEmpty();
    // The day of what was planned went by.
    assertThat(told(deal(10, null, null, 10), 16)).isEmpty();
    assertThat(told(deal(10, null, null, 10), 17)).containsExactly("deal-idle 2026-01-10");
  }

  @Test
  void whatShouldBeClosedAndWhatIsStaleIsToldOnTheDayAfter() {
    var deal = deal(30, 10, 9, null);
    assertThat(told(deal, 10)).isEmpty();
    assertThat(told(deal, 11))
        .containsExactly("deal-close-past 2026-01-10", "deal-stale 2026-01-01");
    assertThat(told(deal(30, 10, 9, 11), 11)).isEmpty();
  }

  @Test
  void whatIsLongAgoIsOldNews() {
    var plan = new DealReminderPlan(0);
    assertThat(plan.today(deal(10, null, null, null), day(24))).isEmpty();
    assertThat(plan.today(deal(10, null, null, null), day(23))).hasSize(1);
  }
}
