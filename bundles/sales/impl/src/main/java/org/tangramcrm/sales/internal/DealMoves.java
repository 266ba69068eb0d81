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
  /** So many are asked for by name; of more, every move is read, which then is as fast. */
  private static final int NAMED = 1000;

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
   * Tells of moves of deals in the order of the statement.
   *
   * @param statement over moves {@code m}, with {@code %s} ahead of its other conditions; calls
   *     their deal {@code deal}
   */
  void tell(Set<Long> deals, String statement, List<?> values, Consumer<Tuple> told) {
    if (deals.isEmpty()) {
      return;
    }
    if (deals.size() > NAMED) {
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
    var bound = new ArrayList<Object>(deals);
    bound.addAll(values);
    var marks = String.join(",", Collections.nCopies(deals.size(), "?"));
    read(statement.formatted("m.opportunity_id in (" + marks + ") and "), bound, told);
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
