package org.tangramcrm.customers;

import java.util.ArrayList;
import java.util.List;

/** What rules of levels can go by. */
public class LevelMeasureList {
  public List<LevelMeasureInfo> items = new ArrayList<>();
}
