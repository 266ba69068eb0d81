package org.tangramcrm.orders.internal.figures;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.analysis.Analysis.Column;
import org.tangramcrm.platform.analysis.Analysis.Type;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.store.Relations;

/**
 * Reads what is owed at the end of a day (M-40): today from the instalments, of a day that is past
 * from their entries until then. It is of whoever has to collect it now.
 */
@Component(service = OwedReceivables.class)
public class OwedReceivables {
  static final String RECEIVABLES = "receivables";
  static final Column CUSTOMER = Column.reference("customerId", "customers");
  static final Column OWNER = Column.reference("ownerId", "users");
  static final Column DEPARTMENT = Column.reference("departmentId", "departments");
  static final Column ORDER = Column.reference("orderId", "orders");

  /** All that is owed, in one. */
  static final Column ALL = Column.of("all", Type.TEXT);

  /** What instalments and receipts have both. */
  private static final Set<String> COMMON = Set.of("customerId", "ownerId", "departmentId");

  private static final Pattern COMPARED = Pattern.compile("([\\w.]+)(?:==|!=|=[a-z]+=|[<>])");

  private static final String NOW =
      """
      select %1$s as grp, count(*) as n, min(case when r.due_on < date('%3$s') then r.due_on end) as oldest,
        %2$s
      from {receivables} r where r.state = 'open' %4$s""";

  private static final String THEN =
      """
      select %1$s as grp, count(*) as n, min(case when e.due_on < date('%3$s') then e.due_on end) as oldest,
        %2$s
      from (select x.receivable_id as receivable_id, x.due_on as due_on, sum(x.amount_base) as amount
          from {receivable-entries} x where x.booked_on <= ?
          group by x.receivable_id, x.due_on having sum(x.amount_base) <> 0) e
        join {receivables} r on r.id = e.receivable_id %4$s""";

  private static final String UNAPPLIED =
      """
      select %1$s as grp, sum(p.unapplied_base) as amount from {receipts} p
      where p.status = 'confirmed' %2$s""";

  /** One that was voided paid nothing on any day. */
  private static final String RECEIVED_THEN =
      """
      select %1$s as grp, sum(p.amount_base) as amount from {receipts} p
      where p.status = 'confirmed' and p.received_on <= ? %2$s""";

  private static final String ALLOCATED_THEN =
      """
      select %1$s as grp, -sum(a.amount_base) as amount
      from {receipt-allocations} a join {receipts} p on p.id = a.receipt_id
      where a.allocated_on <= ? and (a.released_on is null or a.released_on > ?) %2$s""";

  private static final String LIMITS =
      """
      select c.id as grp, c.credit_limit_base as amount from {customers} c
      where c.credit_limit_base is not null
        and c.id in (select r.customer_id from {receivables} r where r.state = 'open')""";

  private final Relations relations;
  private final SoldOrders orders;

  @Activate
  public OwedReceivables(@Reference Relations relations, @Reference SoldOrders orders) {
    this.relations = relations;
    this.orders = orders;
  }

  /** By group what is owed at the end of a day. */
  Map<Object, Debt> owed(AnalysisParameters asked, Column by, LocalDate asAt) {
    var past = asAt.isBefore(orders.today());
    var amount = past ? "e.amount" : "r.outstanding_base";
    var due = past ? "e.due_on" : "r.due_on";
    var ages =
        Age.ALL.stream()
            .map(
                age ->
                    "sum(case when %s then %s else 0 end) as a%d"
                        .formatted(age.condition(due, asAt), amount, age.ordinal()))
            .collect(Collectors.joining(",\n  "));
    var debts = new HashMap<Object, Debt>();
    relations.query(
        (past ? THEN : NOW).formatted(column("r", by), ages, asAt, grouped("r", by)),
        among(asked),
        past ? List.of(asAt) : List.of(),
        row ->
            debts.put(
                by.equals(ALL) ? null : by.read(row, "grp"),
                new Debt(
                    row.number("n").intValue(),
                    Age.ALL.stream()
                        .map(age -> Sum.orZero(row.decimal("a" + age.ordinal())))
                        .toList(),
                    row.date("oldest"),
                    BigDecimal.ZERO)));
    return debts;
  }

  static Map<String, String> among(AnalysisParameters asked) {
    return asked.filter == null || asked.filter.isEmpty()
        ? Map.of()
        : Map.of(RECEIVABLES, asked.filter);
  }

  private static String column(String table, Column by) {
    return by.equals(ALL) ? "cast(null as bigint)" : table + "." + Relations.column(by.key());
  }

  private static String grouped(String table, Column by) {
    return by.equals(ALL) ? "" : "group by " + column(table, by);
  }

  /**
   * Whether what is unapplied can be told: the caller is shown it, and nothing is asked of
   * instalments that receipts do not have.
   */
  boolean tellsUnapplied(AnalysisParameters asked) {
    return orders.may("receipts.view")
        && orders.shows("receipts", "amount")
        && orders.shows("receipts", "unapplied")
        && (asked.filter == null
            || COMPARED
                .matcher(asked.filter)
                .results()
                .allMatch(compared -> COMMON.contains(compared.group(1))));
  }

  /** By group what was received by the end of a day and paid nothing. */
  Map<Object, Debt> unapplied(AnalysisParameters asked, Column by, LocalDate asAt) {
    var sums = new HashMap<Object, Debt>();
    // Of no order, and of no age.
    var group = COMMON.contains(by.key()) ? by : ALL;
    if (asAt.isBefore(orders.today())) {
      add(sums, RECEIVED_THEN, asked, group, List.of(asAt));
      add(sums, ALLOCATED_THEN, asked, group, List.of(asAt, asAt));
    } else {
      add(sums, UNAPPLIED, asked, group, List.of());
    }
    sums.values().removeIf(sum -> sum.unapplied().signum() == 0);
    return sums;
  }

  private void add(
      Map<Object, Debt> sums,
      String statement,
      AnalysisParameters asked,
      Column group,
      List<LocalDate> days) {
    relations.query(
        statement.formatted(column("p", group), grouped("p", group)),
        asked.filter == null || asked.filter.isEmpty()
            ? Map.of()
            : Map.of("receipts", asked.filter),
        days,
        row ->
            sums.merge(
                group.equals(ALL) ? null : group.read(row, "grp"),
                Debt.unapplied(row.decimal("amount")),
                Debt::plus));
  }

  /** What customers that owe may owe, as far as that is limited. */
  Map<Object, BigDecimal> limits() {
    var limits = new HashMap<Object, BigDecimal>();
    if (orders.may("customers.view")) {
      relations.query(
          LIMITS, Map.of(), List.of(), row -> limits.put(row.number("grp"), row.decimal("amount")));
    }
    return limits;
  }
}
