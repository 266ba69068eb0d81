package org.tangramcrm.platform.internal.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The days that are worked by the week, and the public holidays, as the installation says. */
@Component(service = WorkingWeek.class, configurationPid = "org.tangramcrm.platform")
public class WorkingWeek {
  private static final Logger LOG = LoggerFactory.getLogger(WorkingWeek.class);
  private static final Set<DayOfWeek> USUAL = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

  private final NavigableMap<LocalDate, Holidays.Day> china = Holidays.ofChina();
  private volatile Set<DayOfWeek> days;
  private volatile NavigableMap<LocalDate, Holidays.Day> holidays;

  @Activate
  public WorkingWeek(Map<String, Object> configuration) {
    configure(configuration);
  }

  @Modified
  void configure(Map<String, Object> configuration) {
    days = days(String.valueOf(configuration.getOrDefault("calendar.week", "")));
    holidays =
        "none".equals(String.valueOf(configuration.get("calendar.holidays")).strip())
            ? new TreeMap<>()
            : china;
  }

  private static Set<DayOfWeek> days(String configured) {
    var days = EnumSet.noneOf(DayOfWeek.class);
    for (var day : configured.split(",")) {
      if (day.strip().matches("[1-7]")) {
        days.add(DayOfWeek.of(Integer.parseInt(day.strip())));
      } else if (!day.isBlank()) {
        LOG.error("calendar.week = {}: {} is no day from 1 to 7", configured, day.strip());
      }
    }
    return days.isEmpty() ? USUAL : days;
  }

  Set<DayOfWeek> days() {
    return days;
  }

  NavigableMap<LocalDate, Holidays.Day> holidays() {
    return holidays;
  }
}
