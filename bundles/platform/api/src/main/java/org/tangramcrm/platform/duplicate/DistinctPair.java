package org.tangramcrm.platform.duplicate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Two records of which somebody said that they are not the same. */
public class DistinctPair {
  /** Both of them; without the fields in which they are alike. */
  public List<Duplicate> records = new ArrayList<>();

  public Instant saidAt;

  /** Who said so. */
  public Long saidBy;
}
