package org.tangramcrm.platform.internal.dictionary;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.module.SchemaReady;

/**
 * What the company made of the dictionaries, kept in memory as long as the stamp stays. Each
 * request reads the stamp in the statement that finds its caller, so that a change holds from the
 * next request on, on every node, and costs nothing where there was none.
 */
@Component(service = Overrides.class)
public class Overrides {
  private static final String SELECT_STAMP =
      "select d.stamp from tangram_dictionary_stamp d where d.id = 1";

  /** Part of the statement that finds a caller. */
  public static final String STAMP = "(" + SELECT_STAMP + ")";

  private final Sql sql;
  private final CurrentCall calls;
  private final Transactions transactions;
  private final AtomicLong wanted = new AtomicLong();
  private volatile Snapshot kept = new Snapshot(-1, Map.of());

  /**
   * The rows by dictionary, those of deleted items too.
   *
   * @param stamp that the rows are at least as new as
   */
  record Snapshot(long stamp, Map<String, List<ItemRow>> rows) {
    List<ItemRow> of(String dictionary) {
      return rows.getOrDefault(dictionary, List.of());
    }
  }

  @Activate
  public Overrides(
      @Reference Sql sql,
      @Reference CurrentCall calls,
      @Reference Transactions transactions,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.sql = sql;
    this.calls = calls;
    this.transactions = transactions;
  }

  /** Says which stamp a request found. */
  public void seen(long stamp) {
    wanted.accumulateAndGet(stamp, Math::max);
  }

  /** The newest stamp that a request found. */
  public long wanted() {
    return wanted.get();
  }

  /** Says that the company changed something; in the transaction that does. */
  public void changed() {
    sql.update("update tangram_dictionary_stamp set stamp = stamp + 1 where id = 1");
  }

  /** What holds for the request that is served; for work of the system itself, what holds now. */
  Snapshot current() {
    if (calls.get() == null) {
      sql.first(SELECT_STAMP, List.of(), row -> row.getLong(1)).ifPresent(this::seen);
    }
    var now = kept;
    var stamp = wanted.get();
    if (now.stamp() >= stamp) {
      return now;
    }
    var fresh =
        new Snapshot(
            stamp,
            sql
                .query(
                    "select " + ItemRow.COLUMNS + " from tangram_dictionary_item",
                    List.of(),
                    ItemRow::read)
                .stream()
                .collect(Collectors.groupingBy(ItemRow::dictionary)));
    // Within a transaction there may be rows of its own that are rolled back yet.
    if (!transactions.running()) {
      kept = fresh;
    }
    return fresh;
  }

  // ---- for those who change them: as the open transaction sees them

  List<ItemRow> of(String dictionary) {
    return sql.query(
        "select " + ItemRow.COLUMNS + " from tangram_dictionary_item where dictionary = ?",
        List.of(dictionary),
        ItemRow::read);
  }

  Optional<ItemRow> find(long id) {
    return sql.first(
        "select " + ItemRow.COLUMNS + " from tangram_dictionary_item where id = ?",
        List.of(id),
        ItemRow::read);
  }

  /** Adds a row where there was none; two at the same moment meet at its key. */
  void insert(ItemRow row) {
    var marks = Sql.marks(row.values().size());
    sql.update(
        "insert into tangram_dictionary_item (" + ItemRow.COLUMNS + ") values (" + marks + ")",
        row.values().toArray());
    changed();
  }

  /**
   * Writes a row over the one of the version before.
   *
   * @throws CrmException {@code stale} where somebody was quicker
   */
  void update(ItemRow row) {
    var changed =
        sql.update(
            "update tangram_dictionary_item set version = ?, updated_at = ?, updated_by = ?, deleted_at = ?,"
                + " own = ?, label_zh = ?, label_en = ?, parent = ?, position = ?, colour = ?, active = ?"
                + " where id = ? and version = ?",
            row.version(),
            row.updatedAt(),
            row.updatedBy(),
            row.deletedAt(),
            row.own(),
            row.labelZh(),
            row.labelEn(),
            row.parent(),
            row.position(),
            row.colour(),
            row.active(),
            row.id(),
            row.version() - 1);
    if (changed == 0) {
      throw CrmException.of(Code.STALE);
    }
    changed();
  }
}
