package org.tangramcrm.platform.imports;

import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** A column of a file that is imported. */
public class ImportColumn {
  /** What stands at its head. */
  @Field(readOnly = true)
  public String header;

  /**
   * What stands in it in the first rows, one value a line; told with a single import, as long as
   * its file is kept.
   */
  @Field(readOnly = true, multiline = true)
  public String samples;

  /**
   * Where its values go: the name of a field; {@code <field>.currency} for the currency of an
   * amount; {@code number}, {@code id} or {@code externalKey} to find records by. Absent where it
   * is left out.
   */
  @Size(max = 100)
  @Field
  public String field;
}
