package org.tangramcrm.itests;

import org.junit.jupiter.api.AfterAll;

class LeakScanOnPostgresIT extends LeakScanCheck {
  private Postgres postgres;

  @Override
  Server begin() {
    postgres = Postgres.begin("leaks-postgres");
    return Server.onPostgres("leaks-postgres", postgres.url());
  }

  /** A database answers both doors alike. */
  @Override
  boolean atBothDoors() {
    return false;
  }

  @AfterAll
  @Override
  void stop() {
    super.stop();
    postgres.close();
  }
}
