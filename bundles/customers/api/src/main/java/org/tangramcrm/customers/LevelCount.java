package org.tangramcrm.customers;

/** How many customers have a level. */
public class LevelCount {
  /** Its code; absent for none. */
  public String level;

  public Integer before;
  public Integer after;
}
