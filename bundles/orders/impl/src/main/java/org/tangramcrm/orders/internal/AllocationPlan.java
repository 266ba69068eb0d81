package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.tangramcrm.orders.Allocation;
import org.tangramcrm.orders.Receivable;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.currency.Rates;

/**
 * What of a receipt pays which instalments (M-39): those that are named, or what is due first;
 * never more than is left of the one, or outstanding of the other.
 */
final class AllocationPlan {
  /** What is due first; what has no day is last. */
  static final Comparator<Open> OLDEST_FIRST =
      Comparator.comparing(Open::dueOn, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(Open::order)
          .thenComparing(Open::seq);

  /** An instalment that something is outstanding of, in its order's currency. */
  record Open(
      long order,
      long receivable,
      int seq,
      LocalDate dueOn,
      String currency,
      BigDecimal outstanding) {
    static Open of(Receivable one) {
      return new Open(
          one.orderId,
          one.id,
          one.seq,
          one.dueOn,
          one.amount.currency,
          one.outstanding == null ? BigDecimal.ZERO : one.outstanding.amount);
    }
  }

  /**
   * What pays an instalment.
   *
   * @param amount in the receipt's currency
   * @param applied in the order's
   */
  record Share(long order, long receivable, BigDecimal amount, BigDecimal applied) {}

  private final String currency;
  private final Function<String, Optional<BigDecimal>> rates;
  private final Map<Long, BigDecimal> outstanding = new HashMap<>();
  private final List<Share> shares = new ArrayList<>();
  private BigDecimal left;

  /**
   * @param left what can be allocated, in the receipt's currency
   * @param rates of currencies on the day of the receipt, in the base currency
   */
  AllocationPlan(BigDecimal left, String currency, Function<String, Optional<BigDecimal>> rates) {
    this.left = left;
    this.currency = currency;
    this.rates = rates;
  }

  List<Share> shares() {
    return shares;
  }

  BigDecimal left() {
    return left;
  }

  /** Pays what is due first, of what can be told in the receipt's currency. */
  void oldestFirst(List<Open> opens) {
    for (var open : opens.stream().sorted(OLDEST_FIRST).toList()) {
      if (open.currency.equals(currency) || isKnown(open.currency)) {
        pay(open, left);
      }
    }
  }

  /**
   * Pays what is asked for.
   *
   * @param field that asks: {@code allocations[0]}
   * @param opens the instalment that it is for, or those of its order
   * @throws CrmException {@code invalid} where it is more than is left or outstanding
   */
  void named(Allocation asked, String field, List<Open> opens) {
    if (asked.amount.compareTo(left) > 0) {
      throw CrmException.invalid(field + ".amount", "more-than-left", plain(left));
    }
    var other = opens.stream().map(Open::currency).anyMatch(one -> !one.equals(currency));
    if (asked.applied != null && !other && asked.applied.compareTo(asked.amount) != 0) {
      throw CrmException.invalid(field + ".applied", "same-currency");
    }
    var first = opens.stream().sorted(OLDEST_FIRST).toList();
    var rest = asked.amount;
    if (asked.applied != null && other) {
      rest = rest.subtract(converted(asked, field, first));
    } else {
      for (var open : first) {
        if (!open.currency.equals(currency) && !isKnown(open.currency)) {
          throw CrmException.invalid(field + ".applied", "no-rate", without(open.currency));
        }
        rest = rest.subtract(pay(open, rest));
      }
    }
    if (rest.signum() > 0) {
      var most = asked.amount.subtract(rest);
      throw CrmException.invalid(field + ".amount", "more-than-owed", plain(most));
    }
  }

  /** Pays an instalment, as far as that goes. */
  private BigDecimal pay(Open open, BigDecimal most) {
    var owed = owed(open);
    if (owed.signum() <= 0 || most.signum() <= 0) {
      return BigDecimal.ZERO;
    }
    if (open.currency.equals(currency)) {
      var amount = most.min(owed);
      return add(open, amount, amount);
    }
    var cost = exchanged(owed, open.currency, currency);
    return most.compareTo(cost) >= 0
        ? add(open, cost, owed)
        : add(open, most, exchanged(most, currency, open.currency).min(owed));
  }

  /** What was said to be so much in the order's currency. */
  private BigDecimal converted(Allocation asked, String field, List<Open> opens) {
    var applied = asked.applied;
    var paid = BigDecimal.ZERO;
    for (var open : opens) {
      var part = applied.min(owed(open));
      if (part.signum() > 0) {
        applied = applied.subtract(part);
        var amount =
            applied.signum() == 0
                ? asked.amount.subtract(paid)
                : rounded(
                    asked.amount.multiply(part).divide(asked.applied, 12, RoundingMode.HALF_UP),
                    currency);
        paid = paid.add(add(open, amount, part));
      }
    }
    if (applied.signum() > 0) {
      throw CrmException.invalid(
          field + ".applied", "more-than-owed", plain(asked.applied.subtract(applied)));
    }
    return paid;
  }

  private BigDecimal add(Open open, BigDecimal amount, BigDecimal applied) {
    if (amount.signum() <= 0 || applied.signum() <= 0) {
      // Less than the smallest coin of one of them.
      return BigDecimal.ZERO;
    }
    shares.add(new Share(open.order, open.receivable, amount, applied));
    outstanding.put(open.receivable, owed(open).subtract(applied));
    left = left.subtract(amount);
    return amount;
  }

  private BigDecimal owed(Open open) {
    return outstanding.getOrDefault(open.receivable, open.outstanding);
  }

  private boolean isKnown(String other) {
    return rates.apply(currency).isPresent() && rates.apply(other).isPresent();
  }

  /** Which of the two has no rate. */
  private String without(String other) {
    return rates.apply(currency).isEmpty() ? currency : other;
  }

  private BigDecimal exchanged(BigDecimal amount, String from, String to) {
    var ratio =
        amount
            .multiply(rates.apply(from).orElseThrow())
            .divide(rates.apply(to).orElseThrow(), 12, RoundingMode.HALF_UP);
    return rounded(ratio, to);
  }

  private static BigDecimal rounded(BigDecimal amount, String currency) {
    return Rates.rounded(amount, currency);
  }

  private static String plain(BigDecimal amount) {
    return OrderStores.plain(amount).toPlainString();
  }
}
