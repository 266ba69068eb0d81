package org.tangramcrm.platform.internal.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.internal.events.FactTail.FactEvent;
import org.tangramcrm.platform.internal.identity.IdentityDatabase;

class FactTailTest {
  private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

  private IdentityDatabase database;
  private Instant now = START;
  private FactTail tail;

  @BeforeEach
  void begin() throws Exception {
    database = new IdentityDatabase();
    tail = new FactTail(database.sql, new Clocked());
  }

  private final class Clocked extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private void fact(long id) {
    database.sql.update(
        "insert into tangram_fact (id, happened_at, user_id, collection, record_id, record_version, kind, door)"
            + " values (?, ?, 1, 'customers', ?, 1, 'created', 'rest')",
        id,
        now,
        id * 10);
  }

  private List<Long> next() {
    return tail.next().stream().map(FactEvent::id).toList();
  }

  @Test
  void beginsAtTheEndAndTellsWhatHappenedJustNow() {
    fact(1);
    now = START.plusSeconds(60);
    fact(2);
    assertThat(tail.begin(START.plusSeconds(30))).extracting(FactEvent::id).containsExactly(2L);
    assertThat(next()).isEmpty();
    fact(3);
    assertThat(tail.next())
        .containsExactly(new FactEvent(3, now, 1, "customers", 30, 1, "created", null, 0));
    assertThat(next()).isEmpty();
  }

  @Test
  void findsWhatWasCommittedAfterALaterOne() {
    tail.begin(now);
    fact(10);
    fact(12);
    assertThat(next()).containsExactly(10L, 12L);
    fact(11);
    fact(13);
    assertThat(next()).containsExactly(11L, 13L);
    assertThat(next()).isEmpty();
  }

  @Test
  void waitsForAGapNoLongerThanATransactionTakes() {
    tail.begin(now);
    fact(10);
    fact(12);
    assertThat(next()).hasSize(2);
    now = now.plus(Duration.ofMinutes(3));
    assertThat(next()).isEmpty();
    fact(11);
    assertThat(next()).isEmpty();
  }

  @Test
  void readsALongLogPortionByPortion() {
    tail.begin(now);
    for (long id = 1; id <= 700; id++) {
      fact(id);
    }
    assertThat(next()).hasSize(500).last().isEqualTo(500L);
    assertThat(next()).hasSize(200).last().isEqualTo(700L);
  }
}
