package org.tangramcrm.platform.internal.notification;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.internal.chain.Failures;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.facts.FactCursor;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.identity.LaterCallers;
import org.tangramcrm.platform.internal.module.Gate;
import org.tangramcrm.platform.internal.sql.Repeat;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.internal.work.Workers;
import org.tangramcrm.platform.module.SchemaReady;

/** Makes notices of facts, on one node at a time. */
@Component(
    service = NoticeWorker.class,
    immediate = true,
    configurationPid = "org.tangramcrm.platform")
public class NoticeWorker {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeWorker.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final long SWEEP_MINUTES = 60;

  /** What of {@code etc/org.tangramcrm.platform.cfg} is read here. */
  @interface Config {
    int notifications_days() default 90;
  }

  private final FactCursor cursor;
  private final NoticeMaker maker;
  private final NoticeTable table;
  private final Transactions transactions;
  private final Gate gate;
  private final Duration kept;
  private volatile boolean closing;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "tangram-notices"));

  @Activate
  public NoticeWorker(
      @Reference Sql sql,
      @Reference RecordStores stores,
      @Reference ContractCatalog contracts,
      @Reference LaterCallers callers,
      @Reference Facts facts,
      @Reference Transactions transactions,
      @Reference Gate gate,
      @Reference(target = "(module=platform)") SchemaReady schema,
      Config config) {
    this.cursor = new FactCursor(sql, "notifications", Clock.systemUTC());
    this.table = new NoticeTable(sql);
    this.maker = new NoticeMaker(stores, contracts, callers, facts, sql, table);
    this.transactions = transactions;
    this.gate = gate;
    this.kept = Duration.ofDays(config.notifications_days());
    worker.scheduleWithFixedDelay(
        this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    worker.scheduleWithFixedDelay(this::sweep, 1, SWEEP_MINUTES, TimeUnit.MINUTES);
  }

  @Deactivate
  void close() {
    closing = true;
    worker.execute(this::leave);
    Workers.end(worker);
  }

  private void look() {
    try {
      // Whose records are, is known when the modules are there.
      while (!closing && gate.isBooted() && cursor.hold() && tell()) {
        LOG.trace("There may be more");
      }
    } catch (RuntimeException e) {
      if (passes(e)) {
        LOG.debug("The log of facts cannot be read now", e);
      } else {
        LOG.error("Nobody could be told what happened", e);
      }
    }
  }

  /** Whether there was something. */
  private boolean tell() {
    try {
      return tell(FactCursor.PORTION);
    } catch (RuntimeException e) {
      if (passes(e)) {
        throw e;
      }
      LOG.warn("Facts are told of one by one, since together they fail", e);
      return oneByOne();
    }
  }

  private boolean tell(int most) {
    return transactions.run(
        () -> {
          var facts = cursor.next(most);
          table.tell(maker.make(facts));
          return !facts.isEmpty();
        });
  }

  /** One that cannot be told must not keep all others from being told. */
  private boolean oneByOne() {
    var more = true;
    for (int i = 0; i < FactCursor.PORTION && more && !closing; i++) {
      try {
        more = tell(1);
      } catch (RuntimeException e) {
        if (passes(e)) {
          throw e;
        }
        more = passOver(e);
      }
    }
    return more;
  }

  private boolean passOver(RuntimeException failure) {
    var facts = transactions.run(() -> cursor.next(1));
    facts.forEach(fact -> LOG.error("Nobody is told of fact {}", fact.id(), failure));
    return !facts.isEmpty();
  }

  /** Whether the database is not there now, or others were in the way. */
  private static boolean passes(RuntimeException failure) {
    return Repeat.helps(failure) || Failures.map(failure).code == Code.UNAVAILABLE;
  }

  private void leave() {
    try {
      cursor.leave();
    } catch (RuntimeException e) {
      LOG.debug("Others wait until the lease has ended", e);
    }
  }

  private void sweep() {
    try {
      table.forget(Instant.now().minus(kept));
    } catch (RuntimeException e) {
      LOG.warn("Old notices could not be removed: {}", e.getMessage());
    }
  }
}
