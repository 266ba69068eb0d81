package org.tangramcrm.platform.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.identity.FieldRules;
import org.tangramcrm.platform.identity.RoleField;

class FieldAccessTest {
  private static RoleField hidden(String collection, String name) {
    var field = new RoleField();
    field.collection = collection;
    field.field = name;
    field.access = "hidden";
    return field;
  }

  private static Set<String> hidden(
      Map<Long, List<String>> operations, Map<Long, List<RoleField>> fields) {
    return FieldAccess.union(operations, fields)
        .getOrDefault("customers", FieldRules.NONE)
        .hidden();
  }

  @Test
  void aRoleThatAllowsNothingInACollectionOpensNoFieldOfIt() {
    var fields = Map.of(1L, List.of(hidden("customers", "phone")));
    assertThat(hidden(Map.of(1L, List.of("customers.view"), 2L, List.of("notes.view")), fields))
        .containsExactly("phone");
    assertThat(hidden(Map.of(1L, List.of("customers.view"), 2L, List.of("customers.edit")), fields))
        .isEmpty();
  }

  @Test
  void whatIsHiddenIsHiddenAlsoFromWhoSeesTheRowsInAnotherCollectionOnly() {
    assertThat(
            hidden(
                Map.of(1L, List.of("customer-pool.view")),
                Map.of(1L, List.of(hidden("customers", "region")))))
        .containsExactly("region");
  }
}
