package org.tangramcrm.platform.view;

import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/** A way of looking at a collection that somebody gave a name. Its owner alone changes it. */
public class SavedView extends BusinessRecord {
  /** Unique among the owner's views of the collection. */
  @NotBlank
  @Size(max = 60)
  @Field(filterable = true, sortable = true, listed = true)
  public String name;

  @NotBlank
  @Size(max = 60)
  @Pattern(regexp = "[a-z][a-z0-9-]*")
  @Field(filterable = true, sortable = true, listed = true)
  public String collection;

  /**
   * Filter, search, order, columns and density as a JSON object; what each member means is between
   * those who show lists.
   */
  @NotBlank
  @Size(max = 8000)
  @Field(multiline = true)
  public String definition;

  /**
   * Who sees it beside its owner: {@code nobody}, {@code team} (the owner's department) or {@code
   * all}; nobody where it is absent.
   */
  @Pattern(regexp = "nobody|team|all")
  @Field(filterable = true, sortable = true, listed = true)
  public String sharedWith;
}
