package org.tangramcrm.platform.internal.store;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
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
 * Makes search texts, sort keys and what records are told apart by anew where rows have none, or
 * have some of an earlier version of readings: once per collection and version, in the background,
 * in small transactions.
 */
@Component(service = Rereading.class)
public class Rereading {
  private static final Logger LOG = LoggerFactory.getLogger(Rereading.class);
  private static final int PORTION = 200;

  /** Goes up with each further thing that is kept of records beside readings. */
  private static final int KEPT = 1;

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
    worker.execute(
        () -> {
          try {
            user.callAsSystem(
                () -> {
                  run(collection, table, reread);
                  return null;
                });
          } catch (RuntimeException e) {
            // The next start of the module goes on where this ended.
            LOG.debug("Search texts of {} are not complete yet", collection, e);
          }
        });
  }

  private void run(String collection, String table, LongConsumer reread) {
    var version =
        sql.first(
            "select version from tangram_reading where collection = ?",
            List.of(collection),
            row -> row.getInt(1));
    if (version.isPresent() && version.get() == version()) {
      return;
    }
    if (version.isPresent()) {
      sql.update("update " + table + " set search_text = null");
      sql.update("delete from tangram_reading where collection = ?", collection);
    }
    long last = 0;
    var ids = missing(table, last);
    while (!ids.isEmpty() && !Thread.currentThread().isInterrupted()) {
      var portion = ids;
      transactions.run(
          () -> {
            portion.forEach(reread::accept);
            return null;
          });
      last = portion.get(portion.size() - 1);
      ids = missing(table, last);
    }
    if (ids.isEmpty()) {
      sql.update(
          "insert into tangram_reading (collection, version) values (?, ?)", collection, version());
    }
  }

  private int version() {
    return KEPT * 1000 + index.version();
  }

  private List<Long> missing(String table, long after) {
    return sql.query(
        "select id from "
            + table
            + " where id > ? and search_text is null order by id fetch first "
            + PORTION
            + " rows only",
        List.of(after),
        row -> row.getLong(1));
  }
}
