package org.tangramcrm.orders;

import java.time.LocalDate;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;

/**
 * What changed the outstanding of an instalment, and when: only added to. What is outstanding by a
 * day is the sum of the entries by then; what of it is due, by their due days.
 */
public class ReceivableEntry extends BusinessRecord {
  @Field(readOnly = true, filterable = true, reference = "orders", listed = true)
  public Long orderId;

  @Field(readOnly = true, filterable = true, reference = "receivables", listed = true)
  public Long receivableId;

  /**
   * {@code planned}, {@code revised}, {@code moved} to another due day, {@code received}, {@code
   * released}: an allocation was taken back, {@code written-off} or {@code cancelled}.
   */
  @Field(readOnly = true, filterable = true, dictionary = "receivable-entry-kind", listed = true)
  public String kind;

  /** The company's day to which it counts. */
  @Field(readOnly = true, filterable = true, sortable = true, listed = true)
  public LocalDate bookedOn;

  /** When what it is about is due, by that day; absent where it is unscheduled. */
  @Field(readOnly = true, filterable = true, sortable = true, listed = true)
  public LocalDate dueOn;

  /**
   * What it adds to the outstanding, in the order's currency at its rate; negative what it takes.
   */
  @Field(readOnly = true, follows = "orderId.total", listed = true)
  public Money amount;

  /** The receipt of what was received or released. */
  @Field(readOnly = true, filterable = true, reference = "receipts")
  public Long receiptId;
}
