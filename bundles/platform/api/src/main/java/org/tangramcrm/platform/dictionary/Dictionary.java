package org.tangramcrm.platform.dictionary;

import java.util.ArrayList;
import java.util.List;

/** The codes that a field takes its values from, with their names in the caller's language. */
public class Dictionary {
  public String code;
  public String title;

  /** The module that brings it, and its name. */
  public String module;

  public String moduleTitle;

  /** Takes values beside its items: what comes from outside is kept as given. */
  public boolean open;

  /** Whether items stand below others: a filter by one finds those below it, too. */
  public boolean hierarchical;

  /** Grows with every change that the company makes to it. */
  public int version;

  public int itemCount;

  /** In the order of the tree, each behind the one above it; left out where many are listed. */
  public List<Choice> items = new ArrayList<>();

  /** One code, as forms and lists need it. */
  public static class Choice {
    public String code;
    public String title;

    /** The name in the other language, where it is another one: it is found by this, too. */
    public String alias;

    /** What the Chinese name is typed by: its reading, and the initials. */
    public String keys;

    /** The item above it; null at the top. */
    public String parent;

    /** A colour's name for tags. */
    public String colour;

    /** Stays on the records that have it and is not offered any more. */
    public boolean retired;
  }
}
