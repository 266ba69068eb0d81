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
import java.util.Locale;
import java.util.Random;
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
 * {@code POST /deals?count=1000000&seller=} adds opportunities of a customer with their moves, past
 * the product; one in twenty is open, one in 51 a salesperson's. {@code GET /deals?ask=now}, {@code
 * then}, {@code passed} and {@code board} ask what the product's pages do, as one would by hand: no
 * sign-in, no permission; of a salesperson's with {@code &seller=}.
 */
@Component(
    service = Servlet.class,
    property = {
      "osgi.http.whiteboard.servlet.pattern=/deals",
      "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true",
      "osgi.http.whiteboard.servlet.name=deals"
    })
public class DealsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final long FIRST_ID = 20_000_000;

  /** What is made up; the rest is the same over and over. */
  private static final int PORTION = 5_000;

  private static final int OPEN_OF = 20;
  private static final int SELLERS = 51;
  private static final int MOVES = 4;
  private static final String[] STAGES = {"contact", "needs", "proposal", "negotiation"};
  private static final int[] PROBABILITIES = {10, 25, 50, 75};
  private static final LocalDate BEGIN = LocalDate.of(2023, 1, 1);

  private static final String DEAL =
      "version, owner_id, created_at, created_by, updated_at, updated_by, deleted_key, name, customer_id, pipeline_id,"
          + " stage, state, opened_on, expected_close, currency, amount_amount, amount_currency, amount_base,"
          + " amount_rate, probability, weighted_amount, weighted_currency, weighted_base, weighted_rate,"
          + " stage_since, closed_on, forecast_category";

  private static final String MOVE =
      "version, owner_id, created_at, created_by, updated_at, updated_by, deleted_key, pipeline_id, cause, from_stage,"
          + " to_stage, state, moved_on, amount_amount, amount_currency, amount_base, amount_rate, probability";

  private final transient DataSource dataSource;
  private final transient TransactionManager transaction;

  @Activate
  public DealsServlet(
      @Reference(target = "(osgi.jndi.service.name=tangram)") DataSource dataSource,
      @Reference TransactionManager transaction) {
    this.dataSource = dataSource;
    this.transaction = transaction;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var seller = request.getParameter("seller");
    var mine = seller == null ? "" : " and o.owner_id = " + Long.parseLong(seller);
    var sql =
        switch (request.getParameter("ask")) {
          case "now" ->
              "select o.stage, count(*), sum(o.amount_base), sum(o.weighted_base) from opportunity o"
                  + " where o.deleted_key = 0 and o.closed_on is null"
                  + mine
                  + " group by o.stage";
          case "then" ->
              "select m.to_stage, count(*), sum(m.amount_base) from opportunity o join opportunity_move m"
                  + " on m.opportunity_id = o.id where o.deleted_key = 0"
                  + " and (o.closed_on is null or o.closed_on > date('2025-06-30'))"
                  + " and m.moved_on <= date('2025-06-30') and m.state = 'open' and not exists (select 1"
                  + " from opportunity_move x where x.opportunity_id = o.id and x.id > m.id"
                  + " and x.moved_on <= date('2025-06-30'))"
                  + mine
                  + " group by m.to_stage";
          case "passed" ->
              "select e.to_stage, count(*), sum(e.passed), sum(e.lost) from (select m.to_stage, m.opportunity_id,"
                  + " max(case when x.state = 'won' or x.probability > m.probability then 1 else 0 end) as passed,"
                  + " max(case when x.state = 'lost' then 1 else 0 end) as lost"
                  + " from opportunity_move m join opportunity o on o.id = m.opportunity_id"
                  + " join opportunity_move x on x.opportunity_id = m.opportunity_id and x.id >= m.id"
                  + " where o.deleted_key = 0 and m.state = 'open'"
                  + " and m.moved_on >= date('2025-04-01') and m.moved_on <= date('2025-06-30')"
                  + mine
                  + " group by m.to_stage, m.opportunity_id) e group by e.to_stage";
          default ->
              "select o.* from opportunity o where o.pipeline_id = 1 and o.stage = 'needs' and o.deleted_key = 0"
                  + " and o.state = 'open'"
                  + mine
                  + " order by o.expected_close, o.id fetch first 50 rows only";
        };
    try (var connection = dataSource.getConnection();
        var rows = connection.createStatement().executeQuery(sql)) {
      int count = 0;
      while (rows.next()) {
        count++;
      }
      response.getWriter().write(String.valueOf(count));
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int count = Integer.parseInt(request.getParameter("count"));
    var customer = Long.parseLong(request.getParameter("customer"));
    var seller = Long.parseLong(request.getParameter("seller"));
    try {
      within(connection -> insert(connection, Math.min(count, PORTION), customer, seller));
      for (int shift = PORTION; shift < count; shift += PORTION) {
        int by = shift;
        int most = Math.min(PORTION, count - shift);
        within(connection -> copy(connection, by, most));
      }
      within(DealsServlet::measure);
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

  private static void insert(Connection connection, int count, long customer, long seller)
      throws SQLException {
    try (var deals =
            connection.prepareStatement(
                "insert into opportunity (id, number, " + DEAL + ") values (" + marks(29) + ")");
        var moves =
            connection.prepareStatement(
                "insert into opportunity_move (id, opportunity_id, "
                    + MOVE
                    + ") values ("
                    + marks(20)
                    + ")")) {
      for (int i = 0; i < count; i++) {
        deal(deals, moves, i, customer, i % SELLERS == 0 ? seller : 1L);
      }
      deals.executeBatch();
      moves.executeBatch();
    }
  }

  /** It went as far as it is, a step every ten days. */
  private static void deal(
      PreparedStatement deals, PreparedStatement moves, int i, long customer, long owner)
      throws SQLException {
    var random = new Random(i);
    var open = i % OPEN_OF == 0;
    int last = random.nextInt(open ? STAGES.length : STAGES.length - 1);
    var opened = BEGIN.plusDays(random.nextInt(1_000));
    var won = random.nextInt(3) == 0;
    var state = open ? "open" : won ? "won" : "lost";
    var closed = open ? null : Date.valueOf(opened.plusDays(10L * (last + 1)));
    int probability = open ? PROBABILITIES[last] : won ? 100 : 0;
    var amount = BigDecimal.valueOf(1_000L + random.nextInt(100_000));
    var weighted = amount.multiply(BigDecimal.valueOf(probability)).movePointLeft(2);
    var now = Timestamp.from(Instant.parse("2026-01-01T00:00:00Z"));
    set(
        deals,
        FIRST_ID + i,
        "B-" + i,
        1,
        owner,
        now,
        1L,
        now,
        1L,
        0L,
        "Deal " + i,
        customer,
        1L,
        open ? STAGES[last] : state,
        state,
        Date.valueOf(opened),
        Date.valueOf(opened.plusDays(90)),
        "CNY",
        amount,
        "CNY",
        amount,
        BigDecimal.ONE,
        probability,
        weighted,
        "CNY",
        weighted,
        BigDecimal.ONE,
        Date.valueOf(opened.plusDays(10L * last)),
        closed,
        open ? "pipeline" : won ? "closed" : "omitted");
    for (int k = 0; k <= last + (open ? 0 : 1); k++) {
      var end = k > last;
      set(
          moves,
          (FIRST_ID + i) * MOVES + k,
          FIRST_ID + i,
          1,
          1L,
          now,
          1L,
          now,
          1L,
          0L,
          1L,
          end ? "closed" : k == 0 ? "created" : "moved",
          k == 0 ? null : STAGES[k - 1],
          end ? state : STAGES[k],
          end ? state : "open",
          Date.valueOf(opened.plusDays(10L * k)),
          amount,
          "CNY",
          amount,
          BigDecimal.ONE,
          end ? probability : PROBABILITIES[k]);
    }
  }

  private static String marks(int count) {
    return "?, ".repeat(count - 1) + "?";
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        statement.setNull(i + 1, statement.getParameterMetaData().getParameterType(i + 1));
      } else {
        statement.setObject(i + 1, values[i]);
      }
    }
    statement.addBatch();
  }

  private static void copy(Connection connection, int shift, int count) throws SQLException {
    run(
        connection,
        "insert into opportunity (id, number, "
            + DEAL
            + ") select id + "
            + shift
            + ", number || '-"
            + shift
            + "', "
            + DEAL
            + " from opportunity where id >= "
            + FIRST_ID
            + " and id < "
            + (FIRST_ID + count));
    run(
        connection,
        "insert into opportunity_move (id, opportunity_id, "
            + MOVE
            + ") select id + "
            + (long) shift * MOVES
            + ", opportunity_id + "
            + shift
            + ", "
            + MOVE
            + " from opportunity_move where id >= "
            + FIRST_ID * MOVES
            + " and id < "
            + (FIRST_ID + count) * MOVES);
  }

  /** What both databases do by themselves after some time. */
  private static void measure(Connection connection) throws SQLException {
    for (var table : new String[] {"opportunity", "opportunity_move"}) {
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
