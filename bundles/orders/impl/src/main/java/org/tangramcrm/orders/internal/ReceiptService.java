package org.tangramcrm.orders.internal;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.orders.AllocationRequest;
import org.tangramcrm.orders.Receipt;
import org.tangramcrm.orders.ReceiptPage;
import org.tangramcrm.orders.ReceiptRelease;
import org.tangramcrm.orders.ReceiptVoid;
import org.tangramcrm.orders.Receipts;
import org.tangramcrm.orders.Refund;
import org.tangramcrm.orders.internal.AllocationPlan.Share;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Store;

/**
 * The receipts (M-39). What one pays is decided by who holds the orders and then the receipt: of
 * two at once the second finds what the first left.
 */
@Component
@TangramContract(Receipts.class)
public class ReceiptService implements Receipts {
  private static final String RECEIVED_ON = "receivedOn";

  private final OrderStores orders;
  private final Store<ReceiptRow, Receipt> store;
  private final Payables payables;
  private final Allocations allocations;
  private final Periods periods;
  private final CustomerRegistry customers;
  private final Rates rates;
  private final CompanyDay day;
  private final CurrentUser user;

  @Activate
  public ReceiptService(
      @Reference OrderStores orders,
      @Reference ReceivableStores stores,
      @Reference Payables payables,
      @Reference Allocations allocations,
      @Reference Periods periods,
      @Reference CustomerRegistry customers,
      @Reference Rates rates,
      @Reference CompanyDay day,
      @Reference CurrentUser user) {
    this.orders = orders;
    this.store = stores.receipts;
    this.payables = payables;
    this.allocations = allocations;
    this.periods = periods;
    this.customers = customers;
    this.rates = rates;
    this.day = day;
    this.user = user;
  }

  @Override
  public ReceiptPage list(Query query) {
    return store.page(query, new ReceiptPage());
  }

  @Override
  public Receipt get(long id) {
    return store.get(id);
  }

  @Override
  public Receipt getByNumber(String number) {
    return store.byNumber(number);
  }

  // ---- drafts

  @Override
  public Receipt create(Receipt receipt) {
    return create(receipt, null, null);
  }

  private Receipt create(Receipt receipt, String system, String key) {
    return orders.together(
        () -> {
          receipt.customerId = customer(receipt.customerId);
          complete(receipt);
          var row = write(receipt, new ReceiptRow());
          row.kind = ReceiptStatus.RECEIPT;
          row.status = ReceiptStatus.DRAFT;
          return store.insert(receipt.ownerId, row, system, key);
        });
  }

  @Override
  public Receipt update(long id, Receipt receipt) {
    return orders.together(
        () -> {
          store.hold(id);
          var before = store.whole(id);
          requireDraft(before);
          if (!receipt.customerId.equals(before.customerId)) {
            receipt.customerId = customer(receipt.customerId);
          }
          complete(receipt);
          return store.update(id, receipt.version, receipt.ownerId, row -> write(receipt, row));
        });
  }

  @Override
  public Receipt upsert(String system, String key, Receipt receipt) {
    return store.upsert(
        system, key, receipt, () -> create(receipt, system, key), id -> update(id, receipt));
  }

  @Override
  public void delete(long id, Integer version) {
    orders.together(
        () -> {
          store.hold(id);
          requireDraft(store.whole(id));
          store.delete(id, version);
          return id;
        });
  }

  @Override
  public Receipt restore(long id) {
    return store.restore(id);
  }

  /** One that the caller reaches. */
  private long customer(long id) {
    try {
      return customers.get(id).id;
    } catch (CrmException e) {
      if (e.code != Code.NOT_FOUND) {
        throw e;
      }
      throw CrmException.invalid("customerId", "unknown-reference", "customers").initCause(e);
    }
  }

  private void complete(Receipt receipt) {
    if (receipt.receivedOn == null) {
      receipt.receivedOn = day.today();
    }
    Coins.check(receipt.amount.amount, receipt.amount.currency, "amount.amount");
    periods.checkOpen(receipt.receivedOn, RECEIVED_ON);
    receipt.amount = frozen(receipt);
    payables.complete(receipt.allocations, receipt.customerId, receipt.amount.currency);
    var left = receipt.amount.amount;
    for (int i = 0; i < receipt.allocations.size(); i++) {
      left = left.subtract(receipt.allocations.get(i).amount);
      if (left.signum() < 0) {
        throw CrmException.invalid(
            Payables.field(i) + ".amount",
            "more-than-left",
            OrderStores.plain(left.add(receipt.allocations.get(i).amount)).toPlainString());
      }
    }
  }

  private Money frozen(Receipt receipt) {
    var money = receipt.amount;
    return Rates.checkKept(
        rates.frozen(money, rates.on(money.currency, receipt.receivedOn).orElse(money.rate)),
        "amount.amount");
  }

  private ReceiptRow write(Receipt receipt, ReceiptRow row) {
    row.customerId = receipt.customerId;
    row.receivedOn = receipt.receivedOn;
    row.amount = MoneyColumns.of(receipt.amount);
    row.method = receipt.method;
    row.account = receipt.account;
    row.payer = receipt.payer;
    row.voucherNo = receipt.voucherNo;
    row.advance = receipt.advance;
    row.allocations = store.nested(receipt.allocations);
    row.remark = receipt.remark;
    return row;
  }

  // ---- what counts

  @Override
  public Receipt confirm(long id) {
    return together(
        () -> {
          var held = held(id, this::wouldPay);
          var receipt = held.receipt();
          if (ReceiptStatus.CONFIRMED.equals(receipt.status)) {
            return store.get(id);
          }
          requireDraft(receipt);
          periods.checkOpen(receipt.receivedOn, RECEIVED_ON);
          receipt.amount = frozen(receipt);
          payables.complete(receipt.allocations, receipt.customerId, receipt.amount.currency);
          var shares =
              paysNothing(receipt)
                  ? List.<Share>of()
                  : payables.shares(
                      receipt, receipt.allocations, receipt.amount.amount, held.orders());
          if (receipt.amount.rate == null) {
            // What it is worth would be missing from every figure for good.
            throw CrmException.invalid(
                "amount.currency",
                "rate-unknown",
                receipt.amount.currency,
                receipt.receivedOn.toString());
          }
          var left =
              allocations.pay(receipt, receipt.amount, shares, receipt.receivedOn, RECEIVED_ON);
          var standing = allocations.standing(id, left);
          return store.update(
              id,
              receipt.version,
              null,
              row -> {
                row.status = ReceiptStatus.CONFIRMED;
                row.confirmedOn = day.today();
                row.amount = MoneyColumns.of(receipt.amount);
                row.refunded = MoneyColumns.of(Part.nothing(receipt.amount));
                standing.accept(row);
                // Last of all: who confirms another one waits for the end of this.
                row.number = store.takeNumber();
              });
        });
  }

  /** Whether it pays what it names, and nothing else. */
  private static boolean paysNothing(Receipt receipt) {
    return Boolean.TRUE.equals(receipt.advance) && receipt.allocations.isEmpty();
  }

  private Set<Long> wouldPay(Receipt receipt) {
    return isDraft(receipt) && !paysNothing(receipt)
        ? payables.orders(receipt, receipt.allocations, receipt.amount.amount)
        : Set.of();
  }

  @Override
  public Receipt allocate(long id, AllocationRequest request) {
    var on = request.allocatedOn == null ? day.today() : request.allocatedOn;
    return together(
        () -> {
          var before = store.whole(id);
          requireCounting(before);
          var asked = request.allocations;
          payables.complete(asked, before.customerId, before.amount.currency);
          var held =
              held(
                  id,
                  receipt ->
                      counts(receipt)
                          ? payables.orders(receipt, asked, receipt.unapplied.amount)
                          : Set.of());
          var receipt = held.receipt();
          requireCounting(receipt);
          checkBegun(on, receipt, "allocatedOn");
          checkFree(on, receipt, "allocatedOn");
          periods.checkOpen(on, "allocatedOn");
          var shares = payables.shares(receipt, asked, receipt.unapplied.amount, held.orders());
          require(!shares.isEmpty(), "receipt.nothing-to-pay");
          var left = allocations.pay(receipt, receipt.unapplied, shares, on, "allocatedOn");
          return store.update(id, receipt.version, null, allocations.standing(id, left)::accept);
        });
  }

  @Override
  public Receipt release(long id, ReceiptRelease release) {
    return together(
        () -> {
          var receipt = held(id, this::pays).receipt();
          requireCounting(receipt);
          var of =
              allocations.of(id).stream()
                  .filter(one -> one.orderId.equals(release.orderId))
                  .toList();
          require(!of.isEmpty() && orders.orders.exists(release.orderId), "receipt.pays-nothing");
          periods.checkOpen(day.today(), "orderId");
          var freed =
              allocations.release(Cut.all(of), day.today(), release.reason, "orderId").get(id);
          var left = Part.sum(receipt.unapplied, freed);
          return store.update(id, receipt.version, null, allocations.standing(id, left)::accept);
        });
  }

  @Override
  public Receipt refund(long id, Refund refund) {
    var on = refund.refundedOn == null ? day.today() : refund.refundedOn;
    return together(
        () -> {
          var receipt = held(id, this::pays).receipt();
          requireCounting(receipt);
          checkBegun(on, receipt, "refundedOn");
          checkFree(on, receipt, "refundedOn");
          Coins.check(refund.amount, receipt.amount.currency, "amount");
          periods.checkOpen(on, "refundedOn");
          var most = receipt.amount.amount.subtract(receipt.refunded.amount);
          if (refund.amount.compareTo(most) > 0) {
            throw CrmException.invalid(
                "amount", "more-than-left", OrderStores.plain(most).toPlainString());
          }
          var left = unapplied(receipt, refund, on);
          var part = Part.of(left, refund.amount, rates.base());
          var standing = allocations.standing(id, Part.difference(left, part));
          store.update(
              id,
              receipt.version,
              null,
              row -> {
                standing.accept(row);
                row.refunded = MoneyColumns.of(Part.sum(receipt.refunded, part));
              });
          return store.insert(null, refund(receipt, refund, part, on));
        });
  }

  /** At least what is given back, which it then pays for no more. */
  private Money unapplied(Receipt receipt, Refund refund, LocalDate on) {
    var missing = refund.amount.subtract(receipt.unapplied.amount);
    if (missing.signum() <= 0) {
      return receipt.unapplied;
    }
    var cuts = Cut.received(allocations.of(receipt.id), missing, rates.base());
    return Part.sum(
        receipt.unapplied,
        allocations.release(cuts, on, refund.reason, "refundedOn").get(receipt.id));
  }

  private ReceiptRow refund(Receipt receipt, Refund refund, Money part, LocalDate on) {
    var row = new ReceiptRow();
    row.customerId = receipt.customerId;
    row.kind = ReceiptStatus.REFUND;
    row.refundOfId = receipt.id;
    row.status = ReceiptStatus.CONFIRMED;
    row.receivedOn = on;
    row.confirmedOn = day.today();
    row.amount = MoneyColumns.of(Part.negated(part));
    row.method = refund.method == null ? receipt.method : refund.method;
    row.account = receipt.account;
    row.payer = receipt.payer;
    row.voucherNo = refund.voucherNo;
    row.remark = refund.reason;
    row.number = store.takeNumber();
    return row;
  }

  @Override
  public Receipt voidReceipt(long id, ReceiptVoid reason) {
    return together(
        () -> {
          var receipt = held(id, one -> allocations.orders(one.id)).receipt();
          require(ReceiptStatus.CONFIRMED.equals(receipt.status), "receipt.not-confirmed");
          periods.checkOpen(receipt.receivedOn, RECEIVED_ON);
          if (ReceiptStatus.REFUND.equals(receipt.kind)) {
            takeBack(receipt);
          } else {
            require(receipt.refunded.amount.signum() == 0, "receipt.refunded");
            allocations.annul(id, reason.reason, RECEIVED_ON);
          }
          var nothing = Part.nothing(receipt.amount);
          var standing = allocations.standing(id, nothing);
          return store.update(
              id,
              receipt.version,
              null,
              row -> {
                row.status = ReceiptStatus.VOIDED;
                row.voidedOn = day.today();
                row.voidReason = reason.reason;
                standing.accept(row);
              });
        });
  }

  /** What a refund gave back is unapplied again. */
  private void takeBack(Receipt refund) {
    user.callAsSystem(
        () -> {
          store.hold(refund.refundOfId);
          var of = store.whole(refund.refundOfId);
          return store.update(
              of.id,
              of.version,
              null,
              row -> {
                row.unapplied = MoneyColumns.of(Part.difference(of.unapplied, refund.amount));
                row.refunded = MoneyColumns.of(Part.sum(of.refunded, refund.amount));
              });
        });
  }

  // ---- who is at it

  /** A receipt and the orders that are held with it. */
  private record Held(Receipt receipt, Set<Long> orders) {}

  /**
   * Holds the orders that are about to change, in the order of their ids, and then the receipt.
   *
   * @param orders which those are, as the receipt is
   */
  private Held held(long id, Function<Receipt, Set<Long>> which) {
    var held = new HashSet<Long>();
    var receipt = store.whole(id);
    while (true) {
      var more = new TreeSet<>(which.apply(receipt));
      more.removeAll(held);
      more.forEach(orders.orders::hold);
      held.addAll(more);
      store.hold(id);
      receipt = store.whole(id);
      if (held.containsAll(which.apply(receipt))) {
        return new Held(receipt, held);
      }
    }
  }

  private Set<Long> pays(Receipt receipt) {
    return allocations.of(receipt.id).stream().map(one -> one.orderId).collect(Collectors.toSet());
  }

  /** Who is not shown what it is about does nothing with it. */
  private <T> T together(Supplier<T> work) {
    var kept = user.get().rules(ReceivableStores.RECEIPTS);
    if (kept.hidden().contains("amount") || kept.kept().contains("allocations")) {
      throw CrmException.of(Code.FORBIDDEN);
    }
    return orders.together(work);
  }

  private static void checkBegun(LocalDate on, Receipt receipt, String field) {
    if (on.isBefore(receipt.receivedOn)) {
      throw CrmException.invalid(field, "before-begin");
    }
  }

  /** What it paid until then is not there for something else before. */
  private void checkFree(LocalDate on, Receipt receipt, String field) {
    if (on.isBefore(day.today())) {
      allocations
          .lastReleased(receipt.id)
          .filter(on::isBefore)
          .ifPresent(
              until -> {
                throw CrmException.invalid(field, "not-free-then", until.toString());
              });
    }
  }

  private static boolean isDraft(Receipt receipt) {
    return ReceiptStatus.DRAFT.equals(receipt.status);
  }

  private static void requireDraft(Receipt receipt) {
    require(isDraft(receipt), "receipt.no-draft");
  }

  private static boolean counts(Receipt receipt) {
    return ReceiptStatus.CONFIRMED.equals(receipt.status)
        && ReceiptStatus.RECEIPT.equals(receipt.kind);
  }

  private static void requireCounting(Receipt receipt) {
    require(counts(receipt), "receipt.not-confirmed");
  }

  private static void require(boolean may, String refusal) {
    if (!may) {
      throw new CrmException(Code.CONFLICT, refusal);
    }
  }
}
