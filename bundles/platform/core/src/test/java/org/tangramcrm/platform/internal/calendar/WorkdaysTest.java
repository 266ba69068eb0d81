package org.tangramcrm.platform.internal.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WorkdaysTest {
  private static final Workdays CHINA = china();

  private static Workdays china() {
    var worked = new TreeMap<LocalDate, Boolean>();
    Holidays.ofChina().forEach((date, day) -> worked.put(date, day.working()));
    return new Workdays(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), worked);
  }

  private static LocalDate date(String text) {
    return LocalDate.parse(text);
  }

  @Test
  void nationalDayOf2026AsItWasAnnounced() {
    assertThat(CHINA.worked(date("2026-10-01"))).isFalse();
    assertThat(CHINA.worked(date("2026-10-07"))).as("a Wednesday").isFalse();
    assertThat(CHINA.worked(date("2026-10-08"))).isTrue();
    assertThat(CHINA.worked(date("2026-10-10"))).as("a Saturday, to make up").isTrue();
    assertThat(CHINA.between(date("2026-10-01"), date("2026-10-31"))).isEqualTo(18);
    assertThat(CHINA.after(date("2026-09-30"), 1)).isEqualTo(date("2026-10-08"));
    assertThat(CHINA.after(date("2026-09-30"), 3)).isEqualTo(date("2026-10-10"));
  }

  @Test
  void bothEndsCountAndNothingBackwards() {
    assertThat(CHINA.between(date("2026-11-23"), date("2026-11-23"))).isEqualTo(1);
    assertThat(CHINA.between(date("2026-11-24"), date("2026-11-23"))).isZero();
  }

  @Test
  void holidaysAreNamedInBothLanguages() {
    var day = Holidays.ofChina().get(date("2026-02-17"));
    assertThat(day.name(java.util.Locale.SIMPLIFIED_CHINESE)).isEqualTo("春节");
    assertThat(day.name(java.util.Locale.ENGLISH)).isEqualTo("Spring Festival");
  }

  @Test
  void theWeekIsTheInstallations() {
    var week = new WorkingWeek(Map.of("calendar.week", "7,1,2,3,4", "calendar.holidays", "none"));
    assertThat(week.days()).contains(DayOfWeek.SUNDAY).doesNotContain(DayOfWeek.FRIDAY);
    assertThat(week.holidays()).isEmpty();
    assertThat(new WorkingWeek(Map.of("calendar.week", "x")).days()).hasSize(5);
  }
}
