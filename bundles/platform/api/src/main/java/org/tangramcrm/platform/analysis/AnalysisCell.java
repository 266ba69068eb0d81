package org.tangramcrm.platform.analysis;

/**
 * What stands in a row under a column. Counts are in {@link #count}, all else in {@link #value};
 * neither where there is nothing to say: a share of nothing is no share.
 */
public class AnalysisCell {
  /** The column's. */
  public String key;

  /** Numbers with a decimal point, dates as 2026-11-23. */
  public String value;

  public Integer count;

  /** What a code or id stands for, in the caller's language; JSON has it as {@code <key>Title}. */
  public String title;

  /**
   * Where the records behind this figure are listed, where they are only some of the row's; JSON
   * has it as {@code <key>Drill}.
   */
  public AnalysisDrill drill;
}
