package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.tangramcrm.orders.ReceiptAllocation;
import org.tangramcrm.orders.internal.AllocationPlan.Open;
import org.tangramcrm.platform.Money;

/** What instalments of an order received beyond what they are now, and where it goes. */
final class Surplus {
  private Surplus() {}

  /** That a part of what was taken back pays another instalment. */
  record Move(Cut cut, long to) {}

  /**
   * Pays what is due first.
   *
   * @param opens instalments of the same order
   */
  static List<Move> spread(List<Cut> cuts, List<Open> opens, String base) {
    var moves = new ArrayList<Move>();
    var left = new ArrayList<>(cuts);
    for (var open : opens.stream().sorted(AllocationPlan.OLDEST_FIRST).toList()) {
      var room = open.outstanding();
      for (int i = 0; i < left.size() && room.signum() > 0; i++) {
        var cut = left.get(i);
        var paid = cut.applied().amount.min(room);
        if (paid.signum() > 0) {
          var part = cut.part(paid, base);
          moves.add(new Move(part, open.receivable()));
          left.set(i, cut.without(part));
          room = room.subtract(paid);
        }
      }
    }
    return moves;
  }

  /** That what an allocation paid is worth something else. */
  record Worth(ReceiptAllocation of, Money applied) {}

  /**
   * Has allocations be worth what was received of their instalment: that may be a cent off in the
   * base currency once its whole is another.
   */
  static List<Worth> straightened(Money received, List<ReceiptAllocation> paid) {
    var worths = new ArrayList<Worth>();
    if (received == null || received.baseAmount == null) {
      return worths;
    }
    var off = received.baseAmount;
    for (var one : paid) {
      off = off.subtract(one.applied.baseAmount);
    }
    for (var one : paid) {
      if (off.signum() != 0) {
        var applied = Part.worth(one.applied, one.applied.baseAmount.add(off).max(BigDecimal.ZERO));
        off = off.subtract(applied.baseAmount.subtract(one.applied.baseAmount));
        worths.add(new Worth(one, applied));
      }
    }
    return worths;
  }
}
