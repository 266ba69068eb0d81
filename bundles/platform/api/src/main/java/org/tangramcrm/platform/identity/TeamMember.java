package org.tangramcrm.platform.identity;

import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;

/** Somebody whom a record is shared with. */
public class TeamMember {
  @NotNull public Long userId;

  /** {@code read}, or {@code write}: as far as the user's roles let them change such records. */
  @NotNull
  @Pattern(regexp = "read|write")
  public String access;
}
