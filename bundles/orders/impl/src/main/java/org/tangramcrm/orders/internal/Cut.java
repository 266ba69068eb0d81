package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tangramcrm.orders.ReceiptAllocation;
import org.tangramcrm.platform.Money;

/**
 * What of an allocation is taken back.
 *
 * @param amount of the receipt, in its currency
 * @param applied to the instalment, in its order's
 */
record Cut(ReceiptAllocation of, Money amount, Money applied) {
  /** All of them. */
  static List<Cut> all(List<ReceiptAllocation> allocations) {
    return allocations.stream().map(one -> new Cut(one, one.amount, one.applied)).toList();
  }

  /** As much of the first of them as that is, in the currency of what was received. */
  static List<Cut> received(List<ReceiptAllocation> from, BigDecimal amount, String base) {
    return of(from, amount, base, one -> one.amount);
  }

  /** As much of the first of them as that is, in the currency of what was paid. */
  static List<Cut> applied(List<ReceiptAllocation> from, BigDecimal amount, String base) {
    return of(from, amount, base, one -> one.applied);
  }

  private static List<Cut> of(
      List<ReceiptAllocation> from,
      BigDecimal amount,
      String base,
      Function<ReceiptAllocation, Money> by) {
    var cuts = new ArrayList<Cut>();
    var rest = amount;
    for (var one : from) {
      var whole = by.apply(one).amount;
      var part = rest.min(whole);
      if (part.signum() > 0) {
        cuts.add(
            new Cut(
                one,
                Part.share(one.amount, part, whole, base),
                Part.share(one.applied, part, whole, base)));
        rest = rest.subtract(part);
      }
    }
    if (rest.signum() > 0) {
      throw new IllegalArgumentException(rest + " more than there is");
    }
    return cuts;
  }

  boolean isAll() {
    return amount.amount.compareTo(of.amount.amount) == 0
        && applied.amount.compareTo(of.applied.amount) == 0;
  }

  /** A part of it, by what it had paid. */
  Cut part(BigDecimal paid, String base) {
    return new Cut(
        of,
        Part.share(amount, paid, applied.amount, base),
        Part.share(applied, paid, applied.amount, base));
  }

  Cut without(Cut part) {
    return new Cut(
        of, Part.difference(amount, part.amount), Part.difference(applied, part.applied));
  }
}
