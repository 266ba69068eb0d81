package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.tangramcrm.orders.OrderLine;
import org.tangramcrm.platform.currency.Rates;

/**
 * What an order comes to (M-37): each line is rounded HALF_UP to the currency's minor unit, then
 * summed; the discount on the whole is rounded once; tax is rounded by line, then summed.
 *
 * @param goods the sum of the lines, without tax
 * @param net the same after the discount on the whole
 * @param tax the sum of the lines' taxes
 */
record OrderSums(BigDecimal goods, BigDecimal net, BigDecimal tax) {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /**
   * Works out the lines as well.
   *
   * @param discount per cent off the whole; null for none
   */
  static OrderSums of(List<OrderLine> lines, BigDecimal discount, String currency) {
    for (var line : lines) {
      line.subtotal =
          Rates.rounded(line.quantity.multiply(less(line.price, line.discount)), currency);
      line.tax =
          Rates.rounded(
              percent(
                  less(line.subtotal, discount),
                  line.taxRate == null ? BigDecimal.ZERO : line.taxRate),
              currency);
    }
    var goods = sum(lines, line -> line.subtotal);
    return new OrderSums(
        goods, Rates.rounded(less(goods, discount), currency), sum(lines, line -> line.tax));
  }

  BigDecimal total() {
    return net.add(tax);
  }

  private static BigDecimal less(BigDecimal amount, BigDecimal percent) {
    return percent == null ? amount : percent(amount, HUNDRED.subtract(percent));
  }

  private static BigDecimal percent(BigDecimal amount, BigDecimal percent) {
    return amount.multiply(percent).movePointLeft(2);
  }

  private static BigDecimal sum(List<OrderLine> lines, Function<OrderLine, BigDecimal> part) {
    return lines.stream().map(part).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
