package org.tangramcrm.platform.identity;

import java.util.ArrayList;
import java.util.List;

/** The departments that a user was in, the latest first. */
public class MembershipList {
  public List<Membership> items = new ArrayList<>();
}
