package org.tangramcrm.customers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class BirthdaysTest {
  private static LocalDate solar(int month, int day, String from) {
    return Birthdays.next(month, day, false, false, LocalDate.parse(from));
  }

  private static LocalDate lunar(int month, int day, boolean leap, String from) {
    return Birthdays.next(month, day, true, leap, LocalDate.parse(from));
  }

  @Test
  void todayIsABirthdayToo() {
    assertThat(solar(11, 25, "2026-11-25")).isEqualTo("2026-11-25");
    assertThat(solar(11, 24, "2026-11-25")).isEqualTo("2027-11-24");
  }

  @Test
  void theTwentyNinthOfFebruaryIsTheTwentyEighthInCommonYears() {
    assertThat(solar(2, 29, "2026-01-01")).isEqualTo("2026-02-28");
    assertThat(solar(2, 29, "2028-01-01")).isEqualTo("2028-02-29");
  }

  @Test
  void lunarBirthdaysWander() {
    // New Year's days of the lunar years 2026 and 2027.
    assertThat(lunar(1, 1, false, "2026-01-01")).isEqualTo("2026-02-17");
    assertThat(lunar(1, 1, false, "2026-02-18")).isEqualTo("2027-02-06");
    // Mid-autumn 2026.
    assertThat(lunar(8, 15, false, "2026-01-01")).isEqualTo("2026-09-25");
    // The twelfth month of 2025 ends in 2026.
    assertThat(lunar(12, 8, false, "2026-01-01")).isEqualTo("2026-01-26");
  }

  @Test
  void whoWasBornInALeapMonthHasABirthdayInEveryYear() {
    // 2025 has a leap sixth month, 2026 has none.
    assertThat(lunar(6, 1, true, "2025-07-01")).isEqualTo("2025-07-25");
    assertThat(lunar(6, 1, false, "2025-06-01")).isEqualTo("2025-06-25");
    assertThat(lunar(6, 1, true, "2026-01-01")).isEqualTo("2026-07-14");
  }

  @Test
  void aMonthOfTwentyNineDaysEndsWithTheTwentyNinth() {
    for (int year = 2024; year < 2034; year++) {
      var from = LocalDate.of(year, 1, 1);
      var last = Birthdays.next(12, 30, true, false, from);
      var next = Birthdays.next(1, 1, true, false, last);
      assertThat(last.plusDays(1)).isEqualTo(next);
    }
  }
}
