package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.util.Currency;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.currency.Rates;

/** What can be paid: whole coins. */
final class Coins {
  private Coins() {}

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
}
