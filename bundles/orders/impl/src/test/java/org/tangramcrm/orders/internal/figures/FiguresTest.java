package org.tangramcrm.orders.internal.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tangramcrm.orders.internal.figures.Figures.Measure;
import org.tangramcrm.orders.internal.figures.Figures.Place;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.Analysis.Column;
import org.tangramcrm.platform.analysis.Analysis.Table;
import org.tangramcrm.platform.analysis.Analysis.Type;
import org.tangramcrm.platform.analysis.AnalysisDrill;

/** Rankings, shares and trees of groups, with figures worked out by hand. */
class FiguresTest {
  private static final Figures<Sales> FIGURES =
      new Figures<>(
          "CNY",
          Column.of("group", Type.TEXT),
          Sales.NOTHING,
          List.of(
              Measure.of("amount", Type.MONEY, Sales::amount),
              Measure.at("share", Type.PERCENT, Place::share),
              Measure.at("cumulative", Type.PERCENT, Place::cumulative),
              Measure.at("rank", Type.INTEGER, Place::rank),
              Measure.at(
                  "whole",
                  Type.MONEY,
                  (Place<Sales> place) -> place.isTotal() ? null : place.whole().amount())),
          group -> group == null ? null : Analysis.drill("orders", "g==" + group));

  @Test
  void totalsOpenWhatIsBehindAllOfThemAndColumnsSayWhatTheirRowsTell() {
    var figures =
        new Figures<>(
            "CNY",
            Column.of("group", Type.TEXT),
            Sales.NOTHING,
            List.of(
                Measure.of("amount", Type.MONEY, Sales::amount),
                Measure.of("received", Type.MONEY, Sales::received)
                    .behind(group -> drill("received", group)),
                Measure.<Sales>at("share", Type.PERCENT, Place::share)),
            group -> drill("all", group));
    var table = figures.ranked(Map.of("a", Sales.of(1, BigDecimal.TEN, BigDecimal.ONE, null)));
    assertThat(table.drilled()).containsExactly("amount");
    assertThat(table.behindTotals()).containsOnlyKeys("group", "received");
    assertThat(table.behindTotals().get("group").filter).isEqualTo("all");
    assertThat(table.rows().get(0).parts().get("received").filter).isEqualTo("received a");
    // Behind nothing there is nothing to be seen.
    var nothing = figures.ranked(Map.of("a", Sales.of(1, BigDecimal.TEN, null, null)));
    assertThat(nothing.behindTotals()).containsOnlyKeys("group");
    assertThat(nothing.rows().get(0).parts()).isEmpty();
  }

  private static AnalysisDrill drill(String what, Object group) {
    return Analysis.drill("orders", group == Figures.ALL ? what : what + " " + group);
  }

  private static Map<Object, Sales> sums(Object... groups) {
    var sums = new HashMap<Object, Sales>();
    for (int i = 0; i < groups.length; i += 2) {
      sums.put(groups[i], sold(1, (String) groups[i + 1]));
    }
    return sums;
  }

  private static Sales sold(int orders, String amount) {
    return Sales.of(orders, new BigDecimal(amount), null, null);
  }

  private static List<String> rows(Table table, String... keys) {
    var rows = new ArrayList<String>();
    for (var line : table.rows()) {
      rows.add(cells(line.values(), keys));
    }
    return rows;
  }

  private static String cells(Map<String, Object> values, String... keys) {
    var cells = new ArrayList<String>();
    for (var key : keys) {
      cells.add(String.valueOf(values.get(key)));
    }
    return String.join(" ", cells);
  }

  @Test
  void tiesShareARankAndTheNextOneIsAsIfTheyDidNot() {
    var table = FIGURES.ranked(sums("a", "10", "b", "30", "c", "30", "d", "20", null, "10"));
    assertThat(rows(table, "group", "amount", "share", "cumulative", "rank"))
        .containsExactly(
            "b 30 30.00 30.00 1",
            "c 30 30.00 60.00 1",
            "d 20 20.00 80.00 3",
            "a 10 10.00 90.00 4",
            "null 10 10.00 100.00 null");
    assertThat(cells(table.totals(), "amount", "share", "cumulative", "rank", "whole"))
        .isEqualTo("100 100.00 100.00 null null");
    assertThat(table.rows().get(0).drill().filter).isEqualTo("g==b");
  }

  @Test
  void amountsThatAreTheSameWithMorePlacesAreTies() {
    assertThat(rows(FIGURES.ranked(sums("a", "5.0000", "b", "5")), "rank"))
        .containsExactly("1", "1");
  }

  @Test
  void ofNothingThereIsNoShare() {
    var table = FIGURES.inOrder(List.of("a"), Map.of());
    assertThat(rows(table, "amount", "share", "cumulative")).containsExactly("0 null null");
    assertThat(cells(table.totals(), "amount", "share")).isEqualTo("0 null");
    assertThat(FIGURES.ranked(Map.of()).rows()).isEmpty();
  }

  @Test
  void whatIsAboveStandsBeforeWhatIsBelowWithWhatThatComesTo() {
    var parents = new HashMap<Object, Object>();
    parents.put("sh", "cn");
    parents.put("pudong", "sh");
    parents.put("bj", "cn");
    // Two of the four have sales of their own; the country has none.
    var table =
        FIGURES.inTree(sums("sh", "100", "pudong", "40", "us", "60", null, "7"), new Tree(parents));
    assertThat(rows(table, "group", "amount", "whole"))
        .containsExactly("cn 0 140", "sh 100 140", "pudong 40 40", "us 60 60", "null 7 7");
    // What is below is not counted twice.
    assertThat(table.totals().get("amount")).isEqualTo(new BigDecimal("207"));
  }

  @Test
  void whatIsBelowIsOfWhatStandsAboveItAll() {
    var parents = new HashMap<Object, Object>();
    parents.put("a", "b");
    parents.put("b", "c");
    parents.put("x", "y");
    parents.put("y", "x");
    var tree = new Tree(parents);
    assertThat(List.of(tree.top("a"), tree.top("b"), tree.top("c"), tree.top("other")))
        .containsExactly("c", "c", "c", "other");
    assertThat(tree.top(null)).isNull();
    // A ring has no top, and an end.
    assertThat(tree.top("x")).isIn("x", "y");
  }

  @Test
  void whatIsEachOnesIsNoFigureWhereNobodyIsThere() {
    assertThat(sold(2, "226").each(4)).isEqualByComparingTo("56.5");
    assertThat(sold(2, "226").each(0)).isNull();
  }

  /** Totals never depend on what rows are made by. */
  @Test
  void whateverGroupsAreMadeTheyComeToTheSame() {
    var random = new Random(6789);
    for (int i = 0; i < 200; i++) {
      var orders = new ArrayList<String>();
      for (int n = random.nextInt(40); n >= 0; n--) {
        orders.add(String.valueOf(random.nextInt(100_000)));
      }
      var all = orders.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
      var parents = new HashMap<Object, Object>();
      for (int group = 1; group < 8; group++) {
        parents.put("g" + group, "g" + random.nextInt(group));
      }
      for (int groups : List.of(1, 3, 8)) {
        var sums = new HashMap<Object, Sales>();
        for (var amount : orders) {
          int group = random.nextInt(groups + 1);
          sums.merge(group == groups ? null : "g" + group, sold(1, amount), Sales::plus);
        }
        for (var table : List.of(FIGURES.ranked(sums), FIGURES.inTree(sums, new Tree(parents)))) {
          assertThat((BigDecimal) table.totals().get("amount")).isEqualByComparingTo(all);
          var rows =
              table.rows().stream()
                  .map(row -> (BigDecimal) row.values().get("amount"))
                  .reduce(BigDecimal.ZERO, BigDecimal::add);
          assertThat(rows).isEqualByComparingTo(all);
        }
      }
    }
  }

  @Test
  void whoIsNotToldOfAFigureFindsItsColumnEmpty() {
    var blind =
        new Figures<>(
            "CNY",
            Column.of("group", Type.TEXT),
            Sales.NOTHING,
            List.of(Measure.<Sales>of("amount", Type.MONEY, Sales::amount).toldIf(false)),
            group -> null);
    var table = blind.ranked(sums("a", "10"));
    assertThat(rows(table, "group", "amount")).containsExactly("a null");
    assertThat(table.totals().get("amount")).isNull();
  }

  @Test
  void aMarginIsOfTheLinesWhoseCostIsKnown() {
    assertThat(sold(2, "226").margin()).isNull();
    assertThat(sold(2, "226").marginRate()).isNull();
    var costed = sold(2, "226").plus(Sales.costing(1, new BigDecimal("150"), new BigDecimal("90")));
    assertThat(costed.margin()).isEqualByComparingTo("60");
    assertThat(costed.marginRate()).isEqualByComparingTo("40");
    assertThat(costed.mean()).isEqualByComparingTo("113");
    assertThat(Sales.NOTHING.mean()).isNull();
  }
}
