package org.tangramcrm.orders;

import java.time.LocalDate;
import org.tangramcrm.platform.contract.Field;

/** That somebody approved an order at a step, gave it back, or asked for a revision of it. */
public class OrderApproval {
  @Field(readOnly = true, reference = "approval-steps")
  public Long stepId;

  @Field(readOnly = true, reference = "users")
  public Long userId;

  @Field(readOnly = true)
  public LocalDate decidedOn;

  /** {@code approved}, {@code returned} or {@code requested}. */
  @Field(readOnly = true, dictionary = "approval-decision")
  public String decision;

  @Field(readOnly = true)
  public String comment;
}
