package org.tangramcrm.platform.duplicate;

import java.util.ArrayList;
import java.util.List;

/** Records that were found to be alike, each with another of them. */
public class DuplicateGroup {
  public Long id;

  /**
   * {@code open}, {@code dismissed} as not the same, or {@code merged} where only one of them is
   * left since.
   */
  public String status;

  /** In which fields any of them are alike. */
  public List<String> fields = new ArrayList<>();

  /** Those of them that are still there, and that the caller could merge; at most 50. */
  public List<Duplicate> records = new ArrayList<>();
}
