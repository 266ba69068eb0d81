package org.tangramcrm.sales.internal;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.analysis.Analysis.Column;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.identity.CompanyAsAt;
import org.tangramcrm.platform.store.Relations;
import org.tangramcrm.platform.store.Tuple;

/**
 * Whose what happened was at that time, which the rows of the history tell (analyses.md, historical
 * attribution): a salesperson's, and a department's with all that stood below it.
 *
 * @param seller null for everybody's
 * @param departments null for all
 */
record Attribution(Long seller, Set<Long> departments) {
  static final Attribution EVERYBODY = new Attribution(null, null);

  /** What {@link #counts} goes by, of the rows {@code m}. */
  static final String COLUMNS =
      "m.seller_id as seller_id, m.seller_department_id as seller_department_id";

  /**
   * @param day at whose end the departments stood below each other
   */
  static Attribution of(AnalysisParameters asked, CompanyAsAt company, LocalDate day) {
    if (asked.departmentId == null) {
      return new Attribution(asked.userId, null);
    }
    var departments = new HashSet<>(company.below(asked.departmentId, day));
    departments.add(asked.departmentId);
    return new Attribution(asked.userId, departments);
  }

  boolean counts(Tuple row) {
    // Where all count nobody has to say whose it was.
    return (seller == null || seller.equals(row.number("seller_id")))
        && (departments == null || departments.contains(row.number("seller_department_id")));
  }

  /** The filter of the opportunities that are theirs now; empty for everybody's. */
  String filter() {
    return filter("ownerId", "departmentId");
  }

  /** As {@link #filter()}, of records that say whose they are in other fields. */
  String filter(String owner, String department) {
    return Query.and(
        seller == null ? null : owner + "==" + seller,
        departments == null
            ? null
            : departments.stream()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(",", department + "=in=(", ")")));
  }

  /** The column of a row {@code m} of the history, or of its deal {@code o}, for a column. */
  static String column(Column by) {
    return switch (by.key()) {
      case "ownerId" -> "m.seller_id";
      case "departmentId" -> "m.seller_department_id";
      default -> "o." + Relations.column(by.key());
    };
  }
}
