package org.tangramcrm.platform.internal.imports;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.imports.ImportError;
import org.tangramcrm.platform.internal.imports.Line.Outcome;
import org.tangramcrm.platform.internal.sql.Sql;

/** How far imports are, and what became of their rows. */
record ImportTable(Sql sql) {
  static final String DRAFT = "draft";
  static final String CHECKED = "checked";
  static final String STARTED = "started";
  static final String DONE = "done";
  static final String UNDONE = "undone";

  private static final int MOST_REASON = 2000;

  /** So many of the rows that were refused are told with the import. */
  private static final int MOST_TOLD = 20;

  /** Where the file is. */
  record Content(long id, String store, long size, String sha256) {}

  /**
   * What became of a row.
   *
   * @param record null where it is none
   * @param reason null where it was not refused
   */
  record Settled(int line, Outcome outcome, Long record, Integer version, String reason) {}

  Optional<Content> content(long id) {
    return sql.first(
        "select content_id, content_store, content_size, content_sha256 from tangram_import where id = ? and content_id is not null",
        List.of(id),
        row -> new Content(row.getLong(1), row.getString(2), row.getLong(3), row.getString(4)));
  }

  /** Whether a job is at it, or about to be. */
  boolean busy(long id) {
    return sql.first(
            "select 1 from tangram_import i join tangram_job j on j.id = i.job_id"
                + " where i.id = ? and j.status in ('queued', 'running')",
            List.of(id),
            row -> 1)
        .isPresent();
  }

  void job(long id, long job) {
    sql.update("update tangram_import set job_id = ?, version = version + 1 where id = ?", job, id);
  }

  /** Begins from the first row. */
  void begin(long id, String status) {
    sql.update("delete from tangram_import_row where import_id = ?", id);
    sql.update(
        "update tangram_import set status = ?, total = null, done = 0, created = 0, updated = 0, unchanged = 0,"
            + " skipped = 0, refused = 0, undone = 0, version = version + 1 where id = ?",
        status,
        id);
  }

  void total(long id, int total) {
    sql.update("update tangram_import set total = ? where id = ?", total, id);
  }

  void status(long id, String status) {
    sql.update(
        "update tangram_import set status = ?, done_at = ?, updated_at = ?, version = version + 1 where id = ?",
        status,
        now(),
        now(),
        id);
  }

  /**
   * Notes what became of the next rows, in the transaction that wrote them.
   *
   * @param from how many rows were settled before
   * @throws CrmException {@code conflict} where somebody else settled these
   */
  void settle(long id, int from, Collection<Settled> rows) {
    if (sql.update(
            "update tangram_import set done = done + ?, created = created + ?, updated = updated + ?,"
                + " unchanged = unchanged + ?, skipped = skipped + ?, refused = refused + ? where id = ? and done = ?",
            rows.size(),
            count(rows, Outcome.CREATED),
            count(rows, Outcome.UPDATED),
            count(rows, Outcome.UNCHANGED),
            count(rows, Outcome.SKIPPED),
            count(rows, Outcome.REFUSED) + count(rows, Outcome.WAITING),
            id,
            from)
        != 1) {
      throw new CrmException(Code.CONFLICT, "import.elsewhere");
    }
    add(id, rows);
  }

  private void add(long id, Collection<Settled> rows) {
    sql.batch(
        "insert into tangram_import_row (import_id, line, outcome, record_id, record_version, reason) values (?, ?, ?, ?, ?, ?)",
        rows.stream()
            .filter(row -> row.outcome().noted())
            .map(
                row ->
                    new Object[] {
                      id,
                      row.line(),
                      row.outcome().text(),
                      row.record(),
                      row.version(),
                      shortened(row.reason())
                    })
            .toList());
  }

  /** Rows that wait for what stands further down. */
  Set<Integer> waiting(long id) {
    return new HashSet<>(
        sql.query(
            "select line from tangram_import_row where import_id = ? and outcome = 'waiting'",
            List.of(id),
            row -> row.getInt(1)));
  }

  /**
   * Notes what became of rows that waited, in the transaction that wrote them.
   *
   * @throws CrmException {@code conflict} where somebody else did that
   */
  void settleAgain(long id, Collection<Settled> rows) {
    var done = rows.stream().filter(row -> row.outcome() != Outcome.WAITING).toList();
    int gone = 0;
    for (var row : done) {
      gone +=
          sql.update(
              "delete from tangram_import_row where import_id = ? and line = ? and outcome = 'waiting'",
              id,
              row.line());
    }
    if (gone != done.size()) {
      throw new CrmException(Code.CONFLICT, "import.elsewhere");
    }
    sql.update(
        "update tangram_import set created = created + ?, updated = updated + ?, unchanged = unchanged + ?,"
            + " skipped = skipped + ?, refused = refused - ? where id = ?",
        count(done, Outcome.CREATED),
        count(done, Outcome.UPDATED),
        count(done, Outcome.UNCHANGED),
        count(done, Outcome.SKIPPED),
        done.size() - count(done, Outcome.REFUSED),
        id);
    add(id, done);
  }

  /** That nothing comes in any more that rows could wait for. */
  void waitNoMore(long id) {
    sql.update(
        "update tangram_import_row set outcome = 'refused' where import_id = ? and outcome = 'waiting'",
        id);
  }

  private static int count(Collection<Settled> rows, Outcome outcome) {
    return (int) rows.stream().filter(row -> row.outcome() == outcome).count();
  }

  private static String shortened(String reason) {
    return reason == null ? null : reason.substring(0, Math.min(MOST_REASON, reason.length()));
  }

  /** The first that were refused. */
  List<ImportError> errors(long id) {
    return refused(id, 0, MOST_TOLD).stream()
        .map(
            row -> {
              var error = new ImportError();
              error.row = row.line();
              error.message = row.reason();
              return error;
            })
        .toList();
  }

  /** Those that were refused, in the order of the file, behind a row. */
  List<Settled> refused(long id, int after, int most) {
    return sql.query(
        "select line, reason from tangram_import_row where import_id = ? and outcome = 'refused' and line > ?"
            + " order by line fetch first "
            + most
            + " rows only",
        List.of(id, after),
        row -> new Settled(row.getInt(1), Outcome.REFUSED, null, null, row.getString(2)));
  }

  /** Those that were written, the last first, before a row. */
  List<Settled> written(long id, int before, int most) {
    return sql.query(
        "select line, outcome, record_id, record_version from tangram_import_row where import_id = ?"
            + " and outcome in ('created', 'updated') and line < ? order by line desc fetch first "
            + most
            + " rows only",
        List.of(id, before),
        row ->
            new Settled(
                row.getInt(1), Outcome.of(row.getString(2)), row.getLong(3), row.getInt(4), null));
  }

  /** Forgets rows that were given back. */
  void forget(long id, Collection<Settled> rows) {
    sql.batch(
        "delete from tangram_import_row where import_id = ? and line = ?",
        rows.stream().map(row -> new Object[] {id, row.line()}).toList());
    sql.update("update tangram_import set undone = undone + ? where id = ?", rows.size(), id);
  }

  /** Whether records were made by it that are still to be given back. */
  boolean made(long id) {
    return sql.first(
            "select 1 from tangram_import_row where import_id = ? and outcome = 'created' fetch first 1 rows only",
            List.of(id),
            row -> 1)
        .isPresent();
  }

  /** What stands in the first rows, column by column; null where that is not kept any more. */
  String samples(long id) {
    return sql
        .query(
            "select samples from tangram_import where id = ?", List.of(id), row -> row.getString(1))
        .stream()
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Imports whose files have been kept long enough. */
  List<Long> createdBefore(Instant when) {
    return sql.query(
        "select id from tangram_import where content_id is not null and created_at < ?",
        List.of(when.truncatedTo(ChronoUnit.MILLIS)),
        row -> row.getLong(1));
  }

  /** With what was in it: it cannot go on any more, nor be undone. */
  void forgetContent(long id) {
    sql.update("delete from tangram_import_row where import_id = ?", id);
    sql.update("update tangram_import set content_id = null, samples = null where id = ?", id);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
