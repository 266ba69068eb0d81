package org.tangramcrm.platform.identity;

import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;

/** Which rows of a collection a role reaches. */
public class RoleScope {
  /** The collection; {@code *} for all that have no entry of their own. */
  @NotNull
  @Size(max = 60)
  @Pattern(regexp = "\\*|[a-z][a-z0-9-]*")
  public String collection;

  /**
   * {@code own}, {@code subordinates} (and own), {@code department}, {@code department-tree} or
   * {@code all}.
   */
  @NotNull
  @Pattern(regexp = "own|subordinates|department|department-tree|all")
  public String scope;
}
