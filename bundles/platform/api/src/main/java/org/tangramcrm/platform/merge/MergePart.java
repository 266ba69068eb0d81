package org.tangramcrm.platform.merge;

import org.tangramcrm.platform.contract.Field;

/** Records of one collection that refer to those that go. */
public class MergePart {
  @Field(readOnly = true)
  public String collection;

  /** How many of them the caller reaches. */
  @Field(readOnly = true)
  public Integer count;
}
