package org.tangramcrm.sales.internal;

import org.tangramcrm.sales.PipelineStage;

/** How far an opportunity is counted on (M-35): the codes of {@code forecast-category}. */
final class ForecastCategory {
  static final String OMITTED = "omitted";
  static final String PIPELINE = "pipeline";
  static final String BEST_CASE = "best-case";
  static final String COMMIT = "commit";
  static final String CLOSED = "closed";

  private ForecastCategory() {}

  /**
   * What holds for one at a stage.
   *
   * @param choice what was chosen for it; null for none
   */
  static String of(String state, String choice, PipelineStage stage) {
    if (!state.equals(Stages.OPEN)) {
      return state.equals(Stages.WON) ? CLOSED : OMITTED;
    }
    if (choice != null) {
      return choice;
    }
    return stage.forecastCategory == null ? PIPELINE : stage.forecastCategory;
  }
}
