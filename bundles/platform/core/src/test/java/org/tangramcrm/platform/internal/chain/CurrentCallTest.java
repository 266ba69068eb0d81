package org.tangramcrm.platform.internal.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.CustomField;

/** Custom fields on their way to the record that takes them. */
class CurrentCallTest {
  private final CurrentCall calls = new CurrentCall();
  private final Thing thing = new Thing();
  private final List<CustomField> fields = thing.customFields;

  /** A record of some module. */
  static class Thing extends BusinessRecord {}

  CurrentCallTest() {
    fields.add(new CustomField());
  }

  @Test
  void theFirstRecordOfTheCollectionTakesThemWhicheverItIs() {
    calls.writing(
        "things",
        null,
        thing,
        () -> {
          assertThat(calls.sent("others", null)).isEmpty();
          assertThat(calls.written("others", null)).isEmpty();
          assertThat(calls.written("things", 7L)).contains(thing);
          assertThat(calls.sent("things", 7L)).contains(fields);
          assertThat(calls.written("things", 7L)).isEmpty();
          return assertThat(calls.sent("things", 7L)).isEmpty();
        });
    assertThat(calls.sent("things", 7L)).isEmpty();
  }

  @Test
  void aRecordThatIsKnownTakesItsOwn() {
    calls.writing(
        "things",
        7L,
        thing,
        () -> {
          assertThat(calls.sent("things", 8L)).isEmpty();
          return assertThat(calls.sent("things", 7L)).contains(fields);
        });
  }

  @Test
  void ofOneRecordAloneNothingIsAskedOfWhatStays() {
    calls.partly(
        "things",
        7L,
        thing,
        () -> {
          assertThat(calls.sent("things", 7L)).contains(fields);
          assertThat(calls.changesPart("things", 7L)).isTrue();
          assertThat(calls.changesPart("things", 8L)).isFalse();
          assertThat(calls.changesPart("others", 7L)).isFalse();
          calls.writing(
              "things",
              7L,
              new Thing(),
              () -> assertThat(calls.changesPart("things", 7L)).isFalse());
          return assertThat(calls.changesPart("things", 7L)).isTrue();
        });
    assertThat(calls.changesPart("things", 7L)).isFalse();
  }

  @Test
  void whatIsGivenBackWithinWhatIsGivenBackEndsNothing() {
    calls.givingBack(
        () -> {
          calls.givingBack(() -> assertThat(calls.givesBack()).isTrue());
          return assertThat(calls.givesBack()).isTrue();
        });
    assertThat(calls.givesBack()).isFalse();
  }

  @Test
  void noneAreLostInSilence() {
    assertThatThrownBy(() -> calls.writing("things", null, thing, () -> null))
        .isInstanceOf(IllegalStateException.class);
    assertThat(calls.<String>writing("things", null, new Thing(), () -> "none")).isEqualTo("none");
  }
}
