package org.tangramcrm.orders.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SharesTest {
  private static List<String> shares(String whole, String currency, String... weights) {
    return Shares.of(
            new BigDecimal(whole), Stream.of(weights).map(BigDecimal::new).toList(), currency)
        .stream()
        .map(BigDecimal::toPlainString)
        .toList();
  }

  @Test
  void theHeaviestTakesWhatRoundingLeaves() {
    assertThat(shares("100.00", "CNY", "1", "1", "1")).containsExactly("33.34", "33.33", "33.33");
    assertThat(shares("56.82", "CNY", "50", "13.13")).containsExactly("45.00", "11.82");
    assertThat(shares("10", "JPY", "1", "2", "3")).containsExactly("2", "3", "5");
    assertThat(shares("0.01", "CNY", "1", "5", "5")).containsExactly("0.00", "0.01", "0.00");
  }

  @Test
  void ofNothingTheFirstHasAll() {
    assertThat(shares("0.00", "CNY", "0", "0")).containsExactly("0.00", "0");
    assertThat(shares("0.00", "CNY")).isEmpty();
  }
}
