package org.tangramcrm.platform.internal.identity;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.logging.Logger;
import javax.persistence.EntityManagerFactory;
import javax.sql.DataSource;
import javax.transaction.Status;
import javax.transaction.Transaction;
import javax.transaction.TransactionManager;
import org.apache.aries.jpa.template.EmConsumer;
import org.apache.aries.jpa.template.EmFunction;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;
import org.eclipse.persistence.jpa.PersistenceProvider;

/**
 * A transaction that plain SQL and JPA share, as they do in the container: one connection that it
 * alone ends, and a transaction for each thread.
 */
public final class TestTransactions implements TransactionManager, DataSource, JpaTemplate {
  private static final Set<String> NOT_THEIRS =
      Set.of("close", "commit", "rollback", "setAutoCommit");

  private final DataSource source;
  private final EntityManagerFactory entities;
  private final ThreadLocal<Connection> open = new ThreadLocal<>();
  private final ThreadLocal<Connection> suspended = new ThreadLocal<>();

  TestTransactions(DataSource source) {
    this.source = source;
    this.entities =
        new PersistenceProvider()
            .createEntityManagerFactory(
                "tangram-platform",
                Map.of(
                    "javax.persistence.transactionType", "RESOURCE_LOCAL",
                    "javax.persistence.nonJtaDataSource", this,
                    "javax.persistence.jtaDataSource", "",
                    "eclipselink.logging.level", "OFF"));
  }

  @Override
  public Connection getConnection() throws SQLException {
    return open.get() == null ? source.getConnection() : lent(open.get());
  }

  private static Connection lent(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (NOT_THEIRS.contains(method.getName())) {
                return null;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public <R> R txExpr(TransactionType type, EmFunction<R> code) {
    if (open.get() == null) {
      throw new IllegalStateException("Services open the transaction themselves");
    }
    var manager = entities.createEntityManager();
    try {
      manager.getTransaction().begin();
      var result = code.apply(manager);
      manager.getTransaction().commit();
      return result;
    } finally {
      if (manager.getTransaction().isActive()) {
        manager.getTransaction().rollback();
      }
      manager.close();
    }
  }

  @Override
  public <R> R txExpr(EmFunction<R> code) {
    return txExpr(TransactionType.Required, code);
  }

  @Override
  public void tx(TransactionType type, EmConsumer code) {
    txExpr(
        type,
        manager -> {
          code.accept(manager);
          return null;
        });
  }

  @Override
  public void tx(EmConsumer code) {
    tx(TransactionType.Required, code);
  }

  @Override
  public int getStatus() {
    return open.get() == null ? Status.STATUS_NO_TRANSACTION : Status.STATUS_ACTIVE;
  }

  @Override
  public void begin() {
    try {
      open.set(source.getConnection());
      open.get().setAutoCommit(false);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void commit() {
    end(true);
  }

  @Override
  public void rollback() {
    end(false);
  }

  private void end(boolean commit) {
    try (var ending = open.get()) {
      open.remove();
      if (commit) {
        ending.commit();
      } else {
        ending.rollback();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Transaction getTransaction() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setRollbackOnly() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setTransactionTimeout(int seconds) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Transaction suspend() {
    if (open.get() == null) {
      return null;
    }
    suspended.set(open.get());
    open.remove();
    return (Transaction)
        Proxy.newProxyInstance(
            Transaction.class.getClassLoader(),
            new Class<?>[] {Transaction.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException();
            });
  }

  @Override
  public void resume(Transaction transaction) {
    open.set(suspended.get());
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("Wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
