package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.tangramcrm.platform.currency.Rates;

/** Parts of an amount that come to it exactly. */
final class Shares {
  private static final int DIGITS = 20;

  private Shares() {}

  /**
   * By weight, each HALF_UP to the currency's minor unit; what rounding leaves goes to the one that
   * weighs most, the first of several.
   *
   * @param weights none of them negative; where all are nothing, the first has all of it
   */
  static List<BigDecimal> of(BigDecimal whole, List<BigDecimal> weights, String currency) {
    var all = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    var shares = new ArrayList<BigDecimal>();
    var left = whole;
    int most = 0;
    for (int i = 0; i < weights.size(); i++) {
      var share =
          all.signum() == 0
              ? BigDecimal.ZERO
              : Rates.rounded(
                  whole.multiply(weights.get(i)).divide(all, DIGITS, RoundingMode.HALF_UP),
                  currency);
      shares.add(share);
      left = left.subtract(share);
      most = weights.get(i).compareTo(weights.get(most)) > 0 ? i : most;
    }
    if (!shares.isEmpty()) {
      shares.set(most, shares.get(most).add(left));
    }
    return shares;
  }
}
