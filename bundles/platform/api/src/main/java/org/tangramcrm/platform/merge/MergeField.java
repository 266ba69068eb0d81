package org.tangramcrm.platform.merge;

import java.util.ArrayList;
import java.util.List;

/** A field that the caller sees and may change, and that is not the same in all of the records. */
public class MergeField {
  public String field;

  /** Whether it has several values, which can be united. */
  public Boolean unites;

  /**
   * Whether it is only added to: then all that stands in any of the records stays, chosen or not,
   * and a choice of one record's alone is refused.
   */
  public Boolean keepsAll;

  /** Of each record that has any; the one that stays first. */
  public List<Value> values = new ArrayList<>();

  /** What stands in one of the records. */
  public static class Value {
    public Long id;

    /** As it stands in JSON. */
    public String value;
  }
}
