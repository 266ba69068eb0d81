package org.tangramcrm.itests;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class CustomersOnPostgresIT extends CustomersCheck {
  private Postgres postgres;

  @BeforeAll
  void start() {
    postgres = Postgres.begin("postgres");
    server = Server.onPostgres("postgres", postgres.url());
  }

  @AfterAll
  @Override
  void stop() {
    super.stop();
    postgres.close();
  }
}
