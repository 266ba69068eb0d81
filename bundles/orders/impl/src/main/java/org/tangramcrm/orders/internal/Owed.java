package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import org.tangramcrm.orders.Receivable;
import org.tangramcrm.platform.Money;

/**
 * What an instalment comes to (M-40): outstanding = amount − received − written off, in the order's
 * currency and, to its minor unit, in the base currency, in which none of them is less than nothing
 * either. What was received is worth what its allocations are worth, one by one.
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
    var nothing = Part.nothing(whole);
    return new Owed(base, whole, nothing, nothing);
  }

  Owed receiving(BigDecimal more) {
    var part = Part.of(outstanding(), more, base);
    return new Owed(base, whole, Part.sum(received, part), writtenOff);
  }

  /** What was received before, with what it was worth then, is not received. */
  Owed releasing(Money part) {
    return new Owed(base, whole, Part.difference(received, part), writtenOff).straight();
  }

  Owed writingOff(BigDecimal more) {
    var part = Part.of(outstanding(), more, base);
    return new Owed(base, whole, received, Part.sum(writtenOff, part));
  }

  /**
   * The same received, of another whole; of what was written off no more than there is room for.
   * Where more was received than that, the outstanding is less than nothing until it is moved
   * elsewhere.
   */
  Owed becoming(Money other) {
    var room = other.amount.subtract(received.amount).max(BigDecimal.ZERO);
    var written =
        writtenOff.amount.compareTo(room) <= 0 ? writtenOff : Part.of(writtenOff, room, base);
    return new Owed(base, other, received, written).straight();
  }

  /** Of another whole, what was received is worth something else where it would not come out. */
  private Owed straight() {
    var left = outstanding();
    if (left.baseAmount == null
        || left.amount.signum() < 0
        || left.baseAmount.signum() == 0
        || left.amount.signum() > 0 && left.baseAmount.signum() > 0) {
      return this;
    }
    var settled = received.baseAmount.add(writtenOff.baseAmount).add(left.baseAmount);
    var worth = received.baseAmount.add(left.baseAmount).max(BigDecimal.ZERO);
    if (received.amount.signum() == 0) {
      worth = BigDecimal.ZERO;
    } else if (writtenOff.amount.signum() == 0) {
      worth = settled;
    }
    return new Owed(
        base, whole, Part.worth(received, worth), Part.worth(writtenOff, settled.subtract(worth)));
  }

  Money outstanding() {
    return Part.difference(Part.difference(whole, received), writtenOff);
  }
}
