package org.tangramcrm.platform.dictionary;

import java.util.ArrayList;
import java.util.List;

/** Items in the order of their tree. */
public class DictionaryItemList {
  public List<DictionaryItem> items = new ArrayList<>();
}
