package org.tangramcrm.platform.internal.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.search.SearchIndex;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.work.Workers;

/**
 * Makes search texts and sort keys anew where rows have none, or have some of an earlier version of
 * readings: once per collection and version, in the background, in small transactions.
 */
@Component(service = Rereading.class)
public class Rereading {
  private static final Logger LOG = LoggerFactory.getLogger(Rereading.class);
  private static final int PORTION = 200;

  /** Under which keys stand beside the readings of their collection. */
  private static final String KEYS = " keys";

  private final Sql sql;
  private final SearchIndex index;
  private final Transactions transactions;
  private final CurrentUser user;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "tangram-readings"));

  @Activate
  public Rereading(
      @Reference Sql sql,
      @Reference SearchIndex index,
      @Reference Transactions transactions,
      @Reference CurrentUser user) {
    this.sql = sql;
    this.index = index;
    this.transactions = transactions;
    this.user = user;
  }

  @Deactivate
  void close() {
    Workers.end(worker);
  }

  /**
   * @param reread makes what is kept of one record
   */
  void bringUpToDate(String collection, String table, LongConsumer reread) {
    inBackground("Search texts", collection, () -> run(collection, table, reread));
  }

  /**
   * Makes what the records of a collection are told apart by, where that goes by other fields than
   * it did.
   *
   * @param version of the fields that it goes by
   * @param rekey makes it for one record, whatever is there
   */
  void bringKeysUpToDate(String collection, String table, int version, LongConsumer rekey) {
    var kept = collection + KEYS;
    inBackground(
        "Keys",
        collection,
        () -> {
          if (!versionOf(kept).equals(Optional.of(version))) {
            forAll(after -> ids(table, "", after), rekey);
            keep(kept, version);
          }
        });
  }

  private void inBackground(String what, String collection, Runnable work) {
    worker.execute(
        () -> {
          try {
            user.callAsSystem(
                () -> {
                  work.run();
                  return null;
                });
          } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted() || worker.isShutdown()) {
              // The next start of the module goes on where this ended.
              LOG.debug("{} of {} are not complete yet", what, collection, e);
            } else {
              LOG.warn("{} of {} are not complete; the next start goes on", what, collection, e);
            }
          }
        });
  }

  private void run(String collection, String table, LongConsumer reread) {
    var version = versionOf(collection);
    if (version.equals(Optional.of(index.version()))) {
      return;
    }
    if (version.isPresent()) {
      sql.update("update " + table + " set search_text = null");
      sql.update("delete from tangram_reading where collection = ?", collection);
    }
    forAll(after -> ids(table, " and search_text is null", after), reread);
    keep(collection, index.version());
  }

  private Optional<Integer> versionOf(String kept) {
    return sql.first(
        "select version from tangram_reading where collection = ?",
        List.of(kept),
        row -> row.getInt(1));
  }

  private void keep(String kept, int version) {
    sql.update("delete from tangram_reading where collection = ?", kept);
    sql.update("insert into tangram_reading (collection, version) values (?, ?)", kept, version);
  }

  /**
   * @param portions the ids that follow an id
   */
  private void forAll(LongFunction<List<Long>> portions, LongConsumer work) {
    for (var ids = portions.apply(0);
        !ids.isEmpty();
        ids = portions.apply(ids.get(ids.size() - 1))) {
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted");
      }
      var portion = ids;
      transactions.run(
          () -> {
            portion.forEach(work::accept);
            return null;
          });
    }
  }

  private List<Long> ids(String table, String where, long after) {
    return sql.query(
        "select id from "
            + table
            + " where id > ?"
            + where
            + " order by id fetch first "
            + PORTION
            + " rows only",
        List.of(after),
        row -> row.getLong(1));
  }
}
