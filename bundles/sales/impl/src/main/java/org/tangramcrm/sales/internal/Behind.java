package org.tangramcrm.sales.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.tangramcrm.platform.analysis.AnalysisDrill;

/**
 * Which deals are behind the rows of an analysis of how they were: by what rows are made of, and by
 * how they ended.
 */
final class Behind {
  private final Map<List<Object>, List<Long>> deals = new HashMap<>();

  void add(Object group, String state, long deal) {
    put(group, state, deal);
    put(group, null, deal);
  }

  /** One among those that ended alike alone. */
  void put(Object group, String state, long deal) {
    deals.computeIfAbsent(key(group, state), any -> new ArrayList<>()).add(deal);
  }

  private static List<Object> key(Object group, String state) {
    return Arrays.asList(group, state);
  }

  private List<Long> of(Object group, String state) {
    return deals.getOrDefault(key(group, state), List.of());
  }

  /** Where a group's deals are listed, by name. */
  AnalysisDrill drill(Object group, String state) {
    return StageWalks.drill(of(group, state));
  }

  /**
   * Where a group's deals are listed: by a filter where that finds the very same, else by name.
   *
   * @param state null for all of the group
   * @param now which deals the filter finds, of each group
   * @param filter the records as the list finds them
   */
  AnalysisDrill drill(Object group, String state, Behind now, AnalysisDrill filter) {
    var then = of(group, state);
    return !then.isEmpty() && new HashSet<>(then).equals(new HashSet<>(now.of(group, state)))
        ? filter
        : drill(group, state);
  }
}
