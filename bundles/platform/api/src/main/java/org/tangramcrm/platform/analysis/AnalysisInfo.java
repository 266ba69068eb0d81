package org.tangramcrm.platform.analysis;

import java.util.ArrayList;
import java.util.List;

/** What an analysis is. */
public class AnalysisInfo {
  public String code;

  /** For people, in the caller's language. */
  public String title;

  /** How its figures are worked out, in the caller's language. */
  public String definition;

  /** The module that brings it. */
  public String module;

  /** The collection whose records it is made of. */
  public String collection;

  public List<AnalysisParameter> parameters = new ArrayList<>();
}
