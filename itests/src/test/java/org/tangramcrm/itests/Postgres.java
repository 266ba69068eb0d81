package org.tangramcrm.itests;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** A PostgreSQL of its own, which can be taken away and brought back with its data. */
final class Postgres implements AutoCloseable {
  final Path data;
  private final int port;
  private EmbeddedPostgres running;

  private Postgres(String name) {
    data = Command.WORK.resolve(name + "-database");
    port = Server.freePort();
  }

  /** With what a first start brought into it. */
  static Postgres begin(String name) {
    var postgres = new Postgres(name);
    Server.delete(postgres.data);
    StartedOnce.copyDatabaseTo(postgres.data);
    postgres.start();
    return postgres;
  }

  /** Nothing is in it yet. */
  static Postgres empty(String name) {
    var postgres = new Postgres(name);
    Server.delete(postgres.data);
    postgres.start();
    return postgres;
  }

  void start() {
    try {
      running =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setPort(port)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stop() {
    try {
      running.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code ./start --database} takes it. */
  String url() {
    return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres&password=postgres";
  }

  /** What a query for one number answers. */
  long number(String sql) {
    try (var connection = running.getPostgresDatabase().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A session of its own. */
  Connection connection() {
    try {
      return running.getPostgresDatabase().getConnection();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void update(String sql) {
    try (var connection = running.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Work that may fail as files do. */
  interface Work {
    void run() throws IOException;
  }

  /** Commits an update when some work is done. */
  void meanwhile(String sql, Work work) throws IOException {
    try (var connection = running.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeUpdate(sql);
      work.run();
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stop();
    Server.delete(data);
  }
}
