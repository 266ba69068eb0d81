package org.tangramcrm.platform.analysis;

/** The records behind a row, as their list shows them. */
public class AnalysisDrill {
  public String collection;

  /** As the list takes it in {@code filter}. */
  public String filter;
}
