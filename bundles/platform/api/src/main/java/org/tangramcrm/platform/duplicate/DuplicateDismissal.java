package org.tangramcrm.platform.duplicate;

import java.util.ArrayList;
import java.util.List;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;

/** Which records of a group are not the same. */
public class DuplicateDismissal {
  /** No two of them are; from 2 to 50 of the group's. */
  @NotNull
  @Size(min = 2, max = 50)
  public List<@NotNull Long> recordIds = new ArrayList<>();
}
