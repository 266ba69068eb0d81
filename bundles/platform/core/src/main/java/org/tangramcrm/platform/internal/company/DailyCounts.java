package org.tangramcrm.platform.internal.company;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.calendar.DailyLimits;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.module.SchemaReady;

/** A row for each user and operation, of the last day on which they did it. */
@Component(service = DailyLimits.class)
public class DailyCounts implements DailyLimits {
  private final Sql sql;
  private final BusinessDay day;

  @Activate
  public DailyCounts(
      @Reference Sql sql,
      @Reference BusinessDay day,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.sql = sql;
    this.day = day;
  }

  @Override
  public boolean count(String what, long user, int most) {
    var today = day.today();
    sql.insertUnlessThere(
        "insert into tangram_daily_count (operation, user_id, counted_on, times) values (?, ?, ?, ?)",
        what,
        user,
        today,
        0);
    // Holds the row, for what is counted next to go by what this comes to.
    sql.update(
        "update tangram_daily_count set times = 0, counted_on = ?"
            + " where operation = ? and user_id = ? and counted_on <> ?",
        today,
        what,
        user,
        today);
    return sql.update(
            "update tangram_daily_count set times = times + 1"
                + " where operation = ? and user_id = ? and times < ?",
            what,
            user,
            most == 0 ? Integer.MAX_VALUE : most)
        == 1;
  }
}
