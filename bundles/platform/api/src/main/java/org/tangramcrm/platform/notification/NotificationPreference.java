package org.tangramcrm.platform.notification;

import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;

/** Whether somebody wants to be told of one kind of things. */
public class NotificationPreference {
  /** As {@link Notification#kind}. */
  @NotNull
  @Pattern(regexp = "mention|comment|change|given|shared|job")
  public String kind;

  @NotNull public Boolean wanted;
}
