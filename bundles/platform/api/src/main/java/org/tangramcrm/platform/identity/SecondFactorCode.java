package org.tangramcrm.platform.identity;

import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;
import org.tangramcrm.platform.contract.Field;

/** What the caller's device shows. */
public class SecondFactorCode {
  /** Six digits, which hold for about half a minute. */
  @NotNull
  @Pattern(regexp = "[0-9]{6}")
  @Field(writeOnly = true)
  public String code;
}
