package org.tangramcrm.platform.notification;

import java.util.ArrayList;
import java.util.List;

/** The records that somebody follows, those they follow since the shortest time first. */
public class FollowedList {
  /** At most 200. */
  public List<FollowedRecord> items = new ArrayList<>();
}
