package org.tangramcrm.orders.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.Order;
import org.tangramcrm.orders.OrderRequest;
import org.tangramcrm.platform.hint.HintSource;

/**
 * That a revision of an order waits for approval (M-37), and that the customer would owe more with
 * an order or with its revision than they may (M-45c), before it is approved.
 */
@Component(service = HintSource.class)
public class OrderHints implements HintSource<Order> {
  private final Credit credit;

  @Activate
  public OrderHints(@Reference Credit credit) {
    this.credit = credit;
  }

  @Override
  public Class<Order> record() {
    return Order.class;
  }

  @Override
  public List<Notice> hints(Order order) {
    var hints = new ArrayList<Notice>();
    var request = order.requested.stream().findFirst();
    request.map(OrderHints::awaits).ifPresent(hints::add);
    var waits = OrderStatus.isDraft(order) || OrderStatus.isSubmitted(order);
    if (order.total != null && credit.tells()) {
      request
          .map(one -> one.total.baseAmount.subtract(order.total.baseAmount))
          .or(() -> waits ? Optional.ofNullable(order.total.baseAmount) : Optional.empty())
          .flatMap(more -> credit.exposure(order, more))
          .filter(Credit.Exposure::isBeyond)
          .map(OrderHints::overLimit)
          .ifPresent(hints::add);
    }
    return hints;
  }

  private static Notice awaits(OrderRequest request) {
    return Notice.info(
        "order-revision-awaits",
        request.total.currency,
        request.total.amount.toPlainString(),
        request.reason);
  }

  private static Notice overLimit(Credit.Exposure exposure) {
    return Notice.warning(
        "order-over-limit",
        Credit.plain(exposure.limit()),
        Credit.plain(exposure.owed()),
        Credit.plain(exposure.more()));
  }
}
