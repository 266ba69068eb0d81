package org.tangramcrm.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
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
 * Fills the table of customers past the product, which takes its search texts and sort keys from
 * there when its module starts next. {@code POST /seed?from=0&to=10000&seller=5&sellers=500}: those
 * numbered below {@code sellers} are the seller's. {@code POST /seed?first=7&people=5000} hands all
 * out to users. {@code POST /seed?word=3&number=4&words=1000} gives all a value in two custom
 * fields: a third has one word in common, the others share so many. {@code GET /seed} tells how
 * many are not read yet.
 */
@Component(
    service = Servlet.class,
    property = {
      "osgi.http.whiteboard.servlet.pattern=/seed",
      "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true",
      "osgi.http.whiteboard.servlet.name=seed"
    })
public class SeedServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final long FIRST_ID = 10_000_000;
  private static final int LONGEST = 36_000;
  private static final int PORTION = 5_000;
  private static final String CITIES = "北京上海广州深圳杭州南京成都重庆武汉西安苏州天津长沙郑州青岛大连宁波厦门福州济南";
  private static final String BRAND = "华东中天金鑫瑞恒泰盛兴隆达利通宝安康博远航宏图嘉禾卓越智慧明德永信诚正新锐创亿丰源润泽凯旋飞腾龙";
  private static final String[] TRADES = {
    "科技", "贸易", "电子", "机械", "软件", "医药", "物流", "建筑", "食品", "化工", "能源", "信息技术", "生物科技", "环保设备"
  };

  private final transient DataSource dataSource;
  private final transient TransactionManager transaction;

  @Activate
  public SeedServlet(
      @Reference(target = "(osgi.jndi.service.name=tangram)") DataSource dataSource,
      @Reference TransactionManager transaction) {
    this.dataSource = dataSource;
    this.transaction = transaction;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try (var connection = dataSource.getConnection();
        var rows =
            connection
                .createStatement()
                .executeQuery(
                    "select count(*) from tangram_reading where collection = 'customers'")) {
      rows.next();
      response.getWriter().write(rows.getInt(1) == 1 ? "read" : "reading");
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getParameter("people") != null) {
      spread(
          Long.parseLong(request.getParameter("first")),
          Integer.parseInt(request.getParameter("people")));
      return;
    }
    if (request.getParameter("word") != null) {
      describe(
          Long.parseLong(request.getParameter("word")),
          Long.parseLong(request.getParameter("number")),
          Integer.parseInt(request.getParameter("words")));
      return;
    }
    int from = Integer.parseInt(request.getParameter("from"));
    int to = Integer.parseInt(request.getParameter("to"));
    var seller = Long.parseLong(request.getParameter("seller"));
    int sellers = Integer.parseInt(request.getParameter("sellers"));
    try {
      if (from == 0) {
        for (int at = 0; at < to; at += PORTION) {
          int begin = at;
          within(
              connection -> {
                insert(connection, begin, Math.min(to, begin + PORTION), seller, sellers);
                run(connection, "delete from tangram_reading where collection = 'customers'");
              });
        }
      } else {
        within(SeedServlet::keepGrams);
        // An index of a hundred million rows is sorted once; kept up to date it would take hours.
        within(connection -> run(connection, "drop index tangram_gram_newest"));
        for (int shift = from; shift < to; shift += from) {
          int by = shift;
          within(connection -> copy(connection, from, by));
        }
        within(
            connection ->
                run(
                    connection,
                    "create unique index tangram_gram_newest on tangram_gram (gram, record_id desc)"));
      }
      within(SeedServlet::measure);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** Hands all customers out in turn to so many users, whose ids follow each other. */
  private void spread(long first, int people) throws IOException {
    try {
      within(
          connection ->
              run(
                  connection,
                  "update customer set owner_id = " + first + " + mod(id, " + people + ")"));
      within(SeedServlet::measure);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private void describe(long word, long number, int words) throws IOException {
    var said =
        "case when mod(id, 3) = 0 then 'common' else 'w' || trim(cast(mod(id, "
            + words
            + ") as char(20))) end";
    try {
      within(
          connection -> {
            run(connection, "delete from tangram_custom_value");
            run(connection, "delete from tangram_custom_record");
            run(
                connection,
                "insert into tangram_custom_value (field_id, record_id, position, text_value, sort_key) select "
                    + word
                    + ", id, 0, "
                    + said
                    + ", "
                    + said
                    + " from customer");
            run(
                connection,
                "insert into tangram_custom_value (field_id, record_id, position, number_value) select "
                    + number
                    + ", id, 0, mod(id * 7919, 10000) from customer");
            run(
                connection,
                "insert into tangram_custom_record (collection, record_id, content) select 'customers', id,"
                    + " '[{\"key\":\""
                    + word
                    + "\",\"text\":\"' || "
                    + said
                    + " || '\"}]' from customer");
          });
      within(SeedServlet::measure);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @FunctionalInterface
  private interface Work {
    void on(Connection connection) throws SQLException;
  }

  private void within(Work work) throws Exception {
    // The index of a hundred million rows takes longer than any transaction of the product may.
    transaction.setTransactionTimeout(LONGEST);
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

  /**
   * No request of anybody's, which the product would give up after a while: hence no time limit.
   */
  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setQueryTimeout(0);
      statement.execute(sql);
    }
  }

  private static void keepGrams(Connection connection) throws SQLException {
    run(connection, "create table bench_gram (gram bigint not null, record_id bigint not null)");
    run(
        connection,
        "insert into bench_gram (gram, record_id) select gram, record_id from tangram_gram"
            + " where record_id >= "
            + FIRST_ID);
  }

  /** What was read once is multiplied: as often as before, in as many more records. */
  private static void copy(Connection connection, int from, int shift) throws SQLException {
    try (var customers =
            connection.prepareStatement(
                "insert into customer (id, number, version, owner_id, created_at, created_by, updated_at,"
                    + " updated_by, deleted_key, name, types, level, status, industry, region, phones, phone,"
                    + " employees, search_text, name_key) select id + ?, number || ?, version, 1, created_at,"
                    + " created_by, updated_at, updated_by, deleted_key, name, types, level, status, industry,"
                    + " region, phones, phone, employees, search_text, name_key from customer"
                    + " where id >= ? and id < ?");
        var grams =
            connection.prepareStatement(
                "insert into tangram_gram (gram, record_id) select gram, record_id + ? from bench_gram")) {
      customers.setQueryTimeout(0);
      grams.setQueryTimeout(0);
      customers.setLong(1, shift);
      customers.setString(2, "-" + shift);
      customers.setLong(3, FIRST_ID);
      customers.setLong(4, FIRST_ID + from);
      customers.executeUpdate();
      grams.setLong(1, shift);
      grams.executeUpdate();
    }
  }

  /** What both databases do by themselves after some time. */
  private static void measure(Connection connection) throws SQLException {
    for (var table :
        new String[] {
          "customer",
          "tangram_gram",
          "tangram_viewer",
          "tangram_custom_value",
          "tangram_custom_record"
        }) {
      run(
          connection,
          connection.getMetaData().getDatabaseProductName().contains("Derby")
              ? "call syscs_util.syscs_update_statistics('APP', '"
                  + table.toUpperCase(Locale.ROOT)
                  + "', null)"
              : "analyze " + table);
    }
  }

  private static void insert(Connection connection, int from, int to, long seller, int sellers)
      throws SQLException {
    var now = Timestamp.from(Instant.parse("2026-01-01T00:00:00Z"));
    try (var statement =
        connection.prepareStatement(
            "insert into customer (id, number, version, owner_id, created_at, created_by, updated_at, updated_by,"
                + " deleted_key, name, types, level, status, industry, region, phones, phone, employees)"
                + " values (?, ?, 1, ?, ?, 1, ?, 1, 0, ?, ',customer,', ?, ?, ?, ?, ?, ?, ?)")) {
      for (int i = from; i < to; i++) {
        var random = new Random(i);
        int city = random.nextInt(CITIES.length() / 2) * 2;
        var name =
            CITIES.substring(city, city + 2)
                + BRAND.charAt(random.nextInt(BRAND.length()))
                + BRAND.charAt(random.nextInt(BRAND.length()))
                + TRADES[random.nextInt(TRADES.length)]
                + "有限公司";
        var phone = "1%010d".formatted(3_000_000_000L + random.nextInt(1_000_000_000));
        statement.setLong(1, FIRST_ID + i);
        statement.setString(2, "S-2026-%06d".formatted(i));
        statement.setLong(3, i < sellers ? seller : 1);
        statement.setTimestamp(4, now);
        statement.setTimestamp(5, now);
        statement.setString(6, name);
        statement.setString(7, String.valueOf("ABCD".charAt(random.nextInt(4))));
        statement.setString(8, random.nextInt(3) == 0 ? "potential" : "won");
        statement.setString(9, String.valueOf("ABCDEFGHIJKLMNOPQRST".charAt(random.nextInt(20))));
        statement.setString(10, "CN-" + random.nextInt(300));
        statement.setString(11, "[{\"primary\":true,\"number\":\"" + phone + "\"}]");
        statement.setString(12, phone);
        statement.setInt(13, random.nextInt(5_000));
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
