package org.tangramcrm.itests;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class AttachmentsOnPostgresIT extends AttachmentsCheck {
  private Postgres postgres;

  @BeforeAll
  void start() {
    postgres = Postgres.begin("attachments-postgres");
    server = Server.onPostgres("attachments-postgres", postgres.url(), SMALL_HEAP);
  }

  @AfterAll
  @Override
  void stop() {
    super.stop();
    postgres.close();
  }
}
