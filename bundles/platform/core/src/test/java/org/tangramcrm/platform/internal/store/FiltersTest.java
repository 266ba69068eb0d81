package org.tangramcrm.platform.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.custom.CustomFieldDefinition;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.custom.CustomFieldShelf;
import org.tangramcrm.platform.internal.sql.Dialect;

/** What an index of values answers of a filter. */
class FiltersTest {
  private static final long ME = 42;

  private final Filters filters =
      new Filters(
          new Columns(
              "things",
              List.of(
                  field(1, "roles", "set", null),
                  field(2, "size", "decimal", null),
                  field(3, "buddy", "reference", "users")),
              Map.of(),
              Codes.NONE),
          new Caller(
              ME,
              "me",
              "Me",
              null,
              Locale.ENGLISH,
              Set.of(),
              Map.of(),
              Set.of(),
              Set.of(),
              Map.of(),
              null),
          Dialect.DERBY);

  private static FieldModel field(long id, String code, String type, String reference) {
    var field = new CustomFieldDefinition();
    field.id = id;
    field.code = code;
    field.type = type;
    field.reference = reference;
    return CustomFieldShelf.model(field);
  }

  private List<Lead> leads(String filter) {
    return filters.filtered(filter).leads();
  }

  @Test
  void severalCodesOfASetLeadToARowMoreThanOnceHoweverOftenTheyAreSaid() {
    var several = "customFields.roles=in=(a,b)";
    assertThat(leads(several + ";" + several)).singleElement().matches(lead -> !lead.once());
    assertThat(leads("customFields.roles==a;customFields.roles==b")).hasSize(2);
  }

  @Test
  void twoBoundsOfOneFieldAreOneLead() {
    assertThat(leads("customFields.size=ge=1;customFields.size=lt=2"))
        .singleElement()
        .matches(lead -> lead.once() && !lead.one() && lead.condition().values().size() == 2);
  }

  @Test
  void oneselfAndAnyValueLeadToRows() {
    assertThat(leads("customFields.buddy==me"))
        .singleElement()
        .matches(lead -> lead.one() && lead.condition().values().equals(List.of(ME)));
    assertThat(leads("customFields.buddy==team")).isEmpty();
    assertThat(leads("customFields.size=null=false")).hasSize(1);
    assertThat(leads("customFields.size=null=true")).isEmpty();
  }

  @Test
  void aNumberIsNoLongerThanAnyColumn() {
    for (var number : List.of("1E2147483647", "1E-2147483647", "1E40")) {
      assertThatThrownBy(() -> filters.filter("customFields.size=gt=" + number))
          .isInstanceOf(CrmException.class);
    }
  }
}
