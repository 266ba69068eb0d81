package org.tangramcrm.platform.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.custom.CustomFieldDefinition;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.custom.CustomFieldShelf;
import org.tangramcrm.platform.internal.formula.Formula.Kind;

class ComputedTest {
  /** A record of some module. */
  public static class Thing extends BusinessRecord {
    @Field public Integer people;
    @Field public Money price;
    @Field public LocalDate since;
    @Field public String name;

    @Field(readOnly = true)
    public BigDecimal turnover;
  }

  private long ids;

  private FieldModel field(String code, String type, Integer decimals, String formula) {
    var field = new CustomFieldDefinition();
    field.id = ++ids;
    field.code = code;
    field.type = type;
    field.decimals = decimals;
    field.formula = formula;
    return CustomFieldShelf.model(field);
  }

  private static List<FieldModel> with(FieldModel... added) {
    return Stream.concat(Fields.of(Thing.class).stream(), Stream.of(added)).toList();
  }

  @Test
  void oneThatNeedsAnotherComesAfterIt() {
    var twice = field("twice", "decimal", 1, "customFields.each * 2");
    var each = field("each", "decimal", 2, "price / people");
    var next = field("next", "date", null, "since + 1");
    var computed = new Computed(with(twice, each, next));
    var thing = new Thing();
    thing.people = 3;
    thing.price = Money.of(new BigDecimal("9"), "USD");
    thing.price.baseAmount = new BigDecimal("10.00");
    thing.since = LocalDate.of(2024, 2, 28);
    assertThat(computed.apply(thing)).isTrue();
    assertThat(each.value(thing)).isEqualTo(new BigDecimal("3.33"));
    assertThat(twice.value(thing)).isEqualTo(new BigDecimal("6.7"));
    assertThat(next.value(thing)).isEqualTo(LocalDate.of(2024, 2, 29));
    // Nothing is written where nothing changes.
    assertThat(computed.apply(thing)).isFalse();
    thing.people = 0;
    assertThat(computed.apply(thing)).isTrue();
    assertThat(each.value(thing)).isNull();
    assertThat(twice.value(thing)).isNull();
    assertThat(computed.names())
        .containsExactlyInAnyOrder("customFields.each", "customFields.twice", "customFields.next");
  }

  @Test
  void whatIsGoneOrTooLargeComesToNothing() {
    var gone = field("gone", "decimal", 0, "customFields.retired + 1");
    var large = field("large", "decimal", 0, "people * 999999999999999999");
    var far = field("far", "date", null, "since + 999999999");
    var computed = new Computed(with(gone, large, far));
    var thing = new Thing();
    thing.people = 1000;
    thing.since = LocalDate.of(2024, 2, 28);
    gone.set(thing, BigDecimal.ONE);
    assertThat(computed.apply(thing)).isTrue();
    assertThat(thing.customFields).isEmpty();
  }

  @Test
  void aCircleThatCameAboutEndsAllTheSame() {
    var one = field("one", "decimal", 0, "customFields.other + 1");
    var other = field("other", "decimal", 0, "customFields.one + 1");
    assertThat(new Computed(with(one, other)).apply(new Thing())).isFalse();
  }

  @Test
  void formulasNameNumbersAmountsAndDatesThatPeopleEnter() {
    assertThat(
            Computed.kinds(
                with(field("each", "decimal", 0, "1"), field("text", "text", null, null))))
        .containsOnlyKeys("people", "price", "since", "customFields.each")
        .containsEntry("since", Kind.DATE)
        .containsEntry("price", Kind.NUMBER);
  }
}
