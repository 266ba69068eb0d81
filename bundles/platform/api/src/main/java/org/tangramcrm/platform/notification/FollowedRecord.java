package org.tangramcrm.platform.notification;

import java.time.Instant;

/** A record that somebody follows. */
public class FollowedRecord {
  public String collection;
  public Long recordId;

  /** Null where the caller does not see what it is called. */
  public String title;

  public Instant since;
}
