package org.tangramcrm.orders.internal;

import java.util.List;
import org.tangramcrm.orders.Order;
import org.tangramcrm.orders.OrderChange;
import org.tangramcrm.orders.OrderRequest;

/** What is kept of a revision until it is approved (M-37). */
final class OrderRequests {
  private OrderRequests() {}

  static OrderRequest of(Order order, List<OrderChange> changes) {
    var request = new OrderRequest();
    request.reason = order.revisionReason.strip();
    request.total = order.total;
    request.changes = changes;
    request.name = order.name;
    request.contactId = order.contactId;
    request.opportunityId = order.opportunityId;
    request.orderType = order.orderType;
    request.deliveryOn = order.deliveryOn;
    request.discount = order.discount;
    request.lines = order.lines;
    request.plan = order.plan;
    request.terms = order.terms;
    return request;
  }

  /** The order as it would be. */
  static Order applied(OrderRequest request, Order order) {
    order.requested = List.of();
    order.name = request.name;
    order.contactId = request.contactId;
    order.opportunityId = request.opportunityId;
    order.orderType = request.orderType;
    order.deliveryOn = request.deliveryOn;
    order.discount = request.discount;
    order.lines = request.lines;
    order.plan = request.plan;
    order.terms = request.terms;
    return order;
  }
}
