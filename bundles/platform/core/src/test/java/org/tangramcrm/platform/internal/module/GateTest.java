package org.tangramcrm.platform.internal.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.internal.module.Gate.Closed;
import org.tangramcrm.platform.internal.module.Gate.Verdict;

class GateTest {
  private final Gate gate = new Gate();

  @Test
  void anUnknownCollectionMayStillComeUntilThePlatformHasBooted() {
    assertThat(gate.enter("customers")).isEqualTo(Verdict.BUSY);
    gate.booted();
    assertThat(gate.enter("customers")).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void callsWaitForAModuleThatIsToCome() {
    var woken = new AtomicInteger();
    gate.expect("customers", List.of("customers"), Closed.HOLD);
    assertThat(gate.enter("customers")).isEqualTo(Verdict.WAIT);
    assertThat(gate.park("customers", woken::incrementAndGet)).isTrue();
    assertThat(gate.held()).isEqualTo(1);

    gate.open("customers", "customers");
    assertThat(woken).hasValue(1);
    assertThat(gate.held()).isZero();
    assertThat(gate.enter("customers")).isEqualTo(Verdict.PASS);
  }

  @Test
  void aCallThatParksTooLateIsWokenAtOnce() {
    var woken = new AtomicInteger();
    gate.open("customers", "customers");
    gate.park("customers", woken::incrementAndGet);
    assertThat(woken).hasValue(1);
  }

  @Test
  void aStopRefusesNewCallsAtOnceAndWakesThoseThatWait() {
    var woken = new AtomicInteger();
    gate.expect("customers", List.of("customers"), Closed.HOLD);
    gate.park("customers", woken::incrementAndGet);
    gate.expect("customers", List.of("customers"), Closed.STOPPED);
    assertThat(woken).hasValue(1);

    gate.open("customers", "customers");
    assertThat(gate.enter("customers")).isEqualTo(Verdict.STOPPED);
  }

  @Test
  void closingWaitsForRunningCalls() throws Exception {
    gate.open("customers", "customers");
    assertThat(gate.enter("customers")).isEqualTo(Verdict.PASS);
    var closing = CompletableFuture.runAsync(() -> gate.close("customers"));
    while (gate.isOpen("customers")) {
      Thread.onSpinWait();
    }
    assertThat(gate.enter("customers")).isEqualTo(Verdict.WAIT);
    assertThat(closing).isNotDone();

    gate.leave("customers");
    closing.get(5, TimeUnit.SECONDS);
  }

  @Test
  void aCallFromElsewhereWaitsForAModuleThatIsBeingExchanged() throws Exception {
    gate.expect("customers", List.of("customers"), Closed.HOLD);
    var call = CompletableFuture.supplyAsync(() -> gate.within("customers", () -> "served"));
    while (gate.held() == 0) {
      Thread.onSpinWait();
    }
    assertThat(call).isNotDone();
    gate.open("customers", "customers");
    assertThat(call.get(5, TimeUnit.SECONDS)).isEqualTo("served");
    assertThat(gate.held()).isZero();
  }

  @Test
  void aCallFromElsewhereIsRefusedByAStoppedModuleAndByNone() {
    gate.expect("customers", List.of("customers"), Closed.STOPPED);
    assertThatThrownBy(() -> gate.within("customers", () -> "served"))
        .hasFieldOrPropertyWithValue("code", Code.MODULE_STOPPED);
    gate.booted();
    assertThatThrownBy(() -> gate.within("nothing", () -> "served"))
        .hasFieldOrPropertyWithValue("code", Code.MODULE_NOT_INSTALLED);
  }

  @Test
  void aCallFromWithinPassesWhileItsEndIsWaitedFor() throws Exception {
    gate.open("customers", "customers");
    assertThat(gate.enter("customers")).isEqualTo(Verdict.PASS);
    var closing = CompletableFuture.runAsync(() -> gate.close("customers"));
    while (gate.isOpen("customers")) {
      Thread.onSpinWait();
    }
    assertThat(gate.within("customers", () -> "served")).isEqualTo("served");
    assertThat(closing).isNotDone();
    gate.leave("customers");
    closing.get(5, TimeUnit.SECONDS);
  }

  @Test
  void pathsBelongToTheCollectionTheyName() {
    assertThat(GateFilter.collection("/api/v1/customers/7/actions/restore")).isEqualTo("customers");
    assertThat(GateFilter.collection("/soap/customers")).isEqualTo("customers");
    assertThat(GateFilter.collection("/api/v1/customers;x=1")).isEqualTo("customers");
    assertThat(GateFilter.collection("/api/v1/session")).isNull();
    assertThat(GateFilter.collection("/health/ready")).isNull();
  }
}
