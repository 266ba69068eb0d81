package org.tangramcrm.sales.internal;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.store.Relations;
import org.tangramcrm.platform.store.Tuple;

/**
 * The history of the deals that an analysis is of. Which deals those are and how they moved is
 * asked each by itself and put together here: Derby takes minutes to join some thousands of both,
 * with what the caller reaches and filters by joined to each.
 */
@Component(service = DealMoves.class)
public class DealMoves {
  /** So many are asked for at once: what is known of them has room in memory. */
  private static final int PORTION = 20_000;

  /** So many are asked for by name at once. */
  private static final int NAMED = 1_000;

  /** Where fewer than one in so many is asked for it is faster to name them than to read all. */
  private static final int SPARSE = 5;

  private static final String MOVED_WITHIN =
      """
      select distinct m.opportunity_id as deal from {opportunity-moves} m
      where m.moved_on >= ? and m.moved_on <= ?""";

  private final Relations relations;

  @Activate
  public DealMoves(@Reference Relations relations) {
    this.relations = relations;
  }

  /**
   * @param statement what finds the {@code deal} of each row
   * @param filter which opportunities it is asked of, in RSQL
   */
  Set<Long> deals(String statement, String filter, List<?> values) {
    var deals = new HashSet<Long>();
    found(statement, filter, values, row -> deals.add(row.number("deal")));
    return deals;
  }

  /**
   * Tells of whatever a statement finds.
   *
   * @param filter which opportunities it is asked of, in RSQL
   */
  void found(String statement, String filter, List<?> values, Consumer<Tuple> told) {
    relations.query(
        statement,
        filter.isEmpty() ? Map.of() : Map.of(SalesStores.OPPORTUNITIES, filter),
        values,
        row -> {
          told.accept(row);
          return null;
        });
  }

  /**
   * Tells of moves of deals, those of a lower number first; of each in the order of the statement.
   *
   * @param statement over moves {@code m}, with {@code %s} among its conditions and in the order of
   *     {@code m.opportunity_id} first; calls their deal {@code deal}
   */
  void tell(Set<Long> deals, String statement, List<?> values, Consumer<Tuple> told) {
    read(deals, "m.opportunity_id", "", statement, values, told);
  }

  /**
   * Tells of each deal what the last of its moves that a statement finds comes to; one after the
   * other, so that a million of them need no room.
   *
   * @param statement as {@link #tell} takes it, with the last move of each deal at its end
   * @param reads what a move comes to; null for nothing
   */
  <T> void last(
      Set<Long> deals,
      String statement,
      List<?> values,
      Function<Tuple, T> reads,
      BiConsumer<Long, T> told) {
    var last =
        new Object() {
          private Long deal;
          private T move;

          void ends() {
            if (move != null) {
              told.accept(deal, move);
            }
          }
        };
    tell(
        deals,
        statement,
        values,
        row -> {
          var deal = row.number("deal");
          if (!deal.equals(last.deal)) {
            last.ends();
          }
          last.deal = deal;
          last.move = reads.apply(row);
        });
    last.ends();
  }

  /** Which deals moved in a period, or were changed. */
  Set<Long> movedWithin(LocalDate from, LocalDate to) {
    return deals(MOVED_WITHIN, "", List.of(from, to));
  }

  /**
   * Tells of deals as they are, of a lower number first.
   *
   * @param statement over opportunities {@code o}, as {@link #tell} takes it; calls each {@code
   *     deal}
   * @param filter which of them, in RSQL
   */
  void now(Set<Long> deals, String filter, String statement, List<?> values, Consumer<Tuple> told) {
    read(deals, "o.id", filter, statement, values, told);
  }

  private void read(
      Set<Long> deals,
      String column,
      String filter,
      String statement,
      List<?> values,
      Consumer<Tuple> told) {
    var sorted = deals.stream().sorted().toList();
    for (var some : portions(sorted, PORTION)) {
      var first = some.get(0);
      var last = some.get(some.size() - 1);
      if (some.size() <= NAMED || last - first > SPARSE * (long) some.size()) {
        for (var named : portions(some, NAMED)) {
          var marks = String.join(",", Collections.nCopies(named.size(), "?"));
          read(column + " in (" + marks + ")", named, filter, statement, values, told);
        }
      } else {
        read(
            column + " >= ? and " + column + " <= ?",
            List.of(first, last),
            filter,
            statement,
            values,
            row -> {
              if (deals.contains(row.number("deal"))) {
                told.accept(row);
              }
            });
      }
    }
  }

  private static List<List<Long>> portions(List<Long> all, int size) {
    return IntStream.range(0, (all.size() + size - 1) / size)
        .mapToObj(i -> all.subList(i * size, Math.min((i + 1) * size, all.size())))
        .toList();
  }

  private void read(
      String which,
      List<Long> deals,
      String filter,
      String statement,
      List<?> values,
      Consumer<Tuple> told) {
    var bound = new ArrayList<Object>(deals);
    bound.addAll(values);
    found(statement.formatted(which), filter, bound, told);
  }
}
