package org.tangramcrm.platform.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.identity.Caller;
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

  /** What two roles hide of customers in the pool, where only the second opens it. */
  private static Set<String> inThePool(List<String> first, List<RoleField> more) {
    var rules =
        FieldAccess.union(
            Map.of(1L, first, 2L, List.of("customer-pool.view")),
            Map.of(1L, more, 2L, List.of(hidden("customers", "industry"))));
    return new Caller(
            7, "l", "n", null, Locale.ENGLISH, Set.of(), Map.of(), Set.of(), Set.of(), rules, null)
        .rules("customer-pool", "customers")
        .hidden();
  }

  @Test
  void whatTheRoleHidesThatShowsTheRowsElsewhereIsHiddenThereWhateverOthersSay() {
    assertThat(inThePool(List.of("customers.view"), List.of())).containsExactly("industry");
    assertThat(inThePool(List.of("notes.view"), List.of(hidden("customers", "region"))))
        .containsExactly("industry");
    assertThat(inThePool(List.of("customer-pool.claim"), List.of())).isEmpty();
    assertThat(
            inThePool(List.of("customer-pool.claim"), List.of(hidden("customer-pool", "industry"))))
        .containsExactly("industry");
  }
}
