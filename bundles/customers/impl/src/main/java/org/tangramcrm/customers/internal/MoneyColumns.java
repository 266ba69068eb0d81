package org.tangramcrm.customers.internal;

import java.math.BigDecimal;
import javax.persistence.Embeddable;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.currency.Rates;

/** An amount as a row keeps it. */
@Embeddable
public class MoneyColumns {
  BigDecimal amount;
  String currency;
  BigDecimal base;
  BigDecimal rate;

  /**
   * Null for none. In the base currency where a rate is known.
   *
   * @param base that currency
   */
  static MoneyColumns of(Money money, String base) {
    if (money == null) {
      return null;
    }
    var columns = new MoneyColumns();
    columns.amount = money.amount;
    columns.currency = money.currency;
    columns.rate = base.equals(money.currency) ? BigDecimal.ONE : money.rate;
    columns.base =
        columns.rate == null ? null : Rates.rounded(money.amount.multiply(columns.rate), base);
    return columns;
  }
}
