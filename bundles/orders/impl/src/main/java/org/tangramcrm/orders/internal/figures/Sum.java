package org.tangramcrm.orders.internal.figures;

import java.math.BigDecimal;

/** What some records come to, so that groups of them can be added and compared. */
interface Sum<S> {
  S plus(S other);

  /** What rows are ordered and ranked by, and shares are of. */
  BigDecimal worth();

  static BigDecimal orZero(BigDecimal value) {
    return value == null ? BigDecimal.ZERO : value;
  }
}
