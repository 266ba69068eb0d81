package org.tangramcrm.itests;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes on one database: what is written through one is heard at the other. */
class EventsOnPostgresIT extends EventsCheck {
  private Postgres postgres;
  private Server other;

  @BeforeAll
  void start() {
    postgres = Postgres.begin("events-postgres");
    server = Server.onPostgres("events-postgres", postgres.url());
    other = Server.onPostgres("events-postgres-other", postgres.url());
  }

  @AfterAll
  @Override
  void stop() {
    if (other != null) {
      other.close();
    }
    super.stop();
    postgres.close();
  }

  @Test
  void whatAnotherNodeWroteIsHeardToo() {
    try (var here = listen(server, "customers");
        var there = listen(other, "customers")) {
      var first = create(server, "Here");
      there.await("the one from here", first, "created");
      var second = create(other, "There");
      here.await("the one from there", second, "created");
    }
  }
}
