package org.tangramcrm.platform.internal.company;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BaseCurrencyTest {
  @Test
  void itIsWhatTheCompanySaysAndHoldsAsLongAsTheServerRuns() {
    assertThat(new BaseCurrency(Map.of()).code()).isEqualTo("CNY");
    assertThat(new BaseCurrency(Map.of("baseCurrency", "euros")).code()).isEqualTo("CNY");
    var euros = new BaseCurrency(Map.of("baseCurrency", " EUR "));
    euros.configure(Map.of("baseCurrency", "USD"));
    assertThat(euros.code()).isEqualTo("EUR");
  }
}
