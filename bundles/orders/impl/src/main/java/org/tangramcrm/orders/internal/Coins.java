package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.util.Currency;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.currency.Rates;

/** What can be paid: whole coins. */
final class Coins {
  private Coins() {}

  /** More than that no row can keep, nor what it is in the base currency. */
  private static final BigDecimal MOST = new BigDecimal("999999999999999.99");

  /**
   * @throws CrmException {@code invalid} for less than the smallest one, or parts of one
   */
  static void check(BigDecimal amount, String currency, String field) {
    if (amount.signum() <= 0) {
      throw CrmException.invalid(field, "not-positive");
    }
    checkWhole(amount, currency, field);
  }

  /**
   * @throws CrmException {@code invalid} for parts of the smallest one
   */
  static void checkWhole(BigDecimal amount, String currency, String field) {
    if (amount.compareTo(Rates.rounded(amount, currency)) != 0) {
      throw CrmException.invalid(
          field,
          "minor-unit",
          Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits()),
          currency);
    }
  }

  /**
   * @throws CrmException {@code invalid} for what is more than can be kept
   */
  static Money checkKept(Money money, String field) {
    var base = money.baseAmount == null ? BigDecimal.ZERO : money.baseAmount;
    if (money.amount.max(base).compareTo(MOST) > 0) {
      throw CrmException.invalid(field, "too-large", MOST.toPlainString());
    }
    return money;
  }
}
