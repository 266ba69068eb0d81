package org.tangramcrm.platform.internal.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.calendar.CalendarDay;
import org.tangramcrm.platform.calendar.DayRule;
import org.tangramcrm.platform.calendar.WorkingCalendar;
import org.tangramcrm.platform.calendar.WorkingDays;
import org.tangramcrm.platform.calendar.WorkingYear;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.module.SchemaReady;

/** The week and the holidays, with what the company says of single days before them. */
@Component
@TangramContract(WorkingCalendar.class)
public class WorkingCalendarService implements WorkingCalendar {
  private static final int MOST_YEARS = 10;

  private final Sql sql;
  private final Facts facts;
  private final WorkingWeek week;
  private final CurrentUser user;
  private final CurrentCall calls;

  @Activate
  public WorkingCalendarService(
      @Reference Sql sql,
      @Reference Facts facts,
      @Reference WorkingWeek week,
      @Reference CurrentUser user,
      @Reference CurrentCall calls,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.sql = sql;
    this.facts = facts;
    this.week = week;
    this.user = user;
    this.calls = calls;
  }

  @Override
  public WorkingYear year(int year) {
    var first = LocalDate.of(year, 1, 1);
    var last = LocalDate.of(year, 12, 31);
    var found = new WorkingYear();
    found.year = year;
    found.announced = !week.holidays().subMap(first, true, last, true).isEmpty();
    found.days.addAll(exceptions(first, last).values());
    found.workingDays = workdays(first, last).between(first, last);
    week.days().forEach(day -> found.week.add(day.getValue()));
    return found;
  }

  @Override
  public WorkingDays between(LocalDate from, LocalDate to) {
    if (to.isAfter(from.plusYears(MOST_YEARS))) {
      throw CrmException.invalid("to", "too-far", MOST_YEARS);
    }
    return days(from, to, workdays(from, to).between(from, to));
  }

  @Override
  public WorkingDays after(LocalDate from, Integer days) {
    var last = from.plusYears(MOST_YEARS);
    return days(from, workdays(from, last).after(from, days), days);
  }

  private static WorkingDays days(LocalDate from, LocalDate to, int days) {
    var counted = new WorkingDays();
    counted.from = from;
    counted.to = to;
    counted.days = days;
    return counted;
  }

  private Workdays workdays(LocalDate from, LocalDate to) {
    var worked = new TreeMap<LocalDate, Boolean>();
    exceptions(from, to).forEach((date, day) -> worked.put(date, day.working));
    return new Workdays(week.days(), worked);
  }

  private NavigableMap<LocalDate, CalendarDay> exceptions(LocalDate from, LocalDate to) {
    var days = new TreeMap<LocalDate, CalendarDay>();
    if (to.isBefore(from)) {
      return days;
    }
    week.holidays()
        .subMap(from, true, to, true)
        .forEach(
            (date, day) ->
                days.put(date, day(date, day.working(), day.name(calls.locale()), false)));
    own(from, to).forEach(day -> days.put(day.date, day));
    return days;
  }

  private List<CalendarDay> own(LocalDate from, LocalDate to) {
    return sql.query(
        "select day_date, working, name from tangram_calendar_day where day_date between ? and ?",
        List.of(from, to),
        row -> day(row.getDate(1).toLocalDate(), row.getBoolean(2), row.getString(3), true));
  }

  private static CalendarDay day(LocalDate date, boolean working, String name, boolean own) {
    var day = new CalendarDay();
    day.date = date;
    day.working = working;
    day.name = name;
    day.own = own;
    return day;
  }

  @Override
  public CalendarDay set(LocalDate date, DayRule rule) {
    var name = rule.name == null || rule.name.isBlank() ? null : rule.name.strip();
    var day = day(date, rule.working, name, true);
    change(
        date,
        day,
        () ->
            sql.update(
                "insert into tangram_calendar_day (day_date, working, name, updated_at, updated_by) values (?, ?, ?, ?, ?)",
                date,
                day.working,
                day.name,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                user.get().id()));
    return day;
  }

  @Override
  public void reset(LocalDate date) {
    change(date, null, () -> {});
  }

  private void change(LocalDate date, CalendarDay after, Runnable write) {
    var before = own(date, date).stream().findFirst().orElse(null);
    sql.update("delete from tangram_calendar_day where day_date = ?", date);
    write.run();
    // A day is its own key.
    facts.append(
        "working-calendar",
        Facts.Kind.UPDATED,
        date.toEpochDay(),
        0,
        json(before),
        json(after),
        user.get().id());
  }

  private static JsonNode json(CalendarDay day) {
    return day == null
        ? null
        : JsonNodeFactory.instance
            .objectNode()
            .put("date", day.date.toString())
            .put("working", day.working)
            .put("name", day.name);
  }
}
