package org.tangramcrm.sales.internal;

import java.math.BigDecimal;
import java.util.List;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.sales.OpportunityLine;

/** What an opportunity comes to (M-20, M-33): lines are rounded, then summed. */
final class Worth {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Worth() {}

  /** Quantity × price less discount, HALF_UP to the currency's minor unit. */
  static BigDecimal subtotal(OpportunityLine line, String currency) {
    var discount = line.discount == null ? BigDecimal.ZERO : line.discount;
    return Rates.rounded(
        line.quantity.multiply(line.price).multiply(HUNDRED.subtract(discount)).movePointLeft(2),
        currency);
  }

  static Money sum(List<OpportunityLine> lines, String currency) {
    return Money.of(
        lines.stream().map(line -> line.subtotal).reduce(BigDecimal.ZERO, BigDecimal::add),
        currency);
  }

  /** An amount × per cent, each of its two values HALF_UP to its currency's minor unit. */
  static Money weighted(Money amount, int probability, String base) {
    var weighted = Money.of(part(amount.amount, probability, amount.currency), amount.currency);
    weighted.rate = amount.rate;
    weighted.baseAmount =
        amount.baseAmount == null ? null : part(amount.baseAmount, probability, base);
    return weighted;
  }

  /** A value × per cent, HALF_UP to its currency's minor unit. */
  static BigDecimal part(BigDecimal amount, int probability, String currency) {
    return Rates.rounded(
        amount.multiply(BigDecimal.valueOf(probability)).movePointLeft(2), currency);
  }
}
