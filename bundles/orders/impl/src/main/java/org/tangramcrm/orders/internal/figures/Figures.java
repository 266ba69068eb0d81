package org.tangramcrm.orders.internal.figures;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.Analysis.Column;
import org.tangramcrm.platform.analysis.Analysis.Table;
import org.tangramcrm.platform.analysis.Analysis.Type;
import org.tangramcrm.platform.analysis.AnalysisDrill;

/**
 * How figures are told: what of each group, in which order, and what all of them come to. What
 * analyses have in common stands here; they bring the sums.
 *
 * @param by what rows are made by
 * @param nothing what no records come to
 * @param behind the records of a group, or of {@link #ALL}; null where no list shows them
 */
record Figures<S extends Sum<S>>(
    String currency,
    Column by,
    S nothing,
    List<Measure<S>> measures,
    Function<Object, AnalysisDrill> behind) {

  /** All groups together, where the records behind one are asked for. */
  static final Object ALL = new Object();

  /**
   * Where a row stands among all.
   *
   * @param whole with what stands below it; null for the totals
   * @param rank from 1, the same for what is worth the same; null for what is not given, and totals
   * @param running what it comes to with all rows before it
   */
  record Place<S extends Sum<S>>(
      Object group, S sum, S whole, S all, Integer rank, BigDecimal running) {
    boolean isTotal() {
      return whole == null;
    }

    BigDecimal share() {
      return Analysis.percent(sum.worth(), all.worth());
    }

    BigDecimal cumulative() {
      return Analysis.percent(running, all.worth());
    }
  }

  /**
   * A column and what stands in it.
   *
   * @param drilled whether all records of a row tell it
   * @param behind the records of a group, or of {@link #ALL}, that are behind it, where they are
   *     not all of them
   */
  record Measure<S extends Sum<S>>(
      Column column,
      Function<Place<S>, Object> value,
      boolean drilled,
      Function<Object, AnalysisDrill> behind) {
    /** What the records come to. */
    static <S extends Sum<S>> Measure<S> of(String key, Type type, Function<S, Object> value) {
      return new Measure<>(
          Column.of(key, type), place -> value.apply(place.sum()), true, group -> null);
    }

    /** What follows from where a row stands, or from something else. */
    static <S extends Sum<S>> Measure<S> at(
        String key, Type type, Function<Place<S>, Object> value) {
      return new Measure<>(Column.of(key, type), value, false, group -> null);
    }

    /** Nothing stands there for who is not told of it; the column is the same for all. */
    Measure<S> toldIf(boolean told) {
      return told ? this : new Measure<>(column, any -> null, drilled, group -> null);
    }

    /** All records of the row tell it all the same. */
    Measure<S> byRow() {
      return new Measure<>(column, value, true, behind);
    }

    /** Other records tell it, or only some of the row's; none where the function answers null. */
    Measure<S> behind(Function<Object, AnalysisDrill> drill) {
      return new Measure<>(column, value, false, drill);
    }
  }

  /** The most worth first, what is not given last. */
  Table ranked(Map<Object, S> sums) {
    var order = sums.keySet().stream().sorted(nullsLast(byWorth(sums))).toList();
    return told(order, sums, sums, true);
  }

  /** In an order of their own, also those with nothing in them. */
  Table inOrder(List<?> order, Map<Object, S> sums) {
    return told(order, sums, sums, false);
  }

  /** Each before what stands below it, with what that comes to. */
  Table inTree(Map<Object, S> sums, Tree tree) {
    var wholes = tree.wholes(sums, Sum::plus);
    return told(tree.ordered(tree.withAbove(sums.keySet()), byWorth(wholes)), sums, wholes, false);
  }

  private Comparator<Object> byWorth(Map<Object, S> sums) {
    // Compared many times, and added up once.
    var worths = new HashMap<Object, BigDecimal>();
    return Comparator.comparing(
            (Object group) -> worths.computeIfAbsent(group, one -> of(sums, one).worth()))
        .reversed()
        .thenComparing(String::valueOf);
  }

  private static Comparator<Object> nullsLast(Comparator<Object> order) {
    return Comparator.comparing((Object group) -> group == null).thenComparing(order);
  }

  private S of(Map<Object, S> sums, Object group) {
    return sums.getOrDefault(group, nothing);
  }

  private Table told(List<?> order, Map<Object, S> sums, Map<Object, S> wholes, boolean ranked) {
    var columns = new Column[measures.size() + 1];
    columns[0] = by;
    for (int i = 0; i < measures.size(); i++) {
      columns[i + 1] = measures.get(i).column();
    }
    var table = Table.in(currency, columns);
    var all = sums.values().stream().reduce(nothing, Sum::plus);
    var ranks = ranked ? ranks(order, sums) : Map.<Object, Integer>of();
    var running = BigDecimal.ZERO;
    for (Object group : order) {
      var sum = of(sums, group);
      running = running.add(sum.worth());
      var rank = group == null ? null : ranks.get(group);
      var place = new Place<>(group, sum, of(wholes, group), all, rank, running);
      var cells = cells(place);
      table.row(behind.apply(group), cells);
      for (int i = 0; i < measures.size(); i++) {
        var measure = measures.get(i);
        if (isSomething(cells[i + 1])) {
          table.behind(measure.column().key(), measure.behind().apply(group));
        }
      }
    }
    totals(table, new Place<>(null, all, null, all, null, all.worth()));
    return table;
  }

  private void totals(Table table, Place<S> total) {
    table.behindTotal(by.key(), behind.apply(ALL));
    for (var measure : measures) {
      var key = measure.column().key();
      var value = measure.value().apply(total);
      table.total(key, value);
      if (measure.drilled()) {
        table.drilled(key);
      }
      if (isSomething(value)) {
        table.behindTotal(key, measure.behind().apply(ALL));
      }
    }
  }

  /** Behind nothing there is nothing to be seen. */
  private static boolean isSomething(Object value) {
    return value instanceof BigDecimal amount
        ? amount.signum() != 0
        : value instanceof Integer count && count != 0;
  }

  private Object[] cells(Place<S> place) {
    var cells = new Object[measures.size() + 1];
    cells[0] = place.group();
    for (int i = 0; i < measures.size(); i++) {
      cells[i + 1] = measures.get(i).value().apply(place);
    }
    return cells;
  }

  /** Who are worth the same share a rank, and the next one's is as if they did not. */
  private Map<Object, Integer> ranks(List<?> order, Map<Object, S> sums) {
    var ranks = new HashMap<Object, Integer>();
    BigDecimal before = null;
    int rank = 0;
    for (int i = 0; i < order.size() && order.get(i) != null; i++) {
      var worth = of(sums, order.get(i)).worth();
      if (before == null || worth.compareTo(before) != 0) {
        rank = i + 1;
      }
      before = worth;
      ranks.put(order.get(i), rank);
    }
    return ranks;
  }
}
