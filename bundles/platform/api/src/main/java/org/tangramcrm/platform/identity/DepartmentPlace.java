package org.tangramcrm.platform.identity;

import java.time.Instant;

/** A time that a department stood below another one, or at the top (M-82). */
public class DepartmentPlace {
  /** The department that it was part of; absent at the top. */
  public Long parentId;

  /** Since when. */
  public Instant since;

  /** Until when; absent while it still is. */
  public Instant until;
}
