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

  String select() {
    var parts = new ArrayList<String>();
    for (var field : fields) {
      var column = names.column(field);
      // The sum of whole numbers would be one, and too small for many.
      parts.add("sum(cast(" + column + " as decimal(31, 6)))");
      if (isMoney(field)) {
        var amount = names.amount(field);
        parts.add(
            "count(case when %s is null and %s is not null then 1 end)".formatted(column, amount));
      }
    }
    return "select " + String.join(", ", parts);
  }

  List<Sum> read(ResultSet row) throws SQLException {
    var sums = new ArrayList<Sum>();
    int at = 1;
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
