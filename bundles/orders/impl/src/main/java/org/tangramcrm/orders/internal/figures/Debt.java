package org.tangramcrm.orders.internal.figures;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * Shares of a debt, each to as many places as there is money of: they come to all of it, in each
   * age. The largest takes the rounding.
   *
   * @param shares by group, what each comes to before rounding
   */
  static Map<Object, Debt> shared(Debt all, Map<Object, Debt> shares, int places) {
    var rounded = new HashMap<Object, Debt>();
    shares.forEach((group, debt) -> rounded.put(group, debt.rounded(places)));
    var rest = all.less(rounded.values().stream().reduce(NOTHING, Debt::plus));
    if (rest.ages.stream().anyMatch(age -> age.signum() != 0)) {
      var largest =
          rounded.entrySet().stream()
              .max(
                  Comparator.comparing((Map.Entry<Object, Debt> one) -> one.getValue().worth())
                      .thenComparing(one -> String.valueOf(one.getKey())))
              .map(Map.Entry::getKey)
              .orElse(null);
      rounded.merge(largest, rest, Debt::plus);
    }
    return rounded;
  }

  private Debt rounded(int places) {
    return new Debt(
        instalments,
        ages.stream().map(age -> age.setScale(places, RoundingMode.HALF_UP)).toList(),
        oldest,
        unapplied);
  }

  private Debt less(Debt other) {
    return new Debt(
        0,
        IntStream.range(0, ages.size())
            .mapToObj(i -> ages.get(i).subtract(other.ages.get(i)))
            .toList(),
        null,
        BigDecimal.ZERO);
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
