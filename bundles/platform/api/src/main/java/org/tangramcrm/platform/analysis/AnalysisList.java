package org.tangramcrm.platform.analysis;

import java.util.ArrayList;
import java.util.List;
import org.tangramcrm.platform.Total;

/** Analyses that the caller may run. */
public class AnalysisList {
  public List<AnalysisInfo> items = new ArrayList<>();
  public Total total;
}
