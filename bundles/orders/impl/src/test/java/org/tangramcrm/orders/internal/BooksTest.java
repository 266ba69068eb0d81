package org.tangramcrm.orders.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tangramcrm.orders.Allocation;
import org.tangramcrm.orders.Receipt;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.currency.Rates;

/**
 * What must hold of money, whatever happens to it (M-38 … M-40): orders, revisions, receipts,
 * refunds, voids, cancellations and write-offs in any order, in several currencies, also of days
 * that are long gone.
 */
class BooksTest {
  private static final int HISTORIES = 10_000;
  private static final int STEPS = 14;
  private static final LocalDate DAY = LocalDate.of(2026, 3, 10);
  private static final List<String> CURRENCIES = List.of("CNY", "CNY", "USD", "JPY", "VND");

  @Test
  void whateverHappensEveryCentIsSomewhere() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      var random = new Random(seed);
      var books = new Books();
      for (int step = 0; step < STEPS; step++) {
        try {
          books.today = books.today.plusDays(random.nextInt(4));
          books.on = books.today.minusDays(random.nextInt(3) == 0 ? random.nextInt(12) : 0);
          step(books, random);
          books.check();
          if (step == STEPS - 1) {
            books.checkDays();
          }
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError("History " + seed + ", step " + step, e);
        }
      }
    }
  }

  private static void step(Books books, Random random) {
    if (books.sales.isEmpty() || random.nextInt(6) == 0) {
      sell(books, random);
      return;
    }
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> books.allocate(receive(books, random));
      case 3 -> receive(books, random);
      case 4 -> sometimes(books, random, books::allocate);
      case 5 -> name(books, random);
      case 6 -> sometimes(books, random, receipt -> refund(books, receipt, random));
      case 7 -> sometimes(books, random, receipt -> annul(books, receipt));
      case 8 -> sometimes(books, random, receipt -> release(books, receipt));
      case 9 -> revise(books, any(books.sales, random), random);
      case 10 -> {
        var one = any(books.instalments().toList(), random);
        if (random.nextBoolean()) {
          books.move(one, due(random));
        } else {
          books.writeOff(one, part(one.owed.outstanding(), random));
        }
      }
      default -> {
        var sale = any(books.sales, random);
        var paid = sale.plan.stream().anyMatch(one -> one.owed.received().amount.signum() > 0);
        if (!paid || random.nextBoolean()) {
          books.cancel(sale);
        }
      }
    }
  }

  private static void sell(Books books, Random random) {
    var parts = parts(random);
    var due = new ArrayList<LocalDate>();
    parts.forEach(part -> due.add(due(random)));
    books.sell(random.nextInt(2), random.nextInt(3), amount(random, Books.SIGNED), parts, due);
  }

  private static Receipt receive(Books books, Random random) {
    return books.receive(random.nextInt(2), amount(random, Books.PAID));
  }

  private static void refund(Books books, Receipt receipt, Random random) {
    var left = Part.difference(receipt.amount, receipt.refunded);
    var amount = part(left, random);
    if (amount.signum() > 0) {
      books.refund(receipt, amount);
    }
  }

  private static void annul(Books books, Receipt receipt) {
    if (receipt.refunded.amount.signum() == 0) {
      books.annul(receipt);
    }
  }

  private static void release(Books books, Receipt receipt) {
    books.release(receipt, Cut.all(books.active(one -> one.receiptId.equals(receipt.id))));
  }

  /** What is too much is refused, and nothing is done. */
  private static void name(Books books, Random random) {
    sometimes(
        books,
        random,
        receipt -> {
          var sale = any(books.sales, random);
          var asked = new Allocation();
          asked.amount = part(receipt.unapplied, random);
          if (asked.amount.signum() == 0) {
            return;
          }
          if (random.nextBoolean()) {
            asked.receivableId = any(sale.plan, random).id;
          }
          try {
            books.allocate(receipt, asked, sale);
          } catch (CrmException e) {
            assertThat(e.errors).isNotEmpty();
          }
        });
  }

  private static void revise(Books books, Books.Sale sale, Random random) {
    var total =
        Books.money(
            sale.total.amount.multiply(BigDecimal.valueOf(random.nextInt(30))).movePointLeft(1),
            sale.total.currency,
            Books.SIGNED);
    books.revise(sale, total, parts(random));
  }

  private interface Step {
    void on(Receipt receipt);
  }

  private static void sometimes(Books books, Random random, Step step) {
    if (!books.receipts.isEmpty()) {
      var receipt = any(books.receipts, random);
      if (receipt.status.equals(ReceiptStatus.CONFIRMED)) {
        step.on(receipt);
      }
    }
  }

  private static <T> T any(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }

  private static LocalDate due(Random random) {
    return random.nextInt(4) == 0 ? null : DAY.plusDays(random.nextInt(5));
  }

  private static List<BigDecimal> parts(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> List.of(BigDecimal.ONE);
      case 1 -> List.of(new BigDecimal("0.3"), new BigDecimal("0.7"));
      case 2 -> List.of(new BigDecimal("0.3333"), new BigDecimal("0.3333"), new BigDecimal("0.33"));
      default -> List.of(new BigDecimal("0.1"), new BigDecimal("0.5"), new BigDecimal("0.4"));
    };
  }

  /** From a coin to many, so that what is rounded matters. */
  private static Money amount(Random random, Map<String, BigDecimal> rates) {
    var cents = 1 + random.nextInt(random.nextBoolean() ? 300 : 300_000);
    var currency = any(CURRENCIES, random);
    var amount = new BigDecimal(cents).movePointLeft(currency.equals("VND") ? 0 : 2);
    return Books.money(amount.max(BigDecimal.ONE), currency, rates);
  }

  private static BigDecimal part(Money of, Random random) {
    if (random.nextInt(3) == 0) {
      return of.amount;
    }
    var part = of.amount.multiply(BigDecimal.valueOf(random.nextInt(100))).movePointLeft(2);
    return Rates.rounded(part, of.currency).min(of.amount);
  }

  // ---- by hand

  private static BigDecimal of(String amount) {
    return new BigDecimal(amount);
  }

  @Test
  void whatIsDueFirstIsPaidFirstAndTheRestStaysUnapplied() {
    var books = new Books();
    var sale =
        books.sell(
            1,
            1,
            Books.money(of("100"), "CNY", Books.SIGNED),
            List.of(of("0.5"), of("0.3"), of("0.2")),
            Arrays.asList(DAY.plusDays(9), DAY, null));
    var receipt = books.receive(1, Books.money(of("60"), "CNY", Books.PAID));
    books.allocate(receipt);
    assertThat(sale.plan.stream().map(one -> one.owed.received().amount))
        .usingElementComparator(BigDecimal::compareTo)
        .containsExactly(of("30"), of("30"), of("0"));
    assertThat(receipt.unapplied.amount).isZero();
    var more = books.receive(1, Books.money(of("60"), "CNY", Books.PAID));
    books.allocate(more);
    assertThat(more.unapplied.amount).isEqualByComparingTo("20");
  }

  @Test
  void whatIsPaidInAnotherCurrencyIsWorthThatOfItsDay() {
    var books = new Books();
    var sale =
        books.sell(
            1,
            1,
            Books.money(of("1000"), "USD", Books.SIGNED),
            List.of(BigDecimal.ONE),
            List.of(DAY));
    var receipt = books.receive(1, Books.money(of("3490"), "CNY", Books.PAID));
    books.allocate(receipt);
    // 3490 / 6.98 = 500 USD, owed at 7.1234567: 3561.73 of the order for 3490.00.
    assertThat(sale.plan.get(0).owed.received().amount).isEqualByComparingTo("500");
    assertThat(sale.plan.get(0).owed.received().baseAmount).isEqualByComparingTo("3561.73");
    assertThat(books.allocations.get(0).amount.baseAmount).isEqualByComparingTo("3490");
    books.check();
  }

  @Test
  void whatWasReceivedBeyondARevisedOrderIsNoNegativeDebt() {
    var books = new Books();
    var sale =
        books.sell(
            1,
            1,
            Books.money(of("100"), "CNY", Books.SIGNED),
            List.of(of("0.5"), of("0.5")),
            List.of(DAY, DAY.plusDays(1)));
    var receipt = books.receive(1, Books.money(of("70"), "CNY", Books.PAID));
    books.allocate(receipt);
    books.revise(sale, Books.money(of("60"), "CNY", Books.SIGNED), List.of(of("0.5"), of("0.5")));
    assertThat(sale.plan.stream().map(one -> one.owed.outstanding().amount))
        .usingElementComparator(BigDecimal::compareTo)
        .containsExactly(of("0"), of("0"));
    assertThat(receipt.unapplied.amount).isEqualByComparingTo("10");
    books.check();
  }

  @Test
  void moreThanIsOwedOrLeftIsRefused() {
    var books = new Books();
    var sale =
        books.sell(
            1,
            1,
            Books.money(of("100"), "CNY", Books.SIGNED),
            List.of(BigDecimal.ONE),
            List.of(DAY));
    var receipt = books.receive(1, Books.money(of("150"), "CNY", Books.PAID));
    var asked = new Allocation();
    asked.amount = of("100.01");
    assertRefused(books, receipt, asked, sale, "more-than-owed");
    asked.amount = of("150.01");
    assertRefused(books, receipt, asked, sale, "more-than-left");
    asked.amount = of("10");
    asked.applied = of("11");
    assertRefused(books, receipt, asked, sale, "same-currency");
    assertThat(books.allocations).isEmpty();
  }

  private static void assertRefused(
      Books books, Receipt receipt, Allocation asked, Books.Sale sale, String rule) {
    assertThatThrownBy(() -> books.allocate(receipt, asked, sale))
        .isInstanceOfSatisfying(
            CrmException.class, e -> assertThat(e.errors.get(0).code).isEqualTo(rule));
  }
}
