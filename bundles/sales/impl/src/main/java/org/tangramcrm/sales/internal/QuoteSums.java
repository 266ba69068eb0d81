package org.tangramcrm.sales.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Function;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.sales.QuoteLine;

/**
 * What a quote comes to (M-26): each line is rounded HALF_UP to the currency's minor unit, then
 * summed; the discount on the whole is rounded once; tax is rounded by line, then summed.
 *
 * @param goods the sum of the lines, without tax
 * @param net the same after the discount on the whole
 * @param tax the sum of the lines' taxes
 */
record QuoteSums(BigDecimal goods, BigDecimal net, BigDecimal tax) {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final int PRICE_DIGITS = 4;

  /**
   * Works out the lines as well.
   *
   * @param discount per cent off the whole; null for none
   */
  static QuoteSums of(List<QuoteLine> lines, BigDecimal discount, String currency) {
    for (var line : lines) {
      var unit = less(line.price, line.discount);
      line.netPrice = SalesStores.plain(unit.setScale(PRICE_DIGITS, RoundingMode.HALF_UP));
      line.subtotal = Rates.rounded(line.quantity.multiply(unit), currency);
      line.tax =
          Rates.rounded(
              percent(
                  less(line.subtotal, discount),
                  line.taxRate == null ? BigDecimal.ZERO : line.taxRate),
              currency);
    }
    var goods = sum(lines, line -> line.subtotal);
    return new QuoteSums(
        goods, Rates.rounded(less(goods, discount), currency), sum(lines, line -> line.tax));
  }

  BigDecimal total() {
    return net.add(tax);
  }

  /**
   * Whether a line, with the discount on the whole counted in, gives more off than may be given
   * without approval.
   *
   * @param floor the lowest price of one unit; null for none
   * @param most per cent off the list price, or off the price that was entered where there is none
   *     on the list; null for as many as one likes
   */
  static boolean tooCheap(QuoteLine line, BigDecimal discount, BigDecimal floor, BigDecimal most) {
    var unit = less(less(line.price, line.discount), discount);
    var full = line.listPrice == null ? line.price : line.listPrice;
    return floor != null && unit.compareTo(floor) < 0
        || most != null && unit.compareTo(less(full, most)) < 0;
  }

  private static BigDecimal less(BigDecimal amount, BigDecimal percent) {
    return percent == null ? amount : percent(amount, HUNDRED.subtract(percent));
  }

  private static BigDecimal percent(BigDecimal amount, BigDecimal percent) {
    return amount.multiply(percent).movePointLeft(2);
  }

  private static BigDecimal sum(List<QuoteLine> lines, Function<QuoteLine, BigDecimal> part) {
    return lines.stream().map(part).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
