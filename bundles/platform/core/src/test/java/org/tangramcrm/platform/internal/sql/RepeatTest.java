package org.tangramcrm.platform.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RepeatTest {
  private final AtomicInteger runs = new AtomicInteger();

  private String failing(int times, String state) {
    if (runs.incrementAndGet() <= times) {
      throw new SqlFailure(new SQLException("in the way", state));
    }
    return "done";
  }

  @Test
  void whatPassesIsTriedAgain() {
    for (var state : new String[] {"40001", "40P01", "40XL1", "X0Y84"}) {
      runs.set(0);
      assertThat(Repeat.run(3, () -> failing(2, state))).isEqualTo("done");
      assertThat(runs).hasValue(3);
    }
  }

  @Test
  void whoWasOvertakenFindsWhatTheOthersDid() {
    var done =
        Repeat.run(
            3,
            () -> {
              if (runs.incrementAndGet() < 3) {
                throw new Overtaken(new SQLException("there", "23505"));
              }
              return "found";
            });
    assertThat(done).isEqualTo("found");
    assertThat(runs).hasValue(3);
  }

  @Test
  void theLastFailureIsTold() {
    assertThatThrownBy(() -> Repeat.run(3, () -> failing(3, "40001")))
        .isInstanceOf(SqlFailure.class)
        .hasRootCauseMessage("in the way");
    assertThat(runs).hasValue(3);
  }

  @Test
  void whatDoesNotPassIsNotTriedAgain() {
    assertThatThrownBy(() -> Repeat.run(3, () -> failing(1, "23505")))
        .isInstanceOf(SqlFailure.class);
    assertThatThrownBy(
            () ->
                Repeat.run(
                    3,
                    () -> {
                      runs.incrementAndGet();
                      throw new IllegalStateException("not the database's");
                    }))
        .hasMessage("not the database's");
    assertThat(runs).hasValue(2);
  }
}
