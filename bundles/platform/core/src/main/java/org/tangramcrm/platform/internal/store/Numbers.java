package org.tangramcrm.platform.internal.store;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.company.BusinessDay;
import org.tangramcrm.platform.internal.numbering.NumberRules;
import org.tangramcrm.platform.internal.numbering.Pattern;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.module.SchemaReady;

/**
 * Business numbers. A block of them is taken in a transaction of its own, so that no writer waits
 * for another's commit; what a node has not used when it stops is a gap. Blocks are larger, and so
 * are such gaps, while very many are used.
 *
 * <p>Series without gaps are counted in the transaction that uses the number, row by row.
 */
@Component(service = Numbers.class)
public class Numbers {
  private static final int BLOCK = 50;

  /** So large a block becomes where the last one was used up at once, as it is by an import. */
  private static final int LARGEST = 1_600;

  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final int ATTEMPTS = 20;

  private final Sql sql;
  private final Transactions transactions;
  private final NumberRules rules;
  private final BusinessDay days;
  private final Map<String, Block> blocks = new ConcurrentHashMap<>();

  @Activate
  public Numbers(
      @Reference Sql sql,
      @Reference Transactions transactions,
      @Reference NumberRules rules,
      @Reference BusinessDay days,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.sql = sql;
    this.transactions = transactions;
    this.rules = rules;
    this.days = days;
  }

  /** The day by which new records go. */
  LocalDate today() {
    return days.today();
  }

  /**
   * The next number of a collection.
   *
   * @param delivered the pattern that holds where the company says nothing else
   * @param taken whether a record has a number already: what was made by one pattern may look like
   *     what another makes
   */
  String next(String collection, String delivered, Predicate<String> taken) {
    var day = days.today();
    var own = sql.once("number rule of " + collection, () -> rules.of(collection));
    var pattern = own.orElseGet(() -> new Pattern(delivered));
    var block = blocks.computeIfAbsent(collection + pattern.series(day), Block::new);
    var number = pattern.number(day, block.next());
    while (own.isPresent() && taken.test(number)) {
      number = pattern.number(day, block.next());
    }
    return number;
  }

  /**
   * The next number of a collection whose numbers have no gaps. The series' row stays locked until
   * the open transaction ends; where that is rolled back, so is this.
   *
   * @param delivered the pattern that holds where the company says nothing else
   * @param taken whether a record has a number already
   */
  String nextWithoutGap(String collection, String delivered, Predicate<String> taken) {
    var day = days.today();
    var own = rules.of(collection);
    var pattern = own.orElseGet(() -> new Pattern(delivered));
    var series = collection + pattern.series(day);
    var number = pattern.number(day, following(series));
    while (own.isPresent() && taken.test(number)) {
      number = pattern.number(day, following(series));
    }
    return number;
  }

  private long following(String series) {
    var next = "update tangram_number set last_value = last_value + 1 where series = ?";
    if (sql.update(next, series) == 0) {
      // Apart, or whoever begins it at the same moment would wait for what comes of this.
      transactions.apart(
          () -> {
            begin(series);
            return series;
          });
      sql.update(next, series);
    }
    return sql.first(
            "select last_value from tangram_number where series = ?",
            List.of(series),
            row -> row.getLong(1))
        .orElseThrow();
  }

  private final class Block {
    private final String series;
    private int size = BLOCK;
    private long taken = System.nanoTime() - AT_ONCE.toNanos();
    private long next;
    private long end;

    Block(String series) {
      this.series = series;
    }

    synchronized long next() {
      if (next == end) {
        var atOnce = System.nanoTime() - taken < AT_ONCE.toNanos();
        size = atOnce ? Math.min(LARGEST, size * 2) : BLOCK;
        end = reserve(series, size) + 1;
        next = end - size;
        taken = System.nanoTime();
      }
      return next++;
    }
  }

  /**
   * Moves the series on by a block, outside the caller's transaction, and answers the block's last
   * number.
   */
  private long reserve(String series, int size) {
    return transactions.apart(
        () -> {
          // Compare and set, again when another node was first.
          for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var last =
                sql.first(
                    "select last_value from tangram_number where series = ?",
                    List.of(series),
                    row -> row.getLong(1));
            if (last.isEmpty()) {
              begin(series);
            } else if (sql.update(
                    "update tangram_number set last_value = ? where series = ? and last_value = ?",
                    last.get() + size,
                    series,
                    last.get())
                == 1) {
              return last.get() + size;
            }
          }
          throw new IllegalStateException("No block of numbers could be reserved for " + series);
        });
  }

  private void begin(String series) {
    try {
      sql.update("insert into tangram_number (series, last_value) values (?, 0)", series);
    } catch (org.tangramcrm.platform.internal.sql.SqlFailure e) {
      // Another node began it at the same moment; the loop reads what it wrote.
      if (sql.first("select 1 from tangram_number where series = ?", List.of(series), row -> 1)
          .isEmpty()) {
        throw e;
      }
    }
  }
}
