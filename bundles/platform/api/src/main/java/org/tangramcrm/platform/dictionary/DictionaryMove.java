package org.tangramcrm.platform.dictionary;

import javax.validation.constraints.Size;

/** Where an item is put. */
public class DictionaryMove {
  /** Code of the item that it is put under; null at the top. */
  @Size(max = 40)
  public String parent;

  /** Code of the item that it is put before; null to put it last. */
  @Size(max = 40)
  public String before;

  /** The version that the caller saw, to be refused where it is not current any more. */
  public Integer version;
}
