package org.tangramcrm.orders.internal.figures;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is owed, in the base currency: its ages come to all of it.
 *
 * @param ages in the order of {@link Age}
 * @param oldest when the first of what is overdue was due; null where nothing is
 * @param unapplied what was received and pays nothing yet; it is not taken off what is owed
 */
record Debt(int instalments, List<BigDecimal> ages, LocalDate oldest, BigDecimal unapplied)
    implements Sum<Debt> {
  static final Debt NOTHING =
      new Debt(0, Collections.nCopies(Age.ALL.size(), BigDecimal.ZERO), null, BigDecimal.ZERO);

  static Debt unapplied(BigDecimal amount) {
    return new Debt(0, NOTHING.ages, null, Sum.orZero(amount));
  }

  @Override
  public Debt plus(Debt other) {
    return new Debt(
        instalments + other.instalments,
        IntStream.range(0, ages.size()).mapToObj(i -> ages.get(i).add(other.ages.get(i))).toList(),
        oldest == null || other.oldest != null && other.oldest.isBefore(oldest)
            ? other.oldest
            : oldest,
        unapplied.add(other.unapplied));
  }

  BigDecimal of(Age age) {
    return ages.get(age.ordinal());
  }

  BigDecimal outstanding() {
    return ages.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  BigDecimal overdue() {
    return Age.ALL.stream()
        .filter(Age::isOverdue)
        .map(this::of)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Override
  public BigDecimal worth() {
    return outstanding();
  }

  /** Only what is of one age. */
  Debt only(Age age) {
    return new Debt(
        0,
        Age.ALL.stream().map(each -> each == age ? of(age) : BigDecimal.ZERO).toList(),
        null,
        BigDecimal.ZERO);
  }
}
