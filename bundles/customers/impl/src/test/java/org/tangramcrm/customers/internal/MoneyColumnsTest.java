package org.tangramcrm.customers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.Money;

class MoneyColumnsTest {
  /** Whatever that is: cents of euros, whole yen. */
  @Test
  void amountsAreTurnedIntoTheBaseCurrency() {
    var dollars = Money.of(new BigDecimal("10.05"), "USD");
    assertThat(MoneyColumns.of(dollars, "EUR").base).isNull();
    assertThat(MoneyColumns.of(dollars, "USD").base).isEqualByComparingTo("10.05");
    dollars.rate = new BigDecimal("0.9");
    assertThat(MoneyColumns.of(dollars, "EUR").base).isEqualByComparingTo("9.05");
    dollars.rate = new BigDecimal("150");
    assertThat(MoneyColumns.of(dollars, "JPY").base).isEqualByComparingTo("1508");
    assertThat(MoneyColumns.of(null, "EUR")).isNull();
  }
}
