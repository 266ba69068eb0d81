package org.tangramcrm.platform.identity;

import java.util.ArrayList;
import java.util.List;
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
   * {@code none}, {@code own}, {@code subordinates} (and own), {@code department}, {@code
   * department-tree}, {@code departments} (those of {@link #departmentIds}) or {@code all}.
   */
  @NotNull
  @Pattern(regexp = "none|own|subordinates|department|department-tree|departments|all")
  public String scope;

  /** The chosen departments, for the scope {@code departments}; without those below them. */
  @Size(max = 200)
  public List<@NotNull Long> departmentIds = new ArrayList<>();
}
