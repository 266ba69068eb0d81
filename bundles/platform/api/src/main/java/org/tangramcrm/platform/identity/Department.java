package org.tangramcrm.platform.identity;

import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/** A part of the company (M-82). */
public class Department extends BusinessRecord {
  @Size(max = 40)
  @Field(filterable = true, sortable = true, searched = true, listed = true)
  public String code;

  @NotBlank
  @Size(max = 100)
  @Field(filterable = true, sortable = true, searched = true, listed = true)
  public String name;

  /** The department it is part of; null at the top. */
  @Field(filterable = true, reference = "departments", candidates = "active==true", listed = true)
  public Long parentId;

  @Field(filterable = true, reference = "users", listed = true)
  public Long managerId;

  /** Its place among its siblings. */
  @Field(sortable = true)
  public Integer position;

  /**
   * Whether it takes new people and departments; true where it is absent. Those who are in a
   * retired one stay, and reach what they reached.
   */
  @Field(filterable = true, listed = true)
  public Boolean active;

  /** How many users are in it who can sign in, those of departments below not counted. */
  @Field(readOnly = true, stored = false, listed = true)
  public Integer members;
}
