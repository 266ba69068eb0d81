package org.tangramcrm.orders.internal.figures;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.tangramcrm.platform.analysis.Analysis;

/**
 * What some orders come to, in the base currency at the rate that each has frozen.
 *
 * @param costs how many lines there are whose cost is known
 * @param costed what those lines come to without tax, after discounts
 */
record Sales(
    int orders,
    BigDecimal amount,
    BigDecimal received,
    BigDecimal outstanding,
    int costs,
    BigDecimal costed,
    BigDecimal cost)
    implements Sum<Sales> {
  static final Sales NOTHING =
      new Sales(
          0,
          BigDecimal.ZERO,
          BigDecimal.ZERO,
          BigDecimal.ZERO,
          0,
          BigDecimal.ZERO,
          BigDecimal.ZERO);

  static Sales of(int orders, BigDecimal amount, BigDecimal received, BigDecimal outstanding) {
    return new Sales(
        orders,
        Sum.orZero(amount),
        Sum.orZero(received),
        Sum.orZero(outstanding),
        0,
        BigDecimal.ZERO,
        BigDecimal.ZERO);
  }

  static Sales costing(int lines, BigDecimal net, BigDecimal cost) {
    return new Sales(
        0,
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        lines,
        Sum.orZero(net),
        Sum.orZero(cost));
  }

  @Override
  public Sales plus(Sales other) {
    return new Sales(
        orders + other.orders,
        amount.add(other.amount),
        received.add(other.received),
        outstanding.add(other.outstanding),
        costs + other.costs,
        costed.add(other.costed),
        cost.add(other.cost));
  }

  @Override
  public BigDecimal worth() {
    return amount;
  }

  /** Of no orders there is no mean. */
  BigDecimal mean() {
    return each(orders);
  }

  /** What is each one's, where there is anybody. */
  BigDecimal each(int many) {
    return many == 0 ? null : amount.divide(BigDecimal.valueOf(many), 4, RoundingMode.HALF_UP);
  }

  /** Of lines whose cost nobody knows there is none. */
  BigDecimal margin() {
    return costs == 0 ? null : costed.subtract(cost);
  }

  BigDecimal marginRate() {
    return costs == 0 ? null : Analysis.percent(margin(), costed);
  }
}
