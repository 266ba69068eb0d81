package org.tangramcrm.platform.identity;

import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** That it is really the caller who changes how they sign in. */
public class PasswordProof {
  /** The caller's password. */
  @NotNull
  @Size(max = 200)
  @Field(writeOnly = true)
  public String current;
}
