package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is owed, who is asked to pay it and who is reminded of it; the same on every database. */
abstract class DunningCheck extends ReceiptCheck {
  static final String OWED = "/api/v1/receivables";
  static final String ASKED = "/api/v1/dunnings";
  private static final String BOUGHT = "/api/v1/orders";
  private static final LocalDate TODAY = LocalDate.now();

  /** An approved order with an instalment of 100 on each of some days, none where it is null. */
  private String owing(String customer, String owner, LocalDate... days) {
    return owing(customer, owner, "CNY", days);
  }

  private String owing(String customer, String owner, String currency, LocalDate... days) {
    var plan =
        Arrays.stream(days)
            .map(
                day ->
                    day == null
                        ? "{\"amount\":\"100\",\"milestone\":\"Accepted\"}"
                        : "{\"amount\":\"100\",\"dueOn\":\"" + day + "\"}")
            .collect(Collectors.joining(","));
    var made =
        make(
            BOUGHT,
            """
            {"customerId":"%s","signedOn":"%s","currency":"%s",%s
             "lines":[{"name":"Machine","quantity":"1","price":"%d"}],"plan":[%s]}\
            """
                .formatted(
                    customer,
                    TODAY.minusDays(60),
                    currency,
                    owner == null ? "" : "\"ownerId\":\"" + owner + "\",",
                    days.length * 100,
                    plan));
    var id = made.get("id").asText();
    // Nobody has to approve it.
    var done = server.post(BOUGHT + "/" + id + "/actions/submit", null);
    assertThat(done.json().path("status").asText()).as(done.text()).isEqualTo("approved");
    return id;
  }

  private List<JsonNode> instalments(String order) {
    var found = new ArrayList<JsonNode>();
    server.get(OWED + "?sort=seq&filter=orderId==" + order).json().get("items").forEach(found::add);
    return found;
  }

  private static String idOf(JsonNode record) {
    return record.get("id").asText();
  }

  private JsonNode read(String path, String id, String... headers) {
    return server.get(path + "/" + id, headers).json();
  }

  private Server.Answer act(String instalment, String action, String body, String... headers) {
    return server.post(OWED + "/" + instalment + "/actions/" + action, body, headers);
  }

  private String debtor(String name, String more) {
    return idOf(make("/api/v1/customers", "{\"name\":\"%s\"%s}".formatted(name, more)));
  }

  // ---- M-40

  @Test
  void m40_whatIsOwedBecomesDueByItsMilestoneAndIsWrittenOffWithAReason() {
    var order = owing(debtor("Owes by milestone", ""), null, TODAY.plusDays(5), null);
    var parts = instalments(order);
    assertThat(parts.get(0).get("number").asText())
        .isEqualTo(read(BOUGHT, order).get("number").asText() + "-1");
    assertThat(parts.get(1).has("dueOn")).isFalse();
    assertThat(act(idOf(parts.get(0)), "reach", "{\"dueOn\":\"" + TODAY + "\"}").code())
        .isEqualTo("conflict");
    var due = TODAY.minusDays(4);
    var reached = act(idOf(parts.get(1)), "reach", "{\"dueOn\":\"" + due + "\"}");
    assertThat(reached.json().get("dueOn").asText()).as(reached.text()).isEqualTo(due.toString());
    assertThat(reached.json().get("daysOverdue").asInt()).isEqualTo(4);
    assertThat(reached.json().get("reachedOn").asText()).isEqualTo(TODAY.toString());
    var whole = read(BOUGHT, order);
    assertThat(whole.at("/plan/1/dueOn").asText()).isEqualTo(due.toString());
    assertThat(whole.at("/overdue/amount").asText()).isEqualTo("100.00");
    assertThat(whole.get("nextDueOn").asText()).isEqualTo(due.toString());
    assertThat(whole.get("hints").findValuesAsText("code")).contains("order-overdue");

    var id = idOf(parts.get(1));
    for (var wrong :
        List.of(
            "amount above-outstanding \"amount\":\"100.01\"",
            "amount minor-unit \"amount\":\"1.001\"",
            "bookedOn before-begin \"bookedOn\":\"" + TODAY.minusDays(61) + "\"")) {
      var part = wrong.split(" ", 3);
      var refused =
          act(id, "write-off", "{\"reason\":\"Gone\"," + part[2] + "}", "Accept-Language", "zh-CN");
      assertThat(refused.json().at("/errors/0/field").asText())
          .as(refused.text())
          .isEqualTo(part[0]);
      assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo(part[1]);
      assertThat(refused.json().at("/errors/0/message").asText()).matches(".*\\p{IsHan}.*");
    }
    var some = act(id, "write-off", "{\"reason\":\"Quarrel\",\"amount\":\"30\"}");
    assertThat(some.json().at("/outstanding/amount").asText()).as(some.text()).isEqualTo("70.00");
    var all = act(id, "write-off", "{\"reason\":\"Bankrupt\"}").json();
    assertThat(all.get("state").asText()).isEqualTo("paid");
    assertThat(all.at("/writtenOff/amount").asText()).isEqualTo("100.00");
    assertThat(all.get("writeOffReason").asText()).isEqualTo("Bankrupt");
    assertThat(act(id, "write-off", "{\"reason\":\"Again\"}").code()).isEqualTo("conflict");
    var after = read(BOUGHT, order);
    assertThat(after.at("/outstanding/amount").asText()).isEqualTo("100.00");
    assertThat(after.at("/overdue/amount").asText()).isEqualTo("0.00");

    // What is outstanding is the sum of what was booked.
    var entries = server.get("/api/v1/receivable-entries?sort=id&filter=receivableId==" + id);
    assertThat(entries.json().get("items").findValuesAsText("kind"))
        .containsExactly("planned", "moved", "moved", "written-off", "written-off");
    assertThat(
            entries.json().get("items").findValues("amount").stream()
                .map(money -> new BigDecimal(money.get("amount").asText()).intValue())
                .toList())
        .containsExactly(100, -100, 100, -30, -70);
    assertThat(server.soap("receivables", "get", "<id>" + id + "</id>").text())
        .contains("<writeOffReason>Bankrupt</writeOffReason>", "<state>paid</state>");
  }

  // ---- M-42

  @Test
  void m42_whatWasPromisedStandsOnTheInstalmentAndIsKeptOrBroken() {
    var customer = debtor("Promises", "");
    var parts = instalments(owing(customer, null, TODAY.minusDays(20), TODAY.minusDays(9), TODAY));
    var id = idOf(parts.get(0));
    var first =
        make(
            ASKED,
            """
            {"receivableId":"%s","dunnedOn":"%s","method":"telephone","content":"Will pay","promisedOn":"%s"}\
            """
                .formatted(id, TODAY.minusDays(15), TODAY.minusDays(10)));
    assertThat(first.get("promise").asText()).isEqualTo("broken");
    var told = read(OWED, id);
    assertThat(told.get("promisedOn").asText()).isEqualTo(TODAY.minusDays(10).toString());
    assertThat(told.get("lastDunnedOn").asText()).isEqualTo(TODAY.minusDays(15).toString());
    var card = read("/api/v1/customers", customer);
    assertThat(card.get("hints").findValuesAsText("code"))
        .contains("money-overdue", "promise-broken");

    var second =
        make(
            ASKED,
            "{\"receivableId\":\"%s\",\"promisedOn\":\"%s\"}".formatted(id, TODAY.plusDays(7)));
    assertThat(second.get("dunnedOn").asText()).isEqualTo(TODAY.toString());
    assertThat(second.get("promise").asText()).isEqualTo("waiting");
    told = read(OWED, id);
    assertThat(told.get("promisedOn").asText()).isEqualTo(TODAY.plusDays(7).toString());
    assertThat(told.get("timesDunned").asInt()).isEqualTo(2);
    // Each keeps what became of it.
    assertThat(read(ASKED, idOf(first)).get("promise").asText()).isEqualTo("broken");
    assertThat(read("/api/v1/customers", customer).get("hints").findValuesAsText("code"))
        .doesNotContain("promise-broken");

    for (var wrong :
        List.of(
            "promisedOn before-begin \"receivableId\":\"%s\",\"promisedOn\":\"%s\""
                .formatted(id, TODAY.minusDays(1)),
            "receivableId unknown-reference \"receivableId\":\"999999999\"")) {
      var part = wrong.split(" ", 3);
      var refused = server.post(ASKED, "{" + part[2] + "}");
      assertThat(refused.json().at("/errors/0/field").asText())
          .as(refused.text())
          .isEqualTo(part[0]);
      assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo(part[1]);
    }
    // It stays with its instalment, and goes with what it said.
    var moved =
        patch(ASKED + "/" + idOf(second), "{\"receivableId\":\"" + idOf(parts.get(1)) + "\"}");
    assertThat(moved.json().at("/errors/0/code").asText()).isEqualTo("receivable-stays");
    assertThat(delete(ASKED + "/" + idOf(second)).status()).isEqualTo(204);
    told = read(OWED, id);
    assertThat(told.get("promisedOn").asText()).isEqualTo(TODAY.minusDays(10).toString());
    assertThat(told.get("timesDunned").asInt()).isEqualTo(1);
    assertThat(
            server
                .post(ASKED + "/" + idOf(second) + "/actions/restore", null)
                .json()
                .get("promise")
                .asText())
        .isEqualTo("waiting");
    // What is paid is not dunned.
    assertThat(act(idOf(parts.get(1)), "write-off", "{\"reason\":\"x\"}").status()).isEqualTo(200);
    var late = server.post(ASKED, "{\"receivableId\":\"" + idOf(parts.get(1)) + "\"}");
    assertThat(late.json().at("/errors/0/code").asText()).isEqualTo("receivable-not-open");
    // All of it is paid by the day: what was promised before was broken all the same.
    confirmed(customer, "100", "");
    assertThat(read(OWED, id).get("state").asText()).isEqualTo("paid");
    assertThat(read(ASKED, idOf(second)).get("promise").asText()).isEqualTo("kept");
    assertThat(read(ASKED, idOf(first)).get("promise").asText()).isEqualTo("broken");
    var external =
        server.call(
            "PUT",
            ASKED + "/external/erp/D-1",
            "{\"receivableId\":\"%s\",\"content\":\"From outside\"}".formatted(idOf(parts.get(2))));
    assertThat(external.status()).as(external.text()).isIn(200, 201);
    assertThat(server.soap("dunnings", "get", "<id>" + idOf(first) + "</id>").text())
        .contains("<promise>broken</promise>");
  }

  // ---- M-43

  private void settings(String line, BooleanSupplier until) {
    var file = server.data.resolve("etc/org.tangramcrm.orders.cfg");
    // The container writes a file again that changes while it takes in what was there before.
    Server.await(
        line,
        () -> {
          try {
            if (!Files.readString(file).equals(line)) {
              Files.writeString(file, line);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return until.getAsBoolean();
        });
  }

  /** What somebody is reminded of, by what of: a code and how often. */
  private List<String> reminded(String login, String... headers) {
    var told = new ArrayList<String>();
    server
        .get("/api/v1/notifications?limit=200&filter=kind==reminder", as(login, headers))
        .json()
        .get("items")
        .forEach(
            notice ->
                told.add(
                    notice.get("title").asText()
                        + " "
                        + notice.get("reminder").asText()
                        + " "
                        + notice.get("times").asInt()));
    return told;
  }

  @Test
  void m43_ownersAreRemindedOnceOfWhatIsTheirsNow() throws IOException {
    var collector =
        role(
            "collector",
            "own",
            "customers.view orders.view receivables.view dunnings.view notifications.view");
    var owner = user("dun.owner", collector);
    var heir = user("dun.heir", collector);
    var customer = debtor("Reminds", "");
    var order =
        owing(
            customer,
            owner,
            TODAY.minusDays(20),
            TODAY.minusDays(15),
            TODAY,
            TODAY.plusDays(2),
            TODAY.plusDays(30),
            null,
            TODAY.minusDays(18),
            TODAY.minusDays(10));
    var number = read(BOUGHT, order).get("number").asText();
    var parts = instalments(order);
    var given = owing(customer, owner, TODAY, TODAY.plusDays(40));
    var gone = read(BOUGHT, given).get("number").asText();
    var promise = "{\"receivableId\":\"%s\",\"dunnedOn\":\"%s\",\"promisedOn\":\"%s\"}";
    make(ASKED, promise.formatted(idOf(parts.get(0)), TODAY, TODAY.plusDays(3)));
    make(ASKED, promise.formatted(idOf(parts.get(6)), TODAY.minusDays(5), TODAY.minusDays(1)));
    assertThat(act(idOf(parts.get(1)), "write-off", "{\"reason\":\"Gone\"}").status())
        .isEqualTo(200);
    handOver(given, heir);
    assertThat(instalments(given).get(0).get("ownerId").asText()).isEqualTo(heir);

    var usual = Files.readString(server.data.resolve("etc/org.tangramcrm.orders.cfg"));
    settings("remind.every = 8\n", () -> !reminded("dun.heir").isEmpty());
    // Neither what is paid or promised, nor what is not due for long or by no day.
    var told =
        List.of(
            number + "-3 receivable-due 1",
            number + "-4 receivable-soon 1",
            number + "-7 receivable-promise 1",
            number + "-8 receivable-overdue 1");
    assertThat(reminded("dun.owner")).containsExactlyInAnyOrderElementsOf(told);
    assertThat(reminded("dun.heir")).containsExactly(gone + "-1 receivable-due 1");
    // It falls due as theirs who have it by then.
    assertThat(instalments(given).get(1).get("dueOwnerId").asText()).isEqualTo(heir);
    var words =
        server.get(
            "/api/v1/notifications?filter=reminder==receivable-overdue",
            as("dun.owner", "Accept-Language", "zh-CN"));
    assertThat(words.json().at("/items/0/message").asText())
        .contains(TODAY.minusDays(10).toString())
        .matches(".*\\p{IsHan}.*");
    assertThat(read(OWED, idOf(parts.get(7))).get("remindedOn").asText())
        .isEqualTo(TODAY.toString());

    // Looked at again, only what came since is told.
    var later = read(BOUGHT, owing(customer, heir, TODAY)).get("number").asText();
    settings(usual, () -> reminded("dun.heir").contains(later + "-1 receivable-due 1"));
    assertThat(reminded("dun.owner")).containsExactlyInAnyOrderElementsOf(told);
    assertThat(reminded("dun.heir")).hasSize(2);
  }

  private void handOver(String order, String to) {
    var begun =
        server.post(
            "/api/v1/transfers",
            "{\"collection\":\"orders\",\"recordFilter\":\"id==%s\",\"toUserId\":\"%s\",\"reason\":\"Leaves\"}"
                .formatted(order, to));
    assertThat(begun.status()).as(begun.text()).isIn(200, 201);
    Server.await("the transfer", () -> read(BOUGHT, order).get("ownerId").asText().equals(to));
  }

  // ---- M-11, M-12

  private static List<String> figures(JsonNode card) {
    var told = new ArrayList<String>();
    card.get("figures")
        .forEach(
            figure -> {
              var money = figure.at("/money/amount").asText();
              var count = figure.path("count").asText();
              told.add(
                  figure.get("key").asText()
                      + " "
                      + (money + count + figure.path("percent").asText()));
            });
    return told;
  }

  @Test
  void m11_aCardTellsWhatWasOrderedAndIsOwedAndTheRowsBehindIt() {
    make(
        "/api/v1/exchange-rates",
        "{\"currency\":\"CHF\",\"validFrom\":\"2020-01-01\",\"rate\":\"8\"}");
    var customer = debtor("Figures", ",\"creditLimit\":{\"amount\":\"2000\",\"currency\":\"CNY\"}");
    owing(customer, null, TODAY.minusDays(3), TODAY.plusDays(3));
    var foreign = owing(customer, null, "CHF", TODAY.minusDays(2));
    make(
        BOUGHT,
        """
        {"customerId":"%s","lines":[{"name":"A draft","quantity":"1","price":"5000"}]}\
        """
            .formatted(customer));
    var path = "/api/v1/customers/" + customer;
    var card = server.get(path).json();
    assertThat(figures(card))
        .contains(
            "orders 2",
            "ordered 1000.00",
            "received 0.00",
            "receivedShare 0.00",
            "outstanding 1000.00",
            "overdue 900.00");
    // Each leads to rows that come to it.
    card.get("figures")
        .forEach(
            figure -> {
              var collection = figure.path("collection").asText();
              if ((collection.equals("orders") || collection.equals("receivables"))
                  && !figure.has("percent")) {
                var field =
                    figure.get("key").asText().equals("ordered")
                        ? "total"
                        : collection.equals("receivables")
                            ? "outstanding"
                            : figure.get("key").asText();
                var counted = figure.get("key").asText().equals("orders");
                var rows =
                    server.get(
                        "/api/v1/%s?filter=%s%s"
                            .formatted(
                                collection,
                                figure.get("filter").asText(),
                                counted ? "" : "&sums=" + field));
                assertThat(
                        counted
                            ? rows.json().at("/total/value").decimalValue()
                            : new BigDecimal(rows.json().at("/sums/0/value").asText()))
                    .as(figure + rows.text())
                    .isEqualByComparingTo(
                        counted
                            ? new BigDecimal(figure.get("count").asText())
                            : new BigDecimal(figure.at("/money/amount").asText()));
              }
            });
    assertThat(card.at("/figures").toString()).contains("CHF");
    assertThat(card.get("hints").findValuesAsText("code"))
        .contains("money-overdue")
        .doesNotContain("credit-exceeded");
    assertThat(card.get("hints").toString()).contains("900.00 CNY");
    owing(customer, null, TODAY.plusDays(1), TODAY.plusDays(2), TODAY.plusDays(4));
    patch(path, "{\"creditLimit\":{\"amount\":\"1200\",\"currency\":\"CNY\"}}");
    assertThat(server.get(path).json().get("hints").findValuesAsText("code"))
        .contains("credit-exceeded");
    assertThat(read(BOUGHT, foreign).get("hints").findValuesAsText("code"))
        .contains("order-overdue");

    // Who does not see what orders come to is not told so here either.
    var blind =
        make(
            "/api/v1/roles",
            """
            {"code":"debt-blind","name":"Blind","scopes":[{"collection":"*","scope":"all"}],
             "operations":["customers.view","orders.view","receivables.view","dunnings.view"],
             "fields":[{"collection":"orders","field":"total","access":"hidden"}]}\
            """);
    user("debt.blind", blind);
    var seen = server.get(path, as("debt.blind"));
    assertThat(figures(seen.json())).contains("orders 3").noneMatch(told -> told.contains("00.00"));
    assertThat(seen.text()).doesNotContain("900.00", "money-overdue");
    assertThat(server.get(OWED + "?filter=customerId==" + customer, as("debt.blind")).text())
        .doesNotContain("100.00");
    // Nor who reaches none of it.
    var late = instalments(foreign).get(0);
    var asked = idOf(make(ASKED, "{\"receivableId\":\"" + idOf(late) + "\"}"));
    var everything =
        "customers.view orders.view receivables.view receivables.edit receivables.write-off"
            + " dunnings.view dunnings.create";
    user("debt.apart", role("debt-apart", "own", everything));
    for (var list :
        List.of(
            OWED + "?filter=customerId==" + customer,
            "/api/v1/receivable-entries?filter=orderId==" + foreign,
            ASKED + "?filter=receivableId==" + idOf(late))) {
      assertThat(server.get(list).json().get("items")).isNotEmpty();
      assertThat(server.get(list, as("debt.apart")).json().get("items")).as(list).isEmpty();
    }
    assertThat(read(ASKED, asked, as("debt.apart")).get("code").asText()).isEqualTo("not-found");
    for (var action : List.of("reach {\"dueOn\":\"2030-01-01\"}", "write-off {\"reason\":\"x\"}")) {
      var part = action.split(" ", 2);
      assertThat(act(idOf(late), part[0], part[1], as("debt.apart")).code()).isEqualTo("not-found");
    }
    var foreignOne =
        server.post(ASKED, "{\"receivableId\":\"" + idOf(late) + "\"}", as("debt.apart"));
    assertThat(foreignOne.json().at("/errors/0/code").asText()).isEqualTo("unknown-reference");
  }
}
