package org.tangramcrm.platform.internal.module;

import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.transaction.TransactionManager;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.internal.module.SchemaMigrator.MigrationFailure;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.sql.SqlFailure;
import org.tangramcrm.platform.internal.work.Workers;
import org.tangramcrm.platform.module.SchemaReady;

/**
 * Brings the platform's own tables up, as soon as there is a database, and then lets the platform's
 * parts start.
 */
@Component(service = PlatformSchema.class, immediate = true)
public class PlatformSchema {
  private static final Logger LOG = LoggerFactory.getLogger(PlatformSchema.class);
  private static final long RETRY_SECONDS = 3;

  private final BundleContext context;
  private final Sql sql;
  private final SchemaMigrator migrator;
  private final TransactionManager transactions;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "tangram-schema"));
  private volatile String reason = "The database is not ready yet";
  private volatile boolean refused;

  @Activate
  public PlatformSchema(
      BundleContext context,
      @Reference Sql sql,
      @Reference SchemaMigrator migrator,
      @Reference TransactionManager transactions) {
    this.context = context;
    this.sql = sql;
    this.migrator = migrator;
    this.transactions = transactions;
    worker.execute(this::prepare);
  }

  /** Why the platform's tables are not ready; null where they are. */
  String reason() {
    return reason;
  }

  /** Whether nothing but another configuration helps; otherwise it is tried again. */
  boolean refused() {
    return refused;
  }

  private void prepare() {
    try {
      sql.refuseNonXa(transactions);
      migrator.migrate(Descriptor.PLATFORM, context.getBundle());
      context.registerService(
          SchemaReady.class,
          () -> Descriptor.PLATFORM,
          new Hashtable<>(Map.of(SchemaReady.MODULE, Descriptor.PLATFORM)));
      reason = null;
    } catch (SqlFailure | MigrationFailure e) {
      complain(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
      worker.schedule(this::prepare, RETRY_SECONDS, TimeUnit.SECONDS);
    } catch (RuntimeException e) {
      LOG.error("The platform does not start: {}", e.getMessage());
      reason = String.valueOf(e.getMessage());
      refused = true;
    }
  }

  /** Once per reason: a database that stays away fills no log. */
  private void complain(String now) {
    if (!String.valueOf(now).equals(reason)) {
      LOG.error("The platform waits for its database: {}", now);
    }
    reason = String.valueOf(now);
  }

  @Deactivate
  void close() {
    Workers.end(worker);
  }
}
