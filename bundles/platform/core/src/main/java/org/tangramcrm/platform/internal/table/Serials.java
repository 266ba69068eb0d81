package org.tangramcrm.platform.internal.table;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;

/** Dates as spreadsheets count them: in days, with the time as a fraction. */
public final class Serials {
  /** The day before the first, as if 1900 had been a leap year: what is counted from March on. */
  private static final LocalDate EPOCH = LocalDate.of(1899, 12, 30);

  /** Before the day that there never was, one less. */
  private static final int LEAP_DAY = 60;

  /** Days between the first day of Excel and that of its edition for the Macintosh. */
  private static final int LATER = 1462;

  private static final int LAST = 2_958_465;
  private static final long SECONDS = 86_400;

  private Serials() {}

  /**
   * The moment that a number stands for, to the second; empty where it stands for none.
   *
   * @param later whether the first day is that of 1904
   */
  public static Optional<LocalDateTime> moment(BigDecimal serial, boolean later) {
    var days = later ? serial.add(BigDecimal.valueOf(LATER)) : serial;
    if (days.signum() < 0 || days.compareTo(BigDecimal.valueOf(LAST + 1)) >= 0) {
      return Optional.empty();
    }
    var seconds =
        days.multiply(BigDecimal.valueOf(SECONDS)).setScale(0, RoundingMode.HALF_UP).longValue();
    var day = seconds / SECONDS;
    try {
      return Optional.of(
          EPOCH
              .plusDays(day < LEAP_DAY ? day + 1 : day)
              .atStartOfDay()
              .plusSeconds(seconds % SECONDS));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A date alone where there is no time. */
  static String written(LocalDateTime moment) {
    return moment.toLocalTime().toSecondOfDay() == 0
        ? moment.toLocalDate().toString()
        : moment.withNano(0).toString();
  }
}
