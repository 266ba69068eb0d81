package org.tangramcrm.platform.duplicate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Groups that a search found: of those first the ones alike in more fields. */
public class DuplicateGroupList {
  /** At most 50. */
  public List<DuplicateGroup> items = new ArrayList<>();

  /** After which group the next page begins; absent on the last page. */
  public Long next;

  /** When the search ended; absent where there was none whose result is kept. */
  public Instant searchedAt;

  /**
   * Whether there may be more than the search found, because it found so much; another may find it
   * when this is dealt with.
   */
  public boolean more;
}
