package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
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
    Rates.checkWhole(amount, currency, field);
  }
}
