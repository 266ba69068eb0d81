package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tangramcrm.orders.Allocation;
import org.tangramcrm.orders.Receipt;
import org.tangramcrm.orders.ReceiptAllocation;
import org.tangramcrm.orders.internal.AllocationPlan.Open;
import org.tangramcrm.orders.internal.AllocationPlan.Share;
import org.tangramcrm.orders.internal.Standing.Since;
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

  record Entry(long receivable, LocalDate dueOn, Money amount, LocalDate on) {}

  /** What was given back of a receipt. */
  record Refund(long receipt, Money amount, LocalDate on) {}

  /** Today, and the day that is booked to, which may be long ago. */
  LocalDate today = LocalDate.of(2026, 3, 10);

  LocalDate on = today;

  final List<Sale> sales = new ArrayList<>();
  final List<Receipt> receipts = new ArrayList<>();
  final List<ReceiptAllocation> allocations = new ArrayList<>();
  final List<Entry> entries = new ArrayList<>();
  final List<Refund> refunds = new ArrayList<>();
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
      add(sale, amounts.get(i), due.get(i), on);
    }
    return sale;
  }

  private void add(Sale sale, Money amount, LocalDate due, LocalDate on) {
    var one = new Instalment();
    one.id = next();
    one.seq = sale.plan.size() + 1;
    one.dueOn = due;
    one.owed = Owed.of(amount, BASE);
    sale.plan.add(one);
    entries.add(new Entry(one.id, due, amount, on));
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
      change(one, one.owed.becoming(amount), today);
    }
    for (int i = sale.plan.size(); i < amounts.size(); i++) {
      add(sale, amounts.get(i), null, today);
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
    cuts.forEach(cut -> release(cut, today));
    for (var move : Surplus.spread(cuts, opens(List.of(sale)), BASE)) {
      var cut = move.cut();
      allot(cut.of().receiptId, find(move.to()), cut.amount(), cut.applied().amount, today);
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
    entries.add(new Entry(one.id, one.dueOn, Part.negated(one.owed.outstanding()), today));
    one.dueOn = due;
    entries.add(new Entry(one.id, due, one.owed.outstanding(), today));
  }

  void writeOff(Instalment one, BigDecimal amount) {
    if (owedThen(one, amount)) {
      change(one, one.owed.writingOff(amount), on);
    }
  }

  void cancel(Sale sale) {
    if (!sale.plan.stream().allMatch(one -> owedThen(one, one.owed.outstanding().amount))) {
      return;
    }
    var total = Part.nothing(sale.total);
    for (var one : sale.plan) {
      change(one, one.owed.becoming(Part.sum(one.owed.received(), one.owed.writtenOff())), on);
      total = Part.sum(total, one.owed.whole());
    }
    sale.total = total;
  }

  private List<Since> since(Instalment one, BigDecimal amount, LocalDate from) {
    return Standing.since(
        from,
        amount,
        one.owed.outstanding().amount,
        entries.stream()
            .filter(entry -> entry.receivable == one.id)
            .map(entry -> new Standing.Change(entry.on, entry.amount.amount))
            .toList());
  }

  private boolean owedThen(Instalment one, BigDecimal amount) {
    return since(one, amount, on).stream().noneMatch(since -> since.on().isAfter(on));
  }

  private void change(Instalment one, Owed after, LocalDate on) {
    var difference = Part.difference(after.outstanding(), one.owed.outstanding());
    entries.add(new Entry(one.id, one.dueOn, difference, on));
    one.owed = after;
  }

  // ---- receipts

  /**
   * What came to be paid last by when it was entered: which is taken back first hangs on no day.
   */
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
    receipt.receivedOn = on;
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
    var day = free(receipt);
    for (var share : shares) {
      var to = find(share.receivable());
      var since = since(to, share.applied(), day);
      for (var dated : Standing.dated(share, since, receipt.amount.currency)) {
        var part = Part.of(receipt.unapplied, dated.share().amount(), BASE);
        receipt.unapplied = Part.difference(receipt.unapplied, part);
        allot(receipt.id, to, part, dated.share().applied(), dated.on());
      }
    }
  }

  /** The day that is booked to, or the first one after it that is allowed. */
  private LocalDate free(Receipt receipt) {
    return Stream.concat(
            Stream.of(on, receipt.receivedOn),
            allocations.stream()
                .filter(one -> one.receiptId.equals(receipt.id) && one.releasedOn != null)
                .map(one -> one.releasedOn))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private void allot(long receipt, Instalment to, Money amount, BigDecimal applied, LocalDate day) {
    var before = to.owed.received();
    change(to, to.owed.receiving(applied), day);
    var one = new ReceiptAllocation();
    one.id = next();
    one.receiptId = receipt;
    one.receivableId = to.id;
    one.amount = amount;
    one.applied = Part.difference(to.owed.received(), before);
    one.allocatedOn = day;
    allocations.add(one);
  }

  /**
   * @param when null for as if it had never been paid
   */
  private void release(Cut cut, LocalDate when) {
    var one = cut.of();
    var day = when == null || when.isBefore(one.allocatedOn) ? one.allocatedOn : when;
    var from = find(one.receivableId);
    change(from, from.owed.releasing(cut.applied()), day);
    if (cut.isAll()) {
      one.releasedOn = day;
    } else {
      one.amount = Part.difference(one.amount, cut.amount());
      one.applied = Part.difference(one.applied, cut.applied());
      var gone = new ReceiptAllocation();
      gone.id = next();
      gone.receiptId = one.receiptId;
      gone.receivableId = one.receivableId;
      gone.amount = cut.amount();
      gone.applied = cut.applied();
      gone.allocatedOn = one.allocatedOn;
      gone.releasedOn = day;
      allocations.add(gone);
    }
  }

  void release(Receipt receipt, List<Cut> cuts) {
    release(receipt, cuts, today);
  }

  private void release(Receipt receipt, List<Cut> cuts, LocalDate when) {
    cuts.forEach(cut -> release(cut, when));
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
    var day = free(receipt);
    var missing = amount.subtract(receipt.unapplied.amount);
    if (missing.signum() > 0) {
      var paid = active(one -> one.receiptId.equals(receipt.id));
      release(receipt, Cut.received(paid, missing, BASE), day);
    }
    var part = Part.of(receipt.unapplied, amount, BASE);
    receipt.unapplied = Part.difference(receipt.unapplied, part);
    receipt.refunded = Part.sum(receipt.refunded, part);
    refunds.add(new Refund(receipt.id, part, day));
  }

  void annul(Receipt receipt) {
    release(receipt, Cut.all(active(one -> one.receiptId.equals(receipt.id))), null);
    for (var one : allocations) {
      if (one.receiptId.equals(receipt.id) && one.releasedOn.isAfter(one.allocatedOn)) {
        var due = find(one.receivableId).dueOn;
        entries.add(new Entry(one.receivableId, due, one.applied, one.allocatedOn));
        entries.add(new Entry(one.receivableId, due, Part.negated(one.applied), one.releasedOn));
        one.releasedOn = one.allocatedOn;
      }
    }
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

  /** Nothing was less than nothing on any day, as it is booked now. */
  void checkDays() {
    for (var one : instalments().toList()) {
      var days = new TreeMap<LocalDate, BigDecimal>();
      entries.stream()
          .filter(entry -> entry.receivable == one.id)
          .forEach(entry -> days.merge(entry.on, entry.amount.amount, BigDecimal::add));
      notNegative("owed of " + one.id, days);
    }
    for (var receipt : receipts) {
      var days = new TreeMap<LocalDate, BigDecimal>();
      var counts = receipt.status.equals(ReceiptStatus.CONFIRMED);
      days.put(receipt.receivedOn, counts ? receipt.amount.amount : BigDecimal.ZERO);
      refunds.stream()
          .filter(refund -> refund.receipt == receipt.id)
          .forEach(refund -> days.merge(refund.on, refund.amount.amount.negate(), BigDecimal::add));
      for (var one : allocations) {
        if (one.receiptId.equals(receipt.id)) {
          days.merge(one.allocatedOn, one.amount.amount.negate(), BigDecimal::add);
          if (one.releasedOn != null) {
            days.merge(one.releasedOn, one.amount.amount, BigDecimal::add);
          }
        }
      }
      notNegative("unapplied of " + receipt.id, days);
    }
  }

  private static void notNegative(String what, TreeMap<LocalDate, BigDecimal> days) {
    var is = BigDecimal.ZERO;
    for (var day : days.entrySet()) {
      is = is.add(day.getValue());
      if (is.signum() < 0) {
        throw new AssertionError(what + " on " + day.getKey() + ": " + is);
      }
    }
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
