package org.tangramcrm.itests;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class CustomersOnPostgresIT extends CustomersCheck {
  private EmbeddedPostgres postgres;

  @BeforeAll
  void start() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
    server =
        Server.onPostgres(
            "postgres", postgres.getJdbcUrl("postgres", "postgres") + "&password=postgres");
  }

  @AfterAll
  @Override
  void stop() {
    super.stop();
    try {
      postgres.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
