package org.tangramcrm.platform.internal.pool;

import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import javax.transaction.TransactionManager;
import javax.transaction.TransactionSynchronizationRegistry;
import org.apache.commons.dbcp2.managed.DataSourceXAConnectionFactory;
import org.apache.commons.dbcp2.managed.ManagedDataSource;
import org.apache.commons.dbcp2.managed.PoolableManagedConnection;
import org.apache.commons.dbcp2.managed.PoolableManagedConnectionFactory;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.ops4j.pax.jdbc.common.BeanConfig;
import org.ops4j.pax.jdbc.pool.common.PooledDataSourceFactory;
import org.ops4j.pax.jdbc.pool.dbcp2.impl.DbcpPooledDataSourceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jdbc.DataSourceFactory;

/**
 * Pools of connections that take part in transactions, where the configuration of the DataSource
 * says {@code pool = dbcp2} and {@code xa = true}.
 *
 * <p>The one of Pax JDBC lets the pool hear of a transaction's end among all others who do. JPA
 * closes its connection when it hears of it, and where that is after the pool has given the same
 * connection to somebody else, it is taken away from them in the middle of their work. Here the
 * pool hears of it before everybody else (ADR 27).
 */
@Component(
    service = PooledDataSourceFactory.class,
    property = {"pool=dbcp2", "xa=true"})
public class XaPool extends DbcpPooledDataSourceFactory {
  /** With it PostgreSQL's driver makes one statement of many inserts. */
  private static final String MANY_AS_ONE = "reWriteBatchedInserts";

  private final TransactionManager manager;
  private final TransactionSynchronizationRegistry registry;

  @Activate
  public XaPool(
      @Reference TransactionManager manager,
      @Reference TransactionSynchronizationRegistry registry) {
    this.manager = manager;
    this.registry = registry;
  }

  @Override
  public DataSource create(DataSourceFactory driver, Properties properties) throws SQLException {
    var own = getNonPoolProps(properties);
    var url = own.getProperty(DataSourceFactory.JDBC_URL, "");
    if (url.startsWith("jdbc:postgresql:") && !url.contains(MANY_AS_ONE)) {
      own.putIfAbsent(MANY_AS_ONE, "true");
    }
    var connections =
        new DataSourceXAConnectionFactory(manager, driver.createXADataSource(own), registry);
    var poolable = new PoolableManagedConnectionFactory(connections, null);
    var settings = new GenericObjectPoolConfig<PoolableManagedConnection>();
    BeanConfig.configure(settings, getPoolProps(properties));
    BeanConfig.configure(poolable, getPrefixed(properties, FACTORY_PREFIX));
    // The factory is one of the connections that it hands out, but declares their supertype.
    @SuppressWarnings({"unchecked", "rawtypes"})
    GenericObjectPool<PoolableManagedConnection> pool = new GenericObjectPool(poolable, settings);
    setPool(poolable, pool);
    return new ManagedDataSource<>(pool, connections.getTransactionRegistry());
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static void setPool(PoolableManagedConnectionFactory factory, GenericObjectPool pool) {
    factory.setPool(pool);
  }
}
