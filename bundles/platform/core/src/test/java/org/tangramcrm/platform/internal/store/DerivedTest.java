package org.tangramcrm.platform.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.custom.CustomFieldDefinition;
import org.tangramcrm.platform.internal.custom.CustomFieldShelf;
import org.tangramcrm.platform.internal.identity.IdentityDatabase;
import org.tangramcrm.platform.internal.search.SearchIndex;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.store.StoredRow;

class DerivedTest {
  /** A record of some module. */
  public static class Thing extends BusinessRecord {}

  private static final String WORD = "perseverantia";

  private final FieldModel name = field(1, "name");
  private final FieldModel motto = field(2, "motto");
  private Sql sql;
  private SearchIndex index;

  @BeforeEach
  void setUp() throws Exception {
    sql = new IdentityDatabase().sql;
    index = new SearchIndex(sql, () -> "platform");
  }

  private static FieldModel field(long id, String code) {
    var field = new CustomFieldDefinition();
    field.id = id;
    field.code = code;
    field.type = "text";
    field.searched = true;
    return CustomFieldShelf.model(field);
  }

  /** What is kept where some fields are offered, and others retired. */
  private Derived<Thing> derived(List<FieldModel> offered, List<FieldModel> retired) {
    var spec =
        StoreSpec.<StoredRow, Thing>of(
            "things", "tangram_custom_field", StoredRow.class, Thing.class, null, row -> null);
    return new Derived<>(spec, offered, retired, collection -> null, index, sql);
  }

  private Thing thing(String named) {
    var thing = new Thing();
    name.set(thing, named);
    return thing;
  }

  private long found() {
    return index.entry("things", List.of(WORD)).keys().stream()
        .filter(
            key ->
                sql.first(
                        "select 1 from tangram_gram where gram = ? and record_id = 7",
                        List.of(key),
                        row -> 1)
                    .isPresent())
        .count();
  }

  @Test
  void whatARetiredFieldHoldsStaysInTheIndex() {
    var whole = thing("x");
    motto.set(whole, WORD);
    sql.update(
        "insert into tangram_custom_value (field_id, record_id, position, text_value) values (2, 7, 0, ?)",
        WORD);
    derived(List.of(name, motto), List.of()).write(7, null, whole);
    var grams = found();
    assertThat(grams).isPositive();

    var retired = derived(List.of(name), List.of(motto));
    retired.write(7, thing("x"), thing(WORD));
    assertThat(found()).isEqualTo(grams);
    retired.write(7, thing(WORD), thing("y"));
    assertThat(found()).isEqualTo(grams);

    var again = thing("y");
    motto.set(again, WORD);
    derived(List.of(name, motto), List.of()).write(7, again, thing("y"));
    assertThat(found()).isZero();
  }

  @Test
  void ofTwoChangesThatArePutOffTheLaterHolds() {
    sql.update(
        "insert into tangram_custom_field (id, version, owner_id, created_at, created_by, updated_at, updated_by, deleted_key,"
            + " collection, code, type, required, searched, listed, position, active) values"
            + " (7, 1, 1, current_timestamp, 1, current_timestamp, 1, 0, 'things', 'x', 'text', false, false, false, 1, true)");
    var derived = derived(List.of(name), List.of());
    sql.together(
        () -> {
          derived.write(7, null, thing("first"));
          assertThat(text()).isNull();
          derived.write(7, thing("first"), thing(WORD));
          return null;
        });
    assertThat(text()).isEqualTo(WORD);
    assertThat(found()).isEqualTo(index.entry("things", List.of(WORD)).keys().size());
  }

  private String text() {
    return sql.query(
            "select search_text from tangram_custom_field where id = 7",
            List.of(),
            row -> row.getString(1))
        .get(0);
  }
}
