package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.Allocation;
import org.tangramcrm.orders.Order;
import org.tangramcrm.orders.Receipt;
import org.tangramcrm.orders.Receivable;
import org.tangramcrm.orders.ReceivablePage;
import org.tangramcrm.orders.internal.AllocationPlan.Open;
import org.tangramcrm.orders.internal.AllocationPlan.Share;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.identity.CurrentUser;

/**
 * What a receipt can pay: instalments of its customer's orders, as far as the caller reaches those.
 */
@Component(service = Payables.class)
public class Payables {
  private static final String DUE = "dueOn=null=false";
  private static final String UNSCHEDULED = "dueOn=null=true";

  private final OrderStores orders;
  private final ReceivableStores stores;
  private final Ledger ledger;
  private final Rates rates;
  private final CurrentUser user;

  @Activate
  public Payables(
      @Reference OrderStores orders,
      @Reference ReceivableStores stores,
      @Reference Ledger ledger,
      @Reference Rates rates,
      @Reference CurrentUser user) {
    this.orders = orders;
    this.stores = stores;
    this.ledger = ledger;
    this.rates = rates;
    this.user = user;
  }

  /**
   * Completes what a receipt of a customer is to pay: each tells its order.
   *
   * @throws CrmException {@code invalid} where one names what is not the customer's, or is not
   *     there for the caller
   */
  void complete(List<Allocation> asked, long customer, String currency) {
    for (int i = 0; i < asked.size(); i++) {
      var one = asked.get(i);
      var field = field(i);
      Coins.check(one.amount, currency, field + ".amount");
      if (one.receivableId != null) {
        var receivable = receivable(one.receivableId, field);
        if (one.orderId != null && !one.orderId.equals(receivable.orderId)) {
          throw unknown(field + ".receivableId", ReceivableStores.RECEIVABLES);
        }
        one.orderId = receivable.orderId;
      }
      if (one.orderId == null) {
        throw CrmException.invalid(field + ".orderId", "required");
      }
      var order = order(one.orderId, field);
      if (one.applied != null) {
        Coins.check(one.applied, order.currency, field + ".applied");
      }
      if (order.customerId != customer) {
        throw CrmException.invalid(field + ".orderId", "order-of-customer");
      }
    }
  }

  static String field(int index) {
    return "allocations[" + index + "]";
  }

  private Receivable receivable(long id, String field) {
    try {
      return user.callAsSystem(() -> stores.receivables.whole(id));
    } catch (CrmException e) {
      throw notThere(e, field + ".receivableId", ReceivableStores.RECEIVABLES);
    }
  }

  /** One that the caller reaches. */
  private Order order(long id, String field) {
    try {
      return orders.orders.whole(id);
    } catch (CrmException e) {
      throw notThere(e, field + ".orderId", OrderStores.ORDERS);
    }
  }

  private static CrmException notThere(CrmException e, String field, String collection) {
    return e.code == Code.NOT_FOUND ? unknown(field, collection).initCause(e) : e;
  }

  private static CrmException unknown(String field, String collection) {
    return CrmException.invalid(field, "unknown-reference", collection);
  }

  /**
   * The orders that a receipt would pay something of, as things are.
   *
   * @param asked what it is to pay; empty for what is due first
   */
  Set<Long> orders(Receipt receipt, List<Allocation> asked, BigDecimal left) {
    return asked.isEmpty()
        ? oldestFirst(receipt, left, order -> true).stream()
            .map(Share::order)
            .collect(Collectors.toSet())
        : asked.stream().map(one -> one.orderId).collect(Collectors.toSet());
  }

  /**
   * What it pays.
   *
   * @param held the orders that are held
   * @throws CrmException {@code invalid} where more is asked for than is left or outstanding
   */
  List<Share> shares(Receipt receipt, List<Allocation> asked, BigDecimal left, Set<Long> held) {
    if (asked.isEmpty()) {
      return oldestFirst(receipt, left, held::contains);
    }
    var plan = plan(receipt, left);
    var opens = new HashMap<Long, List<Open>>();
    for (int i = 0; i < asked.size(); i++) {
      var one = asked.get(i);
      var of = opens.computeIfAbsent(one.orderId, this::opens);
      plan.named(
          one,
          field(i),
          one.receivableId == null
              ? of
              : of.stream().filter(open -> open.receivable() == one.receivableId).toList());
    }
    return plan.shares();
  }

  private List<Open> opens(long order) {
    return ledger.of(order).stream()
        .filter(one -> Ledger.OPEN.equals(one.state))
        .map(Open::of)
        .toList();
  }

  private AllocationPlan plan(Receipt receipt, BigDecimal left) {
    var known = new HashMap<String, Optional<BigDecimal>>();
    return new AllocationPlan(
        left,
        receipt.amount.currency,
        currency ->
            known.computeIfAbsent(
                currency,
                one ->
                    one.equals(receipt.amount.currency) && receipt.amount.rate != null
                        ? Optional.of(receipt.amount.rate)
                        : rates.on(one, receipt.receivedOn)));
  }

  private List<Share> oldestFirst(Receipt receipt, BigDecimal left, LongPredicate which) {
    var plan = plan(receipt, left);
    var reached = new HashMap<Long, Boolean>();
    for (var due : List.of(DUE, UNSCHEDULED)) {
      var query = Query.filter("customerId==" + receipt.customerId + ";state==open;" + due);
      query.sort = due.equals(DUE) ? "dueOn" : "seq";
      query.limit = Query.MAX_LIMIT;
      query.count = "none";
      do {
        var page = user.callAsSystem(() -> stores.receivables.page(query, new ReceivablePage()));
        plan.oldestFirst(
            page.items.stream()
                .filter(one -> which.test(one.orderId) && isReached(one.orderId, reached))
                .map(Open::of)
                .toList());
        query.cursor = page.next;
      } while (query.cursor != null && plan.left().signum() > 0);
    }
    return plan.shares();
  }

  private boolean isReached(long order, Map<Long, Boolean> reached) {
    return reached.computeIfAbsent(order, orders.orders::exists);
  }
}
