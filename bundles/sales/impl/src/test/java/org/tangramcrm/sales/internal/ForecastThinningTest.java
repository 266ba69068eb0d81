package org.tangramcrm.sales.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.store.Relations;
import org.tangramcrm.platform.store.Tuple;

class ForecastThinningTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 27);

  /** The nights that are removed. */
  private final List<Object> removed = new ArrayList<>();

  private final Relations relations =
      new Relations() {
        @Override
        public <T> List<T> query(
            String statement,
            Map<String, String> filters,
            List<?> values,
            Function<Tuple, T> reads) {
          throw new AssertionError("Nothing is asked");
        }

        @Override
        public int add(String collection, List<String> columns, String statement, List<?> values) {
          throw new AssertionError("Nothing is added");
        }

        @Override
        public int remove(String collection, String statement, List<?> values) {
          removed.addAll(values);
          return 1;
        }
      };

  private void thin(int nights) {
    var thinning = ForecastThinning.of(relations, () -> TODAY, nights);
    for (var from = thinning.portion(null); from != null; ) {
      from = thinning.portion(from);
    }
  }

  @Test
  void ofWhatIsOlderTheFirstOfEachMonthAndEachMondayStay() {
    thin(400);
    // 400 days before it is Thursday, 23 October 2025.
    assertThat(removed)
        .contains(LocalDate.of(2025, 10, 22), LocalDate.of(2025, 10, 19), LocalDate.of(2025, 9, 30))
        .doesNotContain(
            LocalDate.of(2025, 10, 23),
            LocalDate.of(2025, 10, 20),
            LocalDate.of(2025, 10, 1),
            LocalDate.of(2025, 9, 1))
        .doesNotHaveDuplicates()
        .hasSizeBetween(320, 340);
  }

  @Test
  void withNothingToThinAllStaysForGood() {
    thin(0);
    assertThat(removed).isEmpty();
  }
}
