package org.tangramcrm.platform.internal.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.custom.CustomFieldDefinition;
import org.tangramcrm.platform.internal.custom.CustomFieldShelf;

class CustomRulesTest {
  /** A record of some module. */
  public static class Thing extends BusinessRecord {}

  private final FieldModel needed = field(1, "needed", "text", true);
  private final FieldModel code = field(2, "code", "code", false);
  private final FieldModel codes = field(3, "codes", "set", false);
  private final Thing thing = new Thing();

  private static FieldModel field(long id, String code, String type, boolean required) {
    var field = new CustomFieldDefinition();
    field.id = id;
    field.code = code;
    field.type = type;
    field.required = required;
    return CustomFieldShelf.model(field);
  }

  private List<String> broken(Set<String> kept) {
    var problem = new CrmException(Code.INVALID, null);
    CustomRules.check(problem, List.of(needed, code, codes), kept, thing);
    return problem.errors.stream().map(error -> error.field + " " + error.code).toList();
  }

  @Test
  void nothingInTheListIsAnErrorAtItsPlace() {
    needed.set(thing, "x");
    thing.customFields.add(null);
    assertThat(broken(Set.of())).containsExactly("customFields[1] required");
  }

  @Test
  void whatIsSaidToBeEmptyIsNoErrorWhereItNeedNotBeThere() {
    needed.set(thing, "x");
    code.set(thing, " ");
    assertThat(broken(Set.of())).isEmpty();
    assertThat(code.value(thing)).isNull();
    assertThat(thing.customFields).hasSize(2);
    needed.set(thing, " ");
    assertThat(broken(Set.of())).containsExactly("customFields.needed required");
  }

  @Test
  void noCodeIsLongerThanItsColumn() {
    needed.set(thing, "x");
    code.set(thing, "c".repeat(256));
    codes.set(thing, List.of("a", "c".repeat(256)));
    assertThat(broken(Set.of()))
        .containsExactly("customFields.code too-long", "customFields.codes too-long");
  }

  @Test
  void nothingIsAskedOfWhoMayNotChangeIt() {
    assertThat(broken(Set.of())).containsExactly("customFields.needed required");
    assertThat(broken(Set.of("customFields.needed"))).isEmpty();
  }
}
