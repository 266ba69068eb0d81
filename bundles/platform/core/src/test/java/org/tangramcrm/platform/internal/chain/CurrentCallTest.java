package org.tangramcrm.platform.internal.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.CustomField;

/** Custom fields on their way to the record that takes them. */
class CurrentCallTest {
  private final CurrentCall calls = new CurrentCall();
  private final List<CustomField> fields = List.of(new CustomField());

  @Test
  void theFirstRecordOfTheCollectionTakesThemWhicheverItIs() {
    calls.writing(
        "things",
        null,
        fields,
        () -> {
          assertThat(calls.sent("others", null)).isEmpty();
          assertThat(calls.sent("things", 7L)).contains(fields);
          return assertThat(calls.sent("things", 7L)).isEmpty();
        });
    assertThat(calls.sent("things", 7L)).isEmpty();
  }

  @Test
  void aRecordThatIsKnownTakesItsOwn() {
    calls.writing(
        "things",
        7L,
        fields,
        () -> {
          assertThat(calls.sent("things", 8L)).isEmpty();
          return assertThat(calls.sent("things", 7L)).contains(fields);
        });
  }

  @Test
  void noneAreLostInSilence() {
    assertThatThrownBy(() -> calls.writing("things", null, fields, () -> null))
        .isInstanceOf(IllegalStateException.class);
    assertThat(calls.<String>writing("things", null, List.of(), () -> "none")).isEqualTo("none");
  }
}
