package org.tangramcrm.customers;

/** A rule that is passed over. */
public class LevelSkipped {
  public String level;

  /** What it goes by, and nobody measures just now. */
  public String measure;
}
