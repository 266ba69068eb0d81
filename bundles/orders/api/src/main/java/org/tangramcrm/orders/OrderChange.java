package org.tangramcrm.orders;

import org.tangramcrm.platform.contract.Field;

/** A field of an order that a revision changed. */
public class OrderChange {
  /** {@code total}, {@code lines[2].quantity}, {@code plan[1].dueOn} … */
  @Field(readOnly = true)
  public String field;

  /** Absent where it was added. */
  @Field(readOnly = true)
  public String before;

  /** Absent where it was taken away. */
  @Field(readOnly = true)
  public String after;
}
