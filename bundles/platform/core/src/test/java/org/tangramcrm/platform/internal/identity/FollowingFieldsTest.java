package org.tangramcrm.platform.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.custom.CustomFieldDefinition;
import org.tangramcrm.platform.identity.FieldRules;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.custom.CustomFieldShelf;
import org.tangramcrm.platform.internal.store.CustomModels;

/** What tells a hidden field is hidden with it (M-88). */
class FollowingFieldsTest {
  /** Of which a part is worked out from the rest. */
  public static class Deal extends BusinessRecord {
    @Field public Money amount;
    @Field public Integer probability;

    @Field(follows = {"amount", "probability"})
    public Money weighted;

    @Field(follows = "weighted")
    public Money rounded;
  }

  /** What became of one. */
  public static class Move extends BusinessRecord {
    @Field(reference = "deals")
    public Long dealId;

    @Field(follows = "dealId.amount")
    public Money amount;
  }

  private final List<FieldModel> added = new ArrayList<>();
  private IdentityDatabase database;
  private FollowingFields following;

  @BeforeEach
  void deals() throws Exception {
    database = new IdentityDatabase();
    following = opened();
    following.keep("deals", "", Fields.of(Deal.class));
    following.keep("moves", "", Fields.of(Move.class));
    following.keep("pool", "deals", Fields.of(Deal.class));
  }

  private FollowingFields opened() {
    CustomModels models = collection -> collection.equals("deals") ? List.copyOf(added) : List.of();
    return new FollowingFields(database.sql, models, () -> "platform");
  }

  private static FieldRules hiding(String... fields) {
    return new FieldRules(Set.of(fields), Set.of());
  }

  @Test
  void whatFollowsIsHiddenHoweverFarAndInOtherCollections() {
    var rules = following.complete(Map.of("deals", hiding("amount")));
    assertThat(rules.get("deals").hidden())
        .containsExactlyInAnyOrder("amount", "weighted", "rounded");
    assertThat(rules.get("moves").hidden()).containsExactly("amount");
    assertThat(rules.get("pool").hidden()).containsExactlyInAnyOrder("weighted", "rounded");
    assertThat(following.complete(Map.of("deals", hiding("rounded"))))
        .isEqualTo(Map.of("deals", hiding("rounded")));
    assertThat(following.complete(Map.of())).isEmpty();
  }

  @Test
  void whereOneShowsRowsOfAnotherItsOwnRulesDecide() {
    var rules =
        following.complete(Map.of("deals", hiding("amount"), "pool/deals", hiding("probability")));
    assertThat(rules.get("pool/deals").hidden())
        .containsExactlyInAnyOrder("probability", "weighted", "rounded");
  }

  @Test
  void whatIsHiddenIsNotReadOnlyAsWell() {
    var rule = new FieldRules(Set.of("amount"), Set.of("weighted", "probability"));
    assertThat(following.complete(Map.of("deals", rule)).get("deals").readOnly())
        .containsExactly("probability");
  }

  /** Its facts can still be read. */
  @Test
  void itIsKnownWhileTheModuleIsAway() {
    assertThat(opened().complete(Map.of("deals", hiding("probability"))).get("deals").hidden())
        .contains("weighted");
    following.keep("deals", "", Fields.of(Move.class).subList(0, 0));
    assertThat(opened().complete(Map.of("deals", hiding("probability"))).get("deals").hidden())
        .containsExactly("probability");
  }

  @Test
  void formulasOfTheCompanyFollowFromWhatTheyName() {
    var rules = Map.of("deals", hiding("amount"));
    var before = following.basis(rules);
    assertThat(following.basis(rules)).isEqualTo(before);
    added.add(formula("tax", "amount * 0.13"));
    added.add(formula("twice", "customFields.tax * 2"));
    added.add(formula("free", "probability + 1"));
    assertThat(following.basis(rules)).isNotEqualTo(before);
    assertThat(following.complete(rules).get("deals").hidden())
        .contains("customFields.tax", "customFields.twice")
        .doesNotContain("customFields.free");
  }

  private static FieldModel formula(String code, String formula) {
    var field = new CustomFieldDefinition();
    field.collection = "deals";
    field.code = code;
    field.type = "decimal";
    field.formula = formula;
    return CustomFieldShelf.model(field);
  }
}
