package org.tangramcrm.customers.internal;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.customers.CustomerLevel;
import org.tangramcrm.customers.CustomerLevelPage;
import org.tangramcrm.customers.LevelMeasure;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.identity.CurrentUser;

/** The levels of customers (M-84): what they mean, what rules can go by, and their history. */
@Component(service = Levels.class)
public class Levels {
  private static final Logger LOG = LoggerFactory.getLogger(Levels.class);
  private static final String BY_RULE = "rule";
  private static final String BY_HAND = "hand";

  /** So long what a level means may be told as it was: other nodes change it, too. */
  private static final Duration REMEMBERED = Duration.ofSeconds(10);

  private final CustomerStores stores;
  private final CurrentUser user;
  private final Map<String, LevelMeasure> measures = new ConcurrentHashMap<>();
  private final AtomicBoolean reading = new AtomicBoolean();
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "customer-levels"));

  /** Null until somebody asks. */
  private volatile Remembered remembered;

  private record Remembered(Instant until, List<CustomerLevel> levels) {}

  @Activate
  public Levels(@Reference CustomerStores stores, @Reference CurrentUser user) {
    this.stores = stores;
    this.user = user;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bind(LevelMeasure measure) {
    measures.put(measure.code(), measure);
  }

  void unbind(LevelMeasure measure) {
    measures.remove(measure.code(), measure);
  }

  /** Those of the modules that are there, by code. */
  Map<String, LevelMeasure> measures() {
    return Map.copyOf(measures);
  }

  /** All levels that something is said of. */
  List<CustomerLevel> read() {
    var query = new Query();
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    return user.callAsSystem(() -> stores.levels.page(query, new CustomerLevelPage()).items);
  }

  /**
   * After how many days without contact that is told of customers of a level; empty for as of all.
   */
  Optional<Integer> visitDays(String level) {
    if (level == null) {
      return Optional.empty();
    }
    return known().stream()
        .filter(one -> one.level.equals(level) && one.visitDays != null)
        .map(one -> one.visitDays)
        .findFirst();
  }

  /**
   * Whoever reads does not wait for what other nodes may have changed: the next one hears of it.
   */
  private List<CustomerLevel> known() {
    var known = remembered;
    if (known == null) {
      known = remember();
    } else if (Instant.now().isAfter(known.until()) && reading.compareAndSet(false, true)) {
      reader.execute(
          () -> {
            try {
              remember();
            } catch (RuntimeException e) {
              LOG.debug("What levels mean is told as it was", e);
            } finally {
              reading.set(false);
            }
          });
    }
    return known.levels();
  }

  private Remembered remember() {
    var read = new Remembered(Instant.now().plus(REMEMBERED), read());
    remembered = read;
    return read;
  }

  /** Once what changes them is there for all: else they would be remembered as they were. */
  void forget() {
    stores.afterCommit(() -> remembered = null);
  }

  @Deactivate
  void close() {
    reader.shutdownNow();
  }

  /** Writes down where somebody gave a customer another level. */
  void changedByHand(Customer before, Customer after) {
    // Who wrote it may not see it, or not reach it any more.
    var now = user.callAsSystem(() -> stores.customers.whole(after.id));
    if (!Objects.equals(before.level, now.level)) {
      var since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      stores.customers.derive(now.id, "levelSince", since);
      stores.levelChanges.insertAll(
          List.of(row(now.id, before.level, now.level, BY_HAND, null, null)));
      if (!user.get().rules(CustomerStores.CUSTOMERS).hidden().contains("levelSince")) {
        after.levelSince = since;
      }
    }
  }

  /** All of a portion at once. */
  void changedByRule(List<LevelWork.Move> moves) {
    stores.levelChanges.insertAll(
        moves.stream()
            .map(
                move ->
                    row(
                        move.customer(),
                        move.from(),
                        move.verdict().to(),
                        BY_RULE,
                        move.verdict().measure(),
                        move.verdict().value()))
            .toList());
  }

  private static LevelChangeRow row(
      long customer, String from, String to, String cause, String measure, BigDecimal measured) {
    var row = new LevelChangeRow();
    row.customerId = customer;
    row.fromLevel = from;
    row.toLevel = to;
    row.cause = cause;
    row.measure = measure;
    row.measured = measured;
    return row;
  }
}
