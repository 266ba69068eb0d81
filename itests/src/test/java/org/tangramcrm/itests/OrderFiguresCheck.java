package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Analyses of orders, with figures worked out by hand; the same on every database. */
abstract class OrderFiguresCheck extends DunningCheck {
  private static final String ANALYSES = "/api/v1/analyses/";
  private static final String QUARTER = "from=2026-01-01&to=2026-03-31";
  private static final Set<String> NUMBERS = Set.of("integer", "decimal", "money", "percent");
  private static final Pattern ROW = Pattern.compile("<row [^>]*>(.*?)</row>", Pattern.DOTALL);
  private static final Pattern CELL = Pattern.compile("<c ([^>]*)>\\s*<v>([^<]*)</v>");

  private JsonNode told(String code, String query, String... headers) {
    var answer = server.get(ANALYSES + code + "?" + query, headers);
    assertThat(answer.status()).as(code + " " + query + ": " + answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static String figures(JsonNode row, String... keys) {
    var cells = new ArrayList<String>();
    for (var key : keys) {
      cells.add(row.path(key).asText("-"));
    }
    return String.join(" ", cells).replace("null", "-");
  }

  private static List<String> lines(JsonNode result, String... keys) {
    return StreamSupport.stream(result.get("rows").spliterator(), false)
        .map(row -> figures(row, keys))
        .toList();
  }

  /** What the records behind a row come to, and how many they are. */
  private String listed(JsonNode row, String sum) {
    return behind(row.get("drill"), sum);
  }

  private String behind(JsonNode drill, String sum) {
    var list =
        server
            .get(
                "/api/v1/%s?count=exact&limit=1&sums=%s&filter=%s"
                    .formatted(
                        drill.get("collection").asText(),
                        sum,
                        CardCheck.encoded(drill.get("filter").asText())))
            .json();
    assertThat(list.has("total")).as(drill + " " + list).isTrue();
    var base = list.at("/sums/0/value").asText("0");
    return list.at("/total/value").asText() + " " + new BigDecimal(base).setScale(2);
  }

  /** What the records of a collection come to, beside how many they are. */
  private static final Map<String, String> WORTH =
      Map.of(
          "orders", "total",
          "order-lines", "total",
          "receivables", "outstanding",
          "receivable-entries", "amount",
          "receipts", "amount");

  /** That figures open the records that come to them, of each row and of all. */
  private void opens(JsonNode result, String... keys) {
    var rows = new ArrayList<JsonNode>();
    result.get("rows").forEach(rows::add);
    rows.add(result.get("totals"));
    for (var row : rows) {
      for (var key : keys) {
        var amount = row.path(key);
        if (!amount.isTextual() || new BigDecimal(amount.asText()).signum() == 0) {
          continue;
        }
        var drill = row.has(key + "Drill") ? row.get(key + "Drill") : row.path("drill");
        assertThat(drill.has("filter")).as(key + " of " + row).isTrue();
        assertThat(row.has(key + "Drill") || drilled(result, key)).as(key + " of " + row).isTrue();
        var worth =
            key.equals("unapplied") ? "unapplied" : WORTH.get(drill.get("collection").asText());
        var sum = new BigDecimal(behind(drill, worth).split(" ")[1]);
        // What was received is less owed.
        assertThat(sum.abs()).as(key + " of " + row).isEqualByComparingTo(figure(row, key).abs());
      }
    }
  }

  private static boolean drilled(JsonNode result, String key) {
    return StreamSupport.stream(result.get("columns").spliterator(), false)
        .anyMatch(
            column -> column.get("key").asText().equals(key) && column.path("drilled").asBoolean());
  }

  private JsonNode department(String name, String below) {
    return make(
        "/api/v1/departments",
        "{\"name\":\"%s\"%s}"
            .formatted(name, below == null ? "" : ",\"parentId\":\"" + below + "\""));
  }

  private String seller(String login, JsonNode role, String department) {
    return id(
        make(
            "/api/v1/users",
            "{\"login\":\"%1$s\",\"name\":\"%1$s\",\"password\":\"%2$s\",\"roleIds\":[\"%3$s\"],\"departmentId\":\"%4$s\"}"
                .formatted(login, PASSWORD, id(role), department)));
  }

  private static String dated(String owner, String signed, String plan) {
    return ",\"ownerId\":\"%s\",\"signedOn\":\"%s\",\"plan\":[%s]".formatted(owner, signed, plan);
  }

  private static String due(String day, String amount) {
    return day == null
        ? "{\"amount\":\"%s\",\"milestone\":\"Acceptance\"}".formatted(amount)
        : "{\"amount\":\"%s\",\"dueOn\":\"%s\"}".formatted(amount, day);
  }

  private void received(String customer, String owner, String day, String amount, String currency) {
    var receipt =
        make(
            RECEIPTS,
            "{\"customerId\":\"%s\",\"ownerId\":\"%s\",\"receivedOn\":\"%s\",\"amount\":{\"amount\":\"%s\",\"currency\":\"%s\"}}"
                .formatted(customer, owner, day, amount, currency));
    var confirmed = server.post(RECEIPTS + "/" + id(receipt) + "/actions/confirm", null);
    assertThat(confirmed.status()).as(confirmed.text()).isEqualTo(200);
  }

  /**
   * A quarter of a small company: one (1,000 and 500; paid 400 on time and 250 late), two (1,000
   * crowns at 0.70, half of it paid at 0.72) and three (300 of the year before, paid 350).
   */
  private final class Quarter {
    final String north = id(department("F North", null));
    final String branch = id(department("F Branch", north));
    final JsonNode role =
        role(
            "f-sells",
            "own",
            "customers.view orders.view orders.create receivables.view receipts.view analyses.R-6 analyses.R-19 analyses.R-16");
    final String first = seller("f.first", role, branch);
    final String second = seller("f.second", role, north);
    final String one =
        buyer("F One", ",\"region\":\"CN-SH\",\"industry\":\"I\",\"ownerId\":\"" + first + "\"");
    final String two =
        buyer("F Two", ",\"region\":\"CN-BJ\",\"industry\":\"C\",\"ownerId\":\"" + first + "\"");
    final String three = buyer("F Three", ",\"ownerId\":\"" + second + "\"");
    final String all = "filter=customerId=in=(" + one + "," + two + "," + three + ")";
    final String product;
    final JsonNode large;

    Quarter() {
      for (var rate : List.of("2025-01-01 0.7", "2026-03-01 0.72")) {
        var part = rate.split(" ");
        make(
            "/api/v1/exchange-rates",
            "{\"currency\":\"NOK\",\"validFrom\":\"%s\",\"rate\":\"%s\"}"
                .formatted(part[0], part[1]));
      }
      product =
          id(
              make(
                  "/api/v1/products",
                  "{\"code\":\"F-P\",\"name\":\"F Pump\",\"cost\":{\"amount\":\"60\",\"currency\":\"CNY\"}}"));
      large =
          approved(
              one,
              "{\"productId\":\"%s\",\"quantity\":\"10\",\"price\":\"100\",\"taxRate\":\"0\"}"
                  .formatted(product),
              dated(
                  first, "2026-01-15", due("2026-02-15", "400") + "," + due("2026-05-15", "600")));
      approved(one, goods("500"), dated(second, "2026-02-10", due(null, "500")));
      approved(
          two,
          goods("1000"),
          ",\"currency\":\"NOK\"" + dated(first, "2026-02-20", due("2026-03-31", "1000")));
      approved(three, goods("300"), dated(second, "2025-12-31", due("2026-01-31", "300")));
      order(two, goods("999"), dated(second, "2026-02-21", due("2026-04-01", "999")));
      act(
          approved(one, goods("50"), dated(first, "2026-02-25", due("2026-03-01", "50"))),
          "cancel",
          "{\"reason\":\"other\",\"endedOn\":\"2026-02-25\"}");
      received(three, second, "2026-02-05", "350", "CNY");
      received(one, first, "2026-02-10", "400", "CNY");
      received(two, first, "2026-03-31", "500", "NOK");
      received(one, first, "2026-06-10", "250", "CNY");
      var limited =
          patch(
              "/api/v1/customers/" + one,
              "{\"creditLimit\":{\"amount\":\"2000\",\"currency\":\"CNY\"}}");
      assertThat(limited.status()).as(limited.text()).isEqualTo(200);
    }

    private String goods(String price) {
      return item("1", price, ",\"taxRate\":\"0\"");
    }
  }

  /** Quarters and years are counted from the month in which a period begins. */
  @Test
  void r18_edge23_aFiscalYearThatBeginsInAprilIsAskedForByItsFirstDay() {
    var customer = buyer("F Fiscal", "");
    for (var sale :
        List.of("2025-03-31 100", "2025-04-01 200", "2026-03-31 400", "2026-04-01 800")) {
      var part = sale.split(" ");
      approved(
          customer, item("1", part[1], ",\"taxRate\":\"0\""), ",\"signedOn\":\"" + part[0] + "\"");
    }
    var of = "&filter=customerId==" + customer;
    var years = told("R-18", "bucket=year&from=2024-04-01&to=2026-04-30" + of);
    assertThat(lines(years, "period", "orders", "amount", "before", "growth"))
        .containsExactly(
            "2024-04 – 2025-03 1 100.00 0.00 -",
            "2025-04 – 2026-03 2 600.00 100.00 500.00",
            "2026-04 – 2026-04 1 800.00 200.00 300.00");
    opens(years, "amount", "before", "yearBefore");
    var quarters = told("R-18", "bucket=quarter&from=2025-04-01&to=2026-03-31" + of);
    assertThat(lines(quarters, "period", "amount"))
        .containsExactly(
            "2025-04 – 2025-06 200.00",
            "2025-07 – 2025-09 0.00",
            "2025-10 – 2025-12 0.00",
            "2026-01 – 2026-03 400.00");
    var year = "from=2025-04-01&to=2026-03-31" + of;
    for (var code : List.of("R-4", "R-6", "R-7", "R-8", "R-9", "R-18", "R-24")) {
      assertThat(told(code, year).at("/totals/amount").asText()).as(code).isEqualTo("600.00");
    }
    assertThat(told("R-2", year).at("/totals/orders").asInt()).isEqualTo(2);
    for (var code : List.of("R-16", "R-17")) {
      assertThat(figures(told(code, year).get("totals"), "due", "signed"))
          .as(code)
          .isEqualTo("600.00 600.00");
    }
  }

  @Test
  void figuresOfOrdersAreWhatTheirRecordsComeTo() throws IOException {
    var quarter = new Quarter();
    sales(quarter);
    rankings(quarter);
    periods(quarter);
    debts(quarter);
    ageing(quarter);
    collection(quarter);
    doors(quarter);
    attribution(quarter);
    targets(quarter);
    givenBack(quarter);
    permissions(quarter);
  }

  private static final String[] SALES = {
    "orders", "amount", "share", "received", "outstanding", "mean", "margin", "marginRate"
  };

  /** */
  private void sales(Quarter quarter) {
    var of = QUARTER + "&" + quarter.all;
    var total = "3 2200.00 100.00 1000.00 1200.00 733.33 400.00 40.00";
    var byCustomer = told("R-6", of, "Accept-Language", "zh-CN");
    assertThat(byCustomer.get("title").asText()).contains("客户");
    assertThat(lines(byCustomer, SALES))
        .containsExactly(
            "2 1500.00 68.18 650.00 850.00 750.00 400.00 40.00",
            "1 700.00 31.82 350.00 350.00 700.00 - -");
    assertThat(byCustomer.at("/rows/0/customerIdTitle").asText()).isEqualTo("F One");
    for (var code : List.of("R-6", "R-7", "R-8", "R-9")) {
      assertThat(figures(told(code, of).get("totals"), SALES)).as(code).isEqualTo(total);
    }
    // What is own and what is below stand apart.
    assertThat(lines(told("R-7", of), "departmentId", "orders", "amount", "withBelow"))
        .containsExactly(
            quarter.north + " 1 500.00 2200.00", quarter.branch + " 2 1700.00 1700.00");
    assertThat(lines(told("R-8", of), "region", "amount", "withBelow"))
        .containsExactly("CN 0.00 2200.00", "CN-SH 1500.00 1500.00", "CN-BJ 700.00 700.00");
    assertThat(lines(told("R-9", of), "industry", "amount"))
        .containsExactly("I 1500.00", "C 700.00");
    assertThat(lines(told("R-24", of), "paymentState", "orders", "amount", "outstanding"))
        .containsExactly("none 1 500.00 500.00", "part 2 1700.00 700.00", "full 0 0.00 0.00");
    // What was received and is owed as at the end of a past day; what was signed later is not
    // there.
    for (var code : List.of("R-6", "R-7", "R-8", "R-9")) {
      for (var day :
          List.of(
              "2026-02-15 2 1500.00 100.00 400.00 1100.00 750.00 400.00 40.00",
              "2026-03-31 3 2200.00 100.00 750.00 1450.00 733.33 400.00 40.00",
              "2026-06-10 " + total)) {
        var part = day.split(" ", 2);
        assertThat(figures(told(code, of + "&asAt=" + part[0]).get("totals"), SALES))
            .as(code + " " + part[0])
            .isEqualTo(part[1]);
      }
    }
    assertThat(lines(told("R-6", of + "&asAt=2026-03-31"), "received", "outstanding"))
        .containsExactly("400.00 1100.00", "350.00 350.00");
    for (var code : List.of("R-6", "R-7", "R-8", "R-9")) {
      opens(told(code, of), "amount", "withBelow");
      opens(told(code, of + "&basis=current"), "amount", "withBelow");
      // Today's are told by the orders, those of a day that is past by what was booked by then.
      opens(told(code, of + "&asAt=2026-03-31"), "amount", "received", "outstanding");
    }
    for (var code : List.of("R-6", "R-7", "R-8", "R-9", "R-24")) {
      for (var row : told(code, of).get("rows")) {
        assertThat(listed(row, "total"))
            .as(code + " " + row)
            .isEqualTo(figures(row, "orders", "amount"));
      }
    }
    var file = server.get(ANALYSES + "R-6/file?format=csv&" + of);
    assertThat(file.text().lines().toList())
        .as(file.text())
        .contains("\"F Two\",700.00,1,31.82,350.00,350.00,700.00,,");
    var soap =
        server.soap(
            "analyses",
            "run",
            "<code>R-6</code><parameters><from>2026-01-01</from><to>2026-03-31</to><filter>customerId==%s</filter></parameters>"
                .formatted(quarter.one));
    assertThat(soap.text()).contains("<value>1500.00</value>", "<value>400.00</value>");
  }

  /** */
  private void rankings(Quarter quarter) {
    var of = QUARTER + "&" + quarter.all;
    String[] ranking = {"orders", "amount", "share", "cumulative", "rank"};
    assertThat(lines(told("R-4", of), ranking))
        .containsExactly("2 1500.00 68.18 68.18 1", "1 700.00 31.82 100.00 2");
    assertThat(lines(told("R-4", of + "&by=ownerId"), "ownerId", "amount"))
        .containsExactly(quarter.first + " 1700.00", quarter.second + " 500.00");
    // Lines come to what the orders do.
    var products = told("R-4", of + "&by=productId");
    assertThat(lines(products, "productId", "orders", "amount", "rank"))
        .containsExactly(quarter.product + " 1 1000.00 1", "- 2 1200.00 -");
    assertThat(products.at("/totals/amount").asText()).isEqualTo("2200.00");
    for (var row : products.get("rows")) {
      assertThat(listed(row, "total")).isEqualTo(figures(row, "orders", "amount"));
    }
    opens(products, "amount");

    var bands = told("R-2", of);
    assertThat(lines(bands, "band", "customers", "share", "orders", "cancelled", "amount"))
        .containsExactly(
            "1 1 50.00 1 0 700.00",
            "2 1 50.00 2 1 1500.00",
            "3-5 0 0.00 0 0 0.00",
            "6-more 0 0.00 0 0 0.00");
    assertThat(figures(bands.get("totals"), "customers", "orders", "cancelled", "repeatRate"))
        .isEqualTo("2 3 1 50.00");
    assertThat(listed(bands.at("/rows/0"), "revenue")).startsWith("1 ");
    opens(bands, "amount");
    assertThat(behind(bands.at("/rows/1/cancelledDrill"), "total")).startsWith("1 ");
    assertThat(told("R-2", "from=1999-01-01&to=1999-12-31").at("/totals/repeatRate").isNull())
        .isTrue();
  }

  /** R-18, with a fiscal year that begins in April. */
  private void periods(Quarter quarter) {
    var months = told("R-18", QUARTER + "&" + quarter.all);
    assertThat(lines(months, "period", "orders", "amount", "before", "growth", "yearGrowth"))
        .containsExactly(
            "2026-01 1 1000.00 300.00 233.33 -",
            "2026-02 2 1200.00 1000.00 20.00 -",
            "2026-03 0 0.00 1200.00 -100.00 -");
    assertThat(figures(months.get("totals"), "orders", "amount", "growth", "backlog"))
        .isEqualTo("3 2200.00 - 2200.00");
    for (var row : months.get("rows")) {
      assertThat(listed(row, "total")).isEqualTo(figures(row, "orders", "amount"));
    }
    var fiscal = told("R-18", "bucket=year&from=2025-04-01&to=2026-03-31&" + quarter.all);
    assertThat(lines(fiscal, "period", "amount")).containsExactly("2025-04 – 2026-03 2500.00");
    var quarters = told("R-18", "bucket=quarter&from=2025-04-01&to=2026-03-31&" + quarter.all);
    assertThat(lines(quarters, "amount")).containsExactly("0.00", "0.00", "300.00", "2200.00");
    var sizes = told("R-18", "by=size&" + QUARTER + "&" + quarter.all);
    assertThat(lines(sizes, "size", "orders", "amount", "before").get(0))
        .isEqualTo("under-10k 3 2200.00 300.00");
    opens(sizes, "amount", "before", "backlog");
    opens(months, "amount", "before", "backlog");
    assertThat(told("R-18", "by=orderType&" + quarter.all).at("/totals/amount").asText())
        .isEqualTo("2500.00");
  }

  /** */
  private void debts(Quarter quarter) {
    var debts = told("R-5", quarter.all);
    assertThat(
            lines(
                debts,
                "outstanding",
                "share",
                "cumulative",
                "rank",
                "overdue",
                "unapplied",
                "creditLimit",
                "creditUse"))
        .containsExactly(
            "850.00 70.83 70.83 1 350.00 0.00 2000.00 42.50",
            "350.00 29.17 100.00 2 350.00 0.00 - -",
            "0.00 0.00 100.00 - 0.00 50.00 - -");
    assertThat(listed(debts.at("/rows/0"), "outstanding")).isEqualTo("2 850.00");
    for (var by : List.of("customerId", "ownerId", "departmentId")) {
      for (var row : told("R-5", quarter.all + "&by=" + by).get("rows")) {
        assertThat(listed(row, "outstanding").split(" ")[1])
            .as(by + " " + row)
            .isEqualTo(row.get("outstanding").asText());
      }
      assertThat(
              figures(
                  told("R-5", quarter.all + "&by=" + by).get("totals"),
                  "outstanding",
                  "overdue",
                  "unapplied"))
          .as(by)
          .isEqualTo("1200.00 700.00 50.00");
    }
    opens(debts, "outstanding", "overdue", "unapplied");
    var then = told("R-5", quarter.all + "&asAt=2026-06-30");
    opens(then, "outstanding", "overdue");
    assertThat(lines(then, "outstanding", "overdue", "oldestDays"))
        .containsExactly("850.00 350.00 46", "350.00 350.00 91", "0.00 0.00 -");
    assertThat(server.get(ANALYSES + "R-5?asAt=2999-01-01").json().at("/errors/0/field").asText())
        .isEqualTo("asAt");
  }

  private static final String[] AGES = {
    "outstanding", "notDue", "days30", "days60", "days90", "days180", "unscheduled", "unapplied"
  };

  /** */
  private void ageing(Quarter quarter) {
    assertThat(lines(told("R-19", quarter.all + "&asAt=2026-06-30"), AGES))
        .containsExactly(
            "850.00 0.00 0.00 350.00 0.00 0.00 500.00 0.00",
            "350.00 0.00 0.00 0.00 0.00 350.00 0.00 0.00",
            "0.00 0.00 0.00 0.00 0.00 0.00 0.00 -50.00");
    // Before and after what was received, and on the day on which something was due.
    for (var day :
        List.of(
            "2025-12-30 0.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00",
            "2026-01-31 1300.00 1300.00 0.00 0.00 0.00 0.00 0.00 0.00",
            "2026-02-04 1300.00 1000.00 300.00 0.00 0.00 0.00 0.00 0.00",
            "2026-02-05 1000.00 1000.00 0.00 0.00 0.00 0.00 0.00 -50.00",
            "2026-05-15 1450.00 600.00 0.00 350.00 0.00 0.00 500.00 -50.00",
            "2026-06-09 1450.00 0.00 600.00 0.00 350.00 0.00 500.00 -50.00")) {
      var part = day.split(" ", 2);
      for (var by : List.of("customerId", "departmentId", "ownerId", "orderId", "productId")) {
        var result = told("R-19", quarter.all + "&by=" + by + "&asAt=" + part[0]);
        assertThat(figures(result.get("totals"), AGES)).as(part[0] + " " + by).isEqualTo(part[1]);
        // Ages come to what is owed, what is due later among them (erpnext#51596, #49262).
        for (var row : result.get("rows")) {
          assertThat(agesOf(row))
              .as(row.toString())
              .isEqualByComparingTo(figure(row, "outstanding"));
        }
      }
    }
    for (var by : List.of("customerId", "departmentId", "ownerId", "orderId", "bucket")) {
      for (var day : List.of("2026-02-05", "2026-05-15", "2026-06-09")) {
        opens(
            told("R-19", quarter.all + "&by=" + by + "&asAt=" + day),
            Stream.concat(Stream.of(AGES).limit(7), Stream.of("overdue")).toArray(String[]::new));
      }
      opens(told("R-19", quarter.all + "&by=" + by), "outstanding", "overdue", "unapplied");
    }
    // Of an order's lines each owes its share.
    assertThat(listed(told("R-19", "by=productId").at("/rows/0"), "total")).doesNotStartWith("0 ");
    assertThat(lines(told("R-19", quarter.all + "&by=productId"), "productId", "outstanding"))
        .containsExactly(quarter.product + " 350.00", "- 850.00");
    // Narrowed, too, today and on a day that is past.
    for (var day : List.of("", "&asAt=2026-05-15")) {
      for (var row : told("R-19", quarter.all + "&by=productId" + day).get("rows")) {
        if (figure(row, "outstanding").signum() != 0) {
          assertThat(listed(row, "total")).as(row.toString()).doesNotStartWith("0 ");
        }
      }
    }
    var today = told("R-19", quarter.all + "&by=orderId");
    assertThat(figures(today.get("totals"), "outstanding", "unscheduled", "unapplied"))
        .isEqualTo("1200.00 500.00 -50.00");
    for (var row : today.get("rows")) {
      assertThat(listed(row, "outstanding"))
          .as(row.toString())
          .isEqualTo(figures(row, "instalments", "outstanding"));
    }
    // Each figure of the matrix opens the instalments behind it.
    for (var row : told("R-19", quarter.all).get("rows")) {
      for (var age : List.of("notDue", "days30", "days90", "days365", "older", "unscheduled")) {
        // Behind nothing there is nothing to be seen.
        var amount = row.get(age).asText();
        assertThat(row.has(age + "Drill")).as(age + " of " + row).isEqualTo(!amount.equals("0.00"));
        if (row.has(age + "Drill")) {
          assertThat(behind(row.get(age + "Drill"), "outstanding").split(" ")[1])
              .as(age + " of " + row)
              .isEqualTo(amount);
        }
      }
    }
    var buckets = told("R-19", quarter.all + "&by=bucket");
    assertThat(buckets.at("/totals/outstanding").asText()).isEqualTo("1200.00");
    for (var row : buckets.get("rows")) {
      if (row.at("/drill/collection").asText().equals("receipts")) {
        // What was paid for nothing yet is the receipts', and owed to whoever paid.
        assertThat(new BigDecimal(listed(row, "unapplied").split(" ")[1]).negate())
            .as(row.toString())
            .isEqualByComparingTo(row.get("unapplied").asText());
      } else if (row.has("drill")) {
        assertThat(listed(row, "outstanding").split(" ")[1])
            .as(row.toString())
            .isEqualTo(row.get("outstanding").asText());
      }
    }
    // Past debts of an order are told by their entries.
    var before = told("R-19", quarter.all + "&by=orderId&asAt=2026-06-09");
    assertThat(listed(before.at("/rows/0"), "amount").split(" ")[1])
        .isEqualTo(before.at("/rows/0/outstanding").asText());
    // What receipts do not have is asked for.
    var narrow = told("R-19", "filter=state==open;customerId==" + quarter.three);
    assertThat(narrow.at("/totals/unapplied").isNull()).isTrue();
  }

  private static BigDecimal figure(JsonNode row, String key) {
    return new BigDecimal(row.get(key).asText());
  }

  private static BigDecimal agesOf(JsonNode row) {
    return Stream.of(
            "notDue", "days30", "days60", "days90", "days180", "days365", "older", "unscheduled")
        .map(age -> figure(row, age))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static final String[] COLLECTION = {
    "due",
    "onTime",
    "late",
    "overdue",
    "planRate",
    "contractRate",
    "cashRate",
    "onTimeRate",
    "closing",
    "overdueRate",
    "meanDays",
    "dso"
  };

  /** */
  private void collection(Quarter quarter) {
    var of = QUARTER + "&departmentId=" + quarter.north;
    var customers = told("R-16", of);
    assertThat(lines(customers, COLLECTION))
        .containsExactly(
            "700.00 350.00 0.00 0.00 50.00 50.00 51.43 50.00 350.00 0.00 39.0 45.0",
            "400.00 400.00 0.00 0.00 100.00 43.33 26.67 100.00 1100.00 0.00 26.0 66.0",
            "300.00 0.00 300.00 0.00 100.00 - - 0.00 0.00 - 36.0 -");
    var total = "1400.00 750.00 300.00 0.00 75.00 45.45 50.45 53.57 1450.00 0.00";
    for (var code : List.of("R-16", "R-17")) {
      assertThat(figures(told(code, of).get("totals"), COLLECTION)).as(code).startsWith(total);
    }
    assertThat(lines(told("R-17", of), "departmentId", "due"))
        .containsExactly(quarter.branch + " 1100.00", quarter.north + " 300.00");
    for (var row : customers.get("rows")) {
      assertThat(listed(row, "amount").split(" ")[1]).isEqualTo(row.get("due").asText());
    }
    for (var code : List.of("R-16", "R-17")) {
      opens(told(code, of), "closing", "signed", "cash");
      opens(
          told(code, QUARTER.replace("03-31", "12-31") + "&" + quarter.all), "overdue", "closing");
      // What was overdue then is not what is by now.
      opens(
          told(code, QUARTER.replace("03-31", "05-15") + "&" + quarter.all), "overdue", "closing");
    }
    for (var row : told("R-17", of).get("rows")) {
      assertThat(listed(row, "amount").split(" ")[1]).isEqualTo(row.get("due").asText());
    }
    // By customer, person and department; what else is asked of instalments orders do not have.
    var narrow = told("R-16", QUARTER + "&filter=customerId==" + quarter.one);
    assertThat(lines(narrow, COLLECTION)).containsExactly(lines(customers, COLLECTION).get(1));
    assertThat(told("R-16", QUARTER + "&userId=" + quarter.second).at("/totals/due").asText())
        .isEqualTo("300.00");
    var paid = told("R-16", of + "&filter=state==paid").get("totals");
    assertThat(figures(paid, "due", "planRate", "signed", "cash", "contractRate", "dso"))
        .isEqualTo("700.00 100.00 - - - -");
    // Whose customers are of a region and an industry: so are the records behind.
    var some = "&customers=region==CN-SH;industry==I";
    for (var code : List.of("R-16", "R-17")) {
      var told = told(code, of + some);
      assertThat(figures(told.get("totals"), COLLECTION))
          .as(code)
          .isEqualTo(lines(customers, COLLECTION).get(1));
      for (var row : told.get("rows")) {
        assertThat(listed(row, "amount").split(" ")[1]).isEqualTo(row.get("due").asText());
      }
    }
    for (var code : ALL) {
      var row = told(code, quarter.all + some).get("rows");
      var same = told(code, "filter=customerId==" + quarter.one).get("rows");
      assertThat(row.findValues("amount")).as(code).isEqualTo(same.findValues("amount"));
      assertThat(row.findValues("due")).as(code).isEqualTo(same.findValues("due"));
      assertThat(row.findValues("outstanding")).as(code).isEqualTo(same.findValues("outstanding"));
    }
    opens(told("R-6", QUARTER + "&" + quarter.all + some), "amount");
    opens(told("R-5", quarter.all + some), "outstanding", "overdue");
    opens(told("R-19", quarter.all + some + "&asAt=2026-05-15"), "outstanding", "overdue");
    opens(told("R-4", QUARTER + "&by=productId&" + quarter.all + some), "amount");
    // A day later what was due on the last day of the quarter is overdue.
    var after = told("R-16", "from=2026-01-01&to=2026-04-01&departmentId=" + quarter.north);
    assertThat(after.at("/totals/overdue").asText()).isEqualTo("350.00");
  }

  private static final List<String> ALL =
      List.of(
          "R-2", "R-4", "R-5", "R-6", "R-7", "R-8", "R-9", "R-16", "R-17", "R-18", "R-19", "R-24");

  /** What is told at one door is told at the other, and in a file. */
  private void doors(Quarter quarter) throws IOException {
    for (var code : ALL) {
      var debts = List.of("R-5", "R-19").contains(code);
      var filter = quarter.all.substring("filter=".length());
      var rest = told(code, quarter.all + (debts ? "" : "&" + QUARTER));
      assertThat(rest.get("rows")).as(code).isNotEmpty();
      var soap =
          Flat.of(
              Flat.parse(
                  server
                      .soap(
                          "analyses",
                          "run",
                          "<code>%s</code><parameters>%s<filter>%s</filter></parameters>"
                              .formatted(
                                  code,
                                  debts ? "" : "<from>2026-01-01</from><to>2026-03-31</to>",
                                  filter))
                      .text()));
      var told = Flat.of(rest);
      // Where a figure opens records of its own, SOAP says so within its cell.
      told.keySet().removeIf(key -> key.contains("Drill."));
      told.forEach(
          (key, values) ->
              assertThat(
                      soap.entrySet().stream()
                          .filter(entry -> entry.getKey().endsWith(".return." + key))
                          .map(Map.Entry::getValue)
                          .findFirst()
                          .orElse(List.of()))
                  .as(code + " " + key)
                  .isEqualTo(values));
      var file =
          server.bytes(
              ANALYSES + code + "/file?format=xlsx&" + quarter.all + (debts ? "" : "&" + QUARTER));
      var sheet = Workbooks.part(file, "xl/worksheets/sheet1.xml");
      var figures = new ArrayList<List<BigDecimal>>();
      rest.get("rows").forEach(row -> figures.add(numbers(rest.get("columns"), row)));
      figures.add(numbers(rest.get("columns"), rest.get("totals")));
      var rows = ROW.matcher(sheet).results().map(row -> row.group(1)).toList();
      assertThat(
              rows.subList(1, figures.size() + 1).stream().map(OrderFiguresCheck::numbers).toList())
          .as(code)
          .isEqualTo(figures);
    }
  }

  private static List<BigDecimal> numbers(JsonNode columns, JsonNode row) {
    var numbers = new ArrayList<BigDecimal>();
    for (var column : columns) {
      var cell = row.path(column.get("key").asText());
      if (NUMBERS.contains(column.get("type").asText())
          && !cell.isMissingNode()
          && !cell.isNull()) {
        numbers.add(new BigDecimal(cell.asText()).stripTrailingZeros());
      }
    }
    return numbers;
  }

  private static List<BigDecimal> numbers(String row) {
    return CELL.matcher(row)
        .results()
        .filter(cell -> !cell.group(1).contains("t=\"") || cell.group(1).contains("t=\"n\""))
        .map(cell -> new BigDecimal(cell.group(2)).stripTrailingZeros())
        .toList();
  }

  /** Edge cases 14, 15 and 16. */
  private void attribution(Quarter quarter) {
    var of = QUARTER + "&" + quarter.all;
    var given = patch(ORDERS + "/" + id(quarter.large), "{\"ownerId\":\"" + quarter.second + "\"}");
    assertThat(given.status()).as(given.text()).isEqualTo(200);
    assertThat(lines(told("R-4", of + "&by=ownerId"), "ownerId", "amount"))
        .containsExactly(quarter.first + " 1700.00", quarter.second + " 500.00");
    var current = told("R-4", of + "&by=ownerId&basis=current");
    assertThat(lines(current, "ownerId", "amount"))
        .containsExactly(quarter.second + " 1500.00", quarter.first + " 700.00");
    assertThat(current.at("/totals/amount").asText()).isEqualTo("2200.00");
    for (var ask :
        List.of(
            "userId=" + quarter.first + " 1700.00",
            "userId=" + quarter.first + "&basis=current 700.00",
            "departmentId=" + quarter.branch + " 1700.00",
            "departmentId=" + quarter.branch + "&basis=current 700.00",
            "departmentId=" + quarter.north + " 2200.00")) {
      var part = ask.split(" ");
      assertThat(told("R-6", of + "&" + part[0]).at("/totals/amount").asText())
          .as(ask)
          .isEqualTo(part[1]);
    }
    debtsOf(quarter);

    var south = id(department("F South", null));
    var moved = patch("/api/v1/departments/" + quarter.branch, "{\"parentId\":\"" + south + "\"}");
    assertThat(moved.status()).as(moved.text()).isEqualTo(200);
    assertThat(lines(told("R-7", of + "&basis=current"), "departmentId", "amount", "withBelow"))
        .containsExactly(
            quarter.north + " 1500.00 1500.00",
            south + " 0.00 700.00",
            quarter.branch + " 700.00 700.00");
    assertThat(told("R-7", of).at("/totals/amount").asText()).isEqualTo("2200.00");

    // The region of today is another one than that of signing.
    var elsewhere = patch("/api/v1/customers/" + quarter.two, "{\"region\":\"CN-SH\"}");
    assertThat(elsewhere.status()).isEqualTo(200);
    assertThat(lines(told("R-8", of + "&basis=current"), "region", "amount"))
        .containsExactly("CN 0.00", "CN-SH 2200.00");
    assertThat(lines(told("R-8", of), "region", "amount"))
        .containsExactly("CN 0.00", "CN-SH 1500.00", "CN-BJ 700.00");

    // What companies that belong to another one buy, they buy as one.
    var part = patch("/api/v1/customers/" + quarter.two, "{\"parentId\":\"" + quarter.one + "\"}");
    assertThat(part.status()).as(part.text()).isEqualTo(200);
    var groups = told("R-6", of + "&by=groupId");
    assertThat(lines(groups, "groupId", "orders", "amount"))
        .containsExactly(quarter.one + " 3 2200.00");
    assertThat(listed(groups.at("/rows/0"), "total")).isEqualTo("3 2200.00");

    // Who has orders is not deleted, so that nothing is missing in any total.
    assertThat(delete("/api/v1/customers/" + quarter.three).code()).isEqualTo("in-use");
  }

  /** Debts stay with who had them when they fell due, though another one has to collect them. */
  private void debtsOf(Quarter quarter) {
    for (var code : List.of("R-5", "R-19")) {
      var then = told(code, quarter.all + "&by=ownerId");
      assertThat(lines(then, "ownerId", "outstanding"))
          .as(code)
          .containsExactly(quarter.first + " 700.00", quarter.second + " 500.00");
      var now = told(code, quarter.all + "&by=ownerId&basis=current");
      assertThat(lines(now, "ownerId", "outstanding"))
          .as(code)
          .containsExactly(quarter.second + " 850.00", quarter.first + " 350.00");
      for (var result : List.of(then, now)) {
        for (var row : result.get("rows")) {
          assertThat(listed(row, "outstanding").split(" ")[1])
              .as(code + " " + row)
              .isEqualTo(row.get("outstanding").asText());
        }
      }
      for (var ask :
          List.of(
              "userId=" + quarter.first + " 700.00",
              "userId=" + quarter.first + "&basis=current 350.00",
              "departmentId=" + quarter.branch + " 700.00",
              "departmentId=" + quarter.branch + "&basis=current 350.00",
              "departmentId=" + quarter.north + " 1200.00")) {
        var part = ask.split(" ");
        assertThat(told(code, quarter.all + "&" + part[0]).at("/totals/outstanding").asText())
            .as(code + " " + ask)
            .isEqualTo(part[1]);
      }
    }
    var of = QUARTER + "&" + quarter.all;
    assertThat(lines(told("R-17", of), "departmentId", "due", "signed"))
        .containsExactly(quarter.branch + " 1100.00 1700.00", quarter.north + " 300.00 500.00");
    assertThat(lines(told("R-17", of + "&basis=current"), "departmentId", "due", "signed"))
        .containsExactlyInAnyOrder(
            quarter.branch + " 700.00 700.00", quarter.north + " 700.00 1500.00");
    for (var basis : List.of("historical", "current")) {
      var result = told("R-17", of + "&basis=" + basis);
      assertThat(result.at("/totals/closing").asText()).isEqualTo("1450.00");
      for (var row : result.get("rows")) {
        assertThat(listed(row, "amount").split(" ")[1]).isEqualTo(row.get("due").asText());
      }
    }
  }

  /** R-7 beside what was to be sold, and by how many people. */
  private void targets(Quarter quarter) {
    make(
        "/api/v1/sales-targets",
        "{\"teamId\":\"%s\",\"forMonth\":\"2026-02-01\",\"amount\":{\"amount\":\"4400\",\"currency\":\"CNY\"}}"
            .formatted(quarter.north));
    var until = told("R-7", "from=2026-01-01&" + quarter.all);
    assertThat(lines(until, "departmentId", "amount", "target", "attainment", "perHead"))
        .contains(
            quarter.branch + " 1700.00 - - 1700.00",
            quarter.north + " 500.00 4400.00 11.36 500.00");
    // Of nobody and of no target there is no share.
    var before = told("R-7", "from=1999-01-01&to=1999-12-31&" + quarter.all);
    assertThat(figures(before.get("totals"), "target", "attainment", "perHead")).isEqualTo("- - -");
  }

  /**
   * What went wrong elsewhere: advances that had no due day (erpnext#28748), instalments below
   * nothing where more was paid than them (#36574), and money that was given back (#16355).
   */
  private void givenBack(Quarter quarter) {
    var customer = buyer("F Four", ",\"ownerId\":\"" + quarter.second + "\"");
    var entered =
        "{\"customerId\":\"%s\",\"ownerId\":\"%s\",\"receivedOn\":\"%s\",\"amount\":{\"amount\":\"%s\",\"currency\":\"CNY\"},\"advance\":%s}";
    var advance =
        make(RECEIPTS, entered.formatted(customer, quarter.second, "2026-01-05", "40", true));
    book(advance, "confirm", null);
    approved(
        customer,
        item("1", "300", ",\"taxRate\":\"0\""),
        dated(
            quarter.second,
            "2026-01-10",
            due("2026-01-31", "100") + "," + due("2026-06-30", "200")));
    var receipt =
        make(RECEIPTS, entered.formatted(customer, quarter.second, "2026-02-01", "350", false));
    book(receipt, "confirm", null);
    var refund = "{\"amount\":\"%s\",\"reason\":\"Returned\",\"refundedOn\":\"%s\"}";
    book(receipt, "refund", refund.formatted("60", "2026-02-10"));
    book(receipt, "refund", refund.formatted("250", "2026-02-20"));
    for (var day :
        List.of(
            "2026-01-06 0.00 0.00 0.00 0.00 0.00 0.00 0.00 -40.00",
            "2026-01-31 300.00 300.00 0.00 0.00 0.00 0.00 0.00 -40.00",
            "2026-02-09 0.00 0.00 0.00 0.00 0.00 0.00 0.00 -90.00",
            "2026-02-10 10.00 10.00 0.00 0.00 0.00 0.00 0.00 -40.00",
            "2026-02-20 260.00 200.00 60.00 0.00 0.00 0.00 0.00 -40.00")) {
      var part = day.split(" ", 2);
      for (var by : List.of("customerId", "orderId", "productId")) {
        var told =
            told("R-19", "filter=customerId==" + customer + "&by=" + by + "&asAt=" + part[0]);
        assertThat(figures(told.get("totals"), AGES)).as(part[0] + " " + by).isEqualTo(part[1]);
      }
    }
    assertThat(told("R-5", "filter=customerId==" + customer).at("/totals/unapplied").asText())
        .isEqualTo("40.00");
    assertThat(
            figures(
                told("R-16", QUARTER + "&filter=customerId==" + customer).at("/totals"),
                "due",
                "onTime",
                "late",
                "overdue",
                "cash"))
        .isEqualTo("100.00 0.00 40.00 60.00 80.00");
  }

  private void permissions(Quarter quarter) {
    var of = QUARTER + "&" + quarter.all;
    // The seller's customers' orders, whosever they are: all of the first's two customers.
    assertThat(figures(told("R-6", of, as("f.first")).get("totals"), "orders", "amount"))
        .isEqualTo("3 2200.00");
    user("f.none", role("f-none", "own", "orders.view analyses.R-6 analyses.R-19 analyses.R-16"));
    for (var code : List.of("R-6", "R-19", "R-16")) {
      assertThat(told(code, "", as("f.none")).get("rows")).as(code).isEmpty();
    }
    assertThat(server.get(ANALYSES + "R-4", as("f.none")).code()).isEqualTo("forbidden");
    user(
        "f.blind",
        make(
            "/api/v1/roles",
            """
            {"code":"f-blind","name":"Blind","scopes":[{"collection":"*","scope":"all"}],
             "operations":["orders.view","receivables.view","analyses.R-6","analyses.R-4","analyses.R-19"],
             "fields":[{"collection":"orders","field":"total","access":"hidden"},
                       {"collection":"orders","field":"signedRegion","access":"hidden"}]}"""));
    var blind = told("R-4", of, as("f.blind"));
    assertThat(lines(blind, "amount", "share", "cumulative", "rank")).containsOnly("- - - -");
    assertThat(blind.at("/totals/amount").isNull()).isTrue();
    // An order's lines would tell its total: what was sold is not told either.
    var sold = server.get(ANALYSES + "R-4?" + of + "&by=productId", as("f.blind"));
    assertThat(sold.json().at("/errors/0/field").asText()).as(sold.text()).isEqualTo("by");
    assertThat(lines(told("R-6", of, as("f.blind")), "amount", "received", "mean", "margin"))
        .containsOnly("- - - -");
    assertThat(server.get(ANALYSES + "R-19", as("f.blind")).code()).isEqualTo("forbidden");
    // Nothing is found by what somebody does not see of what is referred to.
    for (var unseen :
        List.of(
            "orders?filter=customerId.region==CN",
            "receivables?filter=orderId.signedRegion==CN",
            "receivables?filter=orderId.total=gt=0",
            "receivable-entries?filter=receivableId.orderId.customerId.name==F*")) {
      var answer = server.get("/api/v1/" + unseen, as("f.blind"));
      assertThat(answer.code()).as(unseen + " " + answer.text()).isEqualTo("invalid-filter");
    }
    var seen = server.get("/api/v1/receivables?filter=orderId.status==approved", as("f.blind"));
    assertThat(seen.json().get("items")).as(seen.text()).isNotEmpty();
  }
}
