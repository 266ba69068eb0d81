package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import javax.persistence.Embeddable;
import org.tangramcrm.platform.Money;

/** An amount as a row keeps it. */
@Embeddable
public class MoneyColumns {
  BigDecimal amount;
  String currency;
  BigDecimal base;
  BigDecimal rate;

  /** As it is, with what it is in the base currency; null for none. */
  static MoneyColumns of(Money money) {
    if (money == null) {
      return null;
    }
    var columns = new MoneyColumns();
    columns.amount = money.amount;
    columns.currency = money.currency;
    columns.base = money.baseAmount;
    columns.rate = money.rate;
    return columns;
  }
}
