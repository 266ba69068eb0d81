package org.tangramcrm.platform.internal.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
import org.tangramcrm.platform.internal.sql.Estimates;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.Lead.Best;
import org.tangramcrm.platform.internal.store.Reach.Naming;
import org.tangramcrm.platform.store.Row;

/**
 * Compiles a query to SQL: one statement for the page's rows, one for how many match in all, where
 * the page does not tell, and one for sums. Joined, PostgreSQL, which takes few rows for one, would
 * count again for each of them.
 *
 * @param table where the rows are
 * @param columns what may be asked for
 * @param json reads nested values
 * @param searches what a free text comes to here
 * @param counts of rows that values lead to
 * @param retired searched fields that are not offered any more; the index of texts has them still
 */
record Listing(
    String table,
    Columns columns,
    Sql sql,
    ObjectMapper json,
    Function<String, Optional<Search>> searches,
    Estimates counts,
    Set<String> retired) {
  private static final int COUNT_CAP = 1_000;

  /**
   * So many rows are read and sorted for one page; where there may be more, the newest come first.
   */
  private static final int RANKED = 2_000;

  /**
   * For somebody who does not see some of the fields. The index of texts was made of all of them:
   * what is hidden must not be found by it, so their words are looked for in what they see.
   */
  Listing without(Set<String> hidden) {
    var seen = columns.without(hidden);
    var all = columns.searchedColumns();
    return seen == columns
        ? this
        : new Listing(
            table,
            seen,
            sql,
            json,
            seen.searchedColumns().equals(all) && Collections.disjoint(retired, hidden)
                ? searches
                : typed -> Optional.empty(),
            counts,
            retired);
  }

  /** Words that no index is asked for; none where the index is, or nothing was typed. */
  private Condition words(String typed, Optional<Search> search) {
    if (typed == null || typed.isBlank() || search.isPresent() || !columns.searched()) {
      return Condition.TRUE;
    }
    var pattern = "%" + Filters.escape(typed.strip().toLowerCase(Locale.ROOT)) + "%";
    return Condition.or(
        columns.searchedColumns().stream()
            .map(column -> Condition.of("lower(" + column + ") like ? escape '!'", pattern))
            .toList());
  }

  /**
   * Fills a page.
   *
   * @param caller who asks; {@code me} and {@code team} in filters go by them
   * @param within which rows there are for the caller, whatever they ask for
   * @param few those rows, where they are few
   */
  <D, P extends Page<D>> P page(
      Query asked,
      P page,
      Caller caller,
      Condition within,
      Optional<Few> few,
      Function<Row, D> reads) {
    var query = asked == null ? new Query() : asked;
    var limit = limit(query.limit);
    var count = Count.of(query.count);
    var sums = new Sums(columns.parseSums(query.sums), columns);
    var selection = columns.select(columns.parseFields(query.fields));
    var search = searches.apply(query.q);
    var order = Order.of(query, columns, ranked(query, search, few));
    var filtered = new Filters(columns, caller, sql.dialect()).filtered(query.filter);
    var lead = Lead.best(filtered.leads(), counts, sql);
    var found = Found.of(search, order, few, lead);
    var wanted =
        Condition.and(List.of(filtered.condition(), words(query.q, search), found.condition()));
    // Where nothing is asked of the rows but that the caller reaches them, their ids tell.
    var byIds = found.naming() != Naming.ROUGH && wanted.isTrue() && order.newestFirst();
    var source = byIds ? found.idsAlone() : found.source(table);
    var matching = byIds ? Condition.TRUE : Condition.and(List.of(within, wanted));
    var behind = Condition.and(List.of(matching, order.after(query.cursor)));

    // First which rows, which an index tells alone, then what is in them: read at once, Derby
    // would sort whole rows of the whole table for the sake of fifty. Where it may choose which
    // comes first, it forgets to sort those that no index sorts, and gives any fifty (10.16).
    var values = new ArrayList<Object>();
    var text = new StringBuilder("select ").append(selection.list());
    order.columns("p.").forEach(column -> text.append(", ").append(column));
    text.append(" from --DERBY-PROPERTIES joinOrder=FIXED\n(select t.id").append(order.workedOut());
    values.addAll(order.values());
    text.append(from(source, behind, values));
    text.append(" order by ")
        .append(found.drives() && order.newestFirst() ? "g.record_id desc" : order.orderBy(""));
    text.append(" fetch first ").append(limit + 1).append(" rows only) p");
    text.append(" join ").append(table).append(" t on t.id = p.id");
    text.append(" order by ").append(order.orderBy("p."));

    var rows = sql.query(text.toString(), values, row -> listed(row, selection, order, reads));
    if (rows.size() > limit) {
      page.next = order.cursor(rows.get(limit - 1).sortedBy());
    }
    rows.stream().limit(limit).map(Listed::record).forEach(page.items::add);
    var isWhole = (query.cursor == null || query.cursor.isBlank()) && rows.size() <= limit;
    page.total =
        isWhole && count != Count.NONE
            ? Total.exactly(rows.size())
            : total(count, found.counted(source, table, lead), matching);
    if (!sums.none()) {
      page.sums = sums(sums, found.source(table), Condition.and(List.of(within, wanted)));
    }
    return page;
  }

  /**
   * What rows are ranked by: what was typed, where no order is asked for and so few rows can have
   * it that all of them are read and sorted. The pages behind the first are as that was.
   */
  private static String ranked(Query query, Optional<Search> search, Optional<Few> few) {
    if (search.isEmpty() || query.sort != null && !query.sort.isBlank()) {
      return null;
    }
    var ranked =
        query.cursor == null || query.cursor.isBlank()
            ? Math.min(search.get().rows(), few.map(Few::rows).orElse(RANKED + 1)) <= RANKED
            : Order.isRanked(query.cursor);
    return ranked ? String.join(" ", search.get().texts()) : null;
  }

  private <D> Listed<D> listed(
      ResultSet row, Columns.Selection selection, Order order, Function<Row, D> reads)
      throws SQLException {
    var record = reads.apply(new ResultRow(row, selection, json));
    var width = selection.columns().size();
    var sortedBy = new ArrayList<Object>();
    for (int i = 0; i < order.keys().size(); i++) {
      var value = row.getObject(width + 1 + i);
      sortedBy.add(value instanceof java.sql.Timestamp at ? at.toInstant() : value);
    }
    return new Listed<>(record, sortedBy);
  }

  private List<Sum> sums(Sums sums, Condition source, Condition matching) {
    var values = new ArrayList<Object>();
    var text = sums.select() + from(source, matching, values);
    return sql.query(text, values, row -> sums.read(row)).get(0);
  }

  private static Condition count(Condition source, Condition matching, Count count) {
    var values = new ArrayList<Object>();
    var from = from(source, matching, values);
    var text =
        count == Count.EXACT
            ? "select count(*) as n" + from
            : "select count(*) as n from (select 1 as x"
                + from
                + " fetch first "
                + (COUNT_CAP + 1)
                + " rows only) m";
    return new Condition(text, values);
  }

  /** From and where, with their values added to those of the statement. */
  private static String from(Condition source, Condition where, List<Object> values) {
    values.addAll(source.values());
    values.addAll(where.values());
    return " from " + source.sql() + (where.isTrue() ? "" : " where " + where.sql());
  }

  private Total total(Count count, Condition source, Condition matching) {
    if (count == Count.NONE) {
      return null;
    }
    var counting = count(source, matching, count);
    var counted = sql.query(counting.sql(), counting.values(), row -> row.getInt(1)).get(0);
    return count == Count.CAPPED && counted > COUNT_CAP
        ? Total.atLeast(COUNT_CAP)
        : Total.exactly(counted);
  }

  /**
   * The rows that are named, as {@code t}. Neither database takes apart what is offset; the
   * comments are orders to Derby, which would else begin with the other table for the sake of its
   * index, or read all of it into a hash table, as it would for the sake of any condition that
   * stood beside the join.
   *
   * @param ids a statement that names them as {@code id}
   */
  static Condition named(String table, Condition ids) {
    return new Condition(
        "(select t.* from --DERBY-PROPERTIES joinOrder=FIXED\n("
            + ids.sql()
            + " offset 0 rows) n join "
            + table
            + " t --DERBY-PROPERTIES joinStrategy=NESTEDLOOP\n on t.id = n.id offset 0 rows) t",
        ids.values());
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
   * How rows are found: an index of free text leads to them, or that of the few whom the caller
   * reaches; else they are looked through in their order. Their text is compared in any case.
   *
   * @param ids a statement that names rows in question; null where nothing leads to them
   * @param naming how it does so
   * @param driver of an index that gives them newest first; null where none does
   */
  private record Found(Condition ids, Naming naming, Driver driver, Condition condition) {
    static Found of(Optional<Search> search, Order order, Optional<Few> few, Optional<Best> lead) {
      var texts =
          Condition.and(
              search.map(Search::texts).orElse(List.of()).stream()
                  .map(
                      text ->
                          // Of a bare column Derby thinks that few rows are like it, and sorts
                          // the whole table for the sake of fifty.
                          Condition.of(
                              "t.search_text || '' like ? escape '!'",
                              "%" + Filters.escape(text) + "%"))
                  .toList());
      var keys = search.map(Search::keys).orElse(List.of());
      var rows = keys.isEmpty() ? Integer.MAX_VALUE : search.get().rows();
      if (lead.isPresent()
          && lead.get().few()
          && lead.get().rows() <= rows
          && (few.isEmpty() || lead.get().rows() <= few.get().rows())) {
        return new Found(lead.get().lead().ids(), Naming.ROUGH, null, texts);
      }
      if (few.isPresent() && few.get().rows() <= rows) {
        return new Found(few.get().ids(), few.get().naming(), null, texts);
      }
      var common = rows >= SearchIndex.COMMON;
      if (keys.size() == 1 && (order.newestFirst() || !common)) {
        return new Found(null, Naming.ROUGH, table -> gram(table, keys.get(0)), texts);
      } else if (!keys.isEmpty() && !common) {
        var marks = Sql.marks(keys.size());
        return new Found(
            new Condition(
                "select distinct g.record_id as id from tangram_gram g where g.gram in ("
                    + marks
                    + ")",
                List.copyOf(keys)),
            Naming.ROUGH,
            null,
            texts);
      }
      if (lead.isPresent() && lead.get().lead().one() && order.newestFirst()) {
        return new Found(null, Naming.ROUGH, lead.get().lead()::source, texts);
      }
      return new Found(null, Naming.ROUGH, null, texts);
    }

    private static Condition gram(String table, Long gram) {
      return Condition.of(
          "tangram_gram g join " + table + " t on t.id = g.record_id and g.gram = ?", gram);
    }

    boolean drives() {
      return driver != null;
    }

    /** Rows are counted by what leads to them, where they would be looked through for a page. */
    Condition counted(Condition source, String table, Optional<Best> lead) {
      return ids == null && driver == null
          ? lead.map(Best::lead)
              .filter(Lead::once)
              .map(through -> through.source(table))
              .orElse(source)
          : source;
    }

    /** The tables, with {@code t} for the rows. */
    Condition source(String table) {
      if (driver != null) {
        return driver.apply(table);
      }
      return ids == null ? new Condition(table + " t", List.of()) : named(table, ids);
    }

    /**
     * The ids, as {@code t}; those that are not sorted are read before the table's index by age.
     */
    Condition idsAlone() {
      return new Condition(
          "(" + ids.sql() + (naming == Naming.SORTED ? "" : " offset 0 rows") + ") t",
          ids.values());
    }
  }

  /** The tables, an index's {@code g} and {@code t} for the rows. */
  private interface Driver extends Function<String, Condition> {}

  /**
   * @param sortedBy the values of the order's columns, for the cursor
   */
  private record Listed<D>(D record, List<Object> sortedBy) {}

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
