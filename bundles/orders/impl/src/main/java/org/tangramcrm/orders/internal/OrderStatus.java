package org.tangramcrm.orders.internal;

import org.tangramcrm.orders.Order;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;

/** How far an order is (M-37): the codes of {@code order-status}. */
final class OrderStatus {
  static final String DRAFT = "draft";
  static final String SUBMITTED = "submitted";
  static final String APPROVED = "approved";
  static final String EXECUTING = "executing";
  static final String COMPLETED = "completed";
  static final String CANCELLED = "cancelled";
  static final String CLOSED_SHORT = "closed-short";

  /** A filter of those that count: something is, or was, owed for them. */
  static final String COUNTS = "status=in=(approved,executing,completed,closed-short)";

  private OrderStatus() {}

  static boolean isDraft(Order order) {
    return DRAFT.equals(order.status);
  }

  static boolean isSubmitted(Order order) {
    return SUBMITTED.equals(order.status);
  }

  /** Whether it is approved and not ended. */
  static boolean isRunning(Order order) {
    return APPROVED.equals(order.status) || EXECUTING.equals(order.status);
  }

  /** Refuses with a conflict unless something is so. */
  static void require(boolean may, String refusal, Object... arguments) {
    if (!may) {
      throw new CrmException(Code.CONFLICT, refusal, arguments);
    }
  }
}
