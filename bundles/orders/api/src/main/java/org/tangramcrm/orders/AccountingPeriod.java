package org.tangramcrm.orders;

import java.time.LocalDate;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/**
 * A month that is closed or open again (M-45). Nothing is booked into one that is closed: no
 * receipt, refund, void, allocation or write-off. A month that is not here is open.
 */
public class AccountingPeriod extends BusinessRecord {
  /** As its first day: any of its days stands for it. */
  @NotNull
  @Field(filterable = true, sortable = true, listed = true)
  public LocalDate forMonth;

  @Field(readOnly = true, filterable = true, listed = true)
  public Boolean closed;

  @Field(readOnly = true, filterable = true, sortable = true, listed = true)
  public LocalDate closedOn;

  @Field(readOnly = true, reference = "users", listed = true)
  public Long closedById;

  @Size(max = 500)
  @Field(multiline = true)
  public String remark;
}
