package org.tangramcrm.orders;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javax.validation.constraints.NotNull;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;

/** What an order was until it was changed after its approval (M-37): only added to. */
public class OrderRevision extends BusinessRecord {
  @Field(readOnly = true, filterable = true, reference = "orders", listed = true)
  public Long orderId;

  /** Which one came of it. */
  @Field(readOnly = true, filterable = true, sortable = true, listed = true)
  public Integer revision;

  @Field(readOnly = true, filterable = true, sortable = true, listed = true)
  public LocalDate revisedOn;

  @Field(readOnly = true, follows = "orderId.revisionReason", listed = true)
  public String reason;

  @Field(readOnly = true, follows = "orderId.total", listed = true)
  public Money totalBefore;

  @Field(readOnly = true, follows = "orderId.total", listed = true)
  public Money totalAfter;

  /** Field by field, what it was and what it became. */
  @Field(
      readOnly = true,
      follows = {
        "orderId.total",
        "orderId.lines",
        "orderId.plan",
        "orderId.discount",
        "orderId.name",
        "orderId.contactId",
        "orderId.orderType",
        "orderId.deliveryOn",
        "orderId.terms"
      })
  public List<@NotNull OrderChange> changes = new ArrayList<>();
}
