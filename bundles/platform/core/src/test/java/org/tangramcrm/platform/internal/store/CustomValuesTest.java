package org.tangramcrm.platform.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.CustomField;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.custom.CustomFieldDefinition;
import org.tangramcrm.platform.internal.custom.CustomFieldShelf;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.identity.IdentityDatabase;
import org.tangramcrm.platform.internal.search.SearchIndex;
import org.tangramcrm.platform.internal.sql.Sql;

class CustomValuesTest {
  /** A record of some module. */
  public static class Thing extends BusinessRecord {}

  private final ObjectMapper json = Json.mapper();
  private final FieldModel motto = field(1, "motto", "text");
  private final FieldModel size = field(2, "size", "decimal");
  private final FieldModel due = field(3, "due", "date");
  private final FieldModel vip = field(4, "vip", "boolean");
  private final FieldModel roles = field(5, "roles", "set");
  private final FieldModel price = field(6, "price", "money");
  private final List<FieldModel> all = List.of(motto, size, due, vip, roles, price);
  private Sql sql;
  private CustomValues values;

  @BeforeEach
  void setUp() throws Exception {
    sql = new IdentityDatabase().sql;
    all.forEach(this::define);
    values = new CustomValues("things", sql, new SearchIndex(sql, () -> "platform"), json, "CNY");
  }

  private void define(FieldModel field) {
    sql.update(
        "insert into tangram_custom_field (id, version, owner_id, created_at, created_by, updated_at, updated_by,"
            + " deleted_key, collection, code, type, required, searched, listed, position, active)"
            + " values (?, 1, 0, ?, 0, ?, 0, 0, 'things', ?, ?, false, false, false, 0, true)",
        field.custom().id,
        Instant.EPOCH,
        Instant.EPOCH,
        field.custom().code,
        field.custom().type);
  }

  private static FieldModel field(long id, String code, String type) {
    var field = new CustomFieldDefinition();
    field.id = id;
    field.code = code;
    field.type = type;
    return CustomFieldShelf.model(field);
  }

  private List<CustomField> read(List<FieldModel> fields) {
    return sql.first(
            "select content from tangram_custom_record where collection = 'things' and record_id = 7",
            List.of(),
            row -> CustomValues.read(row.getString(1), fields, json))
        .orElse(List.of());
  }

  private List<String> rows() {
    return sql.query(
        "select field_id, position, text_value, number_value, sort_key from tangram_custom_value"
            + " where record_id = 7 order by field_id, position",
        List.of(),
        row ->
            row.getInt(1)
                + " "
                + row.getInt(2)
                + " "
                + row.getString(3)
                + " "
                + (row.getBigDecimal(4) == null
                    ? null
                    : row.getBigDecimal(4).stripTrailingZeros().toPlainString())
                + " "
                + (row.getString(5) != null));
  }

  @Test
  void aValueStandsInTheTextAndInARowOfItsType() {
    var thing = new Thing();
    motto.set(thing, "永不言弃");
    size.custom().decimals = 2;
    size.set(thing, new BigDecimal("12.50"));
    due.set(thing, LocalDate.of(1970, 1, 11));
    vip.set(thing, false);
    roles.set(thing, List.of("b", "a"));
    price.set(thing, Money.of(new BigDecimal("3"), "CNY"));
    values.write(7, all, thing.customFields);
    assertThat(rows())
        .containsExactly(
            "1 0 永不言弃 null true",
            "2 0 null 12.5 false",
            "3 0 null 10 false",
            "4 0 null 0 false",
            "5 0 b null false",
            "5 1 a null false",
            "6 0 null 3 false");
    var again = new Thing();
    again.customFields = read(all);
    assertThat(size.value(again)).isEqualTo(new BigDecimal("12.50"));
    assertThat(due.value(again)).isEqualTo(LocalDate.of(1970, 1, 11));
    assertThat(vip.value(again)).isEqualTo(false);
    assertThat(roles.value(again)).isEqualTo(List.of("b", "a"));
    assertThat(((Money) price.value(again)).baseAmount).isEqualByComparingTo("3");
  }

  @Test
  void whatIsNotWrittenAnyMoreIsGoneAndWhatIsRetiredStays() {
    var thing = new Thing();
    motto.set(thing, "x");
    size.set(thing, BigDecimal.ONE);
    values.write(7, all, thing.customFields);
    values.write(7, List.of(size), new ArrayList<>());
    assertThat(rows()).containsExactly("1 0 x null true");
    assertThat(read(all)).extracting(value -> value.key).containsExactly("motto");
    values.write(7, all, new ArrayList<>());
    assertThat(rows()).isEmpty();
    assertThat(read(all)).isEmpty();
    assertThat(sql.query("select 1 from tangram_custom_record", List.of(), row -> row.getInt(1)))
        .isEmpty();
  }

  @Test
  void anotherFieldOfTheSameCodeHasNoValue() {
    var thing = new Thing();
    motto.set(thing, "x");
    values.write(7, all, thing.customFields);
    assertThat(read(List.of(field(8, "motto", "text")))).isEmpty();
    assertThat(read(all)).extracting(value -> value.key).containsExactly("motto");
  }

  @Test
  void aFieldThatIsDeletedMeanwhileTakesNoValue() {
    sql.update("update tangram_custom_field set deleted_key = 1 where id = 1");
    var thing = new Thing();
    motto.set(thing, "x");
    assertThatThrownBy(() -> values.write(7, all, thing.customFields))
        .isInstanceOfSatisfying(
            CrmException.class,
            refused -> assertThat(refused.errors.get(0).field).isEqualTo("customFields.motto"));
    assertThat(rows()).isEmpty();
  }

  @Test
  void aTighterRuleBindsWhatChanges() {
    var thing = new Thing();
    motto.set(thing, "abcdef");
    size.set(thing, new BigDecimal("12.50"));
    size.custom().decimals = 2;
    values.write(7, all, thing.customFields);
    motto.custom().maxLength = 3;
    size.custom().decimals = 0;
    size.set(thing, new BigDecimal("12.5"));
    vip.set(thing, true);
    values.write(7, all, thing.customFields);
    assertThat(rows()).hasSize(3);
    motto.set(thing, "abcdeg");
    size.set(thing, new BigDecimal("1E2147483647"));
    assertThatThrownBy(() -> values.write(7, all, thing.customFields))
        .isInstanceOfSatisfying(
            CrmException.class,
            refused ->
                assertThat(refused.errors)
                    .extracting(error -> error.code)
                    .containsExactly("too-long", "digits"));
  }

  @Test
  void whatMayNotBeChangedIsWhatItWas() {
    var before = new Thing();
    motto.set(before, "kept");
    var sent = new Thing();
    motto.set(sent, "changed");
    size.set(sent, BigDecimal.TEN);
    var allowed =
        CustomValues.allowed(
            all, sent.customFields, before, java.util.Set.of("customFields.motto"));
    var result = new Thing();
    result.customFields = allowed;
    assertThat(motto.value(result)).isEqualTo("kept");
    assertThat(size.value(result)).isEqualTo(BigDecimal.TEN);
    assertThat(motto.value(sent)).isEqualTo("changed");
  }
}
