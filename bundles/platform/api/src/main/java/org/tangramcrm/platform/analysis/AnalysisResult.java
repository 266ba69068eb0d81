package org.tangramcrm.platform.analysis;

import java.util.ArrayList;
import java.util.List;

/** An analysis, worked out. */
public class AnalysisResult extends AnalysisInfo {
  /** What amounts of money are in. */
  public String currency;

  public List<AnalysisColumn> columns = new ArrayList<>();
  public List<AnalysisRow> rows = new ArrayList<>();

  /** Of the columns that can be added up, and what shares and rates come to in all. */
  public AnalysisRow totals;
}
