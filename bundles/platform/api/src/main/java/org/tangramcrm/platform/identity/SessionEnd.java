package org.tangramcrm.platform.identity;

import javax.validation.constraints.Size;

/** Which session is to end. */
public class SessionEnd {
  /** As {@link SessionList.SignedIn#session} names it; all of them where absent. */
  @Size(max = 64)
  public String session;
}
