package org.tangramcrm.orders.internal;

import java.time.LocalDate;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.Order;
import org.tangramcrm.orders.OrderChange;
import org.tangramcrm.platform.CrmException;

/** What orders were before they were revised. */
@Component(service = OrderHistory.class)
public class OrderHistory {
  /** Beyond it the columns do not go. */
  private static final int MOST = 32_000;

  private final OrderStores stores;

  @Activate
  public OrderHistory(@Reference OrderStores stores) {
    this.stores = stores;
  }

  /**
   * @param revision the one that came of it
   */
  void note(
      Order before,
      Order after,
      int revision,
      List<OrderChange> changes,
      String reason,
      LocalDate on) {
    var row = new OrderRevisionRow();
    row.orderId = before.id;
    row.revision = revision;
    row.revisedOn = on;
    row.reason = reason;
    row.totalBefore = MoneyColumns.of(before.total);
    row.totalAfter = MoneyColumns.of(after.total);
    row.changes = stores.revisions.nested(changes);
    checkKept(row.changes);
    stores.revisions.insert(null, row);
  }

  /**
   * @param nested what is to be kept of a revision
   */
  static void checkKept(String nested) {
    if (nested != null && nested.length() > MOST) {
      throw CrmException.invalid("lines", "too-many-changes");
    }
  }
}
