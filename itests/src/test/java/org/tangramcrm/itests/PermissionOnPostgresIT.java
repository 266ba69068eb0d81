package org.tangramcrm.itests;

import org.junit.jupiter.api.AfterAll;

class PermissionOnPostgresIT extends PermissionCheck {
  private Postgres postgres;

  @Override
  Server begin() {
    postgres = Postgres.begin("permission-postgres");
    return Server.onPostgres("permission-postgres", postgres.url());
  }

  @AfterAll
  @Override
  void stop() {
    super.stop();
    postgres.close();
  }
}
