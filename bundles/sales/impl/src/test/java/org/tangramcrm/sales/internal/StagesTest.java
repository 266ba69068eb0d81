package org.tangramcrm.sales.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.CustomField;
import org.tangramcrm.platform.Money;
import org.tangramcrm.sales.Opportunity;
import org.tangramcrm.sales.PipelineStage;

class StagesTest {
  private static PipelineStage stage(String code, String kind, int probability) {
    var stage = new PipelineStage();
    stage.stage = code;
    stage.kind = kind;
    stage.probability = probability;
    return stage;
  }

  private static Stages stages(PipelineStage... stages) {
    return new Stages(Arrays.asList(stages));
  }

  @Test
  void whatIsRetiredIsFoundAndIsNotArrivedAt() {
    var first = stage("a", "open", 10);
    first.retired = true;
    var stages =
        stages(first, stage("b", "open", 20), stage("won", "won", 100), stage("lost", "lost", 0));
    stages.check();
    assertThat(stages.find("a")).contains(first);
    assertThat(stages.first("open").orElseThrow().stage).isEqualTo("b");
  }

  @Test
  void eachKindIsThereAndLikelyAsItsKindIs() {
    var won = stage("won", "won", 100);
    var lost = stage("lost", "lost", 0);
    var open = stage("a", "open", 10);
    refused(stages(open, won), "stages", "stage-kinds");
    refused(stages(won, lost), "stages", "stage-kinds");
    refused(stages(open, open, won, lost), "stages[1].stage", "duplicate");
    refused(
        stages(open, stage("won", "won", 90), lost), "stages[1].probability", "stage-probability");
    refused(
        stages(open, won, stage("lost", "lost", 1)), "stages[2].probability", "stage-probability");
    var retired = stage("b", "won", 100);
    retired.retired = true;
    refused(stages(open, retired, lost), "stages", "stage-kinds");
  }

  private static void refused(Stages stages, String field, String rule) {
    assertThatThrownBy(stages::check)
        .isInstanceOfSatisfying(
            CrmException.class,
            refused -> {
              assertThat(refused.errors.get(0).field).isEqualTo(field);
              assertThat(refused.errors.get(0).code).isEqualTo(rule);
            });
  }

  @Test
  void eachFieldThatAStageAsksForIsNamed() {
    var stage = stage("a", "open", 10);
    stage.requiredFields = List.of("amount", "lines", "nextStep", "expectedClose");
    var opportunity = new Opportunity();
    opportunity.amount = Money.of(BigDecimal.ONE, "CNY");
    opportunity.nextStep = " ";
    assertThatThrownBy(() -> StageDemands.check(stage, List.of(), opportunity))
        .isInstanceOfSatisfying(
            CrmException.class,
            refused ->
                assertThat(refused.errors)
                    .extracting(error -> error.field + " " + error.code)
                    .containsExactlyInAnyOrder(
                        "lines required", "nextStep required", "expectedClose required"));
    stage.requiredFields = List.of("amount");
    StageDemands.check(stage, List.of(), opportunity);
  }

  @Test
  void aStageAsksForWhatTheCompanyAddedAsWell() {
    var stage = new PipelineStage();
    var opportunity = new Opportunity();
    var size = new CustomField();
    size.key = "size";
    opportunity.customFields.add(size);
    assertThatThrownBy(() -> StageDemands.check(stage, List.of("size"), opportunity))
        .isInstanceOfSatisfying(
            CrmException.class,
            problem -> assertThat(problem.errors.get(0).field).isEqualTo("customFields.size"));
    size.flag = false;
    StageDemands.check(stage, List.of("size"), opportunity);
  }
}
