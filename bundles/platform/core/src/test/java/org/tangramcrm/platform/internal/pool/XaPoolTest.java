package org.tangramcrm.platform.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.XADataSource;
import javax.transaction.Synchronization;
import org.apache.derby.jdbc.EmbeddedXADataSource;
import org.apache.geronimo.transaction.manager.TransactionManagerImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.jdbc.DataSourceFactory;

/** With one connection in all, so that whoever gets one gets that. */
class XaPoolTest {
  private TransactionManagerImpl manager;
  private DataSource pool;

  @BeforeEach
  void begin() throws Exception {
    manager = new TransactionManagerImpl();
    var settings = new Properties();
    settings.put("databaseName", "memory:pool");
    settings.put("pool.maxTotal", "1");
    settings.put("pool.maxWaitMillis", "2000");
    pool = new XaPool(manager, manager).create(new Derby(), settings);
  }

  @Test
  void whatIsClosedAfterItsTransactionIsNotTakenFromWhoHasItThen() throws Exception {
    manager.begin();
    pool.getConnection().close();
    var late = new AtomicReference<Connection>();
    var others = new AtomicReference<Connection>();
    manager
        .getTransaction()
        .registerSynchronization(
            new Synchronization() {
              @Override
              public void beforeCompletion() {}

              @Override
              public void afterCompletion(int status) {
                others.set(elsewhere());
                close(late.get());
              }
            });
    late.set(pool.getConnection());
    manager.rollback();

    try (var theirs = others.get();
        var statement = theirs.createStatement();
        var rows = statement.executeQuery("values 1")) {
      assertThat(rows.next()).isTrue();
    }
  }

  @Test
  void whatIsTakenWhenAllIsToBeRolledBackComesBack() throws Exception {
    manager.begin();
    manager.setRollbackOnly();
    pool.getConnection().close();
    manager.rollback();
    try (var again = pool.getConnection()) {
      assertThat(again.isClosed()).isFalse();
    }
  }

  @Test
  void postgresqlMakesOneStatementOfManyInsertsUnlessItsUrlSaysOtherwise() throws Exception {
    assertThat(told("jdbc:postgresql://db/crm")).containsEntry("reWriteBatchedInserts", "true");
    assertThat(told("jdbc:postgresql://db/crm?reWriteBatchedInserts=false"))
        .doesNotContainKey("reWriteBatchedInserts");
    assertThat(told(null)).doesNotContainKey("reWriteBatchedInserts");
  }

  /** What a driver is told. */
  private Properties told(String url) throws SQLException {
    var settings = new Properties();
    settings.put("databaseName", "memory:told");
    if (url != null) {
      settings.put(DataSourceFactory.JDBC_URL, url);
    }
    var driver = new Derby();
    new XaPool(manager, manager).create(driver, settings);
    return driver.told;
  }

  /** Somebody else, who is in no transaction, takes what is free. */
  private Connection elsewhere() {
    return CompletableFuture.supplyAsync(
            () -> {
              try {
                return pool.getConnection();
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            })
        .join();
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Derby implements DataSourceFactory {
    private Properties told;

    @Override
    public XADataSource createXADataSource(Properties properties) {
      told = properties;
      var derby = new EmbeddedXADataSource();
      derby.setDatabaseName(properties.getProperty("databaseName"));
      derby.setCreateDatabase("create");
      return derby;
    }

    @Override
    public DataSource createDataSource(Properties properties) {
      throw new AssertionError();
    }

    @Override
    public ConnectionPoolDataSource createConnectionPoolDataSource(Properties properties) {
      throw new AssertionError();
    }

    @Override
    public Driver createDriver(Properties properties) {
      throw new AssertionError();
    }
  }
}
