package org.tangramcrm.customers;

import java.util.ArrayList;
import java.util.List;

/** What the rules of levels would come to. */
public class LevelPreview {
  /** How many customers there are to go through. */
  public Integer total;

  /** How many of them were looked at, at most 20,000: of those the rest is told. */
  public Integer customers;

  public Integer rises;
  public Integer falls;

  /** Those that keep their level, also the ones that are locked. */
  public Integer stays;

  /** Those whose level is locked. */
  public Integer locked;

  /** The highest first; without a code those that have no level. */
  public List<LevelCount> levels = new ArrayList<>();

  /** Active rules that nothing can be said by, as the module that measures is not there. */
  public List<LevelSkipped> skipped = new ArrayList<>();
}
