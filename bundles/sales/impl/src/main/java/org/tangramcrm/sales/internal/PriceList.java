package org.tangramcrm.sales.internal;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.sales.ProductPrice;

/** The prices of one product (M-19). */
record PriceList(List<ProductPrice> prices) {
  /** The one of a currency that holds on a day. */
  Optional<ProductPrice> on(String currency, LocalDate day) {
    return prices.stream()
        .filter(price -> price.price.currency.equals(currency) && holds(price, day))
        .findFirst();
  }

  /** What stands for all of them on a day: the one of the base currency, else the first other. */
  Optional<ProductPrice> shown(String base, LocalDate day) {
    return on(base, day).or(() -> prices.stream().filter(price -> holds(price, day)).findFirst());
  }

  private static boolean holds(ProductPrice price, LocalDate day) {
    return !(price.from != null && day.isBefore(price.from))
        && !(price.until != null && day.isAfter(price.until));
  }

  /**
   * Refuses what cannot be: an end before the beginning, a floor above the price, two prices of a
   * currency on one day.
   *
   * @throws CrmException {@code invalid} naming the price
   */
  void check() {
    for (int i = 0; i < prices.size(); i++) {
      var price = prices.get(i);
      var at = "prices[" + i + "]";
      if (price.from != null && price.until != null && price.until.isBefore(price.from)) {
        throw CrmException.invalid(at + ".until", "before-begin");
      }
      if (price.floor != null && price.floor.compareTo(price.price.amount) > 0) {
        throw CrmException.invalid(at + ".floor", "floor-above-price");
      }
      for (var earlier : prices.subList(0, i)) {
        if (earlier.price.currency.equals(price.price.currency) && overlap(earlier, price)) {
          throw CrmException.invalid(at + ".from", "prices-overlap");
        }
      }
    }
  }

  private static boolean overlap(ProductPrice one, ProductPrice other) {
    return begins(one, other) && begins(other, one);
  }

  /** Whether one begins by the time when the other ends. */
  private static boolean begins(ProductPrice one, ProductPrice other) {
    return one.from == null || other.until == null || !one.from.isAfter(other.until);
  }
}
