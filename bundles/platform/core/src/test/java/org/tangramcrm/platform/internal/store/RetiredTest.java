package org.tangramcrm.platform.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.Field;
import org.tangramcrm.platform.internal.contract.Fields;

class RetiredTest {
  private static final Codes CODES =
      new Codes() {
        @Override
        public boolean retired(String dictionary, String code) {
          return code.startsWith("old");
        }

        @Override
        public List<String> below(String dictionary, String code) {
          return List.of(code);
        }
      };

  /** A record with codes in every place that they can stand. */
  public static class Thing {
    @Field(dictionary = "level")
    public String level;

    @Field(dictionary = "type")
    public List<String> types = new ArrayList<>();

    @Field public List<Phone> phones = new ArrayList<>();
  }

  /** A nested value. */
  public static class Phone {
    @Field(dictionary = "kind")
    public String kind;
  }

  private final Retired<Thing> retired = new Retired<>(Fields.of(Thing.class), CODES);

  private static Thing thing(String level, List<String> types, String... kinds) {
    var thing = new Thing();
    thing.level = level;
    thing.types.addAll(types);
    for (var kind : kinds) {
      var phone = new Phone();
      phone.kind = kind;
      thing.phones.add(phone);
    }
    return thing;
  }

  private List<String> refused(Thing before, Thing after) {
    var refusal = catchThrowableOfType(CrmException.class, () -> retired.check(before, after));
    return refusal == null
        ? List.of()
        : refusal.errors.stream().map(error -> error.field + ":" + error.code).toList();
  }

  @Test
  void aNewRecordGetsNoRetiredCode() {
    assertThat(refused(null, thing("A", List.of("x"), "mobile"))).isEmpty();
    assertThat(refused(null, thing("old", List.of("x", "old-x"), "mobile", "old-fax")))
        .containsExactly(
            "level:retired-code", "types[1]:retired-code", "phones[1].kind:retired-code");
    assertThat(refused(null, thing(null, List.of()))).isEmpty();
  }

  @Test
  void aRecordKeepsThoseThatItHas() {
    var before = thing("old", List.of("old-x", "x"), "old-fax");
    assertThat(refused(before, thing("old", List.of("x", "old-x"), "mobile", "old-fax"))).isEmpty();
    assertThat(refused(before, thing("old-er", List.of("old-x", "old-y"), "old-fax", "old-fax")))
        .containsExactly(
            "level:retired-code", "types[1]:retired-code", "phones[1].kind:retired-code");
  }
}
