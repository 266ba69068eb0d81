package org.tangramcrm.platform.internal.module;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import liquibase.GlobalConfiguration;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.core.DerbyDatabase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.AbstractResourceAccessor;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.CompositeResourceAccessor;
import liquibase.resource.Resource;
import liquibase.resource.URIResource;
import liquibase.ui.LoggerUIService;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * Brings a module's tables to where its bundle needs them, with a history of its own per module.
 * Nodes that start at the same moment take turns ({@link SchemaTurn}); a lock that a killed process
 * left is no obstacle.
 */
@Component(service = SchemaMigrator.class)
public class SchemaMigrator {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaMigrator.class);
  private static final String CHANGES = "tangram/schema.xml";

  private final Sql sql;
  private final Set<String> updating = ConcurrentHashMap.newKeySet();

  @Activate
  public SchemaMigrator(@Reference Sql sql) {
    this.sql = sql;
  }

  /** The module's tables are not to be had: the message says why. */
  static final class MigrationFailure extends Exception {
    private static final long serialVersionUID = 1L;

    MigrationFailure(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The modules whose tables are being brought up at the moment, here or by another node. */
  Set<String> updating() {
    return Set.copyOf(updating);
  }

  /**
   * Runs what the bundle brings and the database has not seen; nothing where it brings no tables.
   * One at a time: in an embedded database nobody else is then at it.
   */
  synchronized void migrate(String module, Bundle bundle) throws MigrationFailure {
    if (bundle.getEntry(CHANGES) == null) {
      return;
    }
    var thread = Thread.currentThread();
    var outer = thread.getContextClassLoader();
    // Liquibase finds its own parts by the thread's loader.
    thread.setContextClassLoader(Liquibase.class.getClassLoader());
    updating.add(module);
    try (var connection = sql.dataSource().getConnection();
        var turn = SchemaTurn.await(connection, module)) {
      var database =
          DatabaseFactory.getInstance()
              .findCorrectDatabaseImplementation(new JdbcConnection(connection));
      var suffix = module.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
      // Derby looks for the table's name as a pattern, in which an underscore stands for any
      // character.
      database.setDatabaseChangeLogTableName("TANGRAMLOG" + suffix);
      database.setDatabaseChangeLogLockTableName("TANGRAMLOCK" + suffix);
      if (database instanceof DerbyDatabase derby) {
        derby.setShutdownEmbeddedDerby(false);
      }
      run(module, bundle, database, turn);
    } catch (MigrationFailure e) {
      throw e;
    } catch (Exception e) {
      throw new MigrationFailure(reason(e), e);
    } finally {
      updating.remove(module);
      thread.setContextClassLoader(outer);
    }
  }

  private static void run(String module, Bundle bundle, Database database, SchemaTurn turn)
      throws Exception {
    var started = System.nanoTime();
    var settings =
        java.util.Map.<String, Object>of(
            Scope.Attr.ui.name(),
            new LoggerUIService(),
            GlobalConfiguration.SHOW_BANNER.getKey(),
            false,
            "liquibase.analytics.enabled",
            false);
    Scope.child(
        settings,
        () -> {
          var files =
              new CompositeResourceAccessor(
                  new BundleFiles(bundle),
                  new ClassLoaderResourceAccessor(Liquibase.class.getClassLoader()));
          var liquibase = new Liquibase(CHANGES, files, database);
          if (turn.isSure()) {
            releaseLeft(module, liquibase);
          }
          refuseNewer(liquibase, database);
          var pending = liquibase.listUnrunChangeSets(null, new liquibase.LabelExpression());
          if (!pending.isEmpty()) {
            liquibase.update(new liquibase.Contexts());
            LOG.info(
                "Schema of {}: {} change sets applied in {} ms",
                module,
                pending.size(),
                (System.nanoTime() - started) / 1_000_000);
          }
        });
  }

  /** What its process did not live to take away: it is our turn, so that nobody is at it. */
  private static void releaseLeft(String module, Liquibase liquibase) throws LiquibaseException {
    var left = liquibase.listLocks();
    if (left.length > 0) {
      LOG.warn(
          "The update of the schema of {} that {} began at {} did not end; it goes on now",
          module,
          left[0].getLockedBy(),
          left[0].getLockGranted());
      liquibase.forceReleaseLocks();
    }
  }

  /** A database that a newer module has already changed is not for this one. */
  private static void refuseNewer(Liquibase liquibase, Database database)
      throws LiquibaseException, MigrationFailure {
    var known =
        liquibase.getDatabaseChangeLog().getChangeSets().stream()
            .map(ChangeSet::getId)
            .collect(Collectors.toSet());
    var newer =
        database.getRanChangeSetList().stream()
            .map(ran -> ran.getId())
            .filter(id -> !known.contains(id))
            .toList();
    if (!newer.isEmpty()) {
      throw new MigrationFailure(
          "The database is newer than this module: it has change sets " + String.join(", ", newer),
          null);
    }
  }

  private static String reason(Throwable failure) {
    var root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  /** A bundle's resources as Liquibase asks for them. */
  private static final class BundleFiles extends AbstractResourceAccessor {
    private final Bundle bundle;

    BundleFiles(Bundle bundle) {
      this.bundle = bundle;
    }

    @Override
    public List<Resource> getAll(String path) {
      var entry = bundle.getEntry(path);
      return entry == null ? List.of() : List.of(resource(path, entry));
    }

    @Override
    public List<Resource> search(String path, boolean recursive) throws IOException {
      var found = new ArrayList<Resource>();
      var entries = bundle.findEntries(path, "*.xml", recursive);
      while (entries != null && entries.hasMoreElements()) {
        var entry = entries.nextElement();
        found.add(resource(entry.getPath().substring(1), entry));
      }
      return found;
    }

    private static Resource resource(String path, URL entry) {
      return new BundleFile(path, URI.create(entry.toString()), entry);
    }

    @Override
    public List<String> describeLocations() {
      return List.of(bundle.toString());
    }

    @Override
    public void close() {}
  }

  private static final class BundleFile extends URIResource {
    private final URL entry;

    BundleFile(String path, URI uri, URL entry) {
      super(path, uri);
      this.entry = entry;
    }

    @Override
    public InputStream openInputStream() throws IOException {
      return entry.openStream();
    }
  }
}
