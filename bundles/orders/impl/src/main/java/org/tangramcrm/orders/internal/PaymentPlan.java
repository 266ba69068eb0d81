package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.tangramcrm.orders.PlannedInstalment;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.currency.Rates;

/** The instalments of an order (M-38): what they come to is what the order comes to. */
final class PaymentPlan {
  /** By how much what was entered may miss the total; the last instalment takes it. */
  private static final BigDecimal TOLERANCE = new BigDecimal("0.01");

  private PaymentPlan() {}

  /**
   * Numbers the instalments and works out what each is: its per cent of the total, or the amount
   * that was entered. The last one takes what rounding leaves.
   *
   * @throws CrmException {@code invalid} of {@code plan} where they come to something else
   */
  static void settle(List<PlannedInstalment> plan, BigDecimal total, String currency) {
    var exact = BigDecimal.ZERO;
    var left = total;
    for (int i = 0; i < plan.size(); i++) {
      var part = plan.get(i);
      part.seq = i + 1;
      if (part.percent == null && part.amount == null) {
        throw CrmException.invalid("plan[" + i + "].amount", "required");
      }
      if (part.percent == null) {
        Rates.checkWhole(part.amount, currency, "plan[" + i + "].amount");
      }
      var share =
          part.percent == null ? part.amount : total.multiply(part.percent).movePointLeft(2);
      exact = exact.add(share);
      part.amount = Rates.rounded(share, currency);
      left = left.subtract(part.amount);
    }
    var last = plan.get(plan.size() - 1);
    last.amount = last.amount.add(left);
    var missed = total.subtract(exact);
    if (missed.abs().compareTo(TOLERANCE) > 0 || last.amount.signum() < 0) {
      var off = missed.signum() == 0 ? last.amount : missed;
      throw CrmException.invalid(
          "plan",
          "plan-total",
          plain(exact),
          plain(total),
          plain(off.abs()),
          currency,
          off.signum());
    }
  }

  /**
   * What the instalments are in the base currency, too: they come to what the order comes to there.
   *
   * @param total with its rate
   */
  static List<Money> amounts(List<PlannedInstalment> plan, Money total, String base) {
    var amounts = new ArrayList<Money>();
    var left = total.baseAmount;
    for (int i = 0; i < plan.size(); i++) {
      var amount = Money.of(plan.get(i).amount, total.currency);
      amount.rate = total.rate;
      if (left != null) {
        // What is nothing is worth nothing: the last that is something takes the rounding.
        var last =
            plan.subList(i + 1, plan.size()).stream().noneMatch(rest -> rest.amount.signum() > 0);
        amount.baseAmount =
            last && amount.amount.signum() > 0
                ? left
                : least(left, Rates.rounded(amount.amount.multiply(total.rate), base));
        left = left.subtract(amount.baseAmount);
      }
      amounts.add(amount);
    }
    return amounts;
  }

  /**
   * Takes an amount off its end; instalments of which nothing is left go, and what is left is told
   * by amounts.
   */
  static void cut(List<PlannedInstalment> plan, BigDecimal amount) {
    var left = amount;
    for (int i = plan.size() - 1; i >= 0; i--) {
      var part = plan.get(i);
      var off = least(part.amount, left);
      left = left.subtract(off);
      part.percent = null;
      part.amount = part.amount.subtract(off);
      if (off.signum() > 0 && part.amount.signum() == 0 && plan.size() > 1) {
        plan.remove(i);
      }
    }
  }

  /** Many small ones that are rounded up leave the last one nothing, not less. */
  private static BigDecimal least(BigDecimal one, BigDecimal other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static String plain(BigDecimal amount) {
    return amount.stripTrailingZeros().toPlainString();
  }
}
