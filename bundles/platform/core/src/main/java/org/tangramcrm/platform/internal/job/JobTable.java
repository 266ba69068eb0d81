package org.tangramcrm.platform.internal.job;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tangramcrm.platform.internal.content.Contents;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * How far jobs are. A node takes a job for a while and says again and again that it is at it; when
 * it says so no more, another takes it. The number of the attempt keeps one that was away too long
 * from writing over what the next one does.
 */
record JobTable(Sql sql) {
  static final String QUEUED = "queued";
  static final String RUNNING = "running";
  static final String DONE = "done";
  static final String FAILED = "failed";
  static final String CANCELLED = "cancelled";

  private static final Duration LEASE = Duration.ofSeconds(30);

  /** A job that was left behind so often would be left behind again. */
  static final int MOST_ATTEMPTS = 5;

  /** So long a job waits for what was in its way to pass. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** So long one waits that nobody looks at, and how long in all: it outlasts a night's work. */
  private static final Duration LATER_PAUSE = Duration.ofMinutes(1);

  private static final Duration LATER_PATIENCE = Duration.ofDays(1);

  private static final String WAITS =
      "((status = 'queued' and (lease_until is null or lease_until < ?)) or (status = 'running' and"
          + " lease_until < ?))";

  /**
   * A job that a node has taken.
   *
   * @param cut the permissions that its caller was cut to; empty for no cut
   * @param problem what was in its way when it was tried before; null where nothing was
   * @param notBefore the moment that it waited for; null for none
   */
  record Taken(
      long id,
      int attempt,
      String kind,
      String collection,
      String request,
      Locale locale,
      long owner,
      Set<String> cut,
      String problem,
      Instant notBefore) {
    /** Its one moment may be that of maintenance: for a day, such a try is none. */
    private boolean isPatient(Instant now) {
      return notBefore != null && now.isBefore(notBefore.plus(LATER_PATIENCE));
    }
  }

  /** Where the result of a job is. */
  record Result(long contentId, String store, String fileName, long size, String sha256) {}

  /** Those that wait, and those that nobody is at any more; the oldest first. */
  List<Long> waiting() {
    return sql.query(
        "select id from tangram_job where " + WAITS + " order by id fetch first 20 rows only",
        List.of(now(), now()),
        row -> row.getLong(1));
  }

  /** Says of all jobs that nobody is at them any more. */
  void orphan() {
    sql.update(
        "update tangram_job set lease_until = ? where status = ?", now().minus(LEASE), RUNNING);
  }

  /** Empty where another node was faster. */
  Optional<Taken> take(long id) {
    var now = now();
    var taken =
        sql.update(
            "update tangram_job set status = ?, attempt = attempt + 1, version = version + 1,"
                + " lease_until = ?, started_at = ?, done = 0 where id = ? and "
                + WAITS,
            RUNNING,
            now.plus(LEASE),
            now,
            id,
            now,
            now);
    return taken == 0 ? Optional.empty() : find(id);
  }

  /** A job as it was taken last, whoever is at it. */
  Optional<Taken> find(long id) {
    return sql.first(
        "select attempt, kind, collection, request, locale, owner_id, permissions, problem,"
            + " not_before from tangram_job where id = ?",
        List.of(id),
        row ->
            new Taken(
                id,
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Locale.forLanguageTag(row.getString(5)),
                row.getLong(6),
                row.getString(7) == null ? Set.of() : Set.of(row.getString(7).split(" ")),
                row.getString(8),
                row.getTimestamp(9) == null ? null : row.getTimestamp(9).toInstant()));
  }

  /** False where it was cancelled, or is another's by now. */
  boolean progress(Taken job, int done, Integer total) {
    return sql.update(
            "update tangram_job set done = ?, total = ?, version = version + 1, lease_until = ?"
                + " where id = ? and attempt = ? and status = ?",
            done,
            total,
            now().plus(LEASE),
            job.id(),
            job.attempt(),
            RUNNING)
        == 1;
  }

  /** Holds it until the transaction has ended; false as {@link #progress}. */
  boolean hold(Taken job) {
    return sql.update(
            "update tangram_job set version = version where id = ? and attempt = ? and status = ?",
            job.id(),
            job.attempt(),
            RUNNING)
        == 1;
  }

  /** Says that somebody is still at it. */
  void renew(Taken job) {
    sql.update(
        "update tangram_job set lease_until = ? where id = ? and attempt = ? and status = ?",
        now().plus(LEASE),
        job.id(),
        job.attempt(),
        RUNNING);
  }

  /** Has it tried again in a moment. */
  void postpone(Taken job, String problem) {
    var now = now();
    var patient = job.isPatient(now);
    sql.update(
        "update tangram_job set status = ?, attempt = ?, problem = ?, version = version + 1,"
            + " lease_until = ? where id = ? and attempt = ? and status = ?",
        QUEUED,
        patient ? job.attempt() - 1 : job.attempt(),
        shortened(problem),
        now.plus(patient ? LATER_PAUSE : PAUSE),
        job.id(),
        job.attempt(),
        RUNNING);
  }

  private static String shortened(String problem) {
    return problem.substring(0, Math.min(1000, problem.length()));
  }

  /** Leaves it to the next who looks for work. */
  void giveBack(Taken job) {
    sql.update(
        "update tangram_job set status = ?, attempt = attempt - 1, lease_until = null, version ="
            + " version + 1 where id = ? and attempt = ? and status = ?",
        QUEUED,
        job.id(),
        job.attempt(),
        RUNNING);
  }

  /** In the transaction that keeps the result; false as {@link #progress}. */
  boolean complete(Taken job, String fileName, Contents.Staged result) {
    return sql.update(
            "update tangram_job set status = ?, version = version + 1, ended_at = ?, problem ="
                + " null, file_name = ?, content_id = ?, content_store = ?, content_size = ?,"
                + " content_sha256 = ? where id = ? and attempt = ? and status = ?",
            DONE,
            now(),
            fileName,
            result.id(),
            result.storeName(),
            result.size(),
            result.sha256(),
            job.id(),
            job.attempt(),
            RUNNING)
        == 1;
  }

  /** In the transaction of the work itself; false as {@link #progress}. */
  boolean complete(Taken job) {
    return sql.update(
            "update tangram_job set status = ?, version = version + 1, ended_at = ?, problem ="
                + " null, done = coalesce(total, done) where id = ? and attempt = ? and status = ?",
            DONE,
            now(),
            job.id(),
            job.attempt(),
            RUNNING)
        == 1;
  }

  /** False as {@link #progress}. */
  boolean fail(Taken job, String problem) {
    return sql.update(
            "update tangram_job set status = ?, version = version + 1, ended_at = ?, problem = ?"
                + " where id = ? and attempt = ? and status = ?",
            FAILED,
            now(),
            shortened(problem),
            job.id(),
            job.attempt(),
            RUNNING)
        == 1;
  }

  /**
   * False where it is not, or not any more.
   *
   * @param status {@link #QUEUED} or {@link #RUNNING}
   */
  boolean cancel(long id, String status) {
    return sql.update(
            "update tangram_job set status = ?, version = version + 1, ended_at = ? where id = ?"
                + " and status = ?",
            CANCELLED,
            now(),
            id,
            status)
        == 1;
  }

  int version(long id) {
    return sql.query(
            "select version from tangram_job where id = ?", List.of(id), row -> row.getInt(1))
        .get(0);
  }

  Optional<Result> result(long id) {
    return sql.first(
        "select content_id, content_store, file_name, content_size, content_sha256 from tangram_job"
            + " where id = ? and content_id is not null",
        List.of(id),
        row ->
            new Result(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getString(5)));
  }

  /** Jobs that ended before, and still have their result. */
  List<Long> endedBefore(Instant when) {
    return sql.query(
        "select id from tangram_job where content_id is not null and ended_at < ?",
        List.of(when.truncatedTo(ChronoUnit.MILLIS)),
        row -> row.getLong(1));
  }

  void forgetResult(long id) {
    sql.update(
        "update tangram_job set content_id = null, file_name = null, version = version + 1 where id"
            + " = ?",
        id);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
