package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.orders.Order;
import org.tangramcrm.orders.OrderLine;
import org.tangramcrm.orders.PlannedInstalment;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.sales.Product;

/** Completes what somebody enters of an order, and works out what it comes to (M-37, M-38). */
@Component(service = OrderDraft.class)
public class OrderDraft {
  /** Beyond it the columns do not go. */
  private static final int MOST_NESTED = 32_000;

  private static final int MOST_NAME = 200;
  private static final BigDecimal ALL = BigDecimal.valueOf(100);

  private final OrderStores stores;
  private final CustomerRegistry customers;
  private final CustomerContacts contacts;
  private final SalesDesk sales;
  private final Rates rates;
  private final CompanyDay day;
  private final CurrentUser user;

  @Activate
  public OrderDraft(
      @Reference OrderStores stores,
      @Reference CustomerRegistry customers,
      @Reference CustomerContacts contacts,
      @Reference SalesDesk sales,
      @Reference Rates rates,
      @Reference CompanyDay day,
      @Reference CurrentUser user) {
    this.stores = stores;
    this.customers = customers;
    this.contacts = contacts;
    this.sales = sales;
    this.rates = rates;
    this.day = day;
    this.user = user;
  }

  /** A customer that the caller reaches. */
  long reached(long customer) {
    try {
      return customers.get(customer).id;
    } catch (CrmException e) {
      if (e.code != Code.NOT_FOUND) {
        throw e;
      }
      throw CrmException.invalid("customerId", "unknown-reference", "customers").initCause(e);
    }
  }

  /** With all of its fields. */
  Customer customer(long id) {
    return user.callAsSystem(() -> customers.get(id));
  }

  /**
   * @param before as it was; an empty one where it is new
   */
  void complete(Order order, Order before) {
    var customer = customer(order.customerId);
    if (order.signedOn == null) {
      order.signedOn = before.signedOn == null ? day.today() : before.signedOn;
    }
    if (order.deliveryOn != null && order.deliveryOn.isBefore(order.signedOn)) {
      throw CrmException.invalid("deliveryOn", "before-begin");
    }
    if (order.currency == null) {
      order.currency =
          Optional.ofNullable(before.currency)
              .or(() -> Optional.ofNullable(customer.currency))
              .orElseGet(rates::base);
    }
    var moved = !order.customerId.equals(before.customerId);
    if (order.contactId != null && (moved || !order.contactId.equals(before.contactId))) {
      contacts.check(order.contactId, order.customerId);
    }
    if (order.opportunityId != null
        && (moved || !order.opportunityId.equals(before.opportunityId))) {
      checkOpportunity(order.opportunityId, order.customerId);
    }
    lines(order, before);
    order.name = name(order, customer);
    worth(order, before);
    plan(order, customer);
    checkSize("lines", order.lines);
    checkSize("plan", order.plan);
  }

  private void checkSize(String field, List<?> values) {
    if (values.size() > 1 && stores.orders.nested(values).length() > MOST_NESTED) {
      throw CrmException.invalid(field, "too-many", values.size() - 1);
    }
  }

  private String name(Order order, Customer customer) {
    if (!blank(order.name)) {
      return order.name.strip();
    }
    return Optional.ofNullable(order.opportunityId)
        .flatMap(sales::opportunity)
        .map(opportunity -> opportunity.name)
        .or(() -> order.lines.stream().map(line -> line.name).findFirst())
        .map(name -> name.length() > MOST_NAME ? name.substring(0, MOST_NAME) : name)
        .orElse(customer.name);
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }

  private void checkOpportunity(long id, long customer) {
    var opportunity =
        sales
            .opportunity(id)
            .orElseThrow(
                () -> CrmException.invalid("opportunityId", "unknown-reference", "opportunities"));
    if (!Objects.equals(opportunity.customerId, customer)) {
      throw CrmException.invalid("opportunityId", "opportunity-of-customer");
    }
  }

  // ---- lines

  private void lines(Order order, Order before) {
    // What was copied holds for as long as the day and the currency do.
    var same = sameDay(order, before);
    for (int i = 0; i < order.lines.size(); i++) {
      var line = order.lines.get(i);
      var at = "lines[" + i + "]";
      if (line.productId == null) {
        plainLine(at, line);
      } else {
        productLine(at, line, known(before.lines, line.productId), same, order);
      }
    }
  }

  private static boolean sameDay(Order order, Order before) {
    return order.signedOn.equals(before.signedOn) && order.currency.equals(before.currency);
  }

  /** What is no product of ours: all of it is as it was entered. */
  private static void plainLine(String at, OrderLine line) {
    if (blank(line.name)) {
      throw CrmException.invalid(at + ".name", "required");
    }
    if (line.price == null) {
      throw CrmException.invalid(at + ".price", "required");
    }
    line.name = line.name.strip();
    line.listPrice = null;
  }

  private void productLine(
      String at, OrderLine line, Optional<OrderLine> known, boolean same, Order order) {
    var product = sales.product(line.productId);
    if (known.isEmpty()) {
      checkSold(at, product);
    }
    line.name = known.map(before -> before.name).orElseGet(() -> product.orElseThrow().name);
    line.spec = known.isPresent() ? known.get().spec : product.orElseThrow().spec;
    line.unit = known.isPresent() ? known.get().unit : product.orElseThrow().unit;
    line.listPrice =
        known.isPresent() && (same || product.isEmpty())
            ? known.get().listPrice
            : product
                .flatMap(one -> SalesDesk.listPrice(one, order.currency, order.signedOn))
                .orElse(null);
    if (line.taxRate == null) {
      line.taxRate = product.map(one -> one.taxRate).orElse(null);
    }
    if (line.price == null) {
      line.price = line.listPrice;
    }
    if (line.price == null) {
      throw CrmException.invalid(
          at + ".price", "no-list-price", order.currency, order.signedOn.toString());
    }
  }

  /** What is taken off sale is on no new line; lines that have it keep it. */
  private static void checkSold(String at, Optional<Product> product) {
    if (product.isEmpty()) {
      throw CrmException.invalid(at + ".productId", "unknown-reference", "products");
    }
    if (!SalesDesk.isOnSale(product.get())) {
      throw CrmException.invalid(at + ".productId", "off-sale");
    }
  }

  private static Optional<OrderLine> known(List<OrderLine> before, Long product) {
    return before.stream().filter(line -> product.equals(line.productId)).findFirst();
  }

  // ---- sums

  /** What it comes to, at the rate of the day of signing, which stays once it is known. */
  private void worth(Order order, Order before) {
    var sums = OrderSums.of(order.lines, order.discount, order.currency);
    var rate =
        sameDay(order, before) && before.total != null && before.total.rate != null
            ? before.total.rate
            : rates.on(order.currency, order.signedOn).orElse(null);
    order.goods = money(sums.goods(), order, rate);
    order.net = money(sums.net(), order, rate);
    order.tax = money(sums.tax(), order, rate);
    order.total = money(sums.total(), order, rate);
  }

  private Money money(BigDecimal amount, Order order, BigDecimal rate) {
    return Rates.checkKept(
        rates.frozen(Money.of(Rates.rounded(amount, order.currency), order.currency), rate),
        "lines");
  }

  private static void plan(Order order, Customer customer) {
    if (order.plan.isEmpty()) {
      order.plan.add(atOnce(order, customer));
    }
    PaymentPlan.settle(order.plan, order.total.amount, order.currency);
  }

  /** All of it, as the customer's terms say. */
  private static PlannedInstalment atOnce(Order order, Customer customer) {
    var all = new PlannedInstalment();
    all.percent = ALL;
    all.dueOn =
        order.signedOn.plusDays(
            customer.paymentDays == null ? 0 : customer.paymentDays.longValue());
    return all;
  }

  /**
   * Has an order come to less than was ordered; the last instalments are cut.
   *
   * @throws CrmException {@code invalid} where it is not less
   */
  void shorten(Order order, BigDecimal given) {
    var was = order.total.amount;
    Rates.checkWhole(given, order.currency, "total");
    var total = Rates.rounded(given, order.currency);
    if (total.compareTo(was) >= 0) {
      throw CrmException.invalid("total", "not-less", was.toPlainString());
    }
    var net =
        Rates.rounded(
            order.net.amount.multiply(total).divide(was, 20, RoundingMode.HALF_UP), order.currency);
    PaymentPlan.cut(order.plan, was.subtract(total));
    order.net = money(net, order, order.total.rate);
    order.tax = money(total.subtract(net), order, order.total.rate);
    order.total = money(total, order, order.total.rate);
  }
}
