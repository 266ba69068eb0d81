package org.tangramcrm.platform.duplicate;

import java.util.ArrayList;
import java.util.List;

/** Likely duplicates: first those that the caller sees, then those alike in more fields. */
public class DuplicateList {
  /** At most 20. */
  public List<Duplicate> items = new ArrayList<>();
}
