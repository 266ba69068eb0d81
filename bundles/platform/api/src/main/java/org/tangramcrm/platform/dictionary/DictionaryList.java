package org.tangramcrm.platform.dictionary;

import java.util.ArrayList;
import java.util.List;

/** The dictionaries of the modules that are active, without their items. */
public class DictionaryList {
  public List<Dictionary> items = new ArrayList<>();
}
