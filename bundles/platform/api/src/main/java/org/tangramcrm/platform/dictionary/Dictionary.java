package org.tangramcrm.platform.dictionary;

import java.util.ArrayList;
import java.util.List;

/** The codes that a field takes its values from, with their names in the caller's language. */
public class Dictionary {
  public String code;
  public String title;
  public String module;

  /** Takes values beside its items. */
  public boolean open;

  public List<DictionaryItem> items = new ArrayList<>();

  /** One code. */
  public static class DictionaryItem {
    public String code;
    public String title;

    /** The item above it; null at the top. */
    public String parent;

    /** A colour's name for tags. */
    public String colour;

    /** Stays on the records that have it and is not offered any more. */
    public boolean retired;
  }
}
