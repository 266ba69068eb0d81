package org.tangramcrm.platform.analysis;

import java.util.ArrayList;
import java.util.List;

/** Something that an analysis can be asked for. */
public class AnalysisParameter {
  /** Its name in {@link AnalysisParameters}. */
  public String key;

  /** For people, in the caller's language. */
  public String title;

  /** What there is to choose from, the default first; none where any value will do. */
  public List<AnalysisChoice> choices = new ArrayList<>();

  /** In a result, what it was worked out by, whether it was asked for or filled in. */
  public String value;
}
