package org.tangramcrm.orders.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tangramcrm.orders.internal.ReminderPlan.Due;

class ReminderPlanTest {
  private static final LocalDate DUE = LocalDate.of(2028, 2, 28);
  private final ReminderPlan plan = new ReminderPlan(3, 7);

  private static Due due(Integer remindDays, LocalDate promisedOn, LocalDate remindedOn) {
    return new Due(1, DUE, remindDays, promisedOn, remindedOn);
  }

  /** What somebody is told who is asked about on some days, by how many days before or after. */
  private static List<String> told(
      ReminderPlan plan, Integer remindDays, Integer promised, int... days) {
    var told = new ArrayList<String>();
    LocalDate reminded = null;
    for (int after : days) {
      var today = DUE.plusDays(after);
      var promisedOn = promised == null ? null : DUE.plusDays(promised);
      var code = plan.today(due(remindDays, promisedOn, reminded), today);
      if (code.isPresent()) {
        told.add(after + " " + code.get().replace("receivable-", ""));
        reminded = today;
      }
    }
    return told;
  }

  private static int[] days(int from, int to) {
    return IntStream.rangeClosed(from, to).toArray();
  }

  @Test
  void ownersAreRemindedBeforeOnTheDayAndEverySomeDaysAfter() {
    assertThat(told(plan, null, null, days(-10, 22)))
        .containsExactly("-3 soon", "0 due", "7 overdue", "14 overdue", "21 overdue");
    assertThat(told(plan, 5, null, days(-10, 6))).containsExactly("-5 soon", "0 due");
    assertThat(told(new ReminderPlan(0, 0), null, null, days(-10, 30))).containsExactly("0 due");
    assertThat(told(new ReminderPlan(3, 0), 0, null, days(-10, 30))).containsExactly("0 due");
    assertThat(told(new ReminderPlan(0, 1), null, null, days(-1, 2)))
        .containsExactly("0 due", "1 overdue", "2 overdue");
  }

  @Test
  void whatWasMissedIsToldOnceAndTheDaysStayAsTheyWere() {
    // Nothing ran on the days themselves.
    assertThat(told(plan, null, null, -2, -1, 2, 3, 9, 10, 14))
        .containsExactly("-2 soon", "2 overdue", "9 overdue", "14 overdue");
    // Asked about again on the same day.
    assertThat(told(plan, null, null, -3, -3, 0, 0, 0, 7, 7))
        .containsExactly("-3 soon", "0 due", "7 overdue");
  }

  @Test
  void aPromiseHasThemWaitUntilItIsBroken() {
    assertThat(told(plan, null, 10, days(-5, 22)))
        .containsExactly("11 promise", "14 overdue", "21 overdue");
    // On a day on which they are reminded anyway it is told as what it is.
    assertThat(told(plan, null, 13, days(8, 22))).containsExactly("14 overdue", "21 overdue");
    // One that was to be kept before it is due at all.
    assertThat(told(plan, null, -8, days(-10, 1)))
        .containsExactly("-7 promise", "-3 soon", "0 due");
  }
}
