package org.tangramcrm.platform.internal.sql;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Counts that are known for some minutes: they choose a way, and no answer depends on them. */
public final class Estimates {
  private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int KEPT = 10_000;

  private final Map<Long, Counted> counts = new ConcurrentHashMap<>();

  private record Counted(int rows, long at) {}

  public int of(long key, IntSupplier count) {
    var known = counts.get(key);
    if (known == null || System.nanoTime() - known.at() > KEPT_NANOS) {
      if (counts.size() > KEPT) {
        counts.clear();
      }
      known = new Counted(count.getAsInt(), System.nanoTime());
      counts.put(key, known);
    }
    return known.rows();
  }
}
