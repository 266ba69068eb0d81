package org.tangramcrm.platform.identity;

import java.util.ArrayList;
import java.util.List;

/** What became of a department: where it stood, and who came and went (M-82). */
public class DepartmentHistory {
  /**
   * Where it stood in the tree, the latest first; there is none for the time in the recycle bin.
   */
  public List<DepartmentPlace> places = new ArrayList<>();

  /**
   * Who was in it, the latest first, at most 200; of users whom the caller does not see, nothing.
   */
  public List<DepartmentMember> members = new ArrayList<>();

  /** How often somebody came, those whom the caller does not see among them. */
  public Integer came;

  /** How often somebody went. */
  public Integer went;
}
