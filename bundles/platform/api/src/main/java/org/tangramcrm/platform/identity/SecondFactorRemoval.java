package org.tangramcrm.platform.identity;

import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** That whoever turns a second factor off has both factors. */
public class SecondFactorRemoval {
  /** The caller's password. */
  @NotNull
  @Size(max = 200)
  @Field(writeOnly = true)
  public String current;

  /** What their device shows; nothing where they have no second factor. */
  @Pattern(regexp = "[0-9]{6}")
  @Field(writeOnly = true)
  public String code;
}
