package org.tangramcrm.customers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tangramcrm.customers.CustomerLevel;

class LevelScaleTest {
  private static final LevelScale SCALE =
      new LevelScale(
          List.of(
              level("B", 20, "orders", 100, 80),
              level("A", 30, "orders", 1000, 800),
              level("C", 10, "orders", 10, null)));

  private static CustomerLevel level(
      String code, int rank, String measure, long enter, Integer leave) {
    var level = new CustomerLevel();
    level.level = code;
    level.rank = rank;
    level.active = true;
    level.measure = measure;
    level.enterAt = BigDecimal.valueOf(enter);
    level.leaveBelow = leave == null ? null : BigDecimal.valueOf(leave);
    return level;
  }

  private static String after(LevelScale scale, String current, Map<String, Integer> values) {
    return scale
        .move(
            current,
            measure -> values.containsKey(measure) ? BigDecimal.valueOf(values.get(measure)) : null)
        .map(verdict -> verdict.to() == null ? "none" : verdict.to())
        .orElse("stays");
  }

  private static String after(String current, int value) {
    return after(SCALE, current, Map.of("orders", value));
  }

  @Test
  void aLevelIsEnteredFromItsValueOn() {
    assertThat(after("C", 99)).isEqualTo("stays");
    assertThat(after("C", 100)).isEqualTo("B");
    assertThat(after(null, 10)).isEqualTo("C");
    assertThat(after(null, 9)).isEqualTo("stays");
  }

  @Test
  void itIsLeftOnlyBelowTheLowerValue() {
    assertThat(after("A", 1000)).isEqualTo("stays");
    assertThat(after("A", 800)).isEqualTo("stays");
    assertThat(after("A", 799)).isEqualTo("B");
    // Where no lower one is given, the value at which it is entered is both.
    assertThat(after("C", 10)).isEqualTo("stays");
    assertThat(after("C", 9)).isEqualTo("none");
  }

  @Test
  void severalLevelsAreJumpedAtOnce() {
    assertThat(after(null, 5000)).isEqualTo("A");
    assertThat(after("C", 5000)).isEqualTo("A");
    assertThat(after("A", 15)).isEqualTo("C");
    assertThat(after("A", 0)).isEqualTo("none");
  }

  @Test
  void whoeverFallsIntoTheMiddleOfALowerLevelHasThatOne() {
    // 90 is not enough to enter B, but a customer that was above it keeps it.
    assertThat(after("A", 90)).isEqualTo("B");
    assertThat(after("C", 90)).isEqualTo("stays");
  }

  /** Otherwise it would go to and fro every night. */
  @Test
  void whatItComesToHoldsWhenItIsAskedAgain() {
    for (var from : new String[] {null, "A", "B", "C"}) {
      for (int value = 0; value <= 1100; value++) {
        var once = after(from, value);
        if (!once.equals("stays")) {
          assertThat(after(once.equals("none") ? null : once, value))
              .as("%s at %s", from, value)
              .isEqualTo("stays");
        }
      }
    }
  }

  @Test
  void aLevelThatNoRuleGivesIsLeftAsItIs() {
    assertThat(after("VIP", 0)).isEqualTo("stays");
    assertThat(after("VIP", 5000)).isEqualTo("stays");
    var off = level("A", 30, "orders", 1000, 800);
    off.active = false;
    assertThat(after(new LevelScale(List.of(off)), "A", Map.of("orders", 0))).isEqualTo("stays");
  }

  @Test
  void whatIsNotKnownIsNotNought() {
    assertThat(after(SCALE, "A", Map.of())).isEqualTo("stays");
    assertThat(after(SCALE, null, Map.of())).isEqualTo("stays");
    var mixed =
        new LevelScale(
            List.of(
                level("A", 30, "orders", 1000, 800),
                level("B", 20, "visits", 10, 5),
                level("C", 10, "orders", 10, 5)));
    // Nobody can say whether it keeps B, so that it does not fall past it.
    assertThat(after(mixed, "A", Map.of("orders", 15))).isEqualTo("stays");
    assertThat(after(mixed, "B", Map.of("orders", 15))).isEqualTo("stays");
    assertThat(after(mixed, "B", Map.of("orders", 1500))).isEqualTo("A");
    assertThat(after(mixed, "A", Map.of("orders", 15, "visits", 7))).isEqualTo("B");
  }

  @Test
  void rulesAreAppliedOnceADayAndNotBeforeTheNightAfterTheyChanged() {
    var today = LocalDate.of(2026, 5, 4);
    var a = level("A", 30, "orders", 1000, 800);
    var b = level("B", 20, "orders", 100, 80);
    var scale = new LevelScale(List.of(a, b));
    assertThat(scale.due(today)).as("never applied").isTrue();
    a.checkedOn = today;
    b.checkedOn = today;
    assertThat(scale.due(today)).isFalse();
    assertThat(scale.due(today.plusDays(1))).isTrue();
    // Switched on later, having been applied long ago.
    b.checkedOn = today.minusYears(1);
    b.appliesFrom = today.plusDays(1);
    assertThat(scale.due(today)).isFalse();
    a.checkedOn = today.minusDays(1);
    assertThat(scale.due(today)).as("the others wait for it").isFalse();
    assertThat(scale.due(today.plusDays(1))).isTrue();
    b.active = false;
    assertThat(new LevelScale(List.of(a, b)).due(today))
        .as("off, it is waited for no more")
        .isTrue();
    assertThat(new LevelScale(List.of()).due(today)).isFalse();
  }

  @Test
  void theVerdictNamesWhatItWentBy() {
    var risen = SCALE.move("C", measure -> BigDecimal.valueOf(120)).orElseThrow();
    assertThat(risen).isEqualTo(new LevelScale.Verdict("B", "orders", BigDecimal.valueOf(120)));
    assertThat(SCALE.height("A")).isGreaterThan(SCALE.height("B"));
    assertThat(SCALE.height(null)).isZero();
    assertThat(SCALE.height("VIP")).isZero();
  }
}
