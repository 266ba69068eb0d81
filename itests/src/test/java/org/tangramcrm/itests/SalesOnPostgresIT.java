package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SalesOnPostgresIT extends StrategyCheck {
  private Postgres postgres;

  @BeforeAll
  void start() {
    postgres = Postgres.empty("sales-postgres");
    server = Server.onPostgres("sales-postgres", postgres.url());
  }

  @AfterAll
  @Override
  void stop() {
    super.stop();
    postgres.close();
  }

  /** Of nights of long ago the first of each month and each Monday stay (M-35). */
  @Test
  void m35_oldNightsAreThinned() {
    var deal = deal("Old nights", customer("Nights Ltd"), "");
    // A Monday, and the Tuesday after it.
    var monday = LocalDate.now().minusDays(430).with(TemporalAdjusters.next(DayOfWeek.MONDAY));
    var tuesday = monday.plusDays(1).getDayOfMonth() == 1 ? monday.plusDays(2) : monday.plusDays(1);
    for (var night : List.of(monday, tuesday)) {
      postgres.update(
          """
          insert into forecast_snapshot (version, owner_id, created_at, created_by, updated_at, updated_by,
            taken_on, opportunity_id, pipeline_id, forecast_category)
          select 1, 0, created_at, 0, created_at, 0, date '%s', id, pipeline_id, 'pipeline'
          from opportunity where id = %s"""
              .formatted(night, deal));
    }
    var kept =
        "select count(*) from forecast_snapshot where opportunity_id = %s and taken_on = '%s'";
    assertThat(server.post("/api/v1/modules/sales/actions/restart", null).status()).isEqualTo(200);
    Server.await(
        "old nights to be thinned", () -> postgres.number(kept.formatted(deal, tuesday)) == 0);
    assertThat(postgres.number(kept.formatted(deal, monday))).isEqualTo(1);
  }
}
