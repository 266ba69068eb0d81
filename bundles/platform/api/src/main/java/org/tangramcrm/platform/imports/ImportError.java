package org.tangramcrm.platform.imports;

import org.tangramcrm.platform.contract.Field;

/** A row of a file that was not taken. */
public class ImportError {
  /** Its number in the file, counted from 1 with the headers. */
  @Field(readOnly = true)
  public Integer row;

  /** Why, in the language of whoever asked for the job. */
  @Field(readOnly = true)
  public String message;
}
