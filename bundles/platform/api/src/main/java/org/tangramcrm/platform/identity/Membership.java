package org.tangramcrm.platform.identity;

import java.time.Instant;

/** A time that a user was in a department (M-82). */
public class Membership {
  public Long departmentId;

  /** Since when. */
  public Instant since;

  /** Until when; absent while they still are. */
  public Instant until;
}
