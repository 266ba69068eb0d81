package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tangramcrm.orders.Allocation;
import org.tangramcrm.orders.Receipt;
import org.tangramcrm.orders.ReceiptAllocation;
import org.tangramcrm.orders.internal.AllocationPlan.Open;
import org.tangramcrm.orders.internal.AllocationPlan.Share;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.currency.Rates;

/**
 * A company's books in memory: kept by the arithmetic that the services keep theirs by, and nothing
 * else.
 */
final class Books {
  static final String BASE = "CNY";

  /**
   * Base currency per unit, when orders are signed; one of which a coin is worth next to nothing.
   */
  static final Map<String, BigDecimal> SIGNED =
      Map.of(
          "CNY", BigDecimal.ONE,
          "USD", new BigDecimal("7.1234567"),
          "JPY", new BigDecimal("0.0483"),
          "VND", new BigDecimal("0.00028"));

  /** When it is paid. */
  static final Map<String, BigDecimal> PAID =
      Map.of(
          "CNY", BigDecimal.ONE,
          "USD", new BigDecimal("6.98"),
          "JPY", new BigDecimal("0.0511"),
          "VND", new BigDecimal("0.00031"));

  static final class Instalment {
    long id;
    int seq;
    LocalDate dueOn;
    Owed owed;
  }

  static final class Sale {
    long id;
    long customer;
    long owner;
    Money total;
    List<Instalment> plan = new ArrayList<>();
  }

  record Entry(long receivable, LocalDate dueOn, Money amount) {}

  final List<Sale> sales = new ArrayList<>();
  final List<Receipt> receipts = new ArrayList<>();
  final List<ReceiptAllocation> allocations = new ArrayList<>();
  final List<Entry> entries = new ArrayList<>();
  private long ids;

  long next() {
    return ++ids;
  }

  static Money money(BigDecimal amount, String currency, Map<String, BigDecimal> rates) {
    var money = Money.of(Rates.rounded(amount, currency), currency);
    money.rate = rates.get(currency);
    money.baseAmount = Rates.rounded(money.amount.multiply(money.rate), BASE);
    return money;
  }

  // ---- orders

  /** An order that is paid in parts of these shares; the last one takes the rest. */
  Sale sell(long customer, long owner, Money total, List<BigDecimal> parts, List<LocalDate> due) {
    var sale = new Sale();
    sale.id = next();
    sale.customer = customer;
    sale.owner = owner;
    sales.add(sale);
    sale.total = total;
    var amounts = amounts(total, parts);
    for (int i = 0; i < amounts.size(); i++) {
      add(sale, amounts.get(i), due.get(i));
    }
    return sale;
  }

  private void add(Sale sale, Money amount, LocalDate due) {
    var one = new Instalment();
    one.id = next();
    one.seq = sale.plan.size() + 1;
    one.dueOn = due;
    one.owed = Owed.of(amount, BASE);
    sale.plan.add(one);
    entries.add(new Entry(one.id, due, amount));
  }

  private static List<Money> amounts(Money total, List<BigDecimal> parts) {
    var left = total;
    var amounts = new ArrayList<Money>();
    for (var part : parts.subList(0, parts.size() - 1)) {
      var amount = Rates.rounded(total.amount.multiply(part), total.currency).min(left.amount);
      amounts.add(Part.of(left, amount, BASE));
      left = Part.difference(left, amounts.get(amounts.size() - 1));
    }
    amounts.add(left);
    return amounts;
  }

  /** Another total in as many parts or more; what there were more of come to nothing. */
  void revise(Sale sale, Money total, List<BigDecimal> parts) {
    sale.total = total;
    var amounts = amounts(total, parts);
    for (var one : sale.plan) {
      var amount = one.seq <= amounts.size() ? amounts.get(one.seq - 1) : Part.nothing(total);
      change(one, one.owed.becoming(amount));
    }
    for (int i = sale.plan.size(); i < amounts.size(); i++) {
      add(sale, amounts.get(i), null);
    }
    fit(sale);
  }

  private void fit(Sale sale) {
    var cuts = new ArrayList<Cut>();
    for (var one : sale.plan) {
      var over = one.owed.outstanding().amount.negate();
      if (over.signum() > 0) {
        cuts.addAll(Cut.applied(active(each -> each.receivableId == one.id), over, BASE));
      }
    }
    cuts.forEach(this::release);
    for (var move : Surplus.spread(cuts, opens(List.of(sale)), BASE)) {
      var cut = move.cut();
      allot(cut.of().receiptId, find(move.to()), cut.amount(), cut.applied().amount);
    }
    for (var one : sale.plan) {
      Surplus.straightened(one.owed.received(), active(each -> each.receivableId == one.id))
          .forEach(worth -> worth.of().applied = worth.applied());
    }
    for (var receipt : receipts) {
      stand(receipt);
    }
  }

  void move(Instalment one, LocalDate due) {
    entries.add(new Entry(one.id, one.dueOn, Part.negated(one.owed.outstanding())));
    one.dueOn = due;
    entries.add(new Entry(one.id, due, one.owed.outstanding()));
  }

  void writeOff(Instalment one, BigDecimal amount) {
    change(one, one.owed.writingOff(amount));
  }

  void cancel(Sale sale) {
    var total = Part.nothing(sale.total);
    for (var one : sale.plan) {
      change(one, one.owed.becoming(Part.sum(one.owed.received(), one.owed.writtenOff())));
      total = Part.sum(total, one.owed.whole());
    }
    sale.total = total;
  }

  private void change(Instalment one, Owed after) {
    var difference = Part.difference(after.outstanding(), one.owed.outstanding());
    entries.add(new Entry(one.id, one.dueOn, difference));
    one.owed = after;
  }

  // ---- receipts

  /** The order of the days does not matter here: ids tell what was last. */
  List<ReceiptAllocation> active(Predicate<ReceiptAllocation> which) {
    return allocations.stream()
        .filter(one -> one.releasedOn == null)
        .filter(which)
        .sorted(Comparator.comparing((ReceiptAllocation one) -> one.id).reversed())
        .toList();
  }

  Receipt receive(long customer, Money amount) {
    var receipt = new Receipt();
    receipt.id = next();
    receipt.customerId = customer;
    receipt.amount = amount;
    receipt.unapplied = amount;
    receipt.refunded = Part.nothing(amount);
    receipt.status = ReceiptStatus.CONFIRMED;
    receipts.add(receipt);
    return receipt;
  }

  /** Pays what is due first. */
  void allocate(Receipt receipt) {
    var plan = plan(receipt);
    plan.oldestFirst(
        opens(sales.stream().filter(sale -> sale.customer == receipt.customerId).toList()));
    pay(receipt, plan.shares());
  }

  void allocate(Receipt receipt, Allocation asked, Sale sale) {
    var plan = plan(receipt);
    plan.named(
        asked,
        "allocations[0]",
        opens(List.of(sale)).stream()
            .filter(one -> asked.receivableId == null || asked.receivableId == one.receivable())
            .toList());
    pay(receipt, plan.shares());
  }

  private AllocationPlan plan(Receipt receipt) {
    return new AllocationPlan(
        receipt.unapplied.amount,
        receipt.amount.currency,
        currency -> Optional.ofNullable(PAID.get(currency)));
  }

  private void pay(Receipt receipt, List<Share> shares) {
    for (var share : shares) {
      var part = Part.of(receipt.unapplied, share.amount(), BASE);
      receipt.unapplied = Part.difference(receipt.unapplied, part);
      allot(receipt.id, find(share.receivable()), part, share.applied());
    }
  }

  private void allot(long receipt, Instalment to, Money amount, BigDecimal applied) {
    var before = to.owed.received();
    change(to, to.owed.receiving(applied));
    var one = new ReceiptAllocation();
    one.id = next();
    one.receiptId = receipt;
    one.receivableId = to.id;
    one.amount = amount;
    one.applied = Part.difference(to.owed.received(), before);
    allocations.add(one);
  }

  void release(Cut cut) {
    var one = cut.of();
    var from = find(one.receivableId);
    change(from, from.owed.releasing(cut.applied()));
    if (cut.isAll()) {
      one.releasedOn = LocalDate.EPOCH;
    } else {
      one.amount = Part.difference(one.amount, cut.amount());
      one.applied = Part.difference(one.applied, cut.applied());
    }
  }

  void release(Receipt receipt, List<Cut> cuts) {
    cuts.forEach(this::release);
    stand(receipt);
  }

  private void stand(Receipt receipt) {
    if (receipt.status.equals(ReceiptStatus.CONFIRMED)) {
      receipt.unapplied = Part.difference(receipt.amount, receipt.refunded);
      active(one -> one.receiptId.equals(receipt.id))
          .forEach(one -> receipt.unapplied = Part.difference(receipt.unapplied, one.amount));
    }
  }

  void refund(Receipt receipt, BigDecimal amount) {
    var missing = amount.subtract(receipt.unapplied.amount);
    if (missing.signum() > 0) {
      var paid = active(one -> one.receiptId.equals(receipt.id));
      release(receipt, Cut.received(paid, missing, BASE));
    }
    var part = Part.of(receipt.unapplied, amount, BASE);
    receipt.unapplied = Part.difference(receipt.unapplied, part);
    receipt.refunded = Part.sum(receipt.refunded, part);
  }

  void annul(Receipt receipt) {
    release(receipt, Cut.all(active(one -> one.receiptId.equals(receipt.id))));
    receipt.unapplied = Part.nothing(receipt.amount);
    receipt.status = ReceiptStatus.VOIDED;
  }

  // ---- what holds at any time

  void check() {
    for (var sale : sales) {
      same("instalments of an order", sale.total, sale.plan.stream().map(one -> one.owed.whole()));
      sale.plan.forEach(this::check);
    }
    receipts.stream()
        .filter(one -> one.status.equals(ReceiptStatus.CONFIRMED))
        .forEach(this::check);
    checkAgeing();
    checkGroups();
  }

  private void check(Instalment one) {
    var owed = one.owed;
    notNegative(owed.whole(), owed.received(), owed.writtenOff(), owed.outstanding());
    if (owed.outstanding().amount.signum() == 0) {
      equal("worth of nothing", BigDecimal.ZERO, owed.outstanding().baseAmount);
    }
    same(
        "allocations to an instalment",
        owed.received(),
        active(each -> each.receivableId == one.id).stream().map(each -> each.applied));
    same(
        "entries of an instalment",
        owed.outstanding(),
        entries.stream().filter(each -> each.receivable == one.id).map(Entry::amount));
  }

  private void check(Receipt receipt) {
    notNegative(receipt.unapplied, receipt.refunded);
    var paid = active(one -> one.receiptId.equals(receipt.id));
    paid.forEach(one -> notNegative(one.amount, one.applied));
    same(
        "what became of a receipt",
        receipt.amount,
        Stream.concat(
            Stream.of(receipt.unapplied, receipt.refunded), paid.stream().map(one -> one.amount)));
  }

  /** By due day, the entries come to what the instalments come to. */
  private void checkAgeing() {
    var booked =
        entries.stream()
            .collect(
                Collectors.groupingBy(
                    one -> String.valueOf(one.dueOn),
                    Collectors.reducing(
                        BigDecimal.ZERO, one -> one.amount.baseAmount, BigDecimal::add)));
    var owed =
        instalments()
            .collect(
                Collectors.groupingBy(
                    one -> String.valueOf(one.dueOn),
                    Collectors.reducing(
                        BigDecimal.ZERO,
                        one -> one.owed.outstanding().baseAmount,
                        BigDecimal::add)));
    booked.forEach(
        (due, amount) -> equal("due " + due, owed.getOrDefault(due, BigDecimal.ZERO), amount));
  }

  private void checkGroups() {
    var total = grouped(sale -> sale.customer);
    equal("total by owner", total, grouped(sale -> sale.owner));
    equal("total by currency", total, grouped(sale -> sale.total.currency));
  }

  private BigDecimal grouped(Function<Sale, Object> by) {
    return sales.stream().collect(Collectors.groupingBy(by)).values().stream()
        .map(
            some ->
                some.stream()
                    .flatMap(sale -> sale.plan.stream())
                    .map(one -> one.owed.outstanding().baseAmount)
                    .reduce(BigDecimal.ZERO, BigDecimal::add))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static void notNegative(Money... all) {
    for (var money : all) {
      if (money.amount.signum() < 0 || money.baseAmount.signum() < 0) {
        throw new AssertionError(money.amount + " is worth " + money.baseAmount);
      }
    }
  }

  private static void same(String what, Money whole, Stream<Money> parts) {
    var amount = BigDecimal.ZERO;
    var base = BigDecimal.ZERO;
    for (var part : parts.toList()) {
      amount = amount.add(part.amount);
      base = base.add(part.baseAmount);
    }
    equal(what, whole.amount, amount);
    equal(what + " in the base currency", whole.baseAmount, base);
  }

  private static void equal(String what, BigDecimal expected, BigDecimal is) {
    if (is.compareTo(expected) != 0) {
      throw new AssertionError(what + ": " + is + " instead of " + expected);
    }
  }

  Stream<Instalment> instalments() {
    return sales.stream().flatMap(sale -> sale.plan.stream());
  }

  Instalment find(long id) {
    return instalments().filter(one -> one.id == id).findFirst().orElseThrow();
  }

  List<Open> opens(List<Sale> of) {
    return of.stream()
        .flatMap(
            sale ->
                sale.plan.stream()
                    .filter(one -> one.owed.outstanding().amount.signum() > 0)
                    .map(
                        one ->
                            new Open(
                                sale.id,
                                one.id,
                                one.seq,
                                one.dueOn,
                                sale.total.currency,
                                one.owed.outstanding().amount)))
        .toList();
  }
}
