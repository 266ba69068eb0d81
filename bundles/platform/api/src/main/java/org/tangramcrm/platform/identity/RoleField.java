package org.tangramcrm.platform.identity;

import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;

/** A field that a role does not show, or does not let anybody change (M-88). */
public class RoleField {
  @NotNull
  @Size(max = 60)
  @Pattern(regexp = "[a-z][a-z0-9-]*")
  public String collection;

  /** The field's name, as the collection's metadata has it. */
  @NotNull
  @Size(max = 60)
  @Pattern(regexp = "[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)?")
  public String field;

  /** {@code hidden}, or {@code read}: seen and not changed. */
  @NotNull
  @Pattern(regexp = "hidden|read")
  public String access;
}
