package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;

class RestartOnDerbyIT extends RestartCheck {
  private String stale;
  private String fresh;

  @BeforeAll
  void start() {
    server = Server.onDurableDerby("restart");
  }

  /** Whom nobody was in contact with for long goes into the pool (M-17), and nobody else does. */
  @Override
  void beforeItStops() {
    stale = customer("Pool stale");
    fresh = customer("Pool fresh");
  }

  /** An embedded database is reached by one process at a time. */
  @Override
  void whileItIsDown() {
    var url = "jdbc:derby:" + server.data.resolve("data/derby/tangram");
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.executeUpdate(
          "update customer set created_at = timestamp('2001-01-01 00:00:00') where id = " + stale);
      // As an update of the schema leaves it that was killed.
      statement.executeUpdate(LEFT_LOCKED);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    try {
      DriverManager.getConnection(url + ";shutdown=true").close();
    } catch (SQLException e) {
      // That it is shut down is told as a failure.
      assertThat(e.getSQLState()).isEqualTo("08006");
    }
    try {
      Files.writeString(
          server.data.resolve("etc/org.tangramcrm.customers.cfg"),
          "\npool.recycleDays = 4000\n",
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  void onceItIsBack() {
    Server.await(
        "a customer in the pool", () -> server.get(CUSTOMERS + "/" + stale).json().has("pooledAt"));
    var recycled = server.get(CUSTOMERS + "/" + stale).json();
    assertThat(recycled.get("poolCause").asText()).isEqualTo("recycled");
    assertThat(recycled.has("ownerId")).isFalse();
    assertThat(server.get(CUSTOMERS + "/" + fresh).json().has("ownerId")).isTrue();
  }
}
