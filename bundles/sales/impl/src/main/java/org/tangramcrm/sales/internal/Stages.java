package org.tangramcrm.sales.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.sales.PipelineStage;

/** The stages of one pipeline, in their order (M-31). */
record Stages(List<PipelineStage> stages) {
  static final String OPEN = "open";
  static final String WON = "won";
  static final String LOST = "lost";

  Optional<PipelineStage> find(String code) {
    return stages.stream().filter(stage -> stage.stage.equals(code)).findFirst();
  }

  /** Those that are open, also where nothing comes any more. */
  List<PipelineStage> open() {
    return stages.stream().filter(stage -> stage.kind.equals(OPEN)).toList();
  }

  /** The first of a kind at which something can arrive. */
  Optional<PipelineStage> first(String kind) {
    return stages.stream()
        .filter(stage -> stage.kind.equals(kind) && !Boolean.TRUE.equals(stage.retired))
        .findFirst();
  }

  /**
   * @throws CrmException {@code invalid} naming the stage
   */
  void check() {
    var seen = new HashSet<String>();
    for (int i = 0; i < stages.size(); i++) {
      var stage = stages.get(i);
      if (!seen.add(stage.stage)) {
        throw CrmException.invalid("stages[" + i + "].stage", "duplicate");
      }
      if (stage.kind.equals(WON) && stage.probability != 100
          || stage.kind.equals(LOST) && stage.probability != 0) {
        throw CrmException.invalid("stages[" + i + "].probability", "stage-probability");
      }
    }
    for (var kind : List.of(OPEN, WON, LOST)) {
      if (first(kind).isEmpty()) {
        throw CrmException.invalid("stages", "stage-kinds");
      }
    }
  }
}
