package org.tangramcrm.platform.analysis;

/** A column of a result. */
public class AnalysisColumn {
  public String key;

  /** For people, in the caller's language. */
  public String title;

  /**
   * {@code text}, {@code code}, {@code reference}, {@code integer}, {@code decimal}, {@code money}
   * (an amount in the result's currency), {@code percent} (61.5 stands for 61.5 %), {@code date}.
   */
  public String type;

  /** Where codes are from. */
  public String dictionary;

  /** The collection whose ids these are. */
  public String reference;

  /**
   * Whether the records that a row's drill lists tell its figure here; absent where they do not.
   */
  public Boolean drilled;
}
