package org.tangramcrm.platform.internal.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tangramcrm.platform.internal.formula.Formula.Kind;

class FormulaTest {
  private static final Map<String, Kind> KINDS =
      Map.of(
          "a", Kind.NUMBER,
          "b", Kind.NUMBER,
          "none", Kind.NUMBER,
          "customFields.size", Kind.NUMBER,
          "from", Kind.DATE,
          "to", Kind.DATE,
          "never", Kind.DATE);

  private static Object value(String formula) {
    var values = new HashMap<String, Object>();
    values.put("a", new BigDecimal("12.50"));
    values.put("b", new BigDecimal("4"));
    values.put("customFields.size", new BigDecimal("3"));
    values.put("from", LocalDate.of(2024, 2, 28));
    values.put("to", LocalDate.of(2024, 3, 1));
    var value = Formula.read(formula, KINDS).value(values::get);
    return value instanceof BigDecimal number
        ? number.stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 + 2 * 3                          | 7
          (1 + 2) * 3                        | 9
          10 - 4 - 3                         | 3
          12 / 4 / 3                         | 1
          -a + 0.5                           | -12
          - - b                              | 4
          a * b / customFields.size          | 16.66666666666666666666666666666667
          round(a * b / customFields.size,2) | 16.67
          round(12.5)                        | 13
          round(0 - 12.5)                    | -13
          abs(b - a)                         | 8.5
          min(a, b)                          | 4
          max(from, to)                      | 2024-03-01
          to - from                          | 2
          from + 2                           | 2024-03-01
          2 + from                           | 2024-03-01
          to - 1.9                           | 2024-02-29
          if(a > b, 1, 2)                    | 1
          if(a<=b,1,2)                       | 2
          if(to = from + 2, to, from)        | 2024-03-01
          if(b != 4, 1, 0)                   | 0
          coalesce(none, 7)                  | 7
          coalesce(never, to)                | 2024-03-01
          a / 0                              | null
          a / (b - 4)                        | null
          a + none                           | null
          to - never                         | null
          if(none > 1, 1, 2)                 | null
          round(a, none)                     | null
          from + 1000000000000               | null
          """)
  void itComesTo(String formula, String value) {
    assertThat(value(formula)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "1 +", "(1", "1)", "1 2", "a b", "if(a, 1, 2)", "if(a > b, 1)", "if(a > b, 1, to)",
        "from + to", "a - to", "from * 2", "a > to", "-to", "1.2.3", "foo(1)", "a ^ 2", "'x'",
        "a > b > 1", "round(to)", "exec(1);"
      })
  void whatMakesNoSenseIsRefused(String formula) {
    assertThatThrownBy(() -> Formula.read(formula, KINDS))
        .isInstanceOfSatisfying(
            Formula.Unreadable.class, e -> assertThat(e.rule).isEqualTo("formula"));
  }

  @Test
  void aFieldThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Formula.read("a + customFields.gone", KINDS))
        .isInstanceOfSatisfying(
            Formula.Unreadable.class,
            e -> {
              assertThat(e.rule).isEqualTo("formula-field");
              assertThat(e.part).isEqualTo("customFields.gone");
            });
  }

  @Test
  void itsFieldsAreKnownWhateverTheyAre() {
    assertThat(Formula.fieldsOf("if(x > 1, customFields.y - z, w)"))
        .containsExactly("customFields.y", "w", "x", "z");
  }

  @Test
  void nothingThatIsDeepOrLargeTakesLong() {
    assertThatThrownBy(() -> Formula.read("(".repeat(400) + "1" + ")".repeat(400), KINDS))
        .isInstanceOf(Formula.Unreadable.class);
    assertThatThrownBy(() -> Formula.read("-".repeat(900) + "1", KINDS))
        .isInstanceOf(Formula.Unreadable.class);
    assertThat(value("9" + " * 9".repeat(200)).toString()).hasSizeLessThan(250);
  }

  @Test
  void itSaysWhatItComesTo() {
    assertThat(Formula.read("a > b", KINDS).kind()).isEqualTo(Kind.CONDITION);
    assertThat(Formula.read("to - from", KINDS).kind()).isEqualTo(Kind.NUMBER);
    assertThat(Formula.read("from + a", KINDS).kind()).isEqualTo(Kind.DATE);
  }
}
