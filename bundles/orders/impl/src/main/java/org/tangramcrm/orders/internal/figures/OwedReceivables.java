package org.tangramcrm.orders.internal.figures;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.Analysis.Column;
import org.tangramcrm.platform.analysis.Analysis.Type;
import org.tangramcrm.platform.analysis.AnalysisDrill;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.store.Relations;

/**
 * Reads what is owed at the end of a day (M-40): today from the instalments, of a day that is past
 * from their entries until then. It is of whoever had it when it fell due, or has it now.
 */
@Component(service = OwedReceivables.class)
public class OwedReceivables {
  static final String RECEIVABLES = "receivables";
  static final Grouping CUSTOMER = Grouping.same(Column.reference("customerId", "customers"));
  static final Grouping OWNER =
      new Grouping(Column.reference("ownerId", "users"), "dueOwnerId", "ownerId");
  static final Grouping DEPARTMENT =
      new Grouping(
          Column.reference("departmentId", "departments"), "dueDepartmentId", "departmentId");
  static final Grouping ORDER = Grouping.same(Column.reference("orderId", "orders"));
  static final Grouping PRODUCT = Grouping.same(SoldOrders.PRODUCT);

  /** All that is owed, in one. */
  static final Grouping ALL = Grouping.same(Column.of("all", Type.TEXT));

  /** What instalments, orders and receipts all have, under these names. */
  private static final Set<String> COMMON =
      Set.of("customerId", "ownerId", "departmentId", OWNER.then(), DEPARTMENT.then());

  private static final Pattern COMPARED = Pattern.compile("([\\w.]+)(?:==|!=|=[a-z]+=|[<>])");

  private static final String NOW =
      """
      select %1$s as grp, count(*) as n, min(case when r.due_on < date('%3$s') then r.due_on end) as oldest,
        %2$s
      from {receivables} r %5$s where r.state = 'open' %4$s""";

  private static final String THEN =
      """
      select %1$s as grp, count(*) as n, min(case when e.due_on < date('%3$s') then e.due_on end) as oldest,
        %2$s
      from (select x.receivable_id as receivable_id, x.due_on as due_on, sum(x.amount_base) as amount
          from {receivable-entries} x where x.booked_on <= ?
          group by x.receivable_id, x.due_on having sum(x.amount_base) <> 0) e
        join {receivables} r on r.id = e.receivable_id %5$s %4$s""";

  /** What is owed now, and what of it was due before a day. */
  private static final String OPEN =
      """
      select %1$s as grp, sum(r.outstanding_base) as amount,
        sum(case when r.due_on < date('%2$s') then r.outstanding_base else 0 end) as overdue
      from {receivables} r where r.state = 'open' group by %1$s""";

  /** What was entered since, which was not there then. */
  private static final String SINCE =
      """
      select %1$s as grp, -sum(x.amount_base) as amount,
        -sum(case when x.due_on < date('%2$s') then x.amount_base else 0 end) as overdue
      from {receivable-entries} x join {receivables} r on r.id = x.receivable_id
      where x.booked_on > ? group by %1$s""";

  /** A line owes as much of its order as it is of its total. */
  private static final String LINES =
      """
      join {orders} o on o.id = r.order_id
        left join {order-lines} l on l.order_id = o.id""";

  private static final String OF_LINE =
      " * case when l.id is null then 1 when o.total_base = 0 then 0 else l.total_base / o.total_base end";

  private static final String OWING =
      """
      select r.order_id as id from {receivables} r where r.state = 'open' group by r.order_id""";

  private static final String OWING_THEN =
      """
      select r.order_id as id
      from {receivable-entries} x join {receivables} r on r.id = x.receivable_id
      where x.booked_on <= ? group by r.order_id having sum(x.amount_base) <> 0""";

  /** Of few receipts something is, and an index tells of which; less than nothing is of none. */
  private static final String UNAPPLIED =
      """
      select %1$s as grp, sum(p.unapplied_base) as amount from {receipts} p
      where p.unapplied_base > 0 and p.status = 'confirmed' %2$s""";

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

  /**
   * Debts belong to whoever had them when they fell due, or who has them now.
   *
   * @param day at whose end departments stand below each other
   */
  static Analysis.Belonging belonging(AnalysisParameters asked, LocalDate day) {
    return Grouping.HISTORICAL.equals(asked.basis)
        ? new Analysis.Belonging(OWNER.then(), DEPARTMENT.then(), day)
        : Analysis.Belonging.NOW;
  }

  /** By group what is owed at the end of a day. */
  Map<Object, Debt> owed(AnalysisParameters asked, Grouping by, LocalDate asAt) {
    if (!by.equals(PRODUCT)) {
      return read(asked, by, asAt);
    }
    // Shares have more places than there is money of; all of it comes to all that is owed.
    var all = read(asked, ALL, asAt).getOrDefault(null, Debt.NOTHING);
    return Debt.shared(all, read(asked, by, asAt), orders.places());
  }

  /**
   * By group what is owed at the end of a day, and what of it is overdue: of a day that is past, as
   * of now without what was entered since, which is less than all that was entered until then.
   */
  Map<Object, Collected> closing(AnalysisParameters asked, Grouping by, LocalDate asAt) {
    var closing = new HashMap<Object, Collected>();
    add(closing, OPEN, asked, by, asAt, List.of());
    if (asAt.isBefore(orders.today())) {
      add(closing, SINCE, asked, by, asAt, List.of(asAt));
    }
    // Who owed nothing has no row by that alone.
    closing.values().removeIf(sum -> sum.closing().signum() == 0);
    return closing;
  }

  private void add(
      Map<Object, Collected> closing,
      String statement,
      AnalysisParameters asked,
      Grouping by,
      LocalDate asAt,
      List<LocalDate> days) {
    orders.query(
        asked,
        statement.formatted(column("r", by, asked), asAt),
        among(asked),
        days,
        row ->
            closing.merge(
                by.column().read(row, "grp"),
                Collected.closing(
                    Sum.orZero(row.decimal("amount")), Sum.orZero(row.decimal("overdue"))),
                Collected::plus));
  }

  private Map<Object, Debt> read(AnalysisParameters asked, Grouping by, LocalDate asAt) {
    var past = asAt.isBefore(orders.today());
    var lines = by.equals(PRODUCT);
    var amount = (past ? "e.amount" : "r.outstanding_base") + (lines ? OF_LINE : "");
    var due = past ? "e.due_on" : "r.due_on";
    var ages =
        Age.ALL.stream()
            .map(
                age ->
                    "sum(case when %s then %s else 0 end) as a%d"
                        .formatted(age.condition(due, asAt), amount, age.ordinal()))
            .collect(Collectors.joining(",\n  "));
    var table = lines ? "l" : "r";
    var debts = new HashMap<Object, Debt>();
    orders.query(
        asked,
        (past ? THEN : NOW)
            .formatted(
                column(table, by, asked),
                ages,
                asAt,
                grouped(table, by, asked),
                lines ? LINES : ""),
        among(asked),
        past ? List.of(asAt) : List.of(),
        row ->
            debts.put(
                by.equals(ALL) ? null : by.column().read(row, "grp"),
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
    return isNarrow(asked) ? Map.of(RECEIVABLES, asked.filter) : Map.of();
  }

  private static boolean isNarrow(AnalysisParameters asked) {
    return asked.filter != null && !asked.filter.isEmpty();
  }

  private static String column(String table, Grouping by, AnalysisParameters asked) {
    return by.equals(ALL)
        ? "cast(null as bigint)"
        : table + "." + Relations.column(by.field(asked.basis));
  }

  private static String grouped(String table, Grouping by, AnalysisParameters asked) {
    return by.equals(ALL) ? "" : "group by " + column(table, by, asked);
  }

  /** Whether nothing is asked of instalments that orders and receipts do not have. */
  static boolean isCommon(AnalysisParameters asked) {
    return asked.filter == null
        || COMPARED
            .matcher(asked.filter)
            .results()
            .allMatch(compared -> COMMON.contains(compared.group(1)));
  }

  /**
   * What is asked of instalments, as receipts are asked it, which stay whose they are; none where
   * nothing is asked. Only for what {@link #isCommon is common}.
   */
  static Map<String, String> amongReceipts(AnalysisParameters asked) {
    return among("receipts", asked, OWNER.now(), DEPARTMENT.now());
  }

  /** The same, as orders are asked it, which belong to who signed them. */
  static Map<String, String> amongOrders(AnalysisParameters asked) {
    return among(SoldOrders.ORDERS, asked, Grouping.OWNER.then(), Grouping.DEPARTMENT.then());
  }

  private static Map<String, String> among(
      String collection, AnalysisParameters asked, String owner, String department) {
    return isNarrow(asked)
        ? Map.of(
            collection,
            asked
                .filter
                .replaceAll("\\b" + OWNER.then() + "\\b", owner)
                .replaceAll("\\b" + DEPARTMENT.then() + "\\b", department))
        : Map.of();
  }

  /**
   * Whether what is unapplied can be told: the caller is shown it, and nothing is asked of
   * instalments that receipts do not have.
   */
  boolean tellsUnapplied(AnalysisParameters asked) {
    return orders.may("receipts.view")
        && orders.shows("receipts", "amount")
        && orders.shows("receipts", "unapplied")
        && isCommon(asked);
  }

  /** By group what was received by the end of a day and paid nothing. */
  Map<Object, Debt> unapplied(AnalysisParameters asked, Grouping by, LocalDate asAt) {
    var sums = new HashMap<Object, Debt>();
    // Of no order and no product, and of no age.
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
      Grouping by,
      List<LocalDate> days) {
    // A receipt stays whose it is, so that it has one owner and one department.
    var group = Grouping.same(by.column());
    orders.query(
        asked,
        statement.formatted(column("p", group, asked), grouped("p", group, asked)),
        amongReceipts(asked),
        days,
        row ->
            sums.merge(
                by.equals(ALL) ? null : by.column().read(row, "grp"),
                Debt.unapplied(row.decimal("amount")),
                Debt::plus));
  }

  /**
   * The instalments of a group that something is owed of; of a day that is past, what was booked
   * for them by its end.
   *
   * @param which of them, as a filter of either; null for all
   */
  AnalysisDrill behind(
      AnalysisParameters asked, Grouping by, LocalDate asAt, Object group, String which) {
    var past = asAt.isBefore(orders.today());
    var asking = Query.and(asked.filter, by.filter(asked.basis, group, List.of()));
    return past
        ? Analysis.drill(
            SoldOrders.ENTRIES,
            Query.and(Query.through("receivableId", asking), "bookedOn=le=" + asAt, which))
        : Analysis.drill(RECEIVABLES, Query.and("state==open", asking, which));
  }

  /**
   * The lines of a product whose orders owe. Whose instalments those are lines do not say: where
   * that is asked, the orders are named; nothing opens where they are too many for it.
   */
  Function<Object, AnalysisDrill> linesBehind(AnalysisParameters asked, LocalDate asAt) {
    var past = asAt.isBefore(orders.today());
    var owing =
        isNarrow(asked)
            ? named(asked, asAt, past)
            : Query.through(
                SoldOrders.ORDER_OF,
                past ? Query.and(SoldOrders.COUNT, "signedOn=le=" + asAt) : "outstanding=gt=0");
    return group ->
        owing == null
            ? null
            : Analysis.drill(
                SoldOrders.LINES, Query.and(owing, PRODUCT.filter(asked.basis, group, List.of())));
  }

  private String named(AnalysisParameters asked, LocalDate asAt, boolean past) {
    var ids =
        orders.query(
            asked,
            past ? OWING_THEN : OWING,
            among(asked),
            past ? List.of(asAt) : List.of(),
            row -> row.number("id"));
    return ids.isEmpty() || ids.size() > SoldOrders.LISTED
        ? null
        : SoldOrders.ORDER_OF
            + ids.stream().map(String::valueOf).collect(Collectors.joining(",", "=in=(", ")"));
  }

  /** The receipts of a group of which something is unapplied. */
  AnalysisDrill unappliedBehind(
      AnalysisParameters asked, Grouping by, LocalDate asAt, Object group) {
    var narrow = amongReceipts(asked).get("receipts");
    // What was unapplied on a day that is past, only receipts and allocations together tell.
    var which = asAt.isBefore(orders.today()) ? "receivedOn=le=" + asAt : "unapplied=gt=0";
    // Of no order and no product, and of no age.
    var of =
        COMMON.contains(by.key())
            ? Grouping.same(by.column()).filter(asked.basis, group, List.of())
            : null;
    return Analysis.drill("receipts", Query.and("status==confirmed", narrow, of, which));
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
