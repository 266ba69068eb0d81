package org.tangramcrm.customers.internal;

import cn.hutool.core.date.chinese.LunarInfo;
import java.time.LocalDate;
import java.time.ZoneId;
import org.tangramcrm.customers.Birthday;

/** When birthdays are, by the solar or the lunar calendar (M-7). */
final class Birthdays {
  /** The lunar calendar is China's, wherever the server stands. */
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  /** The first day of the lunar year that the tables begin with, 1900. They end with 2099. */
  private static final LocalDate FIRST = LocalDate.of(1900, 1, 31);

  private Birthdays() {}

  /**
   * The first birthday that is not before a day.
   *
   * @param lunar month and day are those of the lunar calendar
   * @param leap born in a leap month; years without it have the birthday in the month of that
   *     number
   */
  static LocalDate next(int month, int day, boolean lunar, boolean leap, LocalDate from) {
    // A lunar year begins up to seven weeks after the solar one of its number.
    for (int year = from.getYear() - 1; ; year++) {
      var date = in(year, month, day, lunar, leap);
      if (!date.isBefore(from)) {
        return date;
      }
    }
  }

  static LocalDate next(Birthday birthday, LocalDate from) {
    return next(
        birthday.month,
        birthday.day,
        Boolean.TRUE.equals(birthday.lunar),
        Boolean.TRUE.equals(birthday.leapMonth),
        from);
  }

  /** When it is in a year of that calendar. */
  static LocalDate in(int year, int month, int day, boolean lunar, boolean leap) {
    return lunar ? lunar(year, month, day, leap) : solar(year, month, day);
  }

  /** Whether the month came twice in a year of the lunar calendar. */
  static boolean leap(int year, int month) {
    return LunarInfo.leapMonth(year) == month;
  }

  /** 29 February is 28 February in common years. */
  private static LocalDate solar(int year, int month, int day) {
    var first = LocalDate.of(year, month, 1);
    return first.withDayOfMonth(Math.min(day, first.lengthOfMonth()));
  }

  /** The thirtieth is the twenty-ninth in months of twenty-nine days. */
  private static LocalDate lunar(int year, int month, int day, boolean leap) {
    var leapMonth = LunarInfo.leapMonth(year);
    var inLeap = leap && leapMonth == month;
    var date = FIRST;
    for (int past = LunarInfo.BASE_YEAR; past < year; past++) {
      date = date.plusDays(LunarInfo.yearDays(past));
    }
    for (int past = 1; past < month; past++) {
      date = date.plusDays(LunarInfo.monthDays(year, past));
    }
    // A leap month follows the month of its number.
    if (leapMonth != 0 && leapMonth < month) {
      date = date.plusDays(LunarInfo.leapDays(year));
    }
    if (inLeap) {
      date = date.plusDays(LunarInfo.monthDays(year, month));
    }
    var length = inLeap ? LunarInfo.leapDays(year) : LunarInfo.monthDays(year, month);
    return date.plusDays(Math.min(day, length) - 1L);
  }

  static LocalDate today() {
    return LocalDate.now(CHINA);
  }
}
