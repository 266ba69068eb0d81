package org.tangramcrm.platform.internal.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Public holidays of China, and the days that are worked instead of them: what the State Council
 * announced of each year until this was built.
 */
final class Holidays {
  /**
   * A day other than the week says.
   *
   * @param zh the holiday's name in Chinese
   * @param en and in English
   */
  record Day(boolean working, String zh, String en) {
    String name(Locale locale) {
      return locale.getLanguage().equals("zh") ? zh : en;
    }
  }

  private Holidays() {}

  static NavigableMap<LocalDate, Day> ofChina() {
    try (var content = Holidays.class.getResourceAsStream("/tangram/holidays.json")) {
      var days = new TreeMap<LocalDate, Day>();
      new ObjectMapper()
          .readTree(content)
          .properties()
          .forEach(day -> days.put(LocalDate.parse(day.getKey()), day(day.getValue())));
      return days;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Day day(JsonNode day) {
    return new Day(day.get("working").asBoolean(), day.get("zh").asText(), day.get("en").asText());
  }
}
