package org.tangramcrm.customers;

import java.math.BigDecimal;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/**
 * That a customer came from one level to another (M-84): when, {@code createdAt}, and by whom,
 * {@code createdBy}, which is 0 for the rules.
 */
public class LevelChange extends BusinessRecord {
  /** Also once it was merged into another, which keeps its own history. */
  @Field(
      readOnly = true,
      filterable = true,
      reference = "customers",
      staysInMerge = true,
      listed = true)
  public Long customerId;

  /** Absent where it had none. */
  @Field(readOnly = true, filterable = true, dictionary = "customer-level", listed = true)
  public String fromLevel;

  /** Absent where it has none since. */
  @Field(readOnly = true, filterable = true, dictionary = "customer-level", listed = true)
  public String toLevel;

  /** By a rule, or by hand. */
  @Field(readOnly = true, filterable = true, dictionary = "level-cause", listed = true)
  public String cause;

  /**
   * What the rule went by: that of the level it came to, or, where it fell, of the one it fell
   * from.
   */
  @Field(readOnly = true, listed = true)
  public String measure;

  /** What the customer's value was; absent for those who may not see it. */
  @Field(readOnly = true, listed = true)
  public BigDecimal measured;
}
