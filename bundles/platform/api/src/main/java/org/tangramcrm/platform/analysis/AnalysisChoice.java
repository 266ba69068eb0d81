package org.tangramcrm.platform.analysis;

/** One of the values that a parameter takes. */
public class AnalysisChoice {
  public String code;

  /** For people, in the caller's language. */
  public String title;
}
