package org.tangramcrm.platform.duplicate;

import java.util.ArrayList;
import java.util.List;

/** Pairs of records that are known not to be the same: of which it was said last comes first. */
public class DistinctPairList {
  /** At most 100. */
  public List<DistinctPair> items = new ArrayList<>();

  /** Whether there are more. */
  public boolean more;
}
