package org.tangramcrm.platform.internal.module;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.internal.dictionary.DictionaryShelf;
import org.tangramcrm.platform.internal.identity.Offers;
import org.tangramcrm.platform.internal.module.Gate.Closed;
import org.tangramcrm.platform.internal.module.SchemaMigrator.MigrationFailure;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.sql.SqlFailure;
import org.tangramcrm.platform.internal.text.TextShelf;
import org.tangramcrm.platform.internal.work.Workers;
import org.tangramcrm.platform.module.SchemaReady;

/**
 * Keeps every module at what it is meant to be. A module's components wait for its {@link
 * SchemaReady}, so a module comes up when this is registered and goes when it is withdrawn; what is
 * meant stands in the database, which every node reads. All decisions are taken on one thread.
 */
@Component(service = ModuleRegistry.class, immediate = true)
public class ModuleRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(ModuleRegistry.class);
  private static final long POLL_SECONDS = 2;
  private static final long PATIENCE_SECONDS = 20;

  private final Sql sql;
  private final SchemaMigrator migrator;
  private final Gate gate;
  private final TextShelf texts;
  private final DictionaryShelf dictionaries;
  private final Offers offers;
  private final Map<String, Entry> modules = new ConcurrentHashMap<>();
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "tangram-modules"));
  private final BundleTracker<Entry> tracker;

  /** What a module is at the moment. */
  enum State {
    ACTIVE,
    STARTING,
    STOPPED,
    FAILED
  }

  /** A module that is installed. */
  static final class Entry {
    private final Bundle bundle;
    private volatile Descriptor descriptor;
    private volatile boolean desired = true;
    private volatile boolean lifted;
    private volatile boolean offered;
    private volatile String failure;
    private volatile String waiting;
    private ServiceRegistration<SchemaReady> announcement;

    private Entry(Bundle bundle, Descriptor descriptor) {
      this.bundle = bundle;
      this.descriptor = descriptor;
    }

    Descriptor descriptor() {
      return descriptor;
    }

    String id() {
      return descriptor.id();
    }

    String version() {
      return bundle.getVersion().toString();
    }

    private synchronized boolean announced() {
      return announcement != null;
    }
  }

  @Activate
  public ModuleRegistry(
      BundleContext context,
      @Reference Sql sql,
      @Reference SchemaMigrator migrator,
      @Reference Gate gate,
      @Reference TextShelf texts,
      @Reference DictionaryShelf dictionaries,
      @Reference Offers offers,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.sql = sql;
    this.migrator = migrator;
    this.gate = gate;
    this.texts = texts;
    this.dictionaries = dictionaries;
    this.offers = offers;
    tracker = new BundleTracker<>(context, ~Bundle.UNINSTALLED, new Arrivals());
    tracker.open();
    worker.scheduleWithFixedDelay(this::readDesired, 0, POLL_SECONDS, TimeUnit.SECONDS);
  }

  @Deactivate
  void close() {
    Workers.end(worker);
    tracker.close();
  }

  // ---- what is there

  Collection<Entry> entries() {
    return List.copyOf(modules.values());
  }

  Optional<Entry> find(String id) {
    return Optional.ofNullable(modules.get(id));
  }

  State state(Entry entry) {
    if (!entry.desired) {
      return State.STOPPED;
    } else if (entry.failure != null) {
      return State.FAILED;
    }
    return entry.announced() && entry.descriptor.collections().stream().allMatch(gate::isOpen)
        ? State.ACTIVE
        : State.STARTING;
  }

  /** Why a module is not active; null where it is, or is stopped on purpose. */
  String reason(Entry entry) {
    return switch (state(entry)) {
      case ACTIVE, STOPPED -> null;
      case FAILED -> entry.failure;
      case STARTING -> {
        if (entry.bundle.getState() != Bundle.ACTIVE) {
          yield "Its bundle is not started";
        } else if (entry.waiting != null) {
          yield entry.waiting;
        }
        var closed =
            entry.descriptor.collections().stream().filter(name -> !gate.isOpen(name)).toList();
        yield closed.isEmpty() ? null : "Not open yet: " + String.join(", ", closed);
      }
    };
  }

  /**
   * Modules that need a module and are meant to be active, the ones that are needed by others last.
   */
  List<Entry> dependants(String id) {
    var found = new ArrayList<Entry>();
    for (var entry : modules.values()) {
      if (entry.desired && entry.descriptor.needs().contains(id)) {
        dependants(entry.id()).stream()
            .filter(further -> !found.contains(further))
            .forEach(found::add);
        found.remove(entry);
        found.add(entry);
      }
    }
    return found;
  }

  /**
   * Is another text whenever a module came, went, was exchanged or is in another state: for those
   * who show modules.
   */
  public String fingerprint() {
    return modules.values().stream()
        .map(
            entry ->
                entry.id()
                    + entry.bundle.getLastModified()
                    + state(entry)
                    + entry.bundle.getState())
        .sorted()
        .collect(Collectors.joining(","));
  }

  // ---- what is to be done

  /** Takes a module down, running calls first let finish. */
  void stop(Entry entry) {
    gate.expect(entry.id(), entry.descriptor.collections(), Closed.STOPPED);
    entry.desired = false;
    onWorker(() -> settle(entry));
  }

  void start(Entry entry) {
    entry.desired = true;
    entry.failure = null;
    entry.lifted = true;
    onWorker(() -> settle(entry));
    awaitSettled(entry);
  }

  /** Calls that come in between wait at the gate. */
  void restart(Entry entry) {
    gate.expect(entry.id(), entry.descriptor.collections(), Closed.HOLD);
    entry.failure = null;
    onWorker(
        () -> {
          withdraw(entry);
          lower(entry);
          settle(entry);
        });
    awaitSettled(entry);
  }

  private void onWorker(Runnable task) {
    try {
      worker.submit(task).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.warn("A module takes more than {} s to change", PATIENCE_SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Components come up on threads of their own. */
  private void awaitSettled(Entry entry) {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try {
      while (state(entry) == State.STARTING && entry.waiting == null && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What other nodes, or an earlier run, decided. */
  private void readDesired() {
    try {
      var stopped =
          sql.query(
              "select module_id from tangram_module where desired = 'stopped'",
              List.of(),
              row -> row.getString(1));
      for (var entry : modules.values()) {
        var desired = !stopped.contains(entry.id());
        if (desired && !entry.desired) {
          entry.lifted = true;
        }
        entry.desired = desired;
        settle(entry);
      }
    } catch (SqlFailure e) {
      LOG.debug("The desired states of modules cannot be read now", e);
    } catch (RuntimeException e) {
      LOG.error("A module could not be brought to what it is meant to be", e);
    }
  }

  private void settle(Entry entry) {
    if (modules.get(entry.id()) != entry) {
      // Uninstalled since this was asked for.
      return;
    }
    var collections = entry.descriptor.collections();
    if (!entry.desired) {
      gate.expect(entry.id(), collections, Closed.STOPPED);
      withdraw(entry);
      lower(entry);
    } else if (entry.failure != null) {
      gate.expect(entry.id(), collections, Closed.FAILED);
    } else {
      gate.expect(entry.id(), collections, Closed.HOLD);
      lift(entry);
      if (entry.bundle.getState() == Bundle.ACTIVE && !entry.announced()) {
        bringUp(entry);
      }
      if (entry.announced() && !entry.offered) {
        entry.offered = offers.make(entry.id(), entry.descriptor.roles());
      }
    }
  }

  private void bringUp(Entry entry) {
    var missing =
        entry.descriptor.needs().stream()
            .filter(need -> find(need).filter(other -> state(other) == State.ACTIVE).isEmpty())
            .toList();
    entry.waiting = missing.isEmpty() ? null : "Waits for " + String.join(", ", missing);
    if (!missing.isEmpty()) {
      return;
    }
    try {
      migrator.migrate(entry.id(), entry.bundle);
      announce(entry);
    } catch (MigrationFailure | RuntimeException e) {
      fail(entry, e.getMessage());
    }
  }

  private void announce(Entry entry) {
    synchronized (entry) {
      if (entry.bundle.getState() != Bundle.ACTIVE) {
        return;
      }
      texts.add(entry.id(), entry.bundle);
      dictionaries.add(entry.id(), entry.bundle);
      entry.announcement =
          entry
              .bundle
              .getBundleContext()
              .registerService(
                  SchemaReady.class,
                  entry::id,
                  new Hashtable<>(Map.of(SchemaReady.MODULE, entry.id())));
    }
    LOG.info("Module {} {} is up", entry.id(), entry.version());
  }

  private void fail(Entry entry, String reason) {
    entry.failure = reason;
    gate.expect(entry.id(), entry.descriptor.collections(), Closed.FAILED);
    LOG.error("Module {} failed: {}", entry.id(), reason);
  }

  /** The module's components go with this; the calls that are running in them are waited for. */
  private void withdraw(Entry entry) {
    ServiceRegistration<SchemaReady> announcement;
    synchronized (entry) {
      announcement = entry.announcement;
      entry.announcement = null;
    }
    if (announcement != null) {
      try {
        announcement.unregister();
      } catch (IllegalStateException e) {
        LOG.debug("The bundle of {} has taken its services along", entry.id());
      }
      dictionaries.remove(entry.id());
    }
  }

  /**
   * Stopped for this run only: what is meant to be stands in the database, not in the framework's
   * own state.
   */
  private void lower(Entry entry) {
    if (entry.bundle.getState() == Bundle.ACTIVE || entry.bundle.getState() == Bundle.STARTING) {
      try {
        entry.lifted = true;
        entry.bundle.stop(Bundle.STOP_TRANSIENT);
      } catch (BundleException e) {
        LOG.error("The bundle of {} does not stop", entry.id(), e);
      }
    }
  }

  private void lift(Entry entry) {
    if (entry.lifted && (entry.bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) == 0) {
      try {
        entry.bundle.start(Bundle.START_TRANSIENT);
      } catch (BundleException e) {
        fail(entry, e.getMessage());
      }
    }
    entry.lifted = false;
  }

  /** Bundles that come, change and go; called on the thread that changes them. */
  private final class Arrivals implements BundleTrackerCustomizer<Entry> {
    @Override
    public Entry addingBundle(Bundle bundle, BundleEvent event) {
      return describe(bundle)
          .map(
              descriptor -> {
                var entry = new Entry(bundle, descriptor);
                var other = modules.putIfAbsent(descriptor.id(), entry);
                if (other != null) {
                  leaveOut(bundle, other);
                  return null;
                }
                gate.expect(descriptor.id(), descriptor.collections(), Closed.HOLD);
                worker.execute(ModuleRegistry.this::readDesired);
                return entry;
              })
          .orElse(null);
    }

    /** A second bundle of a module would come up with the first one's schema. */
    private void leaveOut(Bundle bundle, Entry other) {
      if (bundle.getState() != Bundle.ACTIVE) {
        return;
      }
      LOG.error(
          "Bundle {} {} is left out: {} {} is module {} already; bundle:update exchanges it",
          bundle,
          bundle.getVersion(),
          other.bundle,
          other.version(),
          other.id());
      worker.execute(() -> stop(bundle));
    }

    private void stop(Bundle bundle) {
      try {
        bundle.stop(Bundle.STOP_TRANSIENT);
      } catch (BundleException e) {
        LOG.error("Bundle {} does not stop", bundle, e);
      }
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, Entry entry) {
      if (bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING) {
        withdraw(entry);
      }
      if (event != null && event.getType() == BundleEvent.UPDATED) {
        entry.failure = null;
        entry.offered = false;
        describe(bundle).ifPresent(descriptor -> entry.descriptor = descriptor);
      }
      if (!worker.isShutdown()) {
        worker.execute(() -> settleQuietly(entry));
      }
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, Entry entry) {
      withdraw(entry);
      // Its texts stay till now: a stopped module still has a name.
      texts.remove(entry.id());
      modules.remove(entry.id(), entry);
      if (event != null) {
        forget(entry.id());
        // Again behind what the worker is just doing, which may have been about this module.
        worker.execute(() -> forget(entry.id()));
      }
    }

    private void forget(String id) {
      if (!modules.containsKey(id)) {
        gate.forget(id);
      }
    }

    private Optional<Descriptor> describe(Bundle bundle) {
      try {
        return Descriptor.of(bundle);
      } catch (IllegalArgumentException e) {
        LOG.error("Bundle {} is no module: {}", bundle, e.getMessage());
        return Optional.empty();
      }
    }

    private void settleQuietly(Entry entry) {
      try {
        settle(entry);
      } catch (RuntimeException e) {
        LOG.error("Module {} could not be brought to what it is meant to be", entry.id(), e);
      }
    }
  }
}
