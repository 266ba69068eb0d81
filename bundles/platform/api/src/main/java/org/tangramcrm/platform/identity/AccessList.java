package org.tangramcrm.platform.identity;

import java.util.ArrayList;
import java.util.List;

/** Who may see a record, the first of them by name. */
public class AccessList {
  public List<Access> items = new ArrayList<>();

  /** How many there are. */
  public Integer count;
}
