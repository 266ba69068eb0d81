package org.tangramcrm.itests;

import org.junit.jupiter.api.AfterAll;
import org.tangramcrm.itests.PublishedOperation.Arguments;
import org.tangramcrm.itests.PublishedOperation.Outcome;

class LeakScanOnPostgresIT extends LeakScanCheck {
  private Postgres postgres;

  @Override
  Server begin() {
    postgres = Postgres.begin("leaks-postgres");
    return Server.onPostgres("leaks-postgres", postgres.url());
  }

  @Override
  Outcome through(PublishedOperation operation, Arguments arguments, String... headers) {
    return operation.rest(server, arguments, headers);
  }

  @AfterAll
  @Override
  void stop() {
    super.stop();
    postgres.close();
  }
}
