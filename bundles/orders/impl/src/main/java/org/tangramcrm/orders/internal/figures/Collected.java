package org.tangramcrm.orders.internal.figures;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.tangramcrm.platform.analysis.Analysis;

/**
 * What was to be collected in a period, and was, in the base currency.
 *
 * @param due instalments due in the period
 * @param early what was received for them no later than they were due
 * @param late what was received for them later, until the period's end
 * @param overdue what of them was due before the period's end and was not received by then
 * @param days Σ of what was received × the days since signing
 * @param signed orders signed in the period
 * @param paid what was received for those to date
 * @param cash receipts of the period, less what was given back
 * @param closing what is owed in all at the period's end
 * @param closingOverdue what of that is overdue
 */
record Collected(
    BigDecimal due,
    BigDecimal early,
    BigDecimal late,
    BigDecimal overdue,
    BigDecimal days,
    BigDecimal signed,
    BigDecimal paid,
    BigDecimal cash,
    BigDecimal closing,
    BigDecimal closingOverdue)
    implements Sum<Collected> {
  private static final BigDecimal NONE = BigDecimal.ZERO;
  static final Collected NOTHING =
      new Collected(NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE);

  /** What falls due, and what of it was past by the end. */
  static Collected due(BigDecimal due, BigDecimal past) {
    return new Collected(
        Sum.orZero(due), NONE, NONE, Sum.orZero(past), NONE, NONE, NONE, NONE, NONE, NONE);
  }

  /**
   * @param past what of it was received for what was past by the end
   */
  static Collected received(BigDecimal early, BigDecimal late, BigDecimal past, BigDecimal days) {
    return new Collected(
        NONE,
        Sum.orZero(early),
        Sum.orZero(late),
        Sum.orZero(past).negate(),
        Sum.orZero(days),
        NONE,
        NONE,
        NONE,
        NONE,
        NONE);
  }

  static Collected signed(BigDecimal amount, BigDecimal paid) {
    return new Collected(
        NONE, NONE, NONE, NONE, NONE, Sum.orZero(amount), Sum.orZero(paid), NONE, NONE, NONE);
  }

  static Collected cash(BigDecimal amount) {
    return new Collected(NONE, NONE, NONE, NONE, NONE, NONE, NONE, Sum.orZero(amount), NONE, NONE);
  }

  static Collected closing(BigDecimal amount, BigDecimal overdue) {
    return new Collected(NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, amount, overdue);
  }

  @Override
  public Collected plus(Collected other) {
    return new Collected(
        due.add(other.due),
        early.add(other.early),
        late.add(other.late),
        overdue.add(other.overdue),
        days.add(other.days),
        signed.add(other.signed),
        paid.add(other.paid),
        cash.add(other.cash),
        closing.add(other.closing),
        closingOverdue.add(other.closingOverdue));
  }

  @Override
  public BigDecimal worth() {
    return due;
  }

  private BigDecimal received() {
    return early.add(late);
  }

  /** a: received by the end of what was due in the period. */
  BigDecimal planRate() {
    return Analysis.percent(received(), due);
  }

  /** b: received to date of what was signed in the period. */
  BigDecimal contractRate() {
    return Analysis.percent(paid, signed);
  }

  /** c: received in the period, by what was signed in it; may well be more than 100. */
  BigDecimal cashRate() {
    return Analysis.percent(cash, signed);
  }

  BigDecimal onTimeRate() {
    return Analysis.percent(early, due);
  }

  BigDecimal overdueRate() {
    return Analysis.percent(closingOverdue, closing);
  }

  /** From signing to receipt, by amount. */
  BigDecimal meanDays() {
    return received().signum() == 0 ? null : days.divide(received(), 1, RoundingMode.HALF_UP);
  }

  /**
   * How many days of sales are owed at the end.
   *
   * @param period how many days it has
   */
  BigDecimal dso(long period) {
    return signed.signum() == 0
        ? null
        : closing.multiply(BigDecimal.valueOf(period)).divide(signed, 1, RoundingMode.HALF_UP);
  }
}
