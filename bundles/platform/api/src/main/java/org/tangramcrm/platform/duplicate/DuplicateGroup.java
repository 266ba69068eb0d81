package org.tangramcrm.platform.duplicate;

import java.util.ArrayList;
import java.util.List;

/** Records that were found to be alike, each with another of them. */
public class DuplicateGroup {
  public Long id;

  /**
   * {@code open}, {@code dismissed} where of all that are left it was said that they are not the
   * same, or {@code merged} where no two that were alike are left since.
   */
  public String status;

  /** In which fields any of them are alike. */
  public List<String> fields = new ArrayList<>();

  /**
   * Those of them that are still there, that the caller could merge, and that are still alike one
   * through another; at most 50. Where several such parts are left, the next is told when the first
   * is dealt with.
   */
  public List<Duplicate> records = new ArrayList<>();

  /**
   * Which of them to merge first: the most of them, up to 10, that all have one and the same thing
   * in common. Empty where there are none, and where it is not open.
   */
  public List<Long> proposedIds = new ArrayList<>();
}
