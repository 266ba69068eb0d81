package org.tangramcrm.platform.notification;

/** How many notices wait to be read. */
public class UnreadCount {
  /** 100 stands for that many or more. */
  public Integer count;
}
