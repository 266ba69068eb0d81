package org.tangramcrm.platform.internal.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.internal.facts.FactCursor.Logged;
import org.tangramcrm.platform.internal.identity.IdentityDatabase;

class FactCursorTest {
  private IdentityDatabase database;
  private Instant now = Instant.parse("2026-11-26T08:00:00Z");

  @BeforeEach
  void begin() throws Exception {
    database = new IdentityDatabase();
  }

  /** Of a node. */
  private FactCursor cursor() {
    return new FactCursor(database.sql, "notifications", new Clocked());
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

  private void facts(long... ids) {
    for (var id : ids) {
      database.sql.update(
          "insert into tangram_fact (id, happened_at, user_id, collection, record_id, record_version, kind, door, changes)"
              + " values (?, ?, 1, 'customers', ?, 1, 'created', 'rest', '[]')",
          id,
          now,
          id * 10);
    }
  }

  private static List<Long> ids(List<Logged> facts) {
    return facts.stream().map(Logged::id).toList();
  }

  @Test
  void tellsEachFactOnceAlsoToTheNodeThatTakesOver() {
    facts(1, 2);
    assertThat(ids(cursor().next(FactCursor.PORTION))).containsExactly(1L, 2L);
    facts(3);
    assertThat(ids(cursor().next(FactCursor.PORTION))).containsExactly(3L);
    assertThat(cursor().next(FactCursor.PORTION)).isEmpty();
  }

  @Test
  void findsWhatCommitsLongAfterALaterOne() {
    var cursor = cursor();
    facts(1, 2000);
    assertThat(ids(cursor.next(FactCursor.PORTION))).containsExactly(1L, 2000L);
    // A transfer that took its numbers long before it was done; some of them it did not need.
    now = now.plus(Duration.ofMinutes(50));
    facts(LongStream.rangeClosed(400, 1200).toArray());
    facts(2001);
    assertThat(ids(cursor.next(FactCursor.PORTION)))
        .hasSize(501)
        .startsWith(400L)
        .endsWith(899L, 2001L);
    assertThat(ids(cursor().next(FactCursor.PORTION)))
        .hasSize(301)
        .startsWith(900L)
        .endsWith(1200L);
    assertThat(cursor.next(FactCursor.PORTION)).isEmpty();
    facts(2, 1999);
    assertThat(ids(cursor.next(FactCursor.PORTION))).containsExactly(2L, 1999L);
    now = now.plus(Duration.ofMinutes(50));
    assertThat(cursor.next(FactCursor.PORTION)).isEmpty();
    facts(3);
    assertThat(cursor.next(FactCursor.PORTION)).isEmpty();
  }

  @Test
  void goesOnOneByOneWhereThatIsAskedFor() {
    var cursor = cursor();
    facts(1, 3);
    assertThat(ids(cursor.next(1))).containsExactly(1L);
    assertThat(ids(cursor.next(1))).containsExactly(3L);
    facts(2);
    assertThat(ids(cursor.next(1))).containsExactly(2L);
    assertThat(cursor.next(1)).isEmpty();
  }

  @Test
  void isReadByOneNodeAtATimeUntilThatFallsSilent() {
    var one = cursor();
    var other = cursor();
    assertThat(one.hold()).isTrue();
    assertThat(other.hold()).isFalse();
    now = now.plusSeconds(20);
    assertThat(one.hold()).isTrue();
    now = now.plusSeconds(20);
    assertThat(other.hold()).isFalse();
    now = now.plusSeconds(20);
    assertThat(other.hold()).isTrue();
    assertThat(one.hold()).isFalse();
    other.leave();
    assertThat(one.hold()).isTrue();
  }
}
