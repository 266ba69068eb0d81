package org.tangramcrm.platform.identity;

import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** A new password. */
public class PasswordChange {
  /** The password there is now; only who changes their own has to give it. */
  @Size(max = 200)
  @Field(writeOnly = true)
  public String current;

  @NotNull
  @Size(min = 10, max = 200)
  @Field(writeOnly = true)
  public String password;
}
