package org.tangramcrm.orders.internal.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tangramcrm.orders.internal.figures.ContractAmounts.Signed;
import org.tangramcrm.orders.internal.figures.ContractAmounts.Size;

/** Periods, what they consist of and what they are compared with. */
class SpanTest {
  private static Span span(String from, String to) {
    return new Span(LocalDate.parse(from), LocalDate.parse(to));
  }

  private static List<String> told(List<Span> spans) {
    return spans.stream().map(span -> span.from() + " " + span.to()).toList();
  }

  @Test
  void aFiscalYearThatBeginsInAprilHasItsOwnQuarters() {
    var year = span("2025-04-01", "2026-03-31");
    assertThat(told(year.parts(3)))
        .containsExactly(
            "2025-04-01 2025-06-30",
            "2025-07-01 2025-09-30",
            "2025-10-01 2025-12-31",
            "2026-01-01 2026-03-31");
    assertThat(told(year.parts(12))).containsExactly("2025-04-01 2026-03-31");
    assertThat(told(List.of(year.before(), year.monthsBefore(12))))
        .containsOnly("2024-04-01 2025-03-31");
  }

  @Test
  void partsAreCutToThePeriod() {
    assertThat(told(span("2026-01-15", "2026-03-10").parts(1)))
        .containsExactly("2026-01-15 2026-01-31", "2026-02-01 2026-02-28", "2026-03-01 2026-03-10");
  }

  @Test
  void wholeMonthsStayWholeHoweverLongTheyAre() {
    assertThat(told(List.of(span("2026-02-01", "2026-02-28").monthsBefore(1))))
        .containsExactly("2026-01-01 2026-01-31");
    assertThat(told(List.of(span("2025-02-01", "2025-02-28").monthsBefore(12))))
        .containsExactly("2024-02-01 2024-02-29");
    assertThat(told(List.of(span("2026-01-01", "2026-03-31").before())))
        .containsExactly("2025-10-01 2025-12-31");
    // A month so far is compared with as many days of the one before.
    assertThat(told(List.of(span("2026-03-01", "2026-03-10").monthsBefore(1))))
        .containsExactly("2026-02-01 2026-02-10");
    assertThat(told(List.of(span("2026-03-05", "2026-03-10").before())))
        .containsExactly("2026-02-27 2026-03-04");
    assertThat(span("2026-03-05", "2026-03-10").days()).isEqualTo(6);
  }

  @Test
  void growthIsOfWhatWasBefore() {
    var march = span("2026-03-01", "2026-03-31");
    var sum =
        List.of(
                signed("2026-03-31", "150"),
                signed("2026-02-28", "100"),
                signed("2025-03-01", "200"),
                signed("2026-04-01", "999"))
            .stream()
            .map(one -> one.in(march, march.monthsBefore(1), march.monthsBefore(12)))
            .reduce(ContractAmounts.Contracts.NOTHING, ContractAmounts.Contracts::plus);
    assertThat(sum.orders()).isEqualTo(1);
    assertThat(sum.growth()).isEqualByComparingTo("50");
    assertThat(sum.yearGrowth()).isEqualByComparingTo("-25");
    assertThat(sum.backlog()).isEqualByComparingTo("150");
    assertThat(ContractAmounts.Contracts.NOTHING.growth()).isNull();
  }

  private static Signed signed(String on, String amount) {
    var worth = new BigDecimal(amount);
    return new Signed(LocalDate.parse(on), null, 1, worth, worth);
  }

  @Test
  void sizesMeetWithoutAGap() {
    assertThat(Size.sql("x"))
        .isEqualTo(
            "case when x >= 1000000 then 'over-1m' when x >= 200000 then '200k-1m'"
                + " when x >= 50000 then '50k-200k' when x >= 10000 then '10k-50k'"
                + " when x >= 0 then 'under-10k' end");
  }
}
