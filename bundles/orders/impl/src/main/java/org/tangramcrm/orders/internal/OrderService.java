package org.tangramcrm.orders.internal;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.activation.DataHandler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.ApprovalStep;
import org.tangramcrm.orders.Order;
import org.tangramcrm.orders.OrderChange;
import org.tangramcrm.orders.OrderDecision;
import org.tangramcrm.orders.OrderEnding;
import org.tangramcrm.orders.OrderPage;
import org.tangramcrm.orders.OrderShortening;
import org.tangramcrm.orders.Orders;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Store;

/**
 * The orders (M-37). Whatever is done to one is done by who holds it: of two at once the second
 * finds what the first left.
 */
@Component(service = {Orders.class, OrderService.class})
@TangramContract(Orders.class)
public class OrderService implements Orders {
  private static final String OVERRIDE = "orders.override-credit";

  private final OrderStores stores;
  private final Store<OrderRow, Order> store;
  private final OrderDraft drafts;
  private final OrderPaper papers;
  private final Instalments instalments;
  private final SoldLineBook sold;
  private final Approvals approvals;
  private final Credit credit;
  private final OrderHistory history;
  private final Ledger ledger;
  private final Periods periods;
  private final CompanyDay day;
  private final CurrentUser user;

  @Activate
  public OrderService(
      @Reference OrderStores stores,
      @Reference OrderDraft drafts,
      @Reference OrderPaper papers,
      @Reference Instalments instalments,
      @Reference SoldLineBook sold,
      @Reference Approvals approvals,
      @Reference Credit credit,
      @Reference OrderHistory history,
      @Reference Ledger ledger,
      @Reference Periods periods,
      @Reference CompanyDay day,
      @Reference CurrentUser user) {
    this.stores = stores;
    this.store = stores.orders;
    this.drafts = drafts;
    this.papers = papers;
    this.instalments = instalments;
    this.sold = sold;
    this.approvals = approvals;
    this.credit = credit;
    this.history = history;
    this.ledger = ledger;
    this.periods = periods;
    this.day = day;
    this.user = user;
  }

  @Override
  public OrderPage list(Query query) {
    return store.page(query, new OrderPage());
  }

  @Override
  public Order get(long id) {
    return store.get(id);
  }

  @Override
  public Order getByNumber(String number) {
    return store.byNumber(number);
  }

  @Override
  public Order create(Order order) {
    return create(order, null, null);
  }

  private Order create(Order order, String system, String key) {
    order.quoteId = null;
    order.approvals = new ArrayList<>();
    order.requested = new ArrayList<>();
    return stores.together(() -> draft(order, new Order(), system, key));
  }

  /**
   * Makes a draft.
   *
   * @param known lines that it may have whatever became of their products meanwhile
   */
  Order draft(Order order, Order known, String system, String key) {
    order.customerId = drafts.reached(order.customerId);
    drafts.complete(order, known);
    var row = write(order, new OrderRow());
    row.quoteId = order.quoteId;
    row.status = OrderStatus.DRAFT;
    row.revision = 1;
    var made = store.insert(order.ownerId, row, system, key);
    instalments.plan(store.whole(made.id));
    return made;
  }

  @Override
  public Order update(long id, Order order) {
    return stores.together(
        () -> {
          var before = heldForCredit(id);
          OrderStatus.require(!OrderStatus.isSubmitted(before), "order.submitted");
          OrderStatus.require(before.endedOn == null, "order.ended");
          order.approvals = before.approvals;
          order.requested = before.requested;
          return OrderStatus.isDraft(before) ? redraft(before, order) : revise(before, order);
        });
  }

  private Order redraft(Order before, Order order) {
    if (!order.customerId.equals(before.customerId)) {
      order.customerId = drafts.reached(order.customerId);
    }
    drafts.complete(order, before);
    var after = store.update(before.id, order.version, order.ownerId, row -> write(order, row));
    instalments.plan(store.whole(before.id));
    return after;
  }

  /** A further revision, where anything that was agreed is changed. */
  private Order revise(Order before, Order order) {
    stays("customerId", order.customerId, before.customerId);
    stays("signedOn", order.signedOn, before.signedOn);
    stays("currency", order.currency, before.currency);
    drafts.complete(order, before);
    var changes = OrderDiff.of(before, order);
    if (changes.isEmpty()) {
      store.update(before.id, order.version, order.ownerId, row -> write(order, row));
      return store.get(before.id);
    }
    if (order.revisionReason == null || order.revisionReason.isBlank()) {
      throw CrmException.invalid("revisionReason", "required");
    }
    order.requested = new ArrayList<>();
    var step = approvals.revise(before, order);
    return step.isPresent()
        ? request(before, order, changes, step.get())
        : revise(before, order, changes, order.revisionReason, user.get().may(OVERRIDE));
  }

  /** Puts down what it would be; only what is ours alone is changed at once. */
  private Order request(Order before, Order order, List<OrderChange> changes, ApprovalStep step) {
    var waits = store.whole(before.id);
    waits.remark = order.remark;
    waits.approvals = order.approvals;
    waits.requested = List.of(OrderRequests.of(order, changes));
    OrderHistory.checkKept(store.nested(waits.requested));
    return store.update(
        before.id,
        order.version,
        order.ownerId,
        row -> {
          write(waits, row);
          row.awaitedStepId = step.id;
        });
  }

  /**
   * @param overLimit whether the customer may come to owe more than their limit by it
   */
  private Order revise(
      Order before, Order order, List<OrderChange> changes, String reason, boolean overLimit) {
    var more = order.total.baseAmount.subtract(before.total.baseAmount);
    if (more.signum() > 0 && !overLimit) {
      credit.check(order, more);
    }
    store.update(
        before.id,
        order.version,
        order.ownerId,
        row -> {
          write(order, row);
          row.revision = before.revision + 1;
          row.awaitedStepId = null;
        });
    revised(before, changes, reason.strip());
    return store.get(before.id);
  }

  private static void stays(String field, Object value, Object before) {
    if (value != null && !value.equals(before)) {
      throw CrmException.invalid(field, "stays-approved");
    }
  }

  private static boolean isOfLines(OrderChange change) {
    return change.field.equals("total")
        || change.field.equals("discount")
        || change.field.startsWith("lines[");
  }

  /** Has what is owed and what was sold follow from what an order has become. */
  private void revised(Order before, List<OrderChange> changes, String reason) {
    var after = store.whole(before.id);
    var on = day.today();
    periods.checkOpen(on, "revisionReason");
    instalments.revise(before, after, on);
    if (changes.stream().anyMatch(OrderService::isOfLines)) {
      sold.write(after);
    }
    history.note(before, after, after.revision, changes, reason, on);
    ledger.settle(after.id);
  }

  @Override
  public Order upsert(String system, String key, Order order) {
    return store.upsert(
        system, key, order, () -> create(order, system, key), id -> update(id, order));
  }

  @Override
  public void delete(long id, Integer version) {
    stores.together(
        () -> {
          OrderStatus.require(OrderStatus.isDraft(held(id)), "order.no-draft");
          instalments.drop(id);
          store.delete(id, version);
          return id;
        });
  }

  @Override
  public Order restore(long id) {
    return stores.together(
        () -> {
          var back = store.restore(id);
          instalments.plan(store.whole(id));
          return back;
        });
  }

  // ---- approval

  @Override
  public Order submit(long id) {
    return stores.together(
        () -> {
          var order = complete(heldForCredit(id));
          var step = approvals.awaited(order);
          return step.isPresent() ? await(order, step.get()) : count(order, false);
        });
  }

  /** A draft of which all is known that an order has to say. */
  private Order complete(Order order) {
    OrderStatus.require(OrderStatus.isDraft(order), "order.no-draft");
    if (order.lines.isEmpty()) {
      throw CrmException.invalid("lines", "required");
    }
    if (order.total.rate == null) {
      // It may have become known meanwhile.
      drafts.complete(order, order);
      instalments.plan(order);
    }
    if (order.total.rate == null) {
      throw CrmException.invalid(
          "currency", "rate-unknown", order.currency, order.signedOn.toString());
    }
    return order;
  }

  private Order await(Order order, ApprovalStep step) {
    return store.update(
        order.id,
        order.version,
        null,
        row -> {
          write(order, row);
          row.status = OrderStatus.SUBMITTED;
          row.awaitedStepId = step.id;
        });
  }

  @Override
  public Order approve(long id, OrderDecision decision) {
    return decide(id, decision, false);
  }

  @Override
  public Order approveOverLimit(long id, OrderDecision decision) {
    return decide(id, decision, true);
  }

  private Order decide(long id, OrderDecision decision, boolean overLimit) {
    return stores.together(
        () -> {
          var order = heldForCredit(id);
          if (!order.requested.isEmpty()) {
            return decideRevision(order, decision, overLimit);
          }
          if (overLimit && OrderStatus.isDraft(order)) {
            complete(order);
          } else {
            OrderStatus.require(OrderStatus.isSubmitted(order), "order.not-submitted");
          }
          var step = approvals.awaited(order);
          step.ifPresent(approvals::checkDecides);
          approvals.note(order, step, Approvals.APPROVED, decision.comment);
          var next = step.flatMap(passed -> approvals.awaited(order));
          return next.isPresent() ? await(order, next.get()) : count(order, overLimit);
        });
  }

  /** Of what was asked for; after the last step the order is that. */
  private Order decideRevision(Order before, OrderDecision decision, boolean overLimit) {
    var request = before.requested.get(0);
    var order = OrderRequests.applied(request, store.whole(before.id));
    drafts.complete(order, before);
    var step = approvals.awaited(before, order.total);
    step.ifPresent(approvals::checkDecides);
    approvals.note(before, step, Approvals.APPROVED, decision.comment);
    order.approvals = before.approvals;
    var next = step.flatMap(passed -> approvals.awaited(before, order.total));
    return next.isPresent()
        ? store.update(
            before.id,
            before.version,
            null,
            row -> {
              row.approvals = store.nested(before.approvals);
              row.awaitedStepId = next.get().id;
            })
        : revise(before, order, OrderDiff.of(before, order), request.reason, overLimit);
  }

  /** Has it count from now on: its instalments are owed. */
  private Order count(Order order, boolean overLimit) {
    if (!overLimit) {
      credit.check(order, order.total.baseAmount);
    }
    periods.checkOpen(order.signedOn, "signedOn");
    var customer = drafts.customer(order.customerId);
    store.update(
        order.id,
        order.version,
        null,
        row -> {
          write(order, row);
          row.status = OrderStatus.APPROVED;
          row.awaitedStepId = null;
          row.approvedOn = day.today();
          row.signedById = row.ownerId;
          row.signedDepartmentId = row.departmentId;
          row.signedRegion = customer.region;
          row.signedIndustry = customer.industry;
        });
    instalments.open(order);
    sold.write(order);
    ledger.settle(order.id);
    return store.get(order.id);
  }

  @Override
  public Order giveBack(long id, OrderDecision decision) {
    return stepped(
        id,
        order -> {
          var revision = !order.requested.isEmpty();
          OrderStatus.require(revision || OrderStatus.isSubmitted(order), "order.not-submitted");
          var step =
              revision
                  ? approvals.awaited(order, order.requested.get(0).total)
                  : approvals.awaited(order);
          step.ifPresent(approvals::checkDecides);
          approvals.note(order, step, Approvals.RETURNED, decision.comment);
          return row -> {
            row.approvals = store.nested(order.approvals);
            drop(row);
            if (!revision) {
              row.status = OrderStatus.DRAFT;
            }
          };
        });
  }

  // ---- how it goes on

  @Override
  public Order execute(long id) {
    return stepped(
        id,
        order -> {
          OrderStatus.require(OrderStatus.APPROVED.equals(order.status), "order.not-approved");
          return row -> row.status = OrderStatus.EXECUTING;
        });
  }

  @Override
  public Order complete(long id) {
    return stepped(
        id,
        order -> {
          OrderStatus.require(OrderStatus.isRunning(order), "order.not-approved");
          return row -> {
            row.status = OrderStatus.COMPLETED;
            row.endedOn = day.today();
            drop(row);
          };
        });
  }

  @Override
  public Order cancel(long id, OrderEnding ending) {
    return stores.together(
        () -> {
          var order = held(id);
          OrderStatus.require(order.endedOn == null, "order.ended");
          checkNothingReceived(order);
          var on = endedOn(order, ending.endedOn);
          instalments.cancel(order, on, "endedOn");
          sold.remove(id);
          store.update(
              id,
              order.version,
              null,
              row -> end(row, OrderStatus.CANCELLED, on, ending.reason, ending.comment));
          ledger.settle(id);
          return store.get(id);
        });
  }

  @Override
  public Order closeShort(long id, OrderShortening shortening) {
    return stores.together(
        () -> {
          var before = held(id);
          OrderStatus.require(OrderStatus.isRunning(before), "order.not-approved");
          var on = endedOn(before, shortening.endedOn);
          var after = store.whole(id);
          drafts.shorten(after, shortening.total);
          store.update(
              id,
              before.version,
              null,
              row -> {
                write(after, row);
                row.revision = before.revision + 1;
                end(row, OrderStatus.CLOSED_SHORT, on, shortening.reason, shortening.comment);
              });
          revised(before, OrderDiff.of(before, after), shortening.comment);
          return store.get(id);
        });
  }

  /** What was received is given back or moved first. */
  private void checkNothingReceived(Order order) {
    var some =
        ledger.of(order.id).stream()
            .anyMatch(one -> one.received != null && one.received.amount.signum() != 0);
    if (some) {
      throw new CrmException(
          Code.CONFLICT, "order.has-receipts", String.join(", ", instalments.receipts(order.id)));
    }
  }

  private LocalDate endedOn(Order order, LocalDate given) {
    var on = Optional.ofNullable(given).orElseGet(day::today);
    if (on.isBefore(order.signedOn)) {
      throw CrmException.invalid("endedOn", "before-begin");
    }
    periods.checkOpen(on, "endedOn");
    return on;
  }

  private static void end(
      OrderRow row, String status, LocalDate on, String reason, String comment) {
    row.status = status;
    drop(row);
    row.endedOn = on;
    row.endReason = reason;
    row.endComment = comment;
  }

  /** It waits for nobody any more. */
  private static void drop(OrderRow row) {
    row.awaitedStepId = null;
    row.requested = null;
  }

  @Override
  public DataHandler pdf(long id) {
    return new DataHandler(papers.pdf(store.whole(id)));
  }

  /**
   * Changes an order where that is allowed.
   *
   * @param step what becomes of its row, or a refusal
   */
  private Order stepped(long id, Function<Order, Consumer<OrderRow>> step) {
    return stores.together(
        () -> {
          var order = held(id);
          return store.update(id, order.version, null, step.apply(order));
        });
  }

  /** As it is once nobody else is at it. */
  private Order held(long id) {
    store.hold(store.whole(id).id);
    return store.whole(id);
  }

  /** With what else could use up its customer's credit at the same time. */
  private Order heldForCredit(long id) {
    credit.hold(store.whole(id));
    return store.whole(id);
  }

  private OrderRow write(Order order, OrderRow row) {
    row.name = order.name;
    row.customerId = order.customerId;
    row.contactId = order.contactId;
    row.opportunityId = order.opportunityId;
    row.orderType = order.orderType;
    row.signedOn = order.signedOn;
    row.deliveryOn = order.deliveryOn;
    row.currency = order.currency;
    row.lines = store.nested(order.lines);
    row.discount = order.discount;
    row.goods = MoneyColumns.of(order.goods);
    row.net = MoneyColumns.of(order.net);
    row.tax = MoneyColumns.of(order.tax);
    row.total = MoneyColumns.of(order.total);
    row.plan = store.nested(order.plan);
    row.terms = order.terms;
    row.remark = order.remark;
    // Each reason stands with its revision.
    row.revisionReason = null;
    row.requested = store.nested(order.requested);
    row.approvals = store.nested(order.approvals);
    return row;
  }
}
