package org.tangramcrm.orders.internal.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.tangramcrm.orders.internal.figures.OrdersPerCustomer.Band;
import org.tangramcrm.orders.internal.figures.OrdersPerCustomer.Ordered;

/** The rates that people mean by collection, and repeat rates, worked out by hand. */
class CollectedTest {
  private static BigDecimal of(String amount) {
    return new BigDecimal(amount);
  }

  @Test
  void theThreeRatesAreOfDifferentThings() {
    // 1,000 was due, of it 800 before the end; 300 came on time, 200 late, all of that for the 800.
    var sum =
        Collected.due(of("1000"), of("800"))
            .plus(
                Collected.received(
                    of("300"), of("200"), of("500"), of("300").multiply(of("10")).add(of("9000"))))
            .plus(Collected.signed(of("2000"), of("600")))
            .plus(Collected.cash(of("2500")))
            .plus(Collected.closing(of("900"), of("300")));
    assertThat(sum.overdue()).isEqualByComparingTo("300");
    assertThat(sum.planRate()).isEqualByComparingTo("50");
    assertThat(sum.contractRate()).isEqualByComparingTo("30");
    assertThat(sum.cashRate()).isEqualByComparingTo("125");
    assertThat(sum.onTimeRate()).isEqualByComparingTo("30");
    assertThat(sum.overdueRate()).isEqualByComparingTo("33.33");
    // (300 × 10 + 200 × 45) ÷ 500 days.
    assertThat(sum.meanDays()).isEqualByComparingTo("24");
    // 900 ÷ 2,000 × 90 days.
    assertThat(sum.dso(90)).isEqualByComparingTo("40.5");
  }

  @Test
  void ofNothingThereIsNoRate() {
    var none = Collected.NOTHING;
    assertThat(none.planRate()).isNull();
    assertThat(none.contractRate()).isNull();
    assertThat(none.cashRate()).isNull();
    assertThat(none.onTimeRate()).isNull();
    assertThat(none.overdueRate()).isNull();
    assertThat(none.meanDays()).isNull();
    assertThat(none.dso(31)).isNull();
    assertThat(Collected.due(of("10"), null).planRate()).isEqualByComparingTo("0");
  }

  @Test
  void whoOrdersAgainIsOfThoseWhoOrdered() {
    var all =
        Ordered.by(1, 0, of("10"))
            .plus(Ordered.by(2, 1, of("20")))
            .plus(Ordered.by(7, 0, of("70")))
            // Only cancelled: no customer that ordered.
            .plus(Ordered.by(0, 3, null));
    assertThat(all.customers()).isEqualTo(3);
    assertThat(all.orders()).isEqualTo(10);
    assertThat(all.cancelled()).isEqualTo(4);
    assertThat(all.repeatRate()).isEqualByComparingTo("66.67");
    assertThat(Ordered.NOTHING.repeatRate()).isNull();
    assertThat(
            java.util.stream.IntStream.of(0, 1, 2, 3, 5, 6, 900)
                .mapToObj(orders -> Band.of(orders).code))
        .containsExactly("0", "1", "2", "3-5", "3-5", "6-more", "6-more");
  }
}
