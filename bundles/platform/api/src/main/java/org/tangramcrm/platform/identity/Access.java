package org.tangramcrm.platform.identity;

import java.util.ArrayList;
import java.util.List;

/** That somebody may see a record, and why (M-89). */
public class Access {
  public Long userId;

  /** Each role by which they do, and that it is shared with them. */
  public List<Reason> reasons = new ArrayList<>();

  /** What a role reaches, and the record with it; or that the record is shared. */
  public static class Reason {
    /** Absent where it is shared. */
    public Long roleId;

    /** The role's scope, as {@link RoleScope#scope}; {@code team} where it is shared. */
    public String scope;

    /** Whether it is so because of the record that this one belongs to. */
    public Boolean throughParent;
  }
}
