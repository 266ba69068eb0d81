package org.tangramcrm.orders.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tangramcrm.orders.internal.AllocationPlan.Share;
import org.tangramcrm.orders.internal.Standing.Change;
import org.tangramcrm.orders.internal.Standing.Since;

class StandingTest {
  private static LocalDate day(int of) {
    return LocalDate.of(2026, 3, of);
  }

  private static Change change(int day, String by) {
    return new Change(day(day), new BigDecimal(by));
  }

  private static Since of(int day, String amount) {
    return new Since(day(day), new BigDecimal(amount));
  }

  private static List<Since> since(int from, String much, String now, Change... changes) {
    return Standing.since(day(from), new BigDecimal(much), new BigDecimal(now), List.of(changes));
  }

  @Test
  void whatHasBeenOwedAllTheTimeCountsFromTheFirstDay() {
    assertThat(since(5, "100", "100")).containsExactly(of(5, "100"));
    assertThat(since(5, "100", "100", change(1, "100"))).containsExactly(of(5, "100"));
    assertThat(since(5, "40", "70", change(1, "100"), change(9, "-30")))
        .containsExactly(of(5, "40"));
  }

  @Test
  void whatWasOwedOnlyLaterCountsFromThen() {
    // Signed later, revised upwards, and paid in between by what was released since.
    assertThat(since(1, "100", "100", change(3, "100"))).containsExactly(of(3, "100"));
    assertThat(since(5, "150", "150", change(3, "100"), change(10, "50")))
        .containsExactly(of(5, "100"), of(10, "50"));
    assertThat(since(5, "100", "150", change(3, "100"), change(10, "50")))
        .containsExactly(of(5, "100"));
    assertThat(since(5, "100", "100", change(7, "-80"), change(9, "80")))
        .containsExactly(of(5, "20"), of(9, "80"));
  }

  @Test
  void whatHappensOnOneDayIsLookedAtTogether() {
    assertThat(since(5, "100", "100", change(7, "-100"), change(7, "100")))
        .containsExactly(of(5, "100"));
  }

  @Test
  void whatIsTakenAlreadyWasOwedFirst() {
    var since = List.of(of(5, "100"), of(10, "50"));
    assertThat(Standing.after(new BigDecimal("30"), since))
        .containsExactly(of(5, "70"), of(10, "50"));
    assertThat(Standing.after(new BigDecimal("120"), since)).containsExactly(of(10, "30"));
  }

  @Test
  void aShareIsPaidByTheDaysToTheCoin() {
    var share = new Share(1, 2, new BigDecimal("20"), new BigDecimal("150"));
    var dated = Standing.dated(share, List.of(of(5, "100"), of(10, "50")), "USD");
    assertThat(dated.stream().map(one -> one.share().amount()))
        .containsExactly(new BigDecimal("13.33"), new BigDecimal("6.67"));
    assertThat(dated.stream().map(one -> one.share().applied()))
        .containsExactly(new BigDecimal("100"), new BigDecimal("50"));
    // Where there is no coin for one of the days, all of it counts from the later one.
    var coin = new Share(1, 2, new BigDecimal("0.01"), new BigDecimal("150"));
    assertThat(Standing.dated(coin, List.of(of(5, "100"), of(10, "50")), "USD"))
        .containsExactly(new Standing.Dated(coin, day(10)));
  }
}
