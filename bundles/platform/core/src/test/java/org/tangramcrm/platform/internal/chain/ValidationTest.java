package org.tangramcrm.platform.internal.chain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.CustomField;

/** Whose field an error is about. */
class ValidationTest {
  /** A record of some module. */
  static class Thing extends BusinessRecord {}

  @Test
  void anErrorIsAboutTheFieldThatItsPathBeginsWith() {
    var thing = new Thing();
    for (var key : new String[] {"size", "due"}) {
      var value = new CustomField();
      value.key = key;
      thing.customFields.add(value);
    }
    assertThat(Validation.owner("phones[1].number", thing)).isEqualTo("phones");
    assertThat(Validation.owner("revenue.amount", thing)).isEqualTo("revenue");
    assertThat(Validation.owner("customFields.size", thing)).isEqualTo("customFields.size");
    assertThat(Validation.owner("customFields[1].money.amount", thing))
        .isEqualTo("customFields.due");
  }
}
