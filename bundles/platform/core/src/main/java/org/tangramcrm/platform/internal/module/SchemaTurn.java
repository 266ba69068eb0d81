package org.tangramcrm.platform.internal.module;

import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose turn it is to bring a module's tables up: one process at a time. Liquibase's own lock is a
 * row, which stays there when its process is killed, and nobody can tell whether somebody is still
 * at it. This one is of the database session, which ends with its process; so whoever has it may
 * take away a row that is left.
 */
final class SchemaTurn implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaTurn.class);

  /** Ours among the advisory locks of a database: "tang". */
  private static final int OURS = 0x74616e67;

  private final Connection connection;
  private final int module;
  private final boolean shared;
  private final boolean sure;

  private SchemaTurn(Connection connection, int module, boolean shared, boolean sure) {
    this.connection = connection;
    this.module = module;
    this.shared = shared;
    this.sure = sure;
  }

  /** Waits for its turn. */
  static SchemaTurn await(Connection connection, String module) throws SQLException {
    var product = connection.getMetaData().getDatabaseProductName();
    if (!product.equals("PostgreSQL")) {
      // An embedded database is open in one process at a time.
      var embedded = connection.getMetaData().getDriverName().contains("Embedded");
      return new SchemaTurn(connection, 0, false, embedded);
    }
    var turn = new SchemaTurn(connection, module.hashCode(), true, true);
    if (!turn.ask("select pg_try_advisory_lock(?, ?)")) {
      LOG.info("The schema of {} is being updated by another node", module);
      turn.ask("select true from pg_advisory_lock(?, ?)");
    }
    return turn;
  }

  /** Whether nobody else who lives can be at it. */
  boolean isSure() {
    return sure;
  }

  private boolean ask(String lock) throws SQLException {
    try (var statement = connection.prepareStatement(lock)) {
      statement.setInt(1, OURS);
      statement.setInt(2, module);
      try (var answer = statement.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }

  private void endTransaction() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
  }

  /** The connection goes back to where it came from, and must not keep it. */
  @Override
  public void close() throws SQLException {
    if (shared && !connection.isClosed()) {
      endTransaction();
      ask("select pg_advisory_unlock(?, ?)");
      endTransaction();
    }
  }
}
