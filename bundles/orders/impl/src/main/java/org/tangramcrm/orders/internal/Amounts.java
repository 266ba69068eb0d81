package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.tangramcrm.platform.Figure;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.figure.FigureSource;
import org.tangramcrm.platform.store.Tuple;

/** Sums by currency, and what they come to in the base currency. */
final class Amounts {
  private Amounts() {}

  /**
   * A sum in one currency.
   *
   * @param base null where no rate is known
   */
  record Part(String currency, BigDecimal amount, BigDecimal base) {}

  /** Those of some customers. */
  static String of(Set<Long> customers) {
    return "customerId=in=("
        + customers.stream().map(String::valueOf).collect(Collectors.joining(","))
        + ")";
  }

  static Part part(Tuple row, String column) {
    return new Part(row.text("currency"), row.decimal(column), row.decimal(column + "_base"));
  }

  /** What they come to in the base currency, as far as rates are known. */
  static BigDecimal base(List<Part> parts) {
    return parts.stream()
        .map(Part::base)
        .filter(Objects::nonNull)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  static Figure figure(String key, List<Part> parts, String base) {
    var several = parts.stream().anyMatch(part -> !base.equals(part.currency()));
    return FigureSource.money(
        key,
        Rates.rounded(base(parts), base),
        base,
        several
            ? parts.stream()
                .filter(part -> part.amount() != null)
                .map(
                    part ->
                        Money.of(Rates.rounded(part.amount(), part.currency()), part.currency()))
                .toList()
            : List.of());
  }
}
