package org.tangramcrm.sales;

import java.util.ArrayList;
import java.util.List;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** A stage of a pipeline (M-31). What it is called and its colour stand in the dictionary. */
public class PipelineStage {
  /** Its code in the dictionary; once in a pipeline. */
  @NotBlank
  @Size(max = 40)
  @Field(dictionary = "opportunity-stage")
  public String stage;

  /** {@code open}, {@code won} or {@code lost}; of one that was in use it stays. */
  @NotBlank
  @Size(max = 40)
  @Field(dictionary = "stage-kind")
  public String kind;

  /** Per cent with which what stands here is won; 100 where it is won, 0 where it is lost. */
  @NotNull
  @Min(0)
  @Max(100)
  @Field(percent = true)
  public Integer probability;

  /** Fields of an opportunity that have to be filled when it comes here. */
  @Size(max = 20)
  @Field(dictionary = "opportunity-demand")
  public List<@NotBlank String> requiredFields = new ArrayList<>();

  /** Fields that the company added to opportunities and that have to be filled as well. */
  @Size(max = 20)
  @Field(reference = "custom-fields", candidates = "collection==opportunities;active==true")
  public List<@NotNull Long> requiredCustomFields = new ArrayList<>();

  /** For how many days an opportunity may stay here until it counts as stale. */
  @Min(1)
  @Max(3650)
  @Field
  public Integer maxDays;

  /** How far what stands here is counted on (M-35); {@code pipeline} where nothing is said. */
  @Size(max = 40)
  @Field(dictionary = "forecast-choice")
  public String forecastCategory;

  /** Whether nothing comes here any more; what is here stays. */
  @Field public Boolean retired;
}
