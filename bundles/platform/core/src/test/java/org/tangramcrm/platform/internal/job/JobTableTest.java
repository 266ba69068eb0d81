package org.tangramcrm.platform.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tangramcrm.platform.internal.identity.IdentityDatabase;
import org.tangramcrm.platform.internal.sql.Sql;

/** Who is at a job, and what becomes of one that nobody is at any more (ADR 18). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobTableTest {
  private Sql sql;
  private JobTable table;

  @BeforeAll
  void open() throws Exception {
    sql = new IdentityDatabase().sql;
    table = new JobTable(sql);
  }

  @BeforeEach
  void empty() {
    sql.update("delete from tangram_job");
  }

  private long job(String permissions) {
    var id = sql.next("tangram_job_seq");
    var now = Instant.now();
    sql.update(
        "insert into tangram_job (id, version, owner_id, created_at, created_by, updated_at,"
            + " updated_by, deleted_key, kind, collection, status, request, locale, permissions)"
            + " values (?, 1, 7, ?, 7, ?, 7, 0, 'k', 'c', 'queued', '{}', 'zh-CN', ?)",
        id,
        now,
        now,
        permissions);
    return id;
  }

  private void expire(long id) {
    sql.update(
        "update tangram_job set lease_until = ? where id = ?", Instant.now().minusSeconds(1), id);
  }

  private String status(long id) {
    return sql.query(
            "select status from tangram_job where id = ?", List.of(id), row -> row.getString(1))
        .get(0);
  }

  @Test
  void oneNodeTakesAJobAndNoOtherWhileItIsAtIt() {
    var id = job("a.view b.view");
    assertThat(table.waiting()).containsExactly(id);
    var taken = table.take(id).orElseThrow();
    assertThat(taken.attempt()).isEqualTo(1);
    assertThat(taken.cut()).isEqualTo(Set.of("a.view", "b.view"));
    assertThat(taken.locale().toLanguageTag()).isEqualTo("zh-CN");
    assertThat(table.take(id)).isEmpty();
    assertThat(table.waiting()).isEmpty();
  }

  @Test
  void whoWasAwayTooLongWritesNothingAnyMore() {
    var id = job(null);
    var first = table.take(id).orElseThrow();
    expire(id);
    assertThat(table.waiting()).containsExactly(id);
    var second = table.take(id).orElseThrow();
    assertThat(second.attempt()).isEqualTo(2);
    table.renew(first);
    assertThat(table.progress(first, 5, 10)).isFalse();
    assertThat(table.complete(first)).isFalse();
    table.fail(first, "late");
    table.giveBack(first);
    assertThat(status(id)).isEqualTo(JobTable.RUNNING);
    assertThat(table.progress(second, 5, 10)).isTrue();
    assertThat(table.complete(second)).isTrue();
    assertThat(status(id)).isEqualTo(JobTable.DONE);
    assertThat(table.cancel(id, JobTable.RUNNING)).isFalse();
  }

  @Test
  void whatNobodyCanBeAtIsTakenUpAtOnce() {
    var id = job(null);
    var before = table.take(id).orElseThrow();
    assertThat(table.waiting()).isEmpty();
    table.orphan();
    assertThat(table.waiting()).containsExactly(id);
    assertThat(table.take(id).orElseThrow().attempt()).isEqualTo(2);
    assertThat(table.complete(before)).isFalse();
  }

  @Test
  void whoSaysThatTheyAreAtItKeepsIt() {
    var id = job(null);
    var taken = table.take(id).orElseThrow();
    expire(id);
    table.renew(taken);
    assertThat(table.waiting()).isEmpty();
  }

  @Test
  void aCancelledJobIsNotDone() {
    var id = job(null);
    var taken = table.take(id).orElseThrow();
    assertThat(table.cancel(id, JobTable.QUEUED)).isFalse();
    assertThat(table.cancel(id, JobTable.RUNNING)).isTrue();
    assertThat(table.progress(taken, 1, null)).isFalse();
    assertThat(table.complete(taken)).isFalse();
    assertThat(status(id)).isEqualTo(JobTable.CANCELLED);
    assertThat(table.waiting()).isEmpty();
  }

  @Test
  void whatWasInTheWayIsWaitedForAndTold() {
    var id = job(null);
    table.postpone(table.take(id).orElseThrow(), "The module is stopped");
    assertThat(status(id)).isEqualTo(JobTable.QUEUED);
    assertThat(table.waiting()).isEmpty();
    expire(id);
    var again = table.take(id).orElseThrow();
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.problem()).isEqualTo("The module is stopped");
  }

  /** What has one moment outlasts the maintenance in which that falls, but not for ever. */
  @Test
  void whatWaitedForItsMomentIsTriedForADay() {
    var id = job(null);
    sql.update("update tangram_job set not_before = ? where id = ?", Instant.now(), id);
    for (int at = 0; at <= JobTable.MOST_ATTEMPTS; at++) {
      var taken = table.take(id).orElseThrow();
      assertThat(taken.attempt()).isEqualTo(1);
      table.postpone(taken, "The module is stopped");
      assertThat(table.waiting()).isEmpty();
      expire(id);
    }
    sql.update(
        "update tangram_job set not_before = ? where id = ?",
        Instant.now().minus(Duration.ofDays(2)),
        id);
    table.postpone(table.take(id).orElseThrow(), "The module is stopped");
    expire(id);
    assertThat(table.take(id).orElseThrow().attempt()).isEqualTo(2);
  }

  @Test
  void whoGoesDownHandsItBackAsIfNothingHadBeen() {
    var id = job(null);
    table.giveBack(table.take(id).orElseThrow());
    assertThat(table.take(id).orElseThrow().attempt()).isEqualTo(1);
  }

  /** Whoever was cancelled, or was away too long, writes nothing any more. */
  @Test
  void aJobIsHeldByWhoeverIsAtItAndByNobodyElse() {
    var id = job(null);
    var first = table.take(id).orElseThrow();
    assertThat(table.hold(first)).isTrue();
    expire(id);
    var second = table.take(id).orElseThrow();
    assertThat(table.hold(first)).isFalse();
    assertThat(table.hold(second)).isTrue();
    assertThat(table.cancel(id, JobTable.QUEUED)).isFalse();
    assertThat(table.cancel(id, JobTable.RUNNING)).isTrue();
    assertThat(table.hold(second)).isFalse();
  }
}
