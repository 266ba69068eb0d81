package org.tangramcrm.platform.imports;

import org.tangramcrm.platform.contract.Field;

/** Where the values of a column can go. */
public class ImportField {
  /** What {@link ImportColumn#field} says. */
  @Field(readOnly = true)
  public String name;

  /** What it is called, in the caller's language. */
  @Field(readOnly = true)
  public String title;

  /** Whether there is no new record without it. */
  @Field(readOnly = true)
  public Boolean required;

  /** Whether rows can find their records by it. */
  @Field(readOnly = true)
  public Boolean key;
}
