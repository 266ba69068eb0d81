package org.tangramcrm.platform.internal.company;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BusinessDayTest {
  private static LocalDate day(String moment) {
    return new BusinessDay(
            Map.of("timeZone", "Asia/Shanghai"), Clock.fixed(Instant.parse(moment), ZoneOffset.UTC))
        .today();
  }

  /**
   * What is closed at 23:30 in Beijing is of that day, and half an hour after midnight of the next.
   */
  @Test
  void aDayEndsAtMidnightOfTheCompany() {
    assertThat(day("2026-03-31T15:30:00Z")).isEqualTo(LocalDate.of(2026, 3, 31));
    assertThat(day("2026-03-31T16:30:00Z")).isEqualTo(LocalDate.of(2026, 4, 1));
  }
}
