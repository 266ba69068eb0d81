package org.tangramcrm.itests;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class OrdersOnPostgresIT extends ReceiptCheck {
  private Postgres postgres;

  @BeforeAll
  void start() {
    postgres = Postgres.empty("orders-postgres");
    server = Server.onPostgres("orders-postgres", postgres.url());
  }

  @AfterAll
  @Override
  void stop() {
    super.stop();
    postgres.close();
  }
}
