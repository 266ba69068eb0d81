package org.tangramcrm.sales.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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
  /** So many are asked for by name at once. */
  private static final int NAMED = 1000;

  /**
   * Where more than one in so many is asked for, to read every move is faster than to name them.
   */
  private static final int SHARE = 10;

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
    var filters = filter.isEmpty() ? Map.<String, String>of() : opportunities(filter);
    return new HashSet<>(relations.query(statement, filters, values, row -> row.number("deal")));
  }

  private static Map<String, String> opportunities(String filter) {
    return Map.of(SalesStores.OPPORTUNITIES, filter);
  }

  /**
   * Tells of moves of deals, of each in the order of the statement and of those of a lower number
   * first where that begins with them.
   *
   * @param statement over moves {@code m}, with {@code %s} ahead of its other conditions; calls
   *     their deal {@code deal}
   */
  void tell(Set<Long> deals, String statement, List<?> values, Consumer<Tuple> told) {
    if (deals.size() > NAMED && deals.size() > all() / SHARE) {
      read(
          statement.formatted(""),
          values,
          row -> {
            if (deals.contains(row.number("deal"))) {
              told.accept(row);
            }
          });
      return;
    }
    var named = deals.stream().sorted().toList();
    for (int start = 0; start < named.size(); start += NAMED) {
      var some = named.subList(start, Math.min(start + NAMED, named.size()));
      var bound = new ArrayList<Object>(some);
      bound.addAll(values);
      var marks = String.join(",", Collections.nCopies(some.size(), "?"));
      read(statement.formatted("m.opportunity_id in (" + marks + ") and "), bound, told);
    }
  }

  private int all() {
    var count = "select count(*) as n from {opportunities} o";
    return relations.query(count, Map.of(), List.of(), row -> row.number("n")).get(0).intValue();
  }

  private void read(String statement, List<?> values, Consumer<Tuple> told) {
    relations.query(
        statement,
        Map.of(),
        values,
        row -> {
          told.accept(row);
          return null;
        });
  }
}
