package org.tangramcrm.platform.internal.sql;

import java.util.Map;
import java.util.OptionalInt;
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
    var known = known(key);
    if (known.isPresent()) {
      return known.getAsInt();
    }
    var rows = count.getAsInt();
    keep(key, rows);
    return rows;
  }

  /** What was counted lately, by {@link #of} or elsewhere. */
  public OptionalInt known(long key) {
    var known = counts.get(key);
    return known == null || System.nanoTime() - known.at() > KEPT_NANOS
        ? OptionalInt.empty()
        : OptionalInt.of(known.rows());
  }

  public void keep(long key, int rows) {
    if (counts.size() > KEPT) {
      counts.clear();
    }
    counts.put(key, new Counted(rows, System.nanoTime()));
  }
}
