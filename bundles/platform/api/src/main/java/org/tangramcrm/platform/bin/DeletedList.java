package org.tangramcrm.platform.bin;

import java.util.ArrayList;
import java.util.List;

/** Records in the recycle bin, those deleted last first. */
public class DeletedList {
  /** At most 200. */
  public List<DeletedRecord> items = new ArrayList<>();

  /** Whether there are more than those. */
  public boolean more;
}
