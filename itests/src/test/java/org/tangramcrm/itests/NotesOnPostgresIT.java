package org.tangramcrm.itests;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** As a kar, on PostgreSQL. */
class NotesOnPostgresIT extends NotesCheck {
  private Postgres postgres;

  @BeforeAll
  void start() {
    postgres = Postgres.begin("notes-postgres");
    server = Server.onPostgres("notes-postgres", postgres.url(), Server.BUNDLE_EVENTS);
  }

  @AfterAll
  @Override
  void stop() {
    super.stop();
    postgres.close();
  }

  @Override
  Path artifact() {
    return Built.file("itests/sample", "notes-.*\\.kar");
  }
}
