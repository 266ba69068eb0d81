package org.tangramcrm.platform.internal.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Page;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.Sum;
import org.tangramcrm.platform.Total;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.search.SearchIndex;
import org.tangramcrm.platform.internal.search.SearchIndex.Search;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.store.Row;

/**
 * Compiles a query to one statement: the page's rows and, beside each, how many match in all.
 *
 * @param table where the rows are
 * @param columns what may be asked for
 * @param json reads nested values
 * @param searches what a free text comes to here
 */
record Listing(
    String table,
    Columns columns,
    Sql sql,
    ObjectMapper json,
    Function<String, Optional<Search>> searches) {
  private static final int COUNT_CAP = 1_000;

  /**
   * Fills a page.
   *
   * @param caller who asks; {@code me} and {@code team} in filters go by them
   * @param within which rows there are for the caller, whatever they ask for
   * @param narrow whether that leaves few rows, which are looked through sooner than an index
   */
  <D, P extends Page<D>> P page(
      Query asked,
      P page,
      Caller caller,
      Condition within,
      boolean narrow,
      Function<Row, D> reads) {
    var query = asked == null ? new Query() : asked;
    var limit = limit(query.limit);
    var count = Count.of(query.count);
    var order = Order.of(query, columns);
    var sums = new Sums(columns.parseSums(query.sums), columns);
    var selection = columns.select(columns.parseFields(query.fields));
    var found = Found.of(searches.apply(query.q), order, narrow);
    var matching =
        Condition.and(
            List.of(within, new Filters(columns, caller).filter(query.filter), found.condition()));
    var behind = Condition.and(List.of(matching, order.after(query.cursor)));
    var source = table + " t" + found.join();

    // First which rows, which an index tells alone, then what is in them: read at once, Derby
    // would sort whole rows of the whole table for the sake of fifty.
    var values = new ArrayList<Object>(behind.values());
    var text = new StringBuilder("select ").append(selection.list());
    order.columns().forEach(column -> text.append(", t.").append(column));
    text.append(count == Count.NONE ? ", -1" : ", c.n");
    sums.columns().forEach(column -> text.append(", s.").append(column));
    text.append(" from (select t.id from ").append(source).append(where(behind));
    text.append(" order by ")
        .append(found.drives() && order.newestFirst() ? "g.record_id desc" : order.orderBy());
    text.append(" fetch first ").append(limit + 1).append(" rows only) p");
    text.append(" join ").append(table).append(" t on t.id = p.id");
    if (count != Count.NONE) {
      text.append(" cross join (").append(count(source, matching, count)).append(") c");
      values.addAll(matching.values());
    }
    if (!sums.none()) {
      text.append(" cross join (").append(sums.select(source, where(matching))).append(") s");
      values.addAll(matching.values());
    }
    text.append(" order by ").append(order.orderBy());

    var rows =
        sql.query(text.toString(), values, row -> listed(row, selection, order, sums, reads));
    if (rows.size() > limit) {
      page.next = order.cursor(rows.get(limit - 1).sortedBy());
    }
    rows.stream().limit(limit).map(Listed::record).forEach(page.items::add);
    page.total = total(count, rows, query, source, matching);
    if (!sums.none()) {
      page.sums =
          !rows.isEmpty()
              ? rows.get(0).sums()
              : sql.query(
                      sums.select(source, where(matching)),
                      matching.values(),
                      row -> sums.read(row, 1))
                  .get(0);
    }
    return page;
  }

  private <D> Listed<D> listed(
      ResultSet row, Columns.Selection selection, Order order, Sums sums, Function<Row, D> reads)
      throws SQLException {
    var record = reads.apply(new ResultRow(row, selection.positions(), json));
    var width = selection.columns().size();
    var sortedBy = new ArrayList<Object>();
    for (int i = 0; i < order.keys().size(); i++) {
      var value = row.getObject(width + 1 + i);
      sortedBy.add(value instanceof java.sql.Timestamp at ? at.toInstant() : value);
    }
    var counted = width + order.keys().size() + 1;
    return new Listed<>(record, sortedBy, row.getInt(counted), sums.read(row, counted + 1));
  }

  private static String count(String source, Condition matching, Count count) {
    var from = " from " + source + where(matching);
    return count == Count.EXACT
        ? "select count(*) as n" + from
        : "select count(*) as n from (select 1 as x"
            + from
            + " fetch first "
            + (COUNT_CAP + 1)
            + " rows only) m";
  }

  private static String where(Condition condition) {
    return condition.isTrue() ? "" : " where " + condition.sql();
  }

  /**
   * Every row brings the count along; where there is no row, none match, or the cursor stands at
   * the end.
   */
  private Total total(
      Count count, List<? extends Listed<?>> rows, Query query, String source, Condition matching) {
    if (count == Count.NONE) {
      return null;
    }
    int counted;
    if (!rows.isEmpty()) {
      counted = rows.get(0).matching();
    } else if (query.cursor == null || query.cursor.isBlank()) {
      counted = 0;
    } else {
      counted =
          sql.query(count(source, matching, count), matching.values(), row -> row.getInt(1)).get(0);
    }
    return count == Count.CAPPED && counted > COUNT_CAP
        ? Total.atLeast(COUNT_CAP)
        : Total.exactly(counted);
  }

  private static int limit(Integer asked) {
    if (asked == null) {
      return Query.DEFAULT_LIMIT;
    }
    if (asked < 1 || asked > Query.MAX_LIMIT) {
      throw new CrmException(Code.MALFORMED, "query.limit", Query.MAX_LIMIT)
          .error("limit", "range", 1, Query.MAX_LIMIT);
    }
    return asked;
  }

  /**
   * How rows are found by free text: an index leads to them, or they are looked through; their text
   * is compared in either case.
   *
   * @param join of the index; empty where it does not drive the statement
   */
  private record Found(String join, Condition condition) {
    /** So many rows are looked through as fast as they are looked up. */
    private static final int FEW = 2_000;

    static Found of(Optional<Search> search, Order order, boolean narrow) {
      if (search.isEmpty()) {
        return new Found("", Condition.TRUE);
      }
      var asked = search.get();
      var parts = new ArrayList<Condition>();
      var join = "";
      var keys = asked.keys();
      var common = asked.rows() >= SearchIndex.COMMON;
      if (keys.size() == 1 && !(narrow && asked.rows() > FEW) && (order.newestFirst() || !common)) {
        join = " join tangram_gram g on g.record_id = t.id";
        parts.add(Condition.of("g.gram = ?", keys.get(0)));
      } else if (keys.size() > 1 && !common && !narrow) {
        parts.add(
            new Condition(
                "t.id in (select g.record_id from tangram_gram g where g.gram in ("
                    + String.join(", ", Collections.nCopies(keys.size(), "?"))
                    + "))",
                List.copyOf(keys)));
      }
      for (var text : asked.texts()) {
        parts.add(
            Condition.of("t.search_text like ? escape '!'", "%" + Filters.escape(text) + "%"));
      }
      return new Found(join, Condition.and(parts));
    }

    boolean drives() {
      return !join.isEmpty();
    }
  }

  /**
   * @param sortedBy the values of the order's columns, for the cursor
   * @param matching how many rows match in all
   * @param sums what they come to
   */
  private record Listed<D>(D record, List<Object> sortedBy, int matching, List<Sum> sums) {}

  private enum Count {
    NONE,
    CAPPED,
    EXACT;

    static Count of(String text) {
      if (text == null || text.isBlank()) {
        return CAPPED;
      }
      return switch (text) {
        case "none" -> NONE;
        case "capped" -> CAPPED;
        case "exact" -> EXACT;
        default ->
            throw new CrmException(Code.MALFORMED, "query.count", text)
                .error("count", "unknown-code");
      };
    }
  }
}
