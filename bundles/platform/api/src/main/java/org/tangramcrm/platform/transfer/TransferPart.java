package org.tangramcrm.platform.transfer;

import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.Sum;
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

  /**
   * In a preview: what they come to, in the base currency, by the field that their module names for
   * it; absent where it names none, or the caller does not see it.
   */
  public Sum worth;
}
