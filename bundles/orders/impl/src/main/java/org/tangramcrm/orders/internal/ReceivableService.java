package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.MilestoneReached;
import org.tangramcrm.orders.Receivable;
import org.tangramcrm.orders.ReceivablePage;
import org.tangramcrm.orders.Receivables;
import org.tangramcrm.orders.WriteOff;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Store;

/** The instalments as they are owed (M-40). */
@Component
@TangramContract(Receivables.class)
public class ReceivableService implements Receivables {
  private final OrderStores orders;
  private final Store<ReceivableRow, Receivable> store;
  private final Ledger ledger;
  private final Periods periods;
  private final CompanyDay day;
  private final CurrentUser user;

  @Activate
  public ReceivableService(
      @Reference OrderStores orders,
      @Reference ReceivableStores stores,
      @Reference Ledger ledger,
      @Reference Periods periods,
      @Reference CompanyDay day,
      @Reference CurrentUser user) {
    this.orders = orders;
    this.store = stores.receivables;
    this.ledger = ledger;
    this.periods = periods;
    this.day = day;
    this.user = user;
  }

  @Override
  public ReceivablePage list(Query query) {
    return store.page(query, new ReceivablePage());
  }

  @Override
  public Receivable get(long id) {
    return store.get(id);
  }

  @Override
  public Receivable reach(long id, MilestoneReached reached) {
    return orders.together(
        () -> {
          var one = held(id);
          require(Ledger.OPEN.equals(one.state) && one.dueOn == null, "receivable.not-unscheduled");
          // Only who may change it may say so; the ledger writes whoever calls.
          store.update(id, one.version, null, row -> row.reachedOn = day.today());
          ledger.move(id, reached.dueOn, day.today());
          plan(one, reached.dueOn);
          ledger.settle(one.orderId);
          return store.get(id);
        });
  }

  /** The plan says so, too: or the next revision would take the day away again. */
  private void plan(Receivable one, LocalDate dueOn) {
    user.callAsSystem(
        () -> {
          var order = orders.orders.whole(one.orderId);
          order.plan.stream()
              .filter(instalment -> Objects.equals(instalment.seq, one.seq))
              .forEach(instalment -> instalment.dueOn = dueOn);
          return orders.orders.update(
              order.id, order.version, null, row -> row.plan = orders.orders.nested(order.plan));
        });
  }

  @Override
  public Receivable writeOff(long id, WriteOff writeOff) {
    return orders.together(
        () -> {
          var one = held(id);
          require(Ledger.OPEN.equals(one.state), "receivable.not-open");
          var on = Objects.requireNonNullElse(writeOff.bookedOn, day.today());
          if (on.isBefore(signedOn(one))) {
            throw CrmException.invalid("bookedOn", "before-begin");
          }
          periods.checkOpen(on, "bookedOn");
          var amount = Objects.requireNonNullElse(writeOff.amount, one.outstanding.amount);
          check(amount, one);
          ledger.checkOwed(id, amount, on, "bookedOn");
          store.update(id, one.version, null, row -> row.writeOffReason = writeOff.reason);
          ledger.writeOff(id, amount, on);
          ledger.settle(one.orderId);
          return store.get(id);
        });
  }

  private static void check(BigDecimal amount, Receivable one) {
    Coins.check(amount, one.outstanding.currency, "amount");
    if (amount.compareTo(one.outstanding.amount) > 0) {
      throw CrmException.invalid("amount", "above-outstanding");
    }
  }

  private LocalDate signedOn(Receivable one) {
    return user.callAsSystem(() -> orders.orders.whole(one.orderId)).signedOn;
  }

  /** As it is once nobody else changes what is owed of its order. */
  private Receivable held(long id) {
    orders.orders.hold(store.whole(id).orderId);
    return store.whole(id);
  }

  private static void require(boolean may, String refusal) {
    if (!may) {
      throw new CrmException(Code.CONFLICT, refusal);
    }
  }
}
