package org.tangramcrm.platform.internal.duplicate;

/** Two records, in whichever order they are named. */
record Pair(long one, long other) {
  static Pair of(long one, long other) {
    return new Pair(Math.min(one, other), Math.max(one, other));
  }
}
