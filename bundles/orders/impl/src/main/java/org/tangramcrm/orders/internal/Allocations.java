package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.Allocation;
import org.tangramcrm.orders.Receipt;
import org.tangramcrm.orders.ReceiptAllocation;
import org.tangramcrm.orders.ReceiptAllocationPage;
import org.tangramcrm.orders.internal.AllocationPlan.Open;
import org.tangramcrm.orders.internal.AllocationPlan.Share;
import org.tangramcrm.orders.internal.Standing.Dated;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.identity.CurrentUser;

/**
 * What receipts pay, and what they do no more (M-39): each allocation is a row of its own and an
 * entry of the {@link Ledger}. To be called by who holds the orders and the receipt, in whose
 * transaction it is done; as the system, whatever the caller reaches.
 */
@Component(service = Allocations.class)
public class Allocations {
  private static final Comparator<ReceiptAllocation> LATEST_FIRST =
      Comparator.comparing((ReceiptAllocation one) -> one.allocatedOn)
          .thenComparing(one -> one.id)
          .reversed();

  private final ReceivableStores stores;
  private final Ledger ledger;
  private final Periods periods;
  private final Rates rates;
  private final CurrentUser user;

  @Activate
  public Allocations(
      @Reference ReceivableStores stores,
      @Reference Ledger ledger,
      @Reference Periods periods,
      @Reference Rates rates,
      @Reference CurrentUser user) {
    this.stores = stores;
    this.ledger = ledger;
    this.periods = periods;
    this.rates = rates;
    this.user = user;
  }

  /** What a receipt pays now, what it came to pay last first. */
  List<ReceiptAllocation> of(long receipt) {
    return active("receiptId==" + receipt);
  }

  private List<ReceiptAllocation> active(String which) {
    return all(which + ";releasedOn=null=true");
  }

  private List<ReceiptAllocation> all(String which) {
    var query = Query.filter(which);
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    var all = new ArrayList<ReceiptAllocation>();
    do {
      var page =
          user.callAsSystem(() -> stores.allocations.page(query, new ReceiptAllocationPage()));
      all.addAll(page.items);
      query.cursor = page.next;
    } while (query.cursor != null);
    all.sort(LATEST_FIRST);
    return all;
  }

  /**
   * Pays with a receipt.
   *
   * @param left what is unapplied of it
   * @param on from which day on; where less was owed then, from that on which it was
   * @param field that says the day
   * @return what then is unapplied
   */
  Money pay(Receipt receipt, Money left, List<Share> shares, LocalDate on, String field) {
    var owed = new HashMap<Long, BigDecimal>();
    var dated = new ArrayList<Dated>();
    for (var share : shares) {
      var all = owed.merge(share.receivable(), share.applied(), BigDecimal::add);
      dated.addAll(
          Standing.dated(
              share,
              Standing.after(
                  all.subtract(share.applied()), ledger.since(share.receivable(), all, on)),
              receipt.amount.currency));
    }
    checkOpen(dated.stream().map(Dated::on).toList(), field);
    var unapplied = left;
    for (var one : dated) {
      var share = one.share();
      var part = Part.of(unapplied, share.amount(), rates.base());
      unapplied = Part.difference(unapplied, part);
      allot(receipt.id, share.order(), share.receivable(), part, share.applied(), one.on());
    }
    shares.stream().map(Share::order).distinct().sorted().forEach(ledger::settle);
    return unapplied;
  }

  /** In one order, in which any two that book to the same months meet. */
  private void checkOpen(Collection<LocalDate> days, String field) {
    new TreeSet<>(days).forEach(day -> periods.checkOpen(day, field));
  }

  /** From which day on something is paid no more: not before it was. */
  private static LocalDate day(ReceiptAllocation one, LocalDate on) {
    return on == null || on.isBefore(one.allocatedOn) ? one.allocatedOn : on;
  }

  private void allot(
      long receipt, long order, long receivable, Money amount, BigDecimal applied, LocalDate on) {
    var row = new ReceiptAllocationRow();
    row.receiptId = receipt;
    row.orderId = order;
    row.receivableId = receivable;
    row.allocatedOn = on;
    worth(row, amount, ledger.receive(receivable, applied, on, receipt));
    user.callAsSystem(() -> stores.allocations.insert(null, row));
  }

  private void worth(ReceiptAllocationRow row, Money amount, Money applied) {
    row.amount = MoneyColumns.of(amount);
    row.applied = MoneyColumns.of(applied);
    row.exchangeDifference = MoneyColumns.of(difference(amount, applied));
  }

  private Money difference(Money amount, Money applied) {
    return amount.baseAmount == null || applied.baseAmount == null
        ? null
        : rates.frozen(
            Money.of(amount.baseAmount.subtract(applied.baseAmount), rates.base()), BigDecimal.ONE);
  }

  /**
   * Has receipts pay something no more.
   *
   * @param on from which day on; null for as if they never had
   * @param field that says the day
   * @return what becomes unapplied by that, by receipt and in the same order
   */
  LinkedHashMap<Long, Money> release(List<Cut> cuts, LocalDate on, String reason, String field) {
    checkOpen(cuts.stream().map(cut -> day(cut.of(), on)).toList(), field);
    var freed = new LinkedHashMap<Long, Money>();
    var settled = new TreeSet<Long>();
    for (var cut : cuts) {
      release(cut, on, reason);
      settled.add(cut.of().orderId);
      freed.merge(cut.of().receiptId, cut.amount(), Part::sum);
    }
    settled.forEach(ledger::settle);
    return freed;
  }

  private void release(Cut cut, LocalDate on, String reason) {
    var one = cut.of();
    var day = day(one, on);
    ledger.release(one.receivableId, cut.applied(), day, one.receiptId);
    if (cut.isAll()) {
      update(
          one,
          row -> {
            row.releasedOn = day;
            row.releaseReason = reason;
          });
      return;
    }
    // What goes was a part of it from the beginning: what it paid by any day before is as it was.
    var stays = Cut.all(List.of(one)).get(0).without(cut);
    update(one, row -> worth(row, stays.amount(), stays.applied()));
    var row = new ReceiptAllocationRow();
    row.receiptId = one.receiptId;
    row.orderId = one.orderId;
    row.receivableId = one.receivableId;
    row.allocatedOn = one.allocatedOn;
    row.releasedOn = day;
    row.releaseReason = reason;
    worth(row, cut.amount(), cut.applied());
    user.callAsSystem(() -> stores.allocations.insert(null, row));
  }

  /**
   * Has a receipt never have paid anything: neither what it pays, nor what it paid for some time.
   *
   * @param field that says when it was received
   */
  void annul(long receipt, String reason, String field) {
    release(Cut.all(of(receipt)), null, reason, field);
    var past =
        all("receiptId==" + receipt).stream()
            .filter(one -> one.releasedOn.isAfter(one.allocatedOn))
            .toList();
    checkOpen(
        past.stream().flatMap(one -> Stream.of(one.allocatedOn, one.releasedOn)).toList(), field);
    for (var one : past) {
      ledger.forget(one.receivableId, one.applied, one.allocatedOn, one.releasedOn, receipt);
      update(one, row -> row.releasedOn = row.allocatedOn);
    }
  }

  /** The orders that a receipt has ever paid. */
  Set<Long> orders(long receipt) {
    return all("receiptId==" + receipt).stream()
        .map(one -> one.orderId)
        .collect(Collectors.toSet());
  }

  /** Until when something that a receipt does not pay any more was paid by it. */
  Optional<LocalDate> lastReleased(long receipt) {
    return all("receiptId==" + receipt + ";releasedOn=null=false").stream()
        .map(one -> one.releasedOn)
        .max(LocalDate::compareTo);
  }

  private void update(ReceiptAllocation one, Consumer<ReceiptAllocationRow> change) {
    user.callAsSystem(
        () ->
            stores.allocations.update(
                one.id, stores.allocations.whole(one.id).version, null, change));
  }

  // ---- when an order is revised

  /**
   * Has an order's receipts fit what it is to be paid in now (M-38): what an instalment received
   * beyond its amount pays what is due first of the others, and what then is left becomes
   * unapplied. The order is settled by the caller.
   */
  void fit(long order, LocalDate on) {
    var touched = new TreeSet<Long>();
    var cuts = new ArrayList<Cut>();
    for (var one : ledger.of(order)) {
      var over = one.outstanding == null ? BigDecimal.ZERO : one.outstanding.amount.negate();
      if (over.signum() > 0) {
        cuts.addAll(Cut.applied(active("receivableId==" + one.id), over, rates.base()));
      }
    }
    if (!cuts.isEmpty()) {
      new TreeSet<>(cuts.stream().map(cut -> cut.of().receiptId).toList())
          .forEach(stores.receipts::hold);
    }
    for (var cut : cuts) {
      release(cut, on, null);
    }
    for (var move : Surplus.spread(cuts, opens(order), rates.base())) {
      var cut = move.cut();
      allot(cut.of().receiptId, order, move.to(), cut.amount(), cut.applied().amount, on);
    }
    cuts.forEach(cut -> touched.add(cut.of().receiptId));
    touched.addAll(straighten(order));
    touched.forEach(this::stand);
  }

  private List<Open> opens(long order) {
    return ledger.of(order).stream()
        .filter(one -> Ledger.OPEN.equals(one.state))
        .map(Open::of)
        .toList();
  }

  private Set<Long> straighten(long order) {
    var touched = new TreeSet<Long>();
    for (var one : ledger.of(order)) {
      for (var worth : Surplus.straightened(one.received, active("receivableId==" + one.id))) {
        update(worth.of(), row -> worth(row, worth.of().amount, worth.applied()));
        touched.add(worth.of().receiptId);
      }
    }
    return touched;
  }

  /** Writes down at a receipt what is left of it once its allocations are what they are now. */
  private void stand(long id) {
    user.callAsSystem(
        () -> {
          var receipt = stores.receipts.whole(id);
          var paid = of(id);
          var left = Part.difference(receipt.amount, refunded(receipt));
          for (var one : paid) {
            left = Part.difference(left, one.amount);
          }
          return stores.receipts.update(id, receipt.version, null, standing(paid, left));
        });
  }

  private static Money refunded(Receipt receipt) {
    return receipt.refunded == null ? Part.nothing(receipt.amount) : receipt.refunded;
  }

  /** What a receipt says of its allocations. */
  Consumer<ReceiptRow> standing(long receipt, Money unapplied) {
    return standing(of(receipt), unapplied);
  }

  private Consumer<ReceiptRow> standing(List<ReceiptAllocation> latestFirst, Money unapplied) {
    var pays = new TreeMap<Long, Allocation>();
    var differences = new ArrayList<Money>();
    for (var one : latestFirst) {
      var allocation = pays.computeIfAbsent(one.receivableId, key -> new Allocation());
      allocation.orderId = one.orderId;
      allocation.receivableId = one.receivableId;
      allocation.amount = plus(allocation.amount, one.amount);
      allocation.applied = plus(allocation.applied, one.applied);
      differences.add(one.exchangeDifference);
    }
    var known = differences.stream().allMatch(Objects::nonNull);
    var none = rates.frozen(Money.of(BigDecimal.ZERO, rates.base()), BigDecimal.ONE);
    var difference = known ? differences.stream().reduce(none, Part::sum) : null;
    var nested = stores.receipts.nested(List.copyOf(pays.values()));
    return row -> {
      row.allocations = nested;
      row.unapplied = MoneyColumns.of(unapplied);
      row.exchangeDifference = MoneyColumns.of(difference);
    };
  }

  private static BigDecimal plus(BigDecimal one, Money other) {
    return OrderStores.plain(one == null ? other.amount : one.add(other.amount));
  }
}
