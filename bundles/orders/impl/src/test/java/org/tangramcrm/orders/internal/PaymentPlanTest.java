package org.tangramcrm.orders.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tangramcrm.orders.PlannedInstalment;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;

class PaymentPlanTest {
  /** By per cent where it says so, else by amount. */
  private static List<PlannedInstalment> plan(String... parts) {
    return new ArrayList<>(Stream.of(parts).map(PaymentPlanTest::part).toList());
  }

  private static PlannedInstalment part(String text) {
    var part = new PlannedInstalment();
    if (text.endsWith("%")) {
      part.percent = new BigDecimal(text.substring(0, text.length() - 1));
    } else {
      part.amount = new BigDecimal(text);
    }
    return part;
  }

  private static List<String> amounts(String total, String currency, String... parts) {
    var plan = plan(parts);
    PaymentPlan.settle(plan, new BigDecimal(total), currency);
    return plan.stream().map(part -> part.amount.toPlainString()).toList();
  }

  @Test
  void theLastTakesTheRounding() {
    assertThat(amounts("100.00", "CNY", "33.3333%", "33.3333%", "33.3334%"))
        .containsExactly("33.33", "33.33", "33.34");
    assertThat(amounts("100.00", "CNY", "50%", "49.99")).containsExactly("50.00", "50.00");
    assertThat(amounts("101", "JPY", "50%", "50%")).containsExactly("51", "50");
    assertThat(amounts("0.00", "CNY", "100%")).containsExactly("0.00");
  }

  @Test
  void whatComesToSomethingElseIsRefused() {
    for (var wrong : List.of("99.98", "100.02")) {
      assertThatThrownBy(() -> amounts("100.00", "CNY", wrong))
          .isInstanceOfSatisfying(
              CrmException.class,
              refused -> assertThat(refused.errors.get(0).field).isEqualTo("plan"));
    }
    assertThatThrownBy(() -> amounts("0.01", "CNY", "0.02", "0.00"))
        .isInstanceOf(CrmException.class);
  }

  @Test
  void itIsSaidByHowMuchAPlanIsTooMuchOrTooLittle() {
    assertThat(refusal("101")).containsExactly("101", "100", "1", "CNY", -1);
    assertThat(refusal("60", "39.5")).containsExactly("99.5", "100", "0.5", "CNY", 1);
  }

  private static Object[] refusal(String... parts) {
    var refused = catchThrowableOfType(CrmException.class, () -> amounts("100.00", "CNY", parts));
    return ((CrmException.RuleError) refused.errors.get(0)).arguments;
  }

  @Test
  void anAmountHasNoPartsOfACoin() {
    assertThatThrownBy(() -> amounts("11", "JPY", "5.5", "5.5"))
        .isInstanceOfSatisfying(
            CrmException.class,
            refused -> assertThat(refused.errors.get(0).code).isEqualTo("minor-unit"));
  }

  @Test
  void inTheBaseCurrencyTheyComeToTheTotalAndNoneIsLessThanNothing() {
    var random = new SplittableRandom(38);
    for (int i = 0; i < 2_000; i++) {
      var total = Money.of(BigDecimal.valueOf(random.nextInt(100_000), 2), "USD");
      total.rate = BigDecimal.valueOf(1 + random.nextInt(90_000), 4);
      total.baseAmount =
          total.amount.multiply(total.rate).setScale(2, java.math.RoundingMode.HALF_UP);
      var parts = 1 + random.nextInt(12);
      var plan = new ArrayList<PlannedInstalment>();
      var left = total.amount;
      for (int p = 0; p < parts; p++) {
        var one = new PlannedInstalment();
        one.amount =
            p == parts - 1
                ? left
                : left.multiply(BigDecimal.valueOf(random.nextInt(100), 2))
                    .setScale(2, java.math.RoundingMode.DOWN);
        left = left.subtract(one.amount);
        plan.add(one);
      }
      PaymentPlan.settle(plan, total.amount, "USD");
      var amounts = PaymentPlan.amounts(plan, total, "CNY");
      assertThat(amounts.stream().map(one -> one.amount).reduce(BigDecimal.ZERO, BigDecimal::add))
          .isEqualByComparingTo(total.amount);
      assertThat(
              amounts.stream().map(one -> one.baseAmount).reduce(BigDecimal.ZERO, BigDecimal::add))
          .isEqualByComparingTo(total.baseAmount);
      assertThat(amounts).allSatisfy(one -> assertThat(one.baseAmount.signum()).isNotNegative());
    }
  }

  @Test
  void itIsCutFromItsEnd() {
    var plan = plan("60.00", "40.00", "13.00");
    PaymentPlan.cut(plan, new BigDecimal("22.60"));
    assertThat(plan.stream().map(part -> part.amount.toPlainString()))
        .containsExactly("60.00", "30.40");
    PaymentPlan.cut(plan, new BigDecimal("90.40"));
    assertThat(plan.stream().map(part -> part.amount.toPlainString())).containsExactly("0.00");
  }
}
