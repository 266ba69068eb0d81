package org.tangramcrm.orders.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.tangramcrm.orders.Receivable;
import org.tangramcrm.platform.Money;

class PromisesTest {
  private static final LocalDate PROMISED = LocalDate.of(2026, 11, 20);

  private static String become(String state, String received, LocalDate paidOn, LocalDate today) {
    var one = new Receivable();
    one.state = state;
    one.received = Money.of(new BigDecimal(received), "CNY");
    one.paidOn = paidOn;
    return Promises.become(one, PROMISED, today);
  }

  @Test
  void aPromiseIsKeptWhereAllWasPaidByThen() {
    var later = PROMISED.plusDays(1);
    assertThat(become(Ledger.OPEN, "10", null, PROMISED)).isEqualTo(Promises.WAITING);
    assertThat(become(Ledger.OPEN, "10", null, later)).isEqualTo(Promises.BROKEN);
    assertThat(become(Ledger.PAID, "10", PROMISED, later)).isEqualTo(Promises.KEPT);
    assertThat(become(Ledger.PAID, "10", later, later)).isEqualTo(Promises.BROKEN);
    // What was only written off was not paid.
    assertThat(become(Ledger.PAID, "0", PROMISED, later)).isEqualTo(Promises.BROKEN);
    assertThat(become(Ledger.CANCELLED, "0", null, later)).isNull();
  }
}
