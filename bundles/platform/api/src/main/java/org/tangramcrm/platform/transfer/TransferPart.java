package org.tangramcrm.platform.transfer;

import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** The records of one collection that change hands in a transfer. */
public class TransferPart {
  @NotBlank
  @Size(max = 60)
  @Field
  public String collection;

  /** How many they are; in a preview, how many they would be. */
  @Field(readOnly = true)
  public Integer count;
}
