package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.Order;
import org.tangramcrm.orders.Receivable;
import org.tangramcrm.orders.ReceivableEntry;
import org.tangramcrm.orders.ReceivableEntryPage;
import org.tangramcrm.orders.ReceivablePage;
import org.tangramcrm.orders.internal.Standing.Since;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.identity.CurrentUser;

/**
 * The one place where what is owed changes (M-40): each change is an entry, and what an instalment
 * and its order come to is the sum of theirs, in the order's currency and in the base currency. To
 * be called by who holds the order, in whose transaction it is done; as the system, whatever the
 * caller reaches.
 */
@Component(service = Ledger.class)
public class Ledger {
  static final String PLANNED = "planned";
  static final String OPEN = "open";
  static final String PAID = "paid";
  static final String CANCELLED = "cancelled";

  /** What takes no more than there is. */
  private static final Set<String> SETTLES = Set.of(EntryKind.RECEIVED, EntryKind.WRITTEN_OFF);

  private final OrderStores orders;
  private final ReceivableStores stores;
  private final Rates rates;
  private final CompanyDay day;
  private final Promises promises;
  private final CurrentUser user;

  @Activate
  public Ledger(
      @Reference OrderStores orders,
      @Reference ReceivableStores stores,
      @Reference Rates rates,
      @Reference CompanyDay day,
      @Reference Promises promises,
      @Reference CurrentUser user) {
    this.orders = orders;
    this.stores = stores;
    this.rates = rates;
    this.day = day;
    this.promises = promises;
    this.user = user;
  }

  /** The instalments of an order, in the order of its plan. */
  List<Receivable> of(long order) {
    var query = Query.filter("orderId==" + order);
    query.sort = "seq";
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    return user.callAsSystem(() -> stores.receivables.page(query, new ReceivablePage()).items);
  }

  /**
   * Has a customer owe it: the order counts from now on.
   *
   * @param on the day of signing
   */
  void open(long receivable, LocalDate on) {
    var one = whole(receivable);
    change(one, Owed.of(one.amount, rates.base()), EntryKind.PLANNED, on, null);
  }

  /**
   * Another amount: what was received stays, also where it is more than that. Whoever revises an
   * order calls {@link Allocations#fit} at the end.
   */
  void revise(long receivable, Money amount, LocalDate on) {
    var one = whole(receivable);
    change(one, owed(one).becoming(amount), EntryKind.REVISED, on, null);
  }

  /** Another day on which it is due; null for none. */
  void move(long receivable, LocalDate due, LocalDate on) {
    var one = whole(receivable);
    var outstanding = owed(one).outstanding();
    if (outstanding.amount.signum() != 0) {
      enter(one, EntryKind.MOVED, Part.negated(outstanding), one.dueOn, on, null);
      enter(one, EntryKind.MOVED, outstanding, due, on, null);
    }
    update(
        one,
        row -> {
          row.dueOn = due;
          // Of the other day its owner is reminded anew.
          row.remindedOn = null;
          if (due == null || !due.isBefore(day.today())) {
            row.dueOwnerId = one.ownerId;
            row.dueDepartmentId = one.departmentId;
          }
        });
  }

  /**
   * @param amount in the order's currency, at most what is outstanding
   * @return what that is worth, of what is owed
   */
  Money receive(long receivable, BigDecimal amount, LocalDate on, long receipt) {
    var one = whole(receivable);
    var before = owed(one);
    var after = before.receiving(amount);
    change(one, after, EntryKind.RECEIVED, on, receipt);
    return Part.difference(after.received(), before.received());
  }

  /**
   * Takes back what was received.
   *
   * @param part as {@link #receive} answered it
   */
  void release(long receivable, Money part, LocalDate on, long receipt) {
    var one = whole(receivable);
    change(one, owed(one).releasing(part), EntryKind.RELEASED, on, receipt);
  }

  /**
   * Has it be as if something had not been received that was released since: what is owed is what
   * it is, and was more in between.
   */
  void forget(long receivable, Money part, LocalDate from, LocalDate until, long receipt) {
    var one = whole(receivable);
    enter(one, EntryKind.RELEASED, part, one.dueOn, from, receipt);
    enter(one, EntryKind.RECEIVED, Part.negated(part), one.dueOn, until, receipt);
  }

  void writeOff(long receivable, BigDecimal amount, LocalDate on) {
    var one = whole(receivable);
    change(one, owed(one).writingOff(amount), EntryKind.WRITTEN_OFF, on, null);
  }

  /** Nothing of what is outstanding is owed any more; what was received stays. */
  void cancel(long receivable, LocalDate on) {
    var one = whole(receivable);
    var owed = owed(one);
    change(
        one,
        owed.becoming(Part.sum(owed.received(), owed.writtenOff())),
        EntryKind.CANCELLED,
        on,
        null);
  }

  /**
   * Since when so much of an instalment has been owed, part by part, whatever was booked meanwhile:
   * what takes it counts from then on, or less than nothing would have been owed for some days.
   *
   * @param from the first day that is asked for
   */
  List<Since> since(long receivable, BigDecimal amount, LocalDate from) {
    return from.isBefore(day.today())
        ? Standing.since(
            from,
            amount,
            whole(receivable).outstanding.amount,
            booked("receivableId==%d;bookedOn=gt=%s".formatted(receivable, from)).stream()
                .map(entry -> new Standing.Change(entry.bookedOn, entry.amount.amount))
                .toList())
        : List.of(new Since(from, amount));
  }

  /**
   * @param field that says the day
   * @throws CrmException {@code invalid} where less than so much was owed on it, or since
   */
  void checkOwed(long receivable, BigDecimal amount, LocalDate on, String field) {
    for (var since : since(receivable, amount, on)) {
      if (since.on().isAfter(on)) {
        throw CrmException.invalid(field, "not-owed-then", since.on().toString());
      }
    }
  }

  private List<ReceivableEntry> booked(String which) {
    var query = Query.filter(which);
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    var all = new ArrayList<ReceivableEntry>();
    do {
      var page = user.callAsSystem(() -> stores.entries.page(query, new ReceivableEntryPage()));
      all.addAll(page.items);
      query.cursor = page.next;
    } while (query.cursor != null);
    return all;
  }

  /** The day of the last booking, of which that of a due day is none. */
  private LocalDate last(long receivable, LocalDate on) {
    return on.isBefore(day.today())
        ? booked("receivableId==%d;bookedOn=gt=%s;kind!=moved".formatted(receivable, on)).stream()
            .map(entry -> entry.bookedOn)
            .max(LocalDate::compareTo)
            .orElse(on)
        : on;
  }

  private Owed owed(Receivable one) {
    return Owed.of(one, rates.base());
  }

  private Receivable whole(long id) {
    return user.callAsSystem(() -> stores.receivables.whole(id));
  }

  private void change(Receivable one, Owed after, String kind, LocalDate on, Long receipt) {
    var before = kind.equals(EntryKind.PLANNED) ? null : owed(one).outstanding();
    var now = after.outstanding();
    if (now.amount.signum() < 0 && SETTLES.contains(kind)) {
      throw new IllegalArgumentException("More than is owed of " + one.id + ": " + now.amount);
    }
    enter(one, kind, before == null ? now : Part.difference(now, before), one.dueOn, on, receipt);
    var paidOn = now.amount.signum() == 0 ? last(one.id, on) : null;
    update(
        one,
        row -> {
          row.amount = MoneyColumns.of(after.whole());
          row.received = MoneyColumns.of(after.received());
          row.writtenOff = MoneyColumns.of(after.writtenOff());
          row.outstanding = MoneyColumns.of(now);
          row.state = state(kind, after.whole(), now);
          row.paidOn = PAID.equals(row.state) ? paidOn : null;
        });
    if (one.promisedOn != null) {
      promises.settle(one.id);
    }
  }

  private static String state(String kind, Money whole, Money outstanding) {
    if (outstanding.amount.signum() != 0) {
      return OPEN;
    }
    return whole.amount.signum() == 0 && !kind.equals(EntryKind.PLANNED) ? CANCELLED : PAID;
  }

  private void enter(
      Receivable one, String kind, Money amount, LocalDate due, LocalDate on, Long receipt) {
    var row = new ReceivableEntryRow();
    row.orderId = one.orderId;
    row.receivableId = one.id;
    row.kind = kind;
    row.bookedOn = on;
    row.dueOn = due;
    row.amount = MoneyColumns.of(amount);
    row.receiptId = receipt;
    user.callAsSystem(() -> stores.entries.insert(null, row));
  }

  private void update(Receivable one, Consumer<ReceivableRow> change) {
    user.callAsSystem(() -> stores.receivables.update(one.id, one.version, null, change));
  }

  /** Writes down at an order what its instalments come to. */
  void settle(long id) {
    var order = user.callAsSystem(() -> orders.orders.whole(id));
    var all = of(id);
    var owed = all.stream().filter(one -> one.outstanding != null).toList();
    var today = day.today();
    var values = new HashMap<String, Object>();
    var received = sum(owed, one -> one.received, order);
    var late = owed.stream().filter(one -> isLate(one, today)).toList();
    values.put("received", received);
    values.put("outstanding", sum(owed, one -> one.outstanding, order));
    values.put("overdue", sum(late, one -> one.outstanding, order));
    values.put("nextDueOn", next(owed));
    values.put("paymentState", paymentState(received, order.total));
    values.put("receivedShare", share(received, order.total));
    values.put("instalmentsPaid", (int) all.stream().filter(one -> PAID.equals(one.state)).count());
    values.put(
        "instalments", (int) all.stream().filter(one -> !CANCELLED.equals(one.state)).count());
    user.callAsSystem(
        () -> {
          orders.orders.derive(id, values);
          return id;
        });
  }

  static boolean isLate(Receivable one, LocalDate today) {
    return OPEN.equals(one.state) && one.dueOn != null && one.dueOn.isBefore(today);
  }

  private static LocalDate next(List<Receivable> owed) {
    return owed.stream()
        .filter(one -> OPEN.equals(one.state))
        .map(one -> one.dueOn)
        .filter(Objects::nonNull)
        .min(LocalDate::compareTo)
        .orElse(null);
  }

  private static String paymentState(Money received, Money total) {
    if (received.amount.signum() == 0) {
      return "none";
    }
    return received.amount.compareTo(total.amount) < 0 ? "part" : "full";
  }

  /** Per cent, with two decimals; of nothing there is none. */
  private static BigDecimal share(Money received, Money total) {
    return total.amount.signum() == 0
        ? null
        : received.amount.movePointRight(2).divide(total.amount, 2, RoundingMode.HALF_UP);
  }

  private static Money sum(List<Receivable> of, Function<Receivable, Money> part, Order order) {
    var sum = Money.of(BigDecimal.ZERO, order.currency);
    sum.rate = order.total.rate;
    sum.baseAmount = order.total.baseAmount == null ? null : BigDecimal.ZERO;
    for (var one : of) {
      var money = part.apply(one);
      sum.amount = sum.amount.add(money.amount);
      if (sum.baseAmount != null) {
        sum.baseAmount = sum.baseAmount.add(money.baseAmount);
      }
    }
    return sum;
  }
}
