package org.tangramcrm.sales.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tangramcrm.sales.AttitudeChange;

class AttitudesTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  /** By day of March and attitude. */
  private static List<String> after(int most, int[]... said) {
    List<AttitudeChange> course = List.of();
    for (var one : said) {
      course = Attitudes.course(course, one[1], DAY.withDayOfMonth(one[0]), most);
    }
    return course.stream()
        .map(change -> change.since.getDayOfMonth() + ":" + change.attitude)
        .toList();
  }

  private static int[] on(int day, int attitude) {
    return new int[] {day, attitude};
  }

  @Test
  void eachChangeIsToldOnceAndOfADayTheLast() {
    assertThat(after(9, on(1, -1), on(2, -1), on(3, 0), on(3, 2))).containsExactly("1:-1", "3:2");
    // Said and taken back on one day: nothing changed.
    assertThat(after(9, on(1, -1), on(3, 0), on(3, -1))).containsExactly("1:-1");
  }

  @Test
  void theLastOnesAreKept() {
    assertThat(after(2, on(1, 0), on(2, 1), on(3, 2))).containsExactly("2:1", "3:2");
  }
}
