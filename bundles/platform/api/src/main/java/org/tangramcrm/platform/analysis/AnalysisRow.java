package org.tangramcrm.platform.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * A row of a result. JSON has its cells as members by their keys, beside {@code drill}: {@code
 * {"industry": "I", "industryTitle": "信息传输", "customers": 12, "share": "24.00", "drill": …}}.
 */
public class AnalysisRow {
  public List<AnalysisCell> cells = new ArrayList<>();

  /** Where the records behind the row are listed; absent where they are not. */
  public AnalysisDrill drill;
}
