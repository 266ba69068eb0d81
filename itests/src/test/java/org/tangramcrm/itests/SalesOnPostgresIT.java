package org.tangramcrm.itests;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

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
}
