package org.tangramcrm.platform.numbering;

import java.util.ArrayList;
import java.util.List;

/** Of every collection of the active modules whose records have numbers, by name. */
public class NumberRuleList {
  public List<NumberRule> items = new ArrayList<>();
}
