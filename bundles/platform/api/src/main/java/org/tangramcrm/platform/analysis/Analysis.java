package org.tangramcrm.platform.analysis;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;
import org.tangramcrm.platform.store.Tuple;

/**
 * Works out figures of records. A service; the analysis comes and goes with it, at every door and
 * as a page. Its texts are {@code analysis.<code>} and {@code analysis.<code>.definition}; those of
 * a column {@code analysis.<code>.<column>} or {@code analysis.column.<column>}, of a choice {@code
 * analysis.<code>.<parameter>.<choice>} or {@code analysis.<parameter>.<choice>}.
 */
@ConsumerType
public interface Analysis {
  /** What it is known by: {@code R-3}. Its permission is {@code analyses.R-3}. */
  String code();

  /** The collection whose records it is made of; {@code filter} is about them. */
  String collection();

  /**
   * The parameters that it takes, by their names in {@link AnalysisParameters}, with what there is
   * to choose from; the first choice holds where nothing is said.
   */
  Map<String, List<String>> parameters();

  /**
   * Fields of the collection without which there is nothing to tell: it is refused to whoever does
   * not see one of them. A hidden field that is not named here is for {@link #run} to leave out.
   */
  default List<String> needs() {
    return List.of();
  }

  /**
   * The field of the collection that rows are made by where a choice of {@code by} is made. Whoever
   * does not see it is not offered the choice.
   */
  default String madeOf(String choice) {
    return choice;
  }

  /**
   * Whose the records are that {@code userId} and {@code departmentId} choose: their owner's now,
   * or whose they were when something happened.
   *
   * @param asked with what was left out filled in
   */
  default Belonging belonging(AnalysisParameters asked) {
    return Belonging.NOW;
  }

  /**
   * By which fields of the collection records are somebody's.
   *
   * @param user the field that has a user's id; null where the analysis chooses rows by itself
   * @param department the field that has a department's; null likewise
   * @param day at whose end the departments stand below each other; null for today
   */
  record Belonging(String user, String department, LocalDate day) {
    public static final Belonging NOW = new Belonging("ownerId", "departmentId", null);

    /** No field of the collection says whose records were: the analysis finds out. */
    public static final Belonging TOLD_BY_HISTORY = new Belonging(null, null, null);
  }

  /**
   * Works it out for the caller.
   *
   * @param asked has no more than {@link #parameters} names, and of choices always one
   */
  Table run(AnalysisParameters asked);

  /** Where {@link Column#type} says what stands below it. */
  enum Type {
    TEXT,
    CODE,
    REFERENCE,
    INTEGER,
    DECIMAL,
    MONEY,
    PERCENT,
    DATE;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param source the dictionary of codes, the collection of references; else null
   */
  record Column(String key, Type type, String source) {
    public static Column of(String key, Type type) {
      return new Column(key, type, null);
    }

    public static Column code(String key, String dictionary) {
      return new Column(key, Type.CODE, dictionary);
    }

    public static Column reference(String key, String collection) {
      return new Column(key, Type.REFERENCE, collection);
    }

    /** What rows can be made by, as a parameter takes it. */
    public static List<String> keys(List<Column> columns) {
      return columns.stream().map(Column::key).toList();
    }

    /** The one that {@link AnalysisParameters#by} says, which the platform has checked. */
    public static Column chosen(List<Column> columns, AnalysisParameters asked) {
      return columns.stream().filter(one -> one.key().equals(asked.by)).findFirst().orElseThrow();
    }

    /** What a select found under a name, where this column says what it is. */
    public Object read(Tuple row, String name) {
      return switch (type) {
        case REFERENCE -> row.number(name);
        case DATE -> row.date(name);
        default -> row.text(name);
      };
    }

    /** The filter of the records that have a value in the field of this column's name. */
    public String filter(Object value) {
      return value == null ? key + "=null=true" : key + "==" + value;
    }
  }

  /**
   * What came out.
   *
   * @param currency that amounts of money are in; null where there are none
   * @param rows in their order
   * @param totals by column; of those that can be told
   * @param drilled the columns whose figures are told by all the records behind their row
   * @param behindTotals by column the records behind its total; under the first one those behind
   *     all
   */
  record Table(
      String currency,
      List<Column> columns,
      List<Line> rows,
      Map<String, Object> totals,
      Set<String> drilled,
      Map<String, AnalysisDrill> behindTotals) {
    public static Table of(Column... columns) {
      return in(null, columns);
    }

    public static Table in(String currency, Column... columns) {
      return new Table(
          currency,
          List.of(columns),
          new ArrayList<>(),
          new LinkedHashMap<>(),
          new HashSet<>(),
          new HashMap<>());
    }

    /** Adds a row. */
    public Table row(AnalysisDrill drill, Object... values) {
      var cells = new LinkedHashMap<String, Object>();
      for (int i = 0; i < values.length; i++) {
        cells.put(columns.get(i).key(), values[i]);
      }
      rows.add(new Line(cells, drill, new LinkedHashMap<>()));
      return this;
    }

    /**
     * Says which of the last row's records are behind one of its columns; null where none are told.
     */
    public Table behind(String column, AnalysisDrill drill) {
      if (drill != null) {
        rows.get(rows.size() - 1).parts().put(column, drill);
      }
      return this;
    }

    public Table total(String column, Object value) {
      totals.put(column, value);
      return this;
    }

    /** Says that a row's records tell what stands under a column. */
    public Table drilled(String column) {
      drilled.add(column);
      return this;
    }

    /**
     * Says which records are behind a total; null where none are told.
     *
     * @param column the first one's stands for all
     */
    public Table behindTotal(String column, AnalysisDrill drill) {
      if (drill != null) {
        behindTotals.put(column, drill);
      }
      return this;
    }
  }

  /**
   * @param values by column: {@link String}, {@link Long} (ids), {@link Integer} (counts), {@link
   *     BigDecimal}, {@link LocalDate}; null for none
   * @param parts by column, the records behind that figure, where they are only some of the row's
   */
  record Line(Map<String, Object> values, AnalysisDrill drill, Map<String, AnalysisDrill> parts) {}

  /** The records of a collection that a filter finds. */
  static AnalysisDrill drill(String collection, String filter) {
    var drill = new AnalysisDrill();
    drill.collection = collection;
    drill.filter = filter;
    return drill;
  }

  /** In per cent, with two decimals; of nothing there is none. */
  static BigDecimal percent(BigDecimal part, BigDecimal all) {
    return all.signum() == 0 ? null : part.movePointRight(2).divide(all, 2, RoundingMode.HALF_UP);
  }

  /** As {@link #percent(BigDecimal, BigDecimal)}, of counts. */
  static BigDecimal percent(int part, int all) {
    return percent(BigDecimal.valueOf(part), BigDecimal.valueOf(all));
  }
}
