package org.tangramcrm.platform.notification;

import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;

/** What somebody wants to be told; a kind that is not named is wanted. */
public class NotificationPreferences {
  @Valid
  @Size(max = 6)
  public List<@NotNull NotificationPreference> kinds = new ArrayList<>();
}
