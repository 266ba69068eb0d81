package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.Order;
import org.tangramcrm.orders.OrderLine;
import org.tangramcrm.orders.SoldLine;
import org.tangramcrm.orders.SoldLinePage;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.identity.CurrentUser;

/** The lines of orders that count as rows of their own, which come to what their order does. */
@Component(service = SoldLineBook.class)
public class SoldLineBook {
  private final OrderStores stores;
  private final SalesDesk sales;
  private final Rates rates;
  private final CurrentUser user;

  @Activate
  public SoldLineBook(
      @Reference OrderStores stores,
      @Reference SalesDesk sales,
      @Reference Rates rates,
      @Reference CurrentUser user) {
    this.stores = stores;
    this.sales = sales;
    this.rates = rates;
    this.user = user;
  }

  /** Writes down what an order sells from now on. */
  void write(Order order) {
    var before = of(order.id);
    var rows = rows(order, before);
    user.callAsSystem(
        () -> {
          before.forEach(line -> stores.lines.delete(line.id, line.version));
          stores.lines.insertAll(rows);
          return rows;
        });
  }

  /** It sells nothing any more. */
  void remove(long order) {
    user.callAsSystem(
        () -> {
          var gone = of(order);
          gone.forEach(line -> stores.lines.delete(line.id, line.version));
          return gone;
        });
  }

  private List<SoldLine> of(long order) {
    var query = Query.filter("orderId==" + order);
    query.sort = "id";
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    return user.callAsSystem(() -> stores.lines.page(query, new SoldLinePage()).items);
  }

  private List<SoldLineRow> rows(Order order, List<SoldLine> before) {
    var nets = parts(order.net, weights(order, line -> line.subtotal));
    var full = fullTotals(order);
    var totals = parts(order.total, full);
    var rows = new ArrayList<SoldLineRow>();
    for (int i = 0; i < order.lines.size(); i++) {
      var line = order.lines.get(i);
      var row = new SoldLineRow();
      row.orderId = order.id;
      row.productId = line.productId;
      row.name = line.name;
      row.unit = line.unit;
      row.quantity = line.quantity;
      row.listed =
          MoneyColumns.of(
              rates.frozen(
                  Money.of(
                      Rates.rounded(line.quantity.multiply(line.price), order.currency),
                      order.currency),
                  order.total.rate));
      row.net = MoneyColumns.of(nets.get(i));
      row.total = MoneyColumns.of(totals.get(i));
      row.cost = cost(line, order, before);
      rows.add(row);
    }
    return rows;
  }

  private static List<BigDecimal> weights(Order order, Function<OrderLine, BigDecimal> weight) {
    return order.lines.stream().map(weight).toList();
  }

  /** What each line is with tax, before anything was given up. */
  private static List<BigDecimal> fullTotals(Order order) {
    var net = order.lines.stream().map(line -> line.subtotal).reduce(BigDecimal::add);
    var all = OrderSums.of(order.lines, order.discount, order.currency);
    var nets =
        net.isEmpty()
            ? List.<BigDecimal>of()
            : Shares.of(all.net(), weights(order, line -> line.subtotal), order.currency);
    var totals = new ArrayList<BigDecimal>();
    for (int i = 0; i < nets.size(); i++) {
      totals.add(nets.get(i).add(order.lines.get(i).tax));
    }
    return totals;
  }

  /** An amount by lines, in its currency and in the base currency. */
  private List<Money> parts(Money whole, List<BigDecimal> weights) {
    var amounts = Shares.of(whole.amount, weights, whole.currency);
    var bases =
        whole.baseAmount == null ? null : Shares.of(whole.baseAmount, weights, rates.base());
    var parts = new ArrayList<Money>();
    for (int i = 0; i < amounts.size(); i++) {
      var part = Money.of(amounts.get(i), whole.currency);
      part.rate = whole.rate;
      part.baseAmount = bases == null ? null : bases.get(i);
      parts.add(part);
    }
    return parts;
  }

  /** What a unit cost when it was sold first stays, whatever becomes of the product. */
  private MoneyColumns cost(OrderLine line, Order order, List<SoldLine> before) {
    if (line.productId == null) {
      return null;
    }
    var known = before.stream().filter(one -> line.productId.equals(one.productId)).findFirst();
    var unit =
        known.isPresent()
            ? known.filter(one -> one.cost != null).map(SoldLineBook::unitCost)
            : sales.product(line.productId).map(product -> product.cost);
    return unit.map(
            each -> {
              var cost =
                  Money.of(
                      Rates.rounded(each.amount.multiply(line.quantity), each.currency),
                      each.currency);
              var rate =
                  known.isPresent()
                      ? each.rate
                      : rates.on(each.currency, order.signedOn).orElse(null);
              return MoneyColumns.of(rates.frozen(cost, rate));
            })
        .orElse(null);
  }

  private static Money unitCost(SoldLine line) {
    var unit =
        Money.of(
            line.cost.amount.divide(line.quantity, 10, RoundingMode.HALF_UP), line.cost.currency);
    unit.rate = line.cost.rate;
    return unit;
  }
}
