package org.tangramcrm.sales.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tangramcrm.sales.Quote;
import org.tangramcrm.sales.QuoteLine;

class QuoteSumsTest {
  private static QuoteLine line(String quantity, String price, String discount, String tax) {
    var line = new QuoteLine();
    line.quantity = new BigDecimal(quantity);
    line.price = new BigDecimal(price);
    line.discount = discount == null ? null : new BigDecimal(discount);
    line.taxRate = tax == null ? null : new BigDecimal(tax);
    return line;
  }

  @ParameterizedTest
  @CsvSource({"CNY,21.02,2.10,23.12", "JPY,22,2,24", "KWD,21.012,2.102,23.114"})
  void linesAreRoundedToTheMinorUnitThenSummed(
      String currency, String net, String tax, String total) {
    var lines = List.of(line("1.5", "7.0036", null, "10"), line("1", "10.5068", null, "10"));
    var sums = QuoteSums.of(lines, null, currency);
    assertThat(sums.net()).isEqualByComparingTo(net);
    assertThat(sums.goods()).isEqualByComparingTo(net);
    assertThat(sums.tax()).isEqualByComparingTo(tax);
    assertThat(sums.total()).isEqualByComparingTo(total);
  }

  @Test
  void theDiscountOnTheWholeIsRoundedOnceAndLessensTheTax() {
    var sums =
        QuoteSums.of(
            List.of(line("1", "0.05", null, "13"), line("1", "100", "10", null)),
            new BigDecimal("50"),
            "CNY");
    assertThat(sums.goods()).isEqualTo("90.05");
    assertThat(sums.net()).isEqualTo("45.03");
    // 0.025 × 13 per cent; the other has no tax.
    assertThat(sums.tax()).isEqualByComparingTo("0");
    assertThat(QuoteSums.of(List.of(), null, "CNY").total()).isEqualByComparingTo("0");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // price, line's discount, on the whole, list price, floor, highest discount
        "100,-,-,100,-,-,false",
        "100,10,-,100,90,-,false",
        "100,10,0.01,100,90,-,true",
        "89.9999,-,-,100,90,-,true",
        "85,-,-,100,-,15,false",
        "84.99,-,-,100,-,15,true",
        "100,10,6,100,-,15,true",
        "110,15,-,100,-,15,false",
        "50,15,-,-,-,15,false",
        "50,16,-,-,-,15,true",
        "0,-,-,0,0,0,false"
      })
  void whatGoesBelowFloorOrHighestDiscountIsTooCheap(
      String price,
      String discount,
      BigDecimal whole,
      BigDecimal listed,
      BigDecimal floor,
      BigDecimal most,
      boolean tooCheap) {
    var line = line("1", price, discount, null);
    line.listPrice = listed;
    assertThat(QuoteSums.tooCheap(line, whole, floor, most)).isEqualTo(tooCheap);
  }

  @Test
  void itExpiresTheDayAfterItsLast() {
    var until = LocalDate.of(2026, 3, 31);
    assertThat(QuoteStatus.at("sent", until, until)).isEqualTo("sent");
    assertThat(QuoteStatus.at("sent", until, until.plusDays(1))).isEqualTo("expired");
    assertThat(QuoteStatus.at("draft", until, until.plusDays(1))).isEqualTo("draft");
    assertThat(QuoteStatus.at("accepted", until, until.plusDays(1))).isEqualTo("accepted");
    var quote = new Quote();
    quote.status = "expired";
    assertThat(QuoteStatus.before(quote)).isEqualTo("submitted");
    quote.approvedOn = until;
    assertThat(QuoteStatus.before(quote)).isEqualTo("approved");
    quote.sentOn = until;
    assertThat(QuoteStatus.before(quote)).isEqualTo("sent");
  }
}
