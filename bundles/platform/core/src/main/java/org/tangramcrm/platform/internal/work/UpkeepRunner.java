package org.tangramcrm.platform.internal.work;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.Failures;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.module.Gate;
import org.tangramcrm.platform.internal.sql.Repeat;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.job.Upkeep;
import org.tangramcrm.platform.module.SchemaReady;

/** Has modules see to what they see to by themselves, portion by portion. */
@Component(service = UpkeepRunner.class, immediate = true)
public class UpkeepRunner {
  private static final Logger LOG = LoggerFactory.getLogger(UpkeepRunner.class);
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final long LOOK_SECONDS = 1;

  /** The database is away, or a module stops while its own is still there to be asked. */
  private static final Set<Code> PASSING = Set.of(Code.UNAVAILABLE, Code.MODULE_STOPPED);

  private final Sql sql;
  private final Transactions transactions;
  private final CurrentUser user;
  private final Gate gate;
  private volatile boolean closing;

  /** When each is to be done next. */
  private final Map<Upkeep, Instant> due = new ConcurrentHashMap<>();

  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "tangram-upkeep"));

  @Activate
  public UpkeepRunner(
      @Reference Sql sql,
      @Reference Transactions transactions,
      @Reference CurrentUser user,
      @Reference Gate gate,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.sql = sql;
    this.transactions = transactions;
    this.user = user;
    this.gate = gate;
    worker.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  @Deactivate
  void close() {
    closing = true;
    Workers.end(worker);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bind(Upkeep upkeep) {
    due.put(upkeep, Instant.MIN);
  }

  void unbind(Upkeep upkeep) {
    due.remove(upkeep);
  }

  private void look() {
    if (gate.isBooted()) {
      due.forEach(
          (upkeep, at) -> {
            if (!at.isAfter(Instant.now())) {
              var next = Instant.now().plus(survived(upkeep) ? EVERY : AGAIN);
              due.computeIfPresent(upkeep, (same, before) -> next);
            }
          });
    }
  }

  /** Whatever becomes of a module in the midst of it: what throws here is never run again. */
  private boolean survived(Upkeep upkeep) {
    try {
      return done(upkeep);
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("{} was left, and is tried again: {}", upkeep.getClass().getName(), e.toString());
      return false;
    }
  }

  /** Whether there is nothing left to do; a node that falls silent is followed by another. */
  private boolean done(Upkeep upkeep) {
    var lease = new Lease(sql, "tangram_upkeep", upkeep.name(), Clock.systemUTC());
    try {
      sql.insertUnlessThere("insert into tangram_upkeep (name) values (?)", upkeep.name());
      var more = true;
      while (more) {
        if (closing || !due.containsKey(upkeep) || !lease.hold()) {
          return false;
        }
        more = transactions.run(() -> user.callAsSystem(() -> portion(upkeep)));
      }
      return true;
    } catch (RuntimeException e) {
      if (closing
          || !due.containsKey(upkeep)
          || Repeat.helps(e)
          || PASSING.contains(Failures.map(e).code)) {
        LOG.debug("{} is tried again", upkeep.name(), e);
      } else {
        LOG.error("{} failed, and is tried again", upkeep.name(), e);
      }
      return false;
    } finally {
      leave(lease);
    }
  }

  private boolean portion(Upkeep upkeep) {
    if (!(upkeep instanceof Upkeep.Round round)) {
      return upkeep.portion();
    }
    var from =
        sql.query(
                "select place from tangram_upkeep where name = ?",
                List.of(round.name()),
                row -> Optional.ofNullable(row.getString(1)))
            .get(0);
    var next = round.portion(from.orElse(null));
    sql.update("update tangram_upkeep set place = ? where name = ?", next, round.name());
    return next != null;
  }

  private static void leave(Lease lease) {
    try {
      lease.leave();
    } catch (RuntimeException e) {
      LOG.debug("Others wait until the lease has ended", e);
    }
  }
}
