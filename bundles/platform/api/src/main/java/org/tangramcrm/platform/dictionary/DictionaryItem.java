package org.tangramcrm.platform.dictionary;

import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/**
 * An item of a dictionary as the company has it (M-80): one that a module delivers, with what the
 * company changed about it, or one of the company's own. Its version is 0 as long as it is as it
 * was delivered.
 */
public class DictionaryItem extends BusinessRecord {
  /** Code of the dictionary; never changes. */
  @NotBlank
  @Size(max = 60)
  @Field(listed = true)
  public String dictionary;

  /** What records and interfaces carry; never changes. */
  @NotBlank
  @Size(max = 40)
  @Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9._-]*")
  @Field(listed = true)
  public String code;

  /** In Chinese; cleared, a delivered item is called as it was delivered. */
  @Size(max = 100)
  @Field(listed = true)
  public String labelZh;

  /** In English; cleared, a delivered item is called as it was delivered. */
  @Size(max = 100)
  @Field(listed = true)
  public String labelEn;

  /** Code of the item above it; null at the top. Of a delivered item it cannot be changed. */
  @Size(max = 40)
  @Field(listed = true)
  public String parent;

  /**
   * Among those with the same parent, smaller ones first; cleared, where it was delivered or last.
   */
  @Min(0)
  @Field(listed = true)
  public Integer position;

  /**
   * A colour's name or {@code #rrggbb}; {@code none} for no colour where one was delivered;
   * cleared, as it was delivered.
   */
  @Size(max = 20)
  @Pattern(regexp = "red|orange|yellow|green|teal|blue|purple|grey|none|#[0-9a-fA-F]{6}")
  @Field(listed = true)
  public String colour;

  /** Whether it is offered; one that is not stays on the records that have it. */
  @Field(listed = true)
  public Boolean active;

  /** Its name in the caller's language. */
  @Field(readOnly = true)
  public String title;

  /** Its name behind those of the items above it: {@code China / Guangdong / Guangzhou}. */
  @Field(readOnly = true)
  public String path;

  /** Whether a module brings it; such a one can be retired, not deleted. */
  @Field(readOnly = true)
  public Boolean delivered;

  /** Whether it is not as it was delivered. */
  @Field(readOnly = true)
  public Boolean changed;
}
