package org.tangramcrm.platform.duplicate;

import java.util.ArrayList;
import java.util.List;

/**
 * A record that is likely the same as another. Of one that the caller does not see, no more is told
 * than whom to ask.
 */
public class Duplicate {
  /** Absent where the caller does not see the record. */
  public Long id;

  /** Absent where the caller does not see the record. */
  public String number;

  /** What it is called; its middle hidden where the caller does not see the record. */
  public String title;

  public String ownerName;

  /** Whether there is nobody to ask, for it is nobody's; absent where it is somebody's. */
  public Boolean unowned;

  /** In which fields they are alike. */
  public List<String> fields = new ArrayList<>();
}
