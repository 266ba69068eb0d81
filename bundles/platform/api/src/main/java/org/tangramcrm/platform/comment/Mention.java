package org.tangramcrm.platform.comment;

import javax.validation.constraints.NotNull;
import org.tangramcrm.platform.contract.Field;

/** Somebody whom a comment is to be shown to. */
public class Mention {
  @NotNull
  @Field(reference = "users")
  public Long userId;

  @Field(readOnly = true)
  public String name;
}
