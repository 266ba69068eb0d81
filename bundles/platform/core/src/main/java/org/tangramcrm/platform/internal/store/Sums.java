package org.tangramcrm.platform.internal.store;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.tangramcrm.platform.Sum;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;

/** The sums that a query asks for. */
record Sums(List<FieldModel> fields, Columns names) {
  boolean none() {
    return fields.isEmpty();
  }

  /** Names of the columns of {@link #select}. */
  List<String> columns() {
    var columns = new ArrayList<String>();
    for (int i = 0; i < fields.size(); i++) {
      columns.add("sum" + i);
      if (isMoney(fields.get(i))) {
        columns.add("out" + i);
      }
    }
    return columns;
  }

  String select() {
    var parts = new ArrayList<String>();
    for (int i = 0; i < fields.size(); i++) {
      var field = fields.get(i);
      var column = "t." + names.column(field);
      // The sum of whole numbers would be one, and too small for many.
      parts.add("sum(cast(" + column + " as decimal(31, 4))) as sum" + i);
      if (isMoney(field)) {
        var amount = "t." + Columns.moneyColumns(field.name()).get(0);
        parts.add(
            "count(case when %s is null and %s is not null then 1 end) as out%d"
                .formatted(column, amount, i));
      }
    }
    return "select " + String.join(", ", parts);
  }

  /**
   * @param position of the first of the columns, counted from 1
   */
  List<Sum> read(ResultSet row, int position) throws SQLException {
    var sums = new ArrayList<Sum>();
    int at = position;
    for (var field : fields) {
      var sum = new Sum();
      sum.field = field.name();
      sum.value = plain(row.getBigDecimal(at++), isMoney(field) ? 2 : 0);
      if (isMoney(field)) {
        int leftOut = row.getInt(at++);
        sum.leftOut = leftOut == 0 ? null : leftOut;
      }
      sums.add(sum);
    }
    return sums;
  }

  private static boolean isMoney(FieldModel field) {
    return field.type() == FieldType.MONEY;
  }

  private static BigDecimal plain(BigDecimal value, int scale) {
    if (value == null) {
      return BigDecimal.ZERO.setScale(scale);
    }
    var stripped = value.stripTrailingZeros();
    return stripped.scale() < scale ? stripped.setScale(scale) : stripped;
  }
}
