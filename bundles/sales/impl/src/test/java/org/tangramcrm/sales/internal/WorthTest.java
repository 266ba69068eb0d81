package org.tangramcrm.sales.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.Money;
import org.tangramcrm.sales.OpportunityLine;

class WorthTest {
  private static OpportunityLine line(String quantity, String price, String discount) {
    var line = new OpportunityLine();
    line.quantity = new BigDecimal(quantity);
    line.price = new BigDecimal(price);
    line.discount = discount == null ? null : new BigDecimal(discount);
    line.subtotal = Worth.subtotal(line, "CNY");
    return line;
  }

  @Test
  void eachLineIsRoundedThenTheyAreSummed() {
    var lines =
        List.of(line("0.5", "0.01", null), line("0.5", "0.01", null), line("3", "10", "33.33"));
    // Together 0.01 and 20.001; by line half a cent up, twice.
    assertThat(lines)
        .extracting(line -> line.subtotal.toString())
        .containsExactly("0.01", "0.01", "20.00");
    assertThat(Worth.sum(lines, "CNY").amount).isEqualByComparingTo("20.02");
  }

  @Test
  void aYenHasNoPartsAndADinarHasThree() {
    var line = line("1", "10.5555", null);
    assertThat(Worth.subtotal(line, "JPY")).isEqualByComparingTo("11");
    assertThat(Worth.subtotal(line, "KWD")).isEqualByComparingTo("10.556");
  }

  @Test
  void whatIsPossibleIsReckonedInBothCurrencies() {
    var amount = Money.of(new BigDecimal("1000.55"), "NOK");
    amount.rate = new BigDecimal("0.6543");
    amount.baseAmount = new BigDecimal("654.66");
    var weighted = Worth.weighted(amount, 25, "CNY");
    assertThat(weighted.amount).isEqualByComparingTo("250.14");
    assertThat(weighted.baseAmount).isEqualByComparingTo("163.67");
    assertThat(Worth.weighted(amount, 0, "CNY").baseAmount).isZero();
  }
}
