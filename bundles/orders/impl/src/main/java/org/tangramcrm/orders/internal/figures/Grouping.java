package org.tangramcrm.orders.internal.figures;

import java.util.List;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.analysis.Analysis.Column;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.store.Relations;

/**
 * What records are grouped by: as it was when it counted (orders: when they were signed,
 * instalments: when they fell due), or as it is now.
 *
 * @param column what rows call it
 * @param then the field of the record that says as it was
 * @param now the field of the record, or of its customer
 */
record Grouping(Column column, String then, String now) {
  static final String HISTORICAL = "historical";
  static final String CURRENT = "current";
  static final List<String> BASES = List.of(HISTORICAL, CURRENT);

  private static final String OF_CUSTOMER = "customer.";
  private static final String CUSTOMER_OF = "customerId";

  static final Grouping CUSTOMER = same(Column.reference("customerId", "customers"));
  static final Grouping OWNER =
      new Grouping(Column.reference("ownerId", "users"), "signedById", "ownerId");
  static final Grouping DEPARTMENT =
      new Grouping(
          Column.reference("departmentId", "departments"), "signedDepartmentId", "departmentId");
  static final Grouping REGION =
      new Grouping(Column.code("region", "region"), "signedRegion", OF_CUSTOMER + "region");
  static final Grouping INDUSTRY =
      new Grouping(Column.code("industry", "industry"), "signedIndustry", OF_CUSTOMER + "industry");
  static final Grouping PAYMENT = same(Column.code("paymentState", "payment-state"));
  static final Grouping TYPE = same(Column.code("orderType", "order-type"));

  static Grouping same(Column column) {
    return new Grouping(column, column.key(), column.key());
  }

  static Grouping chosen(List<Grouping> of, AnalysisParameters asked) {
    return of.stream().filter(one -> one.key().equals(asked.by)).findFirst().orElse(of.get(0));
  }

  String key() {
    return column.key();
  }

  /** The field of the record that says it. */
  String field(String basis) {
    return CURRENT.equals(basis) ? now : then;
  }

  /** Where orders are {@code o} and their customers {@code c}. */
  String sql(String basis) {
    var field = field(basis);
    return field.startsWith(OF_CUSTOMER)
        ? "c." + Relations.column(field.substring(OF_CUSTOMER.length()))
        : "o." + Relations.column(field);
  }

  /** What has to be joined to orders for it. */
  String join(String basis) {
    return field(basis).startsWith(OF_CUSTOMER)
        ? "left join {customers} c on c.id = o.customer_id"
        : "";
  }

  /**
   * Which records are of a group; null for {@link Figures#ALL}.
   *
   * @param parts what stands right below it, which a list would find with it
   */
  String filter(String basis, Object group, List<?> parts) {
    if (group == Figures.ALL) {
      return null;
    }
    var of = field(basis);
    var field =
        of.startsWith(OF_CUSTOMER)
            ? Query.through(CUSTOMER_OF, of.substring(OF_CUSTOMER.length()))
            : of;
    return group == null
        ? field + "=null=true"
        : Query.and(
            field + "==" + group,
            parts.isEmpty()
                ? null
                : field
                    + "=out=("
                    + String.join(",", parts.stream().map(String::valueOf).toList())
                    + ")");
  }
}
