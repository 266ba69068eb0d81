package org.tangramcrm.sales.internal;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.sales.Opportunity;
import org.tangramcrm.sales.PipelineStage;

/** What stages ask for of opportunities that come there (M-31). */
final class StageDemands {
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

  private StageDemands() {}

  /**
   * @throws CrmException {@code invalid} naming each field that is empty
   */
  static void check(PipelineStage stage, Opportunity opportunity) {
    var problem = new CrmException(Code.INVALID, null);
    stage.requiredFields.stream()
        .filter(FIELDS::containsKey)
        .filter(field -> empty(FIELDS.get(field).apply(opportunity)))
        .forEach(field -> problem.error(field, "required"));
    if (!problem.errors.isEmpty()) {
      throw problem;
    }
  }

  private static boolean empty(Object value) {
    return value == null
        || value instanceof String text && text.isBlank()
        || value instanceof Collection<?> several && several.isEmpty();
  }
}
