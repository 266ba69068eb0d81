package org.tangramcrm.orders.internal.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How old debts are; days count from the day after they were due. */
class DebtTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 31);

  private static Age age(LocalDate due) {
    var holding = Age.ALL.stream().filter(age -> age.holds(due, DAY)).toList();
    assertThat(holding).as("of " + due).hasSize(1);
    return holding.get(0);
  }

  @Test
  void whatIsDueThatDayIsNotOverdue() {
    assertThat(age(DAY)).isEqualTo(Age.NOT_DUE);
    assertThat(age(DAY.plusYears(20))).isEqualTo(Age.NOT_DUE);
    assertThat(Age.NOT_DUE.isOverdue()).isFalse();
    assertThat(age(DAY.minusDays(1))).isEqualTo(Age.DAYS_30);
  }

  @Test
  void bucketsMeetWithoutAGap() {
    assertThat(
            Stream.of(30, 31, 60, 61, 90, 91, 180, 181, 365, 366)
                .map(days -> age(DAY.minusDays(days))))
        .containsExactly(
            Age.DAYS_30,
            Age.DAYS_60,
            Age.DAYS_60,
            Age.DAYS_90,
            Age.DAYS_90,
            Age.DAYS_180,
            Age.DAYS_180,
            Age.DAYS_365,
            Age.DAYS_365,
            Age.OLDER);
    assertThat(age(LocalDate.of(1990, 1, 1))).isEqualTo(Age.OLDER);
    assertThat(age(null)).isEqualTo(Age.UNSCHEDULED);
    assertThat(Age.UNSCHEDULED.isOverdue()).isFalse();
    // Whatever day: there is one bucket for it.
    var random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      age(DAY.plusDays(random.nextInt(2_000) - 1_000));
    }
  }

  @Test
  void sqlAndFiltersSayTheSameDays() {
    assertThat(Age.NOT_DUE.condition("d", DAY)).isEqualTo("d >= date('2026-03-31')");
    assertThat(Age.DAYS_60.condition("d", DAY))
        .isEqualTo("d >= date('2026-01-30') and d <= date('2026-02-28')");
    assertThat(Age.OLDER.condition("d", DAY)).isEqualTo("d <= date('2025-03-30')");
    assertThat(Age.UNSCHEDULED.condition("d", DAY)).isEqualTo("d is null");
    assertThat(Age.DAYS_60.filter("dueOn", DAY))
        .isEqualTo("(dueOn=ge=2026-01-30);(dueOn=le=2026-02-28)");
  }

  private static Debt aged(String... ages) {
    return new Debt(1, Stream.of(ages).map(BigDecimal::new).toList(), null, BigDecimal.ZERO);
  }

  // ---- what went wrong elsewhere

  @Test
  void erpnext51596_whatIsDueInTheFutureIsOwedAndInABucket() {
    var debt = aged("70", "0", "30", "0", "0", "0", "0", "0");
    assertThat(debt.of(age(DAY.plusDays(1)))).isEqualByComparingTo("70");
    assertThat(debt.outstanding()).isEqualByComparingTo("100");
    assertThat(debt.overdue()).isEqualByComparingTo("30");
  }

  @Test
  void erpnext49262_bucketsComeToWhatIsOutstandingWhateverIsAddedUp() {
    var random = new Random(49262);
    var sum = Debt.NOTHING;
    var owed = BigDecimal.ZERO;
    for (int i = 0; i < 1_000; i++) {
      var due = random.nextInt(20) == 0 ? null : DAY.plusDays(random.nextInt(1_200) - 900);
      var amount = BigDecimal.valueOf(random.nextInt(1_000_000), 2);
      var ages = Age.ALL.stream().map(age -> age.holds(due, DAY) ? amount : BigDecimal.ZERO);
      sum = sum.plus(new Debt(1, ages.toList(), due, BigDecimal.ZERO));
      owed = owed.add(amount);
    }
    assertThat(sum.outstanding()).isEqualByComparingTo(owed);
    var notOverdue = sum.of(Age.NOT_DUE).add(sum.of(Age.UNSCHEDULED));
    assertThat(sum.overdue().add(notOverdue)).isEqualByComparingTo(owed);
  }

  @Test
  void erpnext28748_anAdvanceHasNoDueDayAndIsOfNoAge() {
    var advance = Debt.unapplied(new BigDecimal("500"));
    assertThat(advance.outstanding()).isEqualByComparingTo("0");
    assertThat(advance.overdue()).isEqualByComparingTo("0");
    assertThat(advance.of(Age.UNSCHEDULED)).isEqualByComparingTo("0");
    assertThat(advance.unapplied()).isEqualByComparingTo("500");
    // Nor does it make somebody who owes nothing a debtor by rank.
    assertThat(advance.worth()).isEqualByComparingTo("0");
  }

  @Test
  void linesShareWhatTheirOrdersOweToTheCent() {
    // 100 of which three lines are a third each, and an order whose lines nobody knows.
    var all = aged("100", "0", "0", "0", "0", "0", "0", "7.77");
    var third = aged("33.333333333333", "0", "0", "0", "0", "0", "0", "0");
    Map<Object, Debt> shares = new HashMap<>(Map.of(1L, third, 2L, third, 3L, third));
    shares.put(null, aged("0", "0", "0", "0", "0", "0", "0", "7.77"));
    var shared = Debt.shared(all, shares, 2);
    assertThat(shared.values().stream().map(debt -> debt.of(Age.NOT_DUE)).sorted().toList())
        .usingElementComparator(BigDecimal::compareTo)
        .containsExactly(BigDecimal.ZERO, of("33.33"), of("33.33"), of("33.34"));
    assertThat(shared.get(null).outstanding()).isEqualByComparingTo("7.77");

    var random = new Random(19);
    for (int i = 0; i < 500; i++) {
      var parts = new HashMap<Object, Debt>();
      var whole = Debt.NOTHING;
      for (long product = 0; product < 1 + random.nextInt(6); product++) {
        var ages =
            Age.ALL.stream().map(age -> BigDecimal.valueOf(random.nextLong(1L << 50), 12)).toList();
        var part = new Debt(1, ages, null, BigDecimal.ZERO);
        parts.put(product, part);
        whole = whole.plus(part);
      }
      var rounded =
          new Debt(
              1,
              whole.ages().stream().map(age -> age.setScale(2, RoundingMode.HALF_UP)).toList(),
              null,
              BigDecimal.ZERO);
      var sum = Debt.shared(rounded, parts, 2).values().stream().reduce(Debt.NOTHING, Debt::plus);
      for (var age : Age.ALL) {
        assertThat(sum.of(age)).isEqualByComparingTo(rounded.of(age));
      }
    }
    // Where there is nothing to share it by, it is nobody's and still owed.
    assertThat(Debt.shared(all, Map.of(), 2).get(null).outstanding())
        .isEqualByComparingTo("107.77");
  }

  private static BigDecimal of(String amount) {
    return new BigDecimal(amount);
  }

  @Test
  void agesComeToWhatIsOwedAndUnappliedIsTakenOffNothing() {
    var one =
        new Debt(
            3,
            Stream.of("10", "1", "2", "0", "0", "0", "4", "8").map(BigDecimal::new).toList(),
            DAY.minusDays(400),
            BigDecimal.ZERO);
    var other =
        new Debt(
            1,
            Stream.of("0", "5", "0", "0", "0", "0", "0", "0").map(BigDecimal::new).toList(),
            DAY.minusDays(2),
            BigDecimal.ZERO);
    var both = one.plus(other).plus(Debt.unapplied(new BigDecimal("100")));
    assertThat(both.outstanding()).isEqualByComparingTo("30");
    assertThat(both.overdue()).isEqualByComparingTo("12");
    assertThat(both.unapplied()).isEqualByComparingTo("100");
    assertThat(both.oldest()).isEqualTo(DAY.minusDays(400));
    assertThat(both.instalments()).isEqualTo(4);
    var parts = Age.ALL.stream().map(both::only).reduce(Debt.NOTHING, Debt::plus);
    assertThat(parts.outstanding()).isEqualByComparingTo(both.outstanding());
    assertThat(Debt.NOTHING.plus(other).oldest()).isEqualTo(DAY.minusDays(2));
    assertThat(List.of(Debt.NOTHING.outstanding(), Debt.NOTHING.overdue()))
        .allMatch(amount -> amount.signum() == 0);
  }
}
