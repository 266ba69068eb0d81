package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.currency.Rates;

/**
 * Parts of money, with what they are worth in the base currency: parts of a whole come to its worth
 * to the cent, none is worth less than nothing, and nothing is worth nothing.
 */
final class Part {
  private Part() {}

  /**
   * A part of what is left, at its rate: worth what that is worth more than what then is left.
   *
   * @param amount at most all of it
   */
  static Money of(Money left, BigDecimal amount, String base) {
    if (amount.signum() == 0) {
      return nothing(left);
    }
    var part = like(left, amount);
    if (left.baseAmount != null) {
      var rest = left.amount.subtract(amount);
      part.baseAmount = left.baseAmount.subtract(worth(rest, left, base));
    }
    return part;
  }

  private static BigDecimal worth(BigDecimal rest, Money left, String base) {
    return rest.signum() == 0
        ? BigDecimal.ZERO
        : Rates.rounded(rest.multiply(left.rate), base).min(left.baseAmount);
  }

  /**
   * The share of money that so much is of a whole.
   *
   * @param part at most the whole
   */
  static Money share(Money money, BigDecimal part, BigDecimal whole, String base) {
    if (part.compareTo(whole) == 0) {
      return money;
    }
    var share = like(money, ratio(money.amount, part, whole, money.currency));
    if (share.amount.signum() == 0) {
      return nothing(money);
    } else if (share.amount.compareTo(money.amount) == 0) {
      return money;
    } else if (money.baseAmount != null) {
      share.baseAmount = ratio(money.baseAmount, part, whole, base);
    }
    return share;
  }

  private static BigDecimal ratio(
      BigDecimal of, BigDecimal part, BigDecimal whole, String currency) {
    return Rates.rounded(of.multiply(part).divide(whole, 12, RoundingMode.HALF_UP), currency);
  }

  static Money sum(Money one, Money other) {
    var sum = like(one, one.amount.add(other.amount));
    sum.baseAmount =
        one.baseAmount == null || other.baseAmount == null
            ? null
            : one.baseAmount.add(other.baseAmount);
    return sum;
  }

  static Money difference(Money one, Money other) {
    var difference = like(one, one.amount.subtract(other.amount));
    difference.baseAmount =
        one.baseAmount == null || other.baseAmount == null
            ? null
            : one.baseAmount.subtract(other.baseAmount);
    return difference;
  }

  static Money negated(Money money) {
    return difference(nothing(money), money);
  }

  /** None of it, at its rate. */
  static Money nothing(Money of) {
    var nothing = like(of, BigDecimal.ZERO);
    nothing.baseAmount = of.baseAmount == null ? null : BigDecimal.ZERO;
    return nothing;
  }

  /** The same, worth something else. */
  static Money worth(Money money, BigDecimal base) {
    var other = like(money, money.amount);
    other.baseAmount = base;
    return other;
  }

  private static Money like(Money money, BigDecimal amount) {
    var like = Money.of(amount, money.currency);
    like.rate = money.rate;
    return like;
  }
}
