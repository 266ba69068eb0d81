package org.tangramcrm.platform.merge;

import java.util.ArrayList;
import java.util.List;

/** What a merge would come to. */
public class MergePreview {
  /** In the order of the contract. */
  public List<MergeField> fields = new ArrayList<>();

  /** What would follow, as far as the caller reaches it. */
  public List<MergePart> parts = new ArrayList<>();

  /**
   * Fields that would become empty, whatever is chosen: the record that stays would stand above
   * itself by them.
   */
  public List<String> emptied = new ArrayList<>();
}
