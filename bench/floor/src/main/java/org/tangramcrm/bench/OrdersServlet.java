package org.tangramcrm.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.sql.DataSource;
import javax.transaction.TransactionManager;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code POST /orders?count=1000000&seller=7&department=3} adds orders of the customers that there
 * are, past the product: two lines and three instalments each, with what was received for them. One
 * order in fifty is the seller's, and one instalment in ten is open. {@code GET
 * /orders?ask=ageing}, {@code past}, {@code debtors}, {@code departments} and {@code collection}
 * ask what analyses do, as one would by hand: of all, or with {@code seller} of what is theirs.
 */
@Component(
    service = Servlet.class,
    property = {
      "osgi.http.whiteboard.servlet.pattern=/orders",
      "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true",
      "osgi.http.whiteboard.servlet.name=orders"
    })
public class OrdersServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final long FIRST_ID = 20_000_000;

  /** What is made up; the rest is the same over and over. */
  private static final int PORTION = 5_000;

  /** Ids of what belongs to an order follow each other. */
  private static final int PARTS = 10;

  private static final int INSTALMENTS = 3;
  private static final int SELLERS_OF = 50;
  private static final int OPEN_OF = 10;
  private static final LocalDate BEGIN = LocalDate.of(2023, 1, 1);
  private static final Timestamp NOW = Timestamp.from(Instant.parse("2026-01-01T00:00:00Z"));

  private static final String COMMON =
      "version, owner_id, department_id, created_at, created_by, updated_at, updated_by, deleted_key";

  /** By table its columns; those that end in {@code +} grow with each copy. */
  private static final Map<String, String> TABLES = new LinkedHashMap<>();

  static {
    TABLES.put(
        "sales_order",
        "number+, name, customer_id, status, signed_on, currency, revision, signed_by_id, signed_department_id,"
            + " payment_state, "
            + money("net")
            + ", "
            + money("total")
            + ", "
            + money("received")
            + ", "
            + money("outstanding")
            + ", "
            + money("overdue"));
    TABLES.put(
        "order_line",
        "order_id+, name, quantity, "
            + money("net")
            + ", "
            + money("total")
            + ", "
            + money("cost"));
    TABLES.put(
        "receivable",
        "order_id+, customer_id, seq, due_on, state, due_owner_id, due_department_id, reminded_on, "
            + money("amount")
            + ", "
            + money("received")
            + ", "
            + money("written_off")
            + ", "
            + money("outstanding"));
    TABLES.put(
        "receipt",
        "number+, customer_id, kind, status, received_on, "
            + money("amount")
            + ", "
            + money("unapplied"));
    TABLES.put(
        "receipt_allocation",
        "receipt_id+, order_id+, receivable_id+, allocated_on, "
            + money("amount")
            + ", "
            + money("applied"));
    TABLES.put(
        "receivable_entry",
        "order_id+, receivable_id+, kind, booked_on, due_on, " + money("amount"));
  }

  private static String money(String name) {
    return "%1$s_amount, %1$s_currency, %1$s_base, %1$s_rate".formatted(name);
  }

  private final transient DataSource dataSource;
  private final transient TransactionManager transaction;

  @Activate
  public OrdersServlet(
      @Reference(target = "(osgi.jndi.service.name=tangram)") DataSource dataSource,
      @Reference TransactionManager transaction) {
    this.dataSource = dataSource;
    this.transaction = transaction;
  }

  // ---- what is asked

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var seller = request.getParameter("seller");
    int count = 0;
    try (var connection = dataSource.getConnection()) {
      for (var sql : asked(request.getParameter("ask"), seller)) {
        try (var statement = connection.createStatement();
            var rows = statement.executeQuery(sql)) {
          while (rows.next()) {
            count++;
          }
        }
      }
      response.getWriter().write(String.valueOf(count));
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private static List<String> asked(String ask, String seller) {
    var today = LocalDate.now().toString();
    return switch (ask) {
      case "ageing" -> List.of(ageing(today, reached("r", seller)), unapplied(seller));
      case "past" ->
          List.of(
              past("2025-06-30", reached("r", seller)),
              "select p.customer_id, sum(p.amount_base) from receipt p where p.deleted_key = 0 and p.status = 'confirmed'"
                  + " and p.received_on <= date('2025-06-30')"
                  + reached("p", seller)
                  + " group by p.customer_id",
              "select p.customer_id, sum(a.amount_base) from receipt_allocation a join receipt p on p.id = a.receipt_id"
                  + " where a.allocated_on <= date('2025-06-30') and (a.released_on is null or"
                  + " a.released_on > date('2025-06-30'))"
                  + reached("p", seller)
                  + " group by p.customer_id");
      case "debtors" ->
          List.of(
              ageing(today, reached("r", seller)),
              unapplied(seller),
              "select c.id, c.credit_limit_base from customer c where c.deleted_key = 0 and c.credit_limit_base is not null"
                  + (seller == null ? "" : " and c.owner_id = " + seller));
      case "departments" ->
          List.of(
              "select o.signed_department_id, count(*), sum(o.total_base), sum(o.received_base), sum(o.outstanding_base)"
                  + " from sales_order o where "
                  + sold("2025-01-01", "2025-12-31")
                  + reached("o", seller)
                  + " group by o.signed_department_id",
              "select o.signed_department_id, count(*), sum(l.net_base), sum(l.cost_base) from order_line l join sales_order o"
                  + " on o.id = l.order_id where l.cost_base is not null and l.deleted_key = 0 and "
                  + sold("2025-01-01", "2025-12-31")
                  + reached("o", seller)
                  + " group by o.signed_department_id");
      default -> collection("2025-04-01", "2025-06-30", seller);
    };
  }

  private static List<String> collection(String from, String to, String seller) {
    var due = "r.due_on >= date('" + from + "') and r.due_on <= date('" + to + "')";
    return List.of(
        "select r.customer_id, sum(r.amount_base), sum(case when r.due_on < date('"
            + to
            + "') then r.amount_base - r.written_off_base else 0 end) from receivable r where r.deleted_key = 0"
            + " and r.state in ('open', 'paid') and "
            + due
            + reached("r", seller)
            + " group by r.customer_id",
        "select r.customer_id, sum(case when a.allocated_on <= r.due_on then a.applied_base else 0 end),"
            + " sum(case when a.allocated_on > r.due_on then a.applied_base else 0 end),"
            + " sum(a.applied_base * cast({fn timestampdiff(SQL_TSI_DAY, cast(o.signed_on as timestamp),"
            + " cast(a.allocated_on as timestamp))} as integer)) from receipt_allocation a join receivable r"
            + " on r.id = a.receivable_id join sales_order o on o.id = r.order_id where r.deleted_key = 0 and "
            + due
            + " and a.allocated_on <= date('"
            + to
            + "')"
            + reached("r", seller)
            + " group by r.customer_id",
        "select o.customer_id, sum(o.total_base), sum(o.received_base) from sales_order o where "
            + sold(from, to)
            + reached("o", seller)
            + " group by o.customer_id",
        "select p.customer_id, sum(p.amount_base) from receipt p where p.deleted_key = 0 and p.status = 'confirmed'"
            + " and p.received_on >= date('"
            + from
            + "') and p.received_on <= date('"
            + to
            + "')"
            + reached("p", seller)
            + " group by p.customer_id",
        closing(to, reached("r", seller)));
  }

  private static String sold(String from, String to) {
    return "o.deleted_key = 0 and o.status in ('approved', 'executing', 'completed', 'closed-short') and o.signed_on >= date('"
        + from
        + "') and o.signed_on <= date('"
        + to
        + "')";
  }

  private static String unapplied(String seller) {
    return "select p.customer_id, sum(p.unapplied_base) from receipt p where p.unapplied_base > 0 and p.deleted_key = 0 and p.status = 'confirmed'"
        + reached("p", seller)
        + " group by p.customer_id";
  }

  /** What is a seller's, or of a customer of theirs. */
  private static String reached(String table, String seller) {
    return seller == null
        ? ""
        : " and (%1$s.owner_id = %2$s or %1$s.customer_id in (select c.id from customer c where c.owner_id = %2$s))"
            .formatted(table, Long.parseLong(seller));
  }

  private static String ageing(String day, String reached) {
    return "select r.customer_id, count(*), "
        + ages(day, "r.due_on", "r.outstanding_base")
        + " from receivable r where r.deleted_key = 0 and r.state = 'open'"
        + reached
        + " group by r.customer_id";
  }

  private static String past(String day, String reached) {
    return "select r.customer_id, count(*), "
        + ages(day, "e.due_on", "e.amount")
        + " from (select x.receivable_id, x.due_on, sum(x.amount_base) as amount from receivable_entry x where x.booked_on <= date('"
        + day
        + "') group by x.receivable_id, x.due_on having sum(x.amount_base) <> 0) e join receivable r on r.id = e.receivable_id"
        + " where r.deleted_key = 0"
        + reached
        + " group by r.customer_id";
  }

  private static String closing(String day, String reached) {
    return "select r.customer_id, sum(x.amount_base), sum(case when x.due_on < date('%1$s') then x.amount_base else 0 end)"
            .formatted(day)
        + " from receivable_entry x join receivable r on r.id = x.receivable_id where r.deleted_key = 0 and x.booked_on <= date('%s')"
            .formatted(day)
        + reached
        + " group by r.customer_id";
  }

  private static String ages(String day, String due, String amount) {
    var at = LocalDate.parse(day);
    var sums = new ArrayList<String>();
    var bounds = List.of(0, 30, 60, 90, 180, 365);
    sums.add("min(" + due + ")");
    sums.add("sum(case when " + due + " >= date('" + at + "') then " + amount + " else 0 end)");
    for (int i = 1; i < bounds.size(); i++) {
      sums.add(
          "sum(case when %1$s < date('%2$s') and %1$s >= date('%3$s') then %4$s else 0 end)"
              .formatted(
                  due, at.minusDays(bounds.get(i - 1)), at.minusDays(bounds.get(i)), amount));
    }
    sums.add(
        "sum(case when "
            + due
            + " < date('"
            + at.minusDays(365)
            + "') then "
            + amount
            + " else 0 end)");
    sums.add("sum(case when " + due + " is null then " + amount + " else 0 end)");
    return String.join(", ", sums);
  }

  // ---- what there is

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int count = Integer.parseInt(request.getParameter("count"));
    var seller = Long.parseLong(request.getParameter("seller"));
    var department = Long.parseLong(request.getParameter("department"));
    try {
      within(connection -> insert(connection, Math.min(count, PORTION), seller, department));
      for (int shift = PORTION; shift < count; shift += PORTION) {
        int by = shift;
        int most = Math.min(PORTION, count - shift);
        within(connection -> copy(connection, by, most));
      }
      within(OrdersServlet::measure);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @FunctionalInterface
  private interface Work {
    void on(Connection connection) throws SQLException;
  }

  private void within(Work work) throws Exception {
    transaction.begin();
    var done = false;
    try (var connection = dataSource.getConnection()) {
      work.on(connection);
      done = true;
    } finally {
      if (done) {
        transaction.commit();
      } else {
        transaction.rollback();
      }
    }
  }

  private static void insert(Connection connection, int count, long seller, long department)
      throws SQLException {
    var customers = new ArrayList<Long>();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery("select id from customer where deleted_key = 0 order by id")) {
      while (rows.next()) {
        customers.add(rows.getLong(1));
      }
    }
    var statements = new LinkedHashMap<String, PreparedStatement>();
    try {
      for (var table : TABLES.entrySet()) {
        var columns = "id, " + COMMON + ", " + table.getValue().replace("+", "");
        statements.put(
            table.getKey(),
            connection.prepareStatement(
                "insert into %s (%s) values (%s)"
                    .formatted(table.getKey(), columns, columns.replaceAll("[a-z_]+", "?"))));
      }
      for (int i = 0; i < count; i++) {
        var mine = i % SELLERS_OF == 0;
        order(
            statements,
            i,
            customers.get(i % customers.size()),
            mine ? seller : 1L,
            mine ? department : null);
      }
      for (var statement : statements.values()) {
        statement.executeBatch();
      }
    } finally {
      for (var statement : statements.values()) {
        statement.close();
      }
    }
  }

  private static void order(
      Map<String, PreparedStatement> statements, int i, long customer, long owner, Long department)
      throws SQLException {
    var random = new Random(i);
    var signed = BEGIN.plusDays(random.nextInt(1_400));
    var part = BigDecimal.valueOf(1_000L + random.nextInt(100_000));
    var total = part.multiply(BigDecimal.valueOf(INSTALMENTS));
    var unpaid = 0;
    var late = 0;
    for (int k = 0; k < INSTALMENTS; k++) {
      unpaid += open(i, k) ? 1 : 0;
      late += open(i, k) && due(signed, k).isBefore(LocalDate.now()) ? 1 : 0;
    }
    var outstanding = part.multiply(BigDecimal.valueOf(unpaid));
    var order = FIRST_ID + i;
    var values = common(order, owner, department);
    values.addAll(
        Arrays.asList(
            "B-" + i,
            "Order " + i,
            customer,
            i % 3 == 0 ? "executing" : "completed",
            Date.valueOf(signed),
            "CNY",
            1,
            owner,
            department,
            unpaid == 0 ? "full" : "part"));
    money(values, total);
    money(values, total);
    money(values, total.subtract(outstanding));
    money(values, outstanding);
    // Else the product would write it down while it is measured.
    money(values, part.multiply(BigDecimal.valueOf(late)));
    add(statements.get("sales_order"), values);
    for (int k = 0; k < 2; k++) {
      var half = total.divide(BigDecimal.valueOf(2));
      values = common(order * PARTS + k, owner, department);
      values.addAll(List.of(order, "Item", BigDecimal.ONE));
      money(values, half);
      money(values, half);
      money(values, half.multiply(new BigDecimal("0.6")));
      add(statements.get("order_line"), values);
    }
    for (int k = 0; k < INSTALMENTS; k++) {
      instalment(statements, i, k, customer, owner, department, signed, part);
    }
  }

  private static boolean open(int i, int k) {
    return (i * INSTALMENTS + k) % OPEN_OF == 0;
  }

  private static LocalDate due(LocalDate signed, int k) {
    return signed.plusDays(30L * (k + 1));
  }

  private static void instalment(
      Map<String, PreparedStatement> statements,
      int i,
      int k,
      long customer,
      long owner,
      Long department,
      LocalDate signed,
      BigDecimal part)
      throws SQLException {
    var order = FIRST_ID + i;
    var id = order * PARTS + k;
    var due = due(signed, k);
    var open = open(i, k);
    var values = common(id, owner, department);
    values.addAll(
        Arrays.asList(
            order,
            customer,
            k + 1,
            Date.valueOf(due),
            open ? "open" : "paid",
            owner,
            department,
            // Else the product would remind of it while it is measured.
            Date.valueOf(LocalDate.now().plusDays(1))));
    money(values, part);
    money(values, open ? BigDecimal.ZERO : part);
    money(values, BigDecimal.ZERO);
    money(values, open ? part : BigDecimal.ZERO);
    add(statements.get("receivable"), values);
    entry(statements, id * 2, owner, department, order, id, "planned", signed, due, part);
    if (open) {
      return;
    }
    var paid = due.plusDays(i % 40 - 20);
    values = common(id, owner, department);
    values.addAll(
        List.of("B-" + i + "-" + k, customer, "receipt", "confirmed", Date.valueOf(paid)));
    money(values, part);
    money(values, BigDecimal.ZERO);
    add(statements.get("receipt"), values);
    values = common(id, owner, department);
    values.addAll(List.of(id, order, id, Date.valueOf(paid)));
    money(values, part);
    money(values, part);
    add(statements.get("receipt_allocation"), values);
    entry(
        statements, id * 2 + 1, owner, department, order, id, "received", paid, due, part.negate());
  }

  private static void entry(
      Map<String, PreparedStatement> statements,
      long id,
      long owner,
      Long department,
      long order,
      long receivable,
      String kind,
      LocalDate on,
      LocalDate due,
      BigDecimal amount)
      throws SQLException {
    var values = common(id, owner, department);
    values.addAll(List.of(order, receivable, kind, Date.valueOf(on), Date.valueOf(due)));
    money(values, amount);
    add(statements.get("receivable_entry"), values);
  }

  private static List<Object> common(long id, long owner, Long department) {
    return new ArrayList<>(Arrays.asList(id, 1, owner, department, NOW, 1L, NOW, 1L, 0L));
  }

  private static void money(List<Object> values, BigDecimal amount) {
    values.addAll(List.of(amount, "CNY", amount, BigDecimal.ONE));
  }

  private static void add(PreparedStatement statement, List<Object> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) == null) {
        statement.setNull(i + 1, statement.getParameterMetaData().getParameterType(i + 1));
      } else {
        statement.setObject(i + 1, values.get(i));
      }
    }
    statement.addBatch();
  }

  /** How much further the ids of a table are with each order. */
  private static long step(String column) {
    return switch (column) {
      case "sales_order", "order_id" -> 1;
      case "receivable_entry" -> PARTS * 2L;
      default -> PARTS;
    };
  }

  private static void copy(Connection connection, int shift, int count) throws SQLException {
    for (var table : TABLES.entrySet()) {
      var columns = List.of(("id+, " + COMMON + ", " + table.getValue()).split(", "));
      var names = columns.stream().map(column -> column.replace("+", "")).toList();
      var copied =
          columns.stream()
              .map(column -> copied(table.getKey(), column, shift))
              .collect(Collectors.joining(", "));
      long step = step(table.getKey());
      run(
          connection,
          "insert into %1$s (%2$s) select %3$s from %1$s where id >= %4$d and id < %5$d"
              .formatted(
                  table.getKey(),
                  String.join(", ", names),
                  copied,
                  FIRST_ID * step,
                  (FIRST_ID + count) * step));
    }
  }

  private static String copied(String table, String column, int shift) {
    if (!column.endsWith("+")) {
      return column;
    }
    var name = column.replace("+", "");
    return switch (name) {
      case "number" -> "number || '-" + shift + "'";
      case "id" -> "id + " + shift * step(table);
      default -> name + " + " + shift * step(name);
    };
  }

  /** What both databases do by themselves after some time. */
  private static void measure(Connection connection) throws SQLException {
    for (var table : TABLES.keySet()) {
      run(
          connection,
          connection.getMetaData().getDatabaseProductName().contains("Derby")
              ? "call syscs_util.syscs_update_statistics('APP', '"
                  + table.toUpperCase(Locale.ROOT)
                  + "', null)"
              : "analyze " + table);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      // No request of anybody's, which the product would give up after a while.
      statement.setQueryTimeout(0);
      statement.execute(sql);
    }
  }
}
