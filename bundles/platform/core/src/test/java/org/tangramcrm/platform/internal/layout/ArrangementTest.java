package org.tangramcrm.platform.internal.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.layout.Layout;
import org.tangramcrm.platform.layout.LayoutField;
import org.tangramcrm.platform.layout.LayoutSection;
import org.tangramcrm.platform.metadata.CollectionMetadata.FieldMetadata;

class ArrangementTest {
  private final Layout layout = new Layout();

  ArrangementTest() {
    layout.sections = List.of(section("first", "一", null), section("contact", null, null));
    layout.fields =
        List.of(
            placed("phone", "first"),
            placed("gone", "first"),
            placed("name", "first"),
            placed("fax", null),
            placed("credit", null));
  }

  private static LayoutSection section(String key, String chinese, String english) {
    var section = new LayoutSection();
    section.key = key;
    section.labelZh = chinese;
    section.labelEn = english;
    return section;
  }

  private static LayoutField placed(String field, String section) {
    var placed = new LayoutField();
    placed.field = field;
    placed.section = section;
    return placed;
  }

  private static FieldMetadata field(String key, String section) {
    var field = new FieldMetadata();
    field.key = key;
    field.section = section;
    return field;
  }

  private String arranged(FieldMetadata... fields) {
    return Arrangement.of(layout, List.of(fields), Locale.ENGLISH).sections.stream()
        .map(
            section ->
                section.key
                    + section.fields.stream()
                        .map(one -> " " + one.field)
                        .collect(Collectors.joining()))
        .collect(Collectors.joining("; "));
  }

  @Test
  void fieldsStandWhereTheyWerePutAndWhatIsGoneIsPassedOver() {
    assertThat(arranged(field("name", "basic"), field("phone", "contact"), field("fax", "contact")))
        .isEqualTo("first phone name; contact");
  }

  @Test
  void whatIsNewStandsInItsModulesSectionOrInTheLastOne() {
    layout.sections =
        Stream.concat(layout.sections.stream(), Stream.of(section("end", "末", "End"))).toList();
    assertThat(arranged(field("mail", "contact"), field("customFields.size", "custom")))
        .isEqualTo("first; contact mail; end customFields.size");
  }

  @Test
  void whatMustBeFilledIsNeverOutOfReach() {
    var credit = field("credit", "terms");
    credit.required = true;
    assertThat(arranged(credit)).isEqualTo("first; contact credit");
    credit.readOnly = true;
    assertThat(arranged(credit)).isEqualTo("first; contact");
  }

  @Test
  void aTitleInOneLanguageStandsForTheOther() {
    var sections = Arrangement.of(layout, List.of(), Locale.ENGLISH).sections;
    assertThat(sections).extracting(section -> section.title).containsExactly("一", null);
    // Not where the module has a name for it in both.
    var named = Arrangement.of(layout, List.of(field("x", "first")), Locale.ENGLISH).sections;
    assertThat(named).extracting(section -> section.title).containsExactly(null, null);
  }

  @Test
  void whatComesLaterAndNeedsALineHasOne() {
    var lines = field("lines", "contact");
    lines.type = "longtext";
    var mail = field("mail", "contact");
    mail.type = "text";
    var placed = Arrangement.of(layout, List.of(lines, mail), Locale.ENGLISH).sections.get(1);
    assertThat(placed.fields).extracting(one -> one.wide).containsExactly(true, false);
  }
}
