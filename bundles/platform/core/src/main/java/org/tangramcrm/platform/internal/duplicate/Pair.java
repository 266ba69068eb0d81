package org.tangramcrm.platform.internal.duplicate;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Two records, in whichever order they are named. */
record Pair(long one, long other) {
  static Pair of(long one, long other) {
    return new Pair(Math.min(one, other), Math.max(one, other));
  }

  /** All pairs of some records. */
  static Stream<Pair> of(List<Long> records) {
    return IntStream.range(0, records.size())
        .boxed()
        .flatMap(
            i ->
                records.subList(i + 1, records.size()).stream()
                    .map(other -> of(records.get(i), other)));
  }
}
