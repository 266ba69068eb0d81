package org.tangramcrm.sales;

import java.time.LocalDate;
import javax.validation.Valid;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.PositiveOrZero;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;

/**
 * What a salesperson, to whom it belongs, or a department is to win in a month (M-35). There is one
 * of each for a month.
 */
public class SalesTarget extends BusinessRecord {
  /** The department that it is set for; absent where it is its owner's own. */
  @Field(filterable = true, reference = "departments", candidates = "active==true", listed = true)
  public Long teamId;

  /** The month, as its first day: any of its days stands for it. */
  @NotNull
  @Field(filterable = true, sortable = true, listed = true)
  public LocalDate forMonth;

  /** At the rate of the month's first day. */
  @NotNull
  @Valid
  @PositiveOrZero
  @Field(filterable = true, sortable = true, listed = true)
  public Money amount;

  @Size(max = 500)
  @Field(multiline = true)
  public String remark;
}
