package org.tangramcrm.platform.internal.numbering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tangramcrm.platform.CrmException;

class PatternTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 9);

  @ParameterizedTest
  @CsvSource({
    "C-{year}-{000000}, 7, C-2026-000007, -2026",
    "KH{yy}{month}{day}.{000}, 12, KH260309.012, -2026-03-09",
    "{0000}_{month}, 12345, 12345_03, -03",
    "C{00000}, 1, C00001, ''"
  })
  void makesNumbersInASeries(String text, long value, String number, String series) {
    var pattern = Pattern.entered(text);
    assertThat(pattern.number(DAY, value)).isEqualTo(number);
    assertThat(pattern.series(DAY)).isEqualTo(series);
  }

  @Test
  void aYearIsTheSameYearHoweverItIsWritten() {
    assertThat(Pattern.entered("A{yy}{000}").series(DAY))
        .isEqualTo(Pattern.entered("B{year}{0000}").series(DAY));
  }

  @ParameterizedTest
  @CsvSource({
    "C-{year}, number-counter",
    "C-{000}-{000}, number-counter",
    "C-{00}, number-part",
    "C-{week}-{000}, number-part",
    "C/{000}, number-characters",
    "C {000}, number-characters",
    "客户{000}, number-characters",
    "C-{000}}, number-characters"
  })
  void refusesWhatMakesNoNumbers(String text, String rule) {
    var refused = catchThrowableOfType(CrmException.class, () -> Pattern.entered(text));
    assertThat(refused.errors)
        .singleElement()
        .extracting("field", "code")
        .containsExactly("pattern", rule);
  }
}
