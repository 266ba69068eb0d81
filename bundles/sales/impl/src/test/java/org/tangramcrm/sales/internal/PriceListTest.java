package org.tangramcrm.sales.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.sales.ProductPrice;

class PriceListTest {
  private static final LocalDate DAY = LocalDate.of(2026, 5, 1);

  private static ProductPrice price(String amount, String currency, LocalDate from, LocalDate to) {
    var price = new ProductPrice();
    price.price = Money.of(new BigDecimal(amount), currency);
    price.from = from;
    price.until = to;
    return price;
  }

  private static String amount(PriceList list, String currency, LocalDate day) {
    return list.on(currency, day).map(price -> price.price.amount.toString()).orElse("none");
  }

  @Test
  void theFirstAndTheLastDayBelongToAPrice() {
    var list =
        new PriceList(
            List.of(
                price("1", "CNY", null, DAY),
                price("2", "CNY", DAY.plusDays(1), DAY.plusDays(3)),
                price("9", "USD", null, null)));
    assertThatCode(list::check).doesNotThrowAnyException();
    assertThat(amount(list, "CNY", DAY)).isEqualTo("1");
    assertThat(amount(list, "CNY", DAY.plusDays(1))).isEqualTo("2");
    assertThat(amount(list, "CNY", DAY.plusDays(3))).isEqualTo("2");
    assertThat(amount(list, "CNY", DAY.plusDays(4))).isEqualTo("none");
    assertThat(list.shown("CNY", DAY.plusDays(4)).orElseThrow().price.currency).isEqualTo("USD");
    assertThat(list.shown("EUR", DAY).orElseThrow().price.currency).isEqualTo("CNY");
  }

  @Test
  void pricesOfOneCurrencyDoNotShareADay() {
    var list = new PriceList(List.of(price("1", "CNY", null, DAY), price("2", "CNY", DAY, null)));
    assertThatThrownBy(list::check)
        .isInstanceOfSatisfying(
            CrmException.class,
            refused -> {
              assertThat(refused.errors.get(0).field).isEqualTo("prices[1].from");
              assertThat(refused.errors.get(0).code).isEqualTo("prices-overlap");
            });
  }
}
