package org.tangramcrm.platform.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.CustomField;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.custom.CustomFieldDefinition;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.custom.CustomFieldShelf;

class CustomDefaultsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 27);

  private static Caller caller(long id) {
    return new Caller(id, "a", "A", null, Locale.ENGLISH, Set.of(), Map.of());
  }

  private static FieldModel field(String type, String text) {
    var field = new CustomFieldDefinition();
    field.id = 1L;
    field.code = "x";
    field.type = type;
    field.reference = type.equals("reference") ? "users" : null;
    field.defaultValue = text;
    return CustomFieldShelf.model(field);
  }

  private static Object value(String type, String text) {
    return CustomDefaults.value(field(type, text), TODAY, caller(7), "EUR");
  }

  @Test
  void eachTypeHasItsOwn() {
    assertThat(value("text", "as it is")).isEqualTo("as it is");
    assertThat(value("code", "A")).isEqualTo("A");
    assertThat(value("set", "a, b")).isEqualTo(List.of("a", "b"));
    assertThat(value("decimal", "-12.50")).isEqualTo(new BigDecimal("-12.50"));
    assertThat(value("money", "100")).isEqualTo(Money.of(new BigDecimal("100"), "EUR"));
    assertThat(value("money", "1.5 USD")).isEqualTo(Money.of(new BigDecimal("1.5"), "USD"));
    assertThat(value("date", "today")).isEqualTo(TODAY);
    assertThat(value("date", "2027-01-01")).isEqualTo(LocalDate.of(2027, 1, 1));
    assertThat(value("boolean", "false")).isEqualTo(false);
    assertThat(value("reference", "me")).isEqualTo(7L);
    assertThat(value("reference", "12")).isEqualTo(12L);
    assertThat(value("text", null)).isNull();
    assertThat(CustomDefaults.value(field("reference", "me"), TODAY, caller(0), "EUR")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "decimal,many",
    "decimal,1E99999999",
    "money,1 usd",
    "money,1 USD x",
    "date,tomorrow",
    "boolean,yes",
    "reference,you"
  })
  void whatCannotBeReadIsRefused(String type, String text) {
    assertThatThrownBy(() -> value(type, text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatWasGivenStays() {
    var record = new BusinessRecord() {};
    var field = field("boolean", "true");
    field.set(record, false);
    fill(record, field, true);
    assertThat(field.value(record)).isEqualTo(false);
    var empty = new BusinessRecord() {};
    fill(empty, field, true);
    assertThat(field.value(empty)).isEqualTo(true);
  }

  private static void fill(BusinessRecord record, FieldModel field, boolean current) {
    CustomDefaults.fill(List.of(field), record, TODAY, caller(7), "EUR", (of, value) -> current);
  }

  /** Also where it is not a value: that is to be refused, and not to be written over. */
  @Test
  void whatIsSaidToBeEmptyIsEmpty() {
    var record = new BusinessRecord() {};
    var said = new CustomField();
    said.key = "x";
    said.text = "abc";
    record.customFields.add(said);
    fill(record, field("decimal", "1.5"), true);
    assertThat(record.customFields).containsExactly(said);
  }

  @Test
  void whatIsNoValueAnyMoreIsPassedOver() {
    var record = new BusinessRecord() {};
    fill(record, field("code", "A"), false);
    assertThat(record.customFields).isEmpty();
  }
}
