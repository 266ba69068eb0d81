package org.tangramcrm.orders.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.Order;
import org.tangramcrm.platform.hint.HintSource;

/** That a customer would owe more with an order than they may (M-45c), before it is approved. */
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
    var waits = OrderStatus.isDraft(order) || OrderStatus.isSubmitted(order);
    if (!waits || order.total == null || !credit.tells()) {
      return List.of();
    }
    return credit
        .exposure(order, order.total.baseAmount)
        .filter(Credit.Exposure::isBeyond)
        .map(
            exposure ->
                Notice.warning(
                    "order-over-limit",
                    Credit.plain(exposure.limit()),
                    Credit.plain(exposure.owed()),
                    Credit.plain(exposure.more())))
        .map(List::of)
        .orElse(List.of());
  }
}
