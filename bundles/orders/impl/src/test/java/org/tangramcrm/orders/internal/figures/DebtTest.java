package org.tangramcrm.orders.internal.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
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
