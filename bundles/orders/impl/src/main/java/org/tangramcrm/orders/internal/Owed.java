package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import org.tangramcrm.orders.Receivable;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.currency.Rates;

/**
 * What an instalment comes to (M-40): outstanding = amount − received − written off, in the order's
 * currency and in the base currency. A part that is all of a whole is worth in the base currency
 * what the whole is, so that nothing is left of what is paid.
 *
 * @param base the base currency
 * @param whole what it was to pay
 */
record Owed(String base, Money whole, Money received, Money writtenOff) {
  static Owed of(Receivable one, String base) {
    var owed = of(one.amount, base);
    return new Owed(
        base,
        one.amount,
        one.received == null ? owed.received : one.received,
        one.writtenOff == null ? owed.writtenOff : one.writtenOff);
  }

  /** Nothing received yet. */
  static Owed of(Money whole, String base) {
    var nothing = new Owed(base, whole, null, null).part(BigDecimal.ZERO);
    return new Owed(base, whole, nothing, nothing);
  }

  Owed receiving(BigDecimal more) {
    return new Owed(base, whole, settled(received.amount.add(more), writtenOff), writtenOff);
  }

  Owed writingOff(BigDecimal more) {
    return new Owed(base, whole, received, settled(writtenOff.amount.add(more), received));
  }

  /** The same received and written off, of another whole. */
  Owed becoming(Money other) {
    var again = of(other, base);
    return again.receiving(received.amount).writingOff(writtenOff.amount);
  }

  Money outstanding() {
    var left = Money.of(left(), whole.currency);
    left.rate = whole.rate;
    left.baseAmount =
        whole.baseAmount == null
            ? null
            : whole.baseAmount.subtract(received.baseAmount).subtract(writtenOff.baseAmount);
    return left;
  }

  private BigDecimal left() {
    return whole.amount.subtract(received.amount).subtract(writtenOff.amount);
  }

  /** What is settled so far of a whole that the other part settles some of, too. */
  private Money settled(BigDecimal amount, Money other) {
    var settled = part(amount);
    var all = amount.add(other.amount).compareTo(whole.amount) == 0;
    if (all && whole.baseAmount != null) {
      settled.baseAmount = whole.baseAmount.subtract(other.baseAmount);
    }
    return settled;
  }

  private Money part(BigDecimal amount) {
    var part = Money.of(amount, whole.currency);
    part.rate = whole.rate;
    if (whole.baseAmount != null) {
      part.baseAmount =
          amount.compareTo(whole.amount) == 0
              ? whole.baseAmount
              : Rates.rounded(amount.multiply(whole.rate), base);
    }
    return part;
  }
}
