package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** A DataSource that takes no part in transactions is refused at the start, with the reason. */
class DataSourceIT {
  private static final String CONFIGURATION = "org.ops4j.datasource-tangram.cfg";
  private static final String NOT_XA =
      """
      osgi.jndi.service.name = tangram
      dataSourceName = tangram
      pool = dbcp2
      xa = false
      """;

  @Test
  void onDerby() throws IOException {
    refused(
        "not-xa-derby",
        """
        osgi.jdbc.driver.name = derby
        databaseName = ${karaf.data}/derby/tangram
        createDatabase = create
        """);
  }

  @Test
  void onPostgres() throws IOException {
    try (var postgres = Postgres.empty("not-xa-postgres")) {
      refused(
          "not-xa-postgres",
          """
          osgi.jdbc.driver.class = org.postgresql.Driver
          url = %s
          """
              .formatted(postgres.url()));
    }
  }

  private static void refused(String name, String database) throws IOException {
    try (var server = Server.prepared(name)) {
      var folder = Files.createDirectories(server.data.resolve("etc"));
      Files.writeString(folder.resolve(CONFIGURATION), NOT_XA + database);
      var outcome = server.tryStart();
      assertThat(outcome.exit()).as(outcome.output()).isEqualTo(1);
      assertThat(outcome.output()).contains("takes no part in transactions", CONFIGURATION);
      assertThat(server.data.resolve("tangram.pid")).doesNotExist();
    }
  }
}
