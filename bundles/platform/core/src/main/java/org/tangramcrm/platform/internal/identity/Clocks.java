package org.tangramcrm.platform.internal.identity;

import java.time.ZoneId;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.internal.company.BusinessDay;
import org.tangramcrm.platform.internal.sql.Sql;

/** By which clocks users read and write moments. */
@Component(service = Clocks.class)
public class Clocks {
  private final Sql sql;
  private final BusinessDay days;

  @Activate
  public Clocks(@Reference Sql sql, @Reference BusinessDay days) {
    this.sql = sql;
    this.days = days;
  }

  /** The company's where a user has said nothing. */
  public ZoneId zone(long user) {
    return sql.first(
            "select time_zone from tangram_user where id = ? and time_zone is not null",
            List.of(user),
            row -> ZoneId.of(row.getString(1)))
        .orElseGet(days::zone);
  }
}
