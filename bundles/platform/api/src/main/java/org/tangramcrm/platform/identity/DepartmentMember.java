package org.tangramcrm.platform.identity;

import java.time.Instant;

/** A time that somebody was in a department (M-82). */
public class DepartmentMember {
  public Long userId;

  /** Since when. */
  public Instant since;

  /** Until when; absent while they still are. */
  public Instant until;
}
