package org.tangramcrm.orders.internal;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.Order;
import org.tangramcrm.orders.PlannedInstalment;
import org.tangramcrm.orders.ReceiptAllocationPage;
import org.tangramcrm.orders.Receivable;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.identity.CurrentUser;

/**
 * Has the receivables of an order be what its plan says (M-38), by the place in the plan. As the
 * system: whoever may change the order changes what follows from it.
 */
@Component(service = Instalments.class)
public class Instalments {
  private final ReceivableStores stores;
  private final Ledger ledger;
  private final Allocations allocations;
  private final Rates rates;
  private final CurrentUser user;

  @Activate
  public Instalments(
      @Reference ReceivableStores stores,
      @Reference Ledger ledger,
      @Reference Allocations allocations,
      @Reference Rates rates,
      @Reference CurrentUser user) {
    this.stores = stores;
    this.ledger = ledger;
    this.allocations = allocations;
    this.rates = rates;
    this.user = user;
  }

  /** As long as it is not approved they are only planned. */
  void plan(Order order) {
    var before = ledger.of(order.id);
    var amounts = PaymentPlan.amounts(order.plan, order.total, rates.base());
    for (int i = 0; i < order.plan.size(); i++) {
      var part = order.plan.get(i);
      var amount = amounts.get(i);
      before.stream()
          .filter(one -> one.seq.equals(part.seq))
          .findFirst()
          .ifPresentOrElse(one -> change(one, part, amount, order), () -> add(part, amount, order));
    }
    before.stream().filter(one -> one.seq > order.plan.size()).forEach(this::drop);
  }

  /** Nothing of it is planned any more. */
  void drop(long order) {
    ledger.of(order).forEach(this::drop);
  }

  private void drop(Receivable one) {
    user.callAsSystem(
        () -> {
          stores.receivables.delete(one.id, one.version);
          return one;
        });
  }

  private long add(PlannedInstalment part, Money amount, Order order) {
    var row = new ReceivableRow();
    row.orderId = order.id;
    row.number = order.number + "-" + part.seq;
    row.seq = part.seq;
    row.state = Ledger.PLANNED;
    // Until the day it is due DueHolders has them follow.
    row.dueOwnerId = order.ownerId;
    row.dueDepartmentId = order.departmentId;
    write(row, part, amount, order);
    return user.callAsSystem(() -> stores.receivables.insert(null, row)).id;
  }

  private void change(Receivable one, PlannedInstalment part, Money amount, Order order) {
    var same =
        Objects.equals(one.dueOn, part.dueOn)
            && Objects.equals(one.milestone, part.milestone)
            && Objects.equals(one.method, part.method)
            && Objects.equals(one.remindDays, part.remindDays)
            && Objects.equals(one.customerId, order.customerId)
            && equal(one.amount, amount);
    if (!same) {
      user.callAsSystem(
          () ->
              stores.receivables.update(
                  one.id, one.version, null, row -> write(row, part, amount, order)));
    }
  }

  private static boolean equal(Money one, Money other) {
    return one.currency.equals(other.currency)
        && one.amount.compareTo(other.amount) == 0
        && (one.baseAmount == null
            ? other.baseAmount == null
            : other.baseAmount != null && one.baseAmount.compareTo(other.baseAmount) == 0);
  }

  private static void write(ReceivableRow row, PlannedInstalment part, Money amount, Order order) {
    row.customerId = order.customerId;
    row.dueOn = part.dueOn;
    row.milestone = part.milestone;
    row.method = part.method;
    row.remindDays = part.remindDays;
    row.amount = MoneyColumns.of(amount);
  }

  /** From now on they are owed. */
  void open(Order order) {
    ledger.of(order.id).forEach(one -> ledger.open(one.id, order.signedOn));
  }

  /**
   * Has what is owed be what a revised plan says. Only what was changed in the plan changes: a day
   * that was set since, as a milestone was reached, stays. What was received beyond that pays other
   * instalments, or becomes unapplied.
   */
  void revise(Order before, Order after, LocalDate on) {
    var all = ledger.of(after.id);
    var amounts = PaymentPlan.amounts(after.plan, after.total, rates.base());
    for (var one : all) {
      if (one.seq <= after.plan.size()) {
        revise(one, before, after.plan.get(one.seq - 1), amounts.get(one.seq - 1), on);
      } else if (!Ledger.CANCELLED.equals(one.state)) {
        ledger.revise(one.id, Part.nothing(one.amount), on);
      }
    }
    after.plan.stream()
        .filter(part -> all.stream().noneMatch(one -> one.seq.equals(part.seq)))
        .forEach(part -> ledger.open(add(part, amounts.get(part.seq - 1), after), on));
    allocations.fit(after.id, on);
  }

  private void revise(
      Receivable one, Order before, PlannedInstalment part, Money amount, LocalDate on) {
    if (!equal(one.amount, amount)) {
      ledger.revise(one.id, amount, on);
    }
    var was = one.seq <= before.plan.size() ? before.plan.get(one.seq - 1) : null;
    if (was == null || !Objects.equals(was.dueOn, part.dueOn)) {
      ledger.move(one.id, part.dueOn, on);
    }
    if (was == null
        || !Objects.equals(was.milestone, part.milestone)
        || !Objects.equals(was.method, part.method)
        || !Objects.equals(was.remindDays, part.remindDays)) {
      user.callAsSystem(
          () ->
              stores.receivables.update(
                  one.id,
                  stores.receivables.whole(one.id).version,
                  null,
                  row -> {
                    row.milestone = part.milestone;
                    row.method = part.method;
                    row.remindDays = part.remindDays;
                  }));
    }
  }

  /**
   * Nothing of them is owed any more.
   *
   * @param field that says the day
   */
  void cancel(Order order, LocalDate on, String field) {
    for (var one : ledger.of(order.id)) {
      if (Ledger.PLANNED.equals(one.state)) {
        user.callAsSystem(
            () ->
                stores.receivables.update(
                    one.id, one.version, null, row -> row.state = Ledger.CANCELLED));
      } else {
        ledger.checkOwed(one.id, one.outstanding.amount, on, field);
        ledger.cancel(one.id, on);
      }
    }
  }

  /** Numbers of the receipts by which something was received for an order. */
  List<String> receipts(long order) {
    var query = Query.filter("orderId==" + order);
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    return user.callAsSystem(
        () ->
            stores.allocations.page(query, new ReceiptAllocationPage()).items.stream()
                .filter(each -> each.releasedOn == null)
                .map(each -> each.receiptId)
                .distinct()
                .map(id -> stores.receipts.whole(id).number)
                .toList());
  }
}
