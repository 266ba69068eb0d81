package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.Order;
import org.tangramcrm.orders.OrderLine;
import org.tangramcrm.orders.OrderPage;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.sales.DealWon;
import org.tangramcrm.sales.Opportunity;
import org.tangramcrm.sales.OpportunityLine;
import org.tangramcrm.sales.Quote;
import org.tangramcrm.sales.QuoteLine;

/**
 * Makes the order of an opportunity that is won (M-27), as a draft: of the quote that was accepted,
 * once of each; without one of what the opportunity is about, unless it has an order already. As
 * the system: whoever wins it need not be one who makes orders.
 */
@Component(service = DealWon.class, configurationPid = "org.tangramcrm.orders")
public class WonOrders implements DealWon {
  private final OrderStores stores;
  private final OrderService orders;
  private final SalesDesk sales;
  private final CurrentUser user;
  private volatile Config config;

  /** {@code etc/org.tangramcrm.orders.cfg}. */
  @interface Config {
    /** Whether an opportunity that is won without a quote makes an order of its products. */
    boolean orderOfWonDeal() default true;
  }

  @Activate
  public WonOrders(
      @Reference OrderStores stores,
      @Reference OrderService orders,
      @Reference SalesDesk sales,
      @Reference CurrentUser user,
      Config config) {
    this.stores = stores;
    this.orders = orders;
    this.sales = sales;
    this.user = user;
    this.config = config;
  }

  /** Takes other settings without going away meanwhile. */
  @Modified
  void configured(Config changed) {
    config = changed;
  }

  @Override
  public void won(Opportunity opportunity, Quote quote) {
    if (quote != null) {
      if (none("quoteId==" + quote.id)) {
        draft(of(opportunity, quote));
      }
    } else if (config.orderOfWonDeal()
        && !opportunity.lines.isEmpty()
        && none("opportunityId==" + opportunity.id)) {
      draft(of(opportunity));
    }
  }

  private boolean none(String which) {
    var query = Query.filter(which);
    query.limit = 1;
    query.count = "none";
    return user.callAsSystem(() -> stores.orders.page(query, new OrderPage()).items.isEmpty());
  }

  /** What was agreed stays, whatever became of products and people meanwhile. */
  private void draft(Order order) {
    var known = new Order();
    known.customerId = order.customerId;
    known.contactId = order.contactId;
    known.opportunityId = order.opportunityId;
    known.signedOn = order.signedOn;
    known.currency = order.currency;
    known.lines = List.copyOf(order.lines);
    user.callAsSystem(() -> orders.draft(order, known, null, null));
  }

  private static Order of(Opportunity opportunity, Quote quote) {
    var order = begun(opportunity);
    order.quoteId = quote.id;
    order.contactId = quote.contactId;
    order.currency = quote.currency;
    order.discount = quote.discount;
    order.terms = quote.terms;
    order.lines = new ArrayList<>(quote.lines.stream().map(WonOrders::line).toList());
    return order;
  }

  private Order of(Opportunity opportunity) {
    var order = begun(opportunity);
    order.currency = opportunity.currency;
    order.lines = new ArrayList<>(opportunity.lines.stream().map(this::line).toList());
    return order;
  }

  private static Order begun(Opportunity opportunity) {
    var order = new Order();
    order.name = opportunity.name;
    order.ownerId = opportunity.ownerId;
    order.customerId = opportunity.customerId;
    order.opportunityId = opportunity.id;
    order.signedOn = opportunity.closedOn;
    return order;
  }

  private static OrderLine line(QuoteLine quoted) {
    var line = new OrderLine();
    line.productId = quoted.productId;
    line.name = quoted.name;
    line.spec = quoted.spec;
    line.unit = quoted.unit;
    line.quantity = quoted.quantity;
    line.listPrice = quoted.listPrice;
    line.price = quoted.price;
    line.discount = quoted.discount;
    line.taxRate = quoted.taxRate;
    return line;
  }

  private OrderLine line(OpportunityLine wanted) {
    var line = new OrderLine();
    var product = sales.product(wanted.productId);
    line.productId = wanted.productId;
    line.name = product.map(one -> one.name).orElse(String.valueOf(wanted.productId));
    line.spec = product.map(one -> one.spec).orElse(null);
    line.unit = product.map(one -> one.unit).orElse(null);
    line.quantity = wanted.quantity == null ? BigDecimal.ONE : wanted.quantity;
    line.price = wanted.price;
    line.discount = wanted.discount;
    return line;
  }
}
