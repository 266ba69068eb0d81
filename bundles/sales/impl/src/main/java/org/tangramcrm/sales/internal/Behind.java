package org.tangramcrm.sales.internal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.tangramcrm.platform.analysis.AnalysisDrill;

/**
 * Which deals are behind the rows of an analysis of how they were: by what rows are made of, and by
 * how they ended.
 */
final class Behind {
  /** By group and how they ended; as numbers alone, of which there may be a million. */
  private final Map<List<Object>, LongStream.Builder> added = new HashMap<>();

  private final Map<List<Object>, long[]> sorted = new HashMap<>();

  void add(Object group, String state, long deal) {
    put(group, state, deal);
    put(group, null, deal);
  }

  /** One among those that ended alike alone. */
  void put(Object group, String state, long deal) {
    added.computeIfAbsent(key(group, state), any -> LongStream.builder()).add(deal);
  }

  private static List<Object> key(Object group, String state) {
    return Arrays.asList(group, state);
  }

  /** Asked for once all are there. */
  private long[] of(Object group, String state) {
    return sorted.computeIfAbsent(
        key(group, state),
        key ->
            added.containsKey(key)
                ? added.get(key).build().sorted().distinct().toArray()
                : new long[0]);
  }

  /** Where a group's deals are listed, by name. */
  AnalysisDrill drill(Object group, String state) {
    return StageWalks.drill(
        LongStream.of(of(group, state)).limit(StageWalks.LISTED + 1L).boxed().toList());
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
    return then.length > 0 && Arrays.equals(then, now.of(group, state))
        ? filter
        : drill(group, state);
  }
}
