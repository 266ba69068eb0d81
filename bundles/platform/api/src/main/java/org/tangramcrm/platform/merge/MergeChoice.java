package org.tangramcrm.platform.merge;

import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** What a field of the record that stays is to be: another record's, or that of all together. */
public class MergeChoice {
  @NotBlank
  @Size(max = 60)
  @Field
  public String field;

  /** The record whose value it takes; absent where the values are united. */
  @Field public Long fromId;

  /**
   * All that stands in any of the records, its own first; for fields of several values only, and
   * instead of {@link #fromId}.
   */
  @Field public Boolean united;
}
