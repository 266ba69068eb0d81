package org.tangramcrm.customers;

/** Something that rules of levels can go by. */
public class LevelMeasureInfo {
  public String code;

  /** In the caller's language, with its unit. */
  public String title;
}
