package org.tangramcrm.orders;

import java.time.LocalDate;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;

/** What of a receipt paid which instalment, from when to when: only added to and released. */
public class ReceiptAllocation extends BusinessRecord {
  @Field(readOnly = true, filterable = true, reference = "receipts", listed = true)
  public Long receiptId;

  @Field(readOnly = true, filterable = true, reference = "orders", listed = true)
  public Long orderId;

  @Field(readOnly = true, filterable = true, reference = "receivables", listed = true)
  public Long receivableId;

  /** In the receipt's currency at its rate. */
  @Field(readOnly = true, follows = "receiptId.amount", listed = true)
  public Money amount;

  /** In the order's currency at its rate. */
  @Field(readOnly = true, follows = "orderId.total", listed = true)
  public Money applied;

  /** In the base currency: amount less applied. */
  @Field(
      readOnly = true,
      follows = {"receiptId.amount", "orderId.total"})
  public Money exchangeDifference;

  /** From which day on it counts: that of the receipt, or when it was allocated later. */
  @Field(readOnly = true, filterable = true, sortable = true, listed = true)
  public LocalDate allocatedOn;

  /** From which day on it counts no more; absent while it does. */
  @Field(readOnly = true, filterable = true, sortable = true, listed = true)
  public LocalDate releasedOn;

  /** What was said when it was; absent where the order was revised. */
  @Field(readOnly = true)
  public String releaseReason;
}
