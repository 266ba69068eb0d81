package org.tangramcrm.customers.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import javax.persistence.Embeddable;
import org.tangramcrm.platform.Money;

/** An amount as a row keeps it. */
@Embeddable
public class MoneyColumns {
  private static final String BASE_CURRENCY = "CNY";

  BigDecimal amount;
  String currency;
  BigDecimal base;
  BigDecimal rate;

  /** Null for none. In the base currency where a rate is known. */
  static MoneyColumns of(Money money) {
    if (money == null) {
      return null;
    }
    var columns = new MoneyColumns();
    columns.amount = money.amount;
    columns.currency = money.currency;
    columns.rate = BASE_CURRENCY.equals(money.currency) ? BigDecimal.ONE : money.rate;
    columns.base =
        columns.rate == null
            ? null
            : money.amount.multiply(columns.rate).setScale(2, RoundingMode.HALF_UP);
    return columns;
  }
}
