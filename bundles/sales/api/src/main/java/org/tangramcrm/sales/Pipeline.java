package org.tangramcrm.sales;

import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/** A way that opportunities go, stage by stage (M-31). */
public class Pipeline extends BusinessRecord {
  @NotBlank
  @Size(max = 100)
  @Field(filterable = true, sortable = true, searched = true, listed = true)
  public String name;

  /** Whether it is the one of opportunities of which none is said; one of all is. */
  @Field(filterable = true, listed = true)
  public Boolean standard;

  /** Whether no new opportunity goes this way; those that are on it go on. */
  @Field(filterable = true, listed = true)
  public Boolean retired;

  /**
   * In their order; at least one that is open, one that is won and one that is lost. Those of the
   * standard pipeline where a new one is given none.
   */
  @Valid
  @Size(max = 30)
  @Field(section = "stages")
  public List<@NotNull PipelineStage> stages = new ArrayList<>();
}
