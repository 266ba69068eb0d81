package org.tangramcrm.platform.layout;

import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** Where a field stands in a layout. */
public class LayoutField {
  /** Its name, {@code customFields.<code>} of one that the company added; once in a layout. */
  @NotBlank
  @Size(max = 60)
  @Field
  public String field;

  /**
   * The key of its section; absent where it is not shown, which one that must be filled cannot be.
   */
  @Size(max = 40)
  @Field
  public String section;

  /** Whether it takes the whole width of card and form; half of it where absent. */
  @Field public Boolean wide;
}
