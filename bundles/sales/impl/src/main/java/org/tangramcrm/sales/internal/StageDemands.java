package org.tangramcrm.sales.internal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.CustomField;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.custom.CustomFieldDefinition;
import org.tangramcrm.platform.custom.CustomFields;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.sales.Opportunity;
import org.tangramcrm.sales.PipelineStage;

/** What stages ask for of opportunities that come there (M-31). */
@Component(service = StageDemands.class)
public class StageDemands {
  /** The codes of the dictionary {@code opportunity-demand}. */
  private static final Map<String, Function<Opportunity, Object>> FIELDS =
      Map.of(
          "amount", opportunity -> opportunity.amount,
          "lines", opportunity -> opportunity.lines,
          "expectedClose", opportunity -> opportunity.expectedClose,
          "source", opportunity -> opportunity.source,
          "dealType", opportunity -> opportunity.dealType,
          "nextStep", opportunity -> opportunity.nextStep,
          "nextStepOn", opportunity -> opportunity.nextStepOn,
          "description", opportunity -> opportunity.description);

  private final CustomFields added;
  private final CurrentUser user;

  @Activate
  public StageDemands(@Reference CustomFields added, @Reference CurrentUser user) {
    this.added = added;
    this.user = user;
  }

  /**
   * @throws CrmException {@code invalid} naming each field that is empty
   */
  void check(PipelineStage stage, Opportunity opportunity) {
    check(stage, codes(stage.requiredCustomFields), opportunity);
  }

  /**
   * @param codes of the fields that the company added and that are asked for
   */
  static void check(PipelineStage stage, Collection<String> codes, Opportunity opportunity) {
    var problem = new CrmException(Code.INVALID, null);
    stage.requiredFields.stream()
        .filter(FIELDS::containsKey)
        .filter(field -> empty(FIELDS.get(field).apply(opportunity)))
        .forEach(field -> problem.error(field, "required"));
    codes.stream()
        .filter(code -> opportunity.customFields.stream().noneMatch(value -> fills(value, code)))
        .forEach(code -> problem.error("customFields." + code, "required"));
    if (!problem.errors.isEmpty()) {
      throw problem;
    }
  }

  /**
   * That stages ask for fields that opportunities have. What one of them asked for before it was
   * retired stays.
   *
   * @throws CrmException {@code invalid} naming the stage's demand
   */
  void checkKnown(List<PipelineStage> stages, List<PipelineStage> before) {
    var asked =
        before.stream()
            .flatMap(stage -> stage.requiredCustomFields.stream())
            .collect(Collectors.toSet());
    for (int i = 0; i < stages.size(); i++) {
      var wanted = stages.get(i).requiredCustomFields;
      for (int k = 0; k < wanted.size(); k++) {
        if (!asked.contains(wanted.get(k)) && codes(List.of(wanted.get(k))).isEmpty()) {
          throw CrmException.invalid(
              "stages[%d].requiredCustomFields[%d]".formatted(i, k),
              "unknown-reference",
              "custom-fields");
        }
      }
    }
  }

  /** In the order in which they stand; one that is gone is asked for no more. */
  private List<String> codes(Collection<Long> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    var query =
        Query.filter(
            "collection==opportunities;active==true;id=in="
                + ids.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")")));
    query.sort = "position";
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    return user.callAsSystem(() -> added.list(query)).items.stream()
        .map((CustomFieldDefinition field) -> field.code)
        .toList();
  }

  private static boolean fills(CustomField value, String code) {
    return value.key.equals(code)
        && !(empty(value.text)
            && value.decimal == null
            && value.money == null
            && value.date == null
            && value.flag == null
            && empty(value.codes)
            && value.reference == null);
  }

  private static boolean empty(Object value) {
    return value == null
        || value instanceof String text && text.isBlank()
        || value instanceof Collection<?> several && several.isEmpty();
  }
}
