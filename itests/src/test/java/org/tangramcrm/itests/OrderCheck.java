package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Orders and what is owed for them (M-37, M-38, M-45c); the same on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OrderCheck extends FieldRulesCheck {
  static final String ORDERS = "/api/v1/orders";
  static final String RECEIVABLES = "/api/v1/receivables";
  static final String LINES = "/api/v1/order-lines";
  static final String STEPS = "/api/v1/approval-steps";
  private static final String REVISIONS = "/api/v1/order-revisions";
  private static final String CUSTOMERS = "/api/v1/customers";
  private static final String PRODUCTS = "/api/v1/products";

  @Override
  String module() {
    return "orders";
  }

  @Override
  int entered() {
    return 2;
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  String buyer(String name, String more) {
    return id(make(CUSTOMERS, "{\"name\":\"" + name + "\"" + more + "}"));
  }

  static String id(JsonNode record) {
    return record.get("id").asText();
  }

  /** What is no product of ours, by quantity and price. */
  static String item(String quantity, String price, String more) {
    return "{\"name\":\"Item\",\"quantity\":\"%s\",\"price\":\"%s\"%s}"
        .formatted(quantity, price, more);
  }

  /** A draft of one or more lines. */
  JsonNode order(String customer, String lines, String more) {
    return make(ORDERS, body(customer, lines, more));
  }

  private static String body(String customer, String lines, String more) {
    return "{\"customerId\":\"%s\",\"lines\":[%s]%s}".formatted(customer, lines, more);
  }

  Server.Answer acted(JsonNode order, String action, String body, String... headers) {
    return server.post(ORDERS + "/" + id(order) + "/actions/" + action, body, headers);
  }

  JsonNode act(JsonNode order, String action, String body, String... headers) {
    var answer = acted(order, action, body, headers);
    assertThat(answer.status()).as(action + ": " + answer.text()).isEqualTo(200);
    return answer.json();
  }

  /** One that counts. */
  JsonNode approved(String customer, String lines, String more) {
    return act(order(customer, lines, more), "submit", null);
  }

  JsonNode read(JsonNode order) {
    return server.get(ORDERS + "/" + id(order)).json();
  }

  /** Its instalments in their order. */
  JsonNode owed(JsonNode order) {
    return server.get(RECEIVABLES + "?sort=seq&filter=orderId==" + id(order)).json().get("items");
  }

  /** Its lines by themselves. */
  JsonNode sold(JsonNode order) {
    return server.get(LINES + "?sort=id&filter=orderId==" + id(order)).json().get("items");
  }

  static List<String> amounts(JsonNode records, String field) {
    return records.findValues(field).stream().map(money -> money.path("amount").asText()).toList();
  }

  static void refused(Server.Answer answer, String field, String rule) {
    assertThat(answer.code()).as(answer.text()).isEqualTo("invalid");
    assertThat(answer.json().at("/errors/0/field").asText()).as(answer.text()).isEqualTo(field);
    assertThat(answer.json().at("/errors/0/code").asText()).as(answer.text()).isEqualTo(rule);
  }

  @Test
  void aStartWithOrdersLogsNoWarning() {
    var complaint = Pattern.compile("(?m)^.*\\| (?:WARN|ERROR) .*(?:\\n(?!\\d{4}-).*){0,40}");
    assertThat(complaint.matcher(server.log()).results().map(MatchResult::group)).isEmpty();
  }

  // ---- M-37: what it comes to

  @Test
  void m37_linesAreRoundedThenSummedAtTheRateOfTheDayOfSigning() {
    for (var rate : List.of("2026-01-01 7.1", "2026-02-01 7.3")) {
      var part = rate.split(" ");
      make(
          "/api/v1/exchange-rates",
          "{\"currency\":\"USD\",\"validFrom\":\"%s\",\"rate\":\"%s\"}"
              .formatted(part[0], part[1]));
    }
    var customer = buyer("Rounds", ",\"currency\":\"USD\",\"paymentDays\":30");
    var product =
        id(
            make(
                PRODUCTS,
                "{\"code\":\"O-R\",\"name\":\"Steel\",\"unit\":\"tonne\",\"taxRate\":\"13\",\"prices\":["
                    + "{\"price\":{\"amount\":\"33.333\",\"currency\":\"USD\"},\"until\":\"2026-01-31\"}]}"));
    var line = "{\"productId\":\"" + product + "\",\"quantity\":\"1.5\"%s}";
    // 49.9995 and 13.125, each rounded; 63.13 less 10 per cent is 56.817; tax of 45.00 and 11.817.
    var order =
        order(
            customer,
            line.formatted("") + "," + line.formatted(",\"price\":\"10\",\"discount\":\"12.5\""),
            ",\"signedOn\":\"2026-01-20\",\"discount\":\"10\"");
    assertThat(order.get("number").asText()).matches("S-\\d{4}-\\d{6}");
    assertThat(order.get("name").asText()).isEqualTo("Steel");
    assertThat(order.get("status").asText()).isEqualTo("draft");
    assertThat(order.get("currency").asText()).isEqualTo("USD");
    assertThat(order.get("lines").findValuesAsText("subtotal")).containsExactly("50.00", "13.13");
    assertThat(order.get("lines").findValuesAsText("tax")).containsExactly("5.85", "1.54");
    assertThat(order.at("/lines/0/listPrice").asText()).isEqualTo("33.333");
    assertThat(order.at("/net/amount").asText()).isEqualTo("56.82");
    assertThat(order.at("/total/amount").asText()).isEqualTo("64.21");
    assertThat(order.at("/total/baseAmount").asText()).isEqualTo("455.89");
    // Where no plan is given, all of it is due as the customer's terms say.
    assertThat(order.get("plan")).hasSize(1);
    assertThat(order.at("/plan/0/dueOn").asText()).isEqualTo("2026-02-19");
    assertThat(owed(order).findValuesAsText("state")).containsExactly("planned");
    assertThat(order.has("outstanding")).isFalse();

    // What becomes of product and rate changes nothing; what is off sale is on no new line.
    patch(PRODUCTS + "/" + product, "{\"name\":\"Renamed\",\"status\":\"off-sale\",\"prices\":[]}");
    var counts = act(order, "submit", null);
    assertThat(counts.get("status").asText()).isEqualTo("approved");
    assertThat(counts.get("total")).isEqualTo(order.get("total"));
    assertThat(counts.at("/lines/0/name").asText()).isEqualTo("Steel");
    assertThat(counts.at("/outstanding/amount").asText()).isEqualTo("64.21");
    assertThat(counts.at("/outstanding/baseAmount").asText()).isEqualTo("455.89");
    assertThat(counts.at("/overdue/amount").asText()).isEqualTo("64.21");
    assertThat(counts.get("paymentState").asText()).isEqualTo("none");
    refused(
        ORDERS,
        "{\"customerId\":\"%s\",\"lines\":[%s]}".formatted(customer, line.formatted("")),
        "<order><customerId>%s</customerId><lines><productId>%s</productId><quantity>1</quantity></lines></order>"
            .formatted(customer, product),
        "lines[0].productId",
        "off-sale");
    // Its lines by themselves come to it, in the base currency, too.
    var lines = sold(order);
    assertThat(amounts(lines, "net")).containsExactly("45.00", "11.82");
    assertThat(amounts(lines, "total")).containsExactly("50.85", "13.36");
    assertThat(sum(lines, "/total/baseAmount")).isEqualByComparingTo("455.89");
    assertThat(delete(CUSTOMERS + "/" + customer).code()).isEqualTo("in-use");
    assertThat(delete(PRODUCTS + "/" + product).code()).isEqualTo("in-use");
  }

  static BigDecimal sum(JsonNode records, String path) {
    var sum = BigDecimal.ZERO;
    for (var record : records) {
      sum = sum.add(new BigDecimal(record.at(path).asText()));
    }
    return sum;
  }

  @Test
  void m37_aRateThatIsNotKnownIsNoneToCountBy() {
    var order = order(buyer("Francs", ""), item("1", "9", ""), ",\"currency\":\"CHF\"");
    assertThat(order.get("total").has("baseAmount")).isFalse();
    refused(acted(order, "submit", null), "currency", "rate-unknown");
    make(
        "/api/v1/exchange-rates",
        "{\"currency\":\"CHF\",\"validFrom\":\"2026-01-01\",\"rate\":\"8\"}");
    assertThat(act(order, "submit", null).at("/outstanding/baseAmount").asText())
        .isEqualTo("72.00");
    assertThat(owed(order).at("/0/outstanding/baseAmount").asText()).isEqualTo("72.00");
  }

  // ---- M-38: its instalments

  @Test
  void m38_whatThePlanComesToIsTheTotal() {
    var customer = buyer("Plans", "");
    var thirds =
        ",\"plan\":[{\"percent\":\"33.3333\",\"dueOn\":\"2026-03-01\"},{\"percent\":\"33.3333\",\"milestone\":\"Delivered\"},"
            + "{\"percent\":\"33.3334\",\"dueOn\":\"2030-03-01\",\"method\":\"transfer\",\"remindDays\":5}]";
    var order = order(customer, item("1", "100", ""), thirds);
    assertThat(order.get("plan").findValuesAsText("seq")).containsExactly("1", "2", "3");
    assertThat(order.get("plan").findValuesAsText("amount"))
        .containsExactly("33.33", "33.33", "33.34");
    var planned = owed(order);
    assertThat(amounts(planned, "amount")).containsExactly("33.33", "33.33", "33.34");
    assertThat(planned.findValuesAsText("state")).containsOnly("planned");
    // Per cent of what it comes to then; two are left of three.
    var changed =
        patch(
                ORDERS + "/" + id(order),
                "{\"lines\":["
                    + item("2", "100", "")
                    + "],\"plan\":[{\"percent\":\"50\"},{\"amount\":\"100.01\",\"dueOn\":\"2030-01-01\"}]}")
            .json();
    assertThat(changed.get("plan").findValuesAsText("amount"))
        .as(changed.toString())
        .containsExactly("100.00", "100.00");
    assertThat(amounts(owed(order), "amount")).containsExactly("100.00", "100.00");
    for (var wrong :
        List.of(
            "plan plan-total {\"percent\":\"50\"},{\"percent\":\"49\"}",
            "plan plan-total {\"amount\":\"200.02\"}",
            "plan[1].amount required {\"percent\":\"50\"},{\"milestone\":\"x\"}")) {
      var part = wrong.split(" ", 3);
      refused(
          patch(
              ORDERS + "/" + id(order), "{\"plan\":[" + part[2] + "]}", "Accept-Language", "zh-CN"),
          part[0],
          part[1]);
    }

    var counts = act(order, "submit", null);
    assertThat(counts.get("instalments").asInt()).isEqualTo(2);
    assertThat(counts.get("instalmentsPaid").asInt()).isZero();
    assertThat(counts.get("nextDueOn").asText()).isEqualTo("2030-01-01");
    assertThat(counts.at("/overdue/amount").asText()).isEqualTo("0.00");
    var owed = owed(order);
    assertThat(owed.findValuesAsText("state")).containsOnly("open");
    assertThat(amounts(owed, "outstanding")).containsExactly("100.00", "100.00");
    var entries =
        server.get("/api/v1/receivable-entries?filter=orderId==" + id(order)).json().get("items");
    assertThat(entries.findValuesAsText("kind")).containsExactly("planned", "planned");
    assertThat(amounts(entries, "amount")).containsExactly("100.00", "100.00");
    // A draft that goes takes its plan with it; one that counts does not go.
    assertThat(delete(ORDERS + "/" + id(order)).code()).isEqualTo("conflict");
    var gone = order(customer, item("1", "5", ""), "");
    assertThat(delete(ORDERS + "/" + id(gone)).status()).isEqualTo(204);
    assertThat(owed(gone)).isEmpty();
    assertThat(acted(gone, "restore", null).status()).isEqualTo(200);
    assertThat(owed(gone)).hasSize(1);
  }

  // ---- M-37: who approves it

  @Test
  void m37_fromAnAmountOnSomebodyOfARoleApprovesEachStep() {
    var sells = "orders.view orders.create orders.edit customers.view";
    user("o.seller", role("o-seller", "all", sells));
    var lead = role("o-lead", "all", "orders.view orders.approve");
    var chief = role("o-chief", "all", "orders.view orders.approve orders.override-credit");
    user("o.lead", lead);
    user("o.chief", chief);
    var first = step("Lead", "100000", lead);
    var second = step("Chief", "500000", chief);
    refused(
        server.post(
            STEPS,
            "{\"name\":\"Again\",\"fromAmount\":\"100000.00\",\"roleId\":\"%s\"}"
                .formatted(id(lead))),
        "fromAmount",
        "duplicate");
    try {
      var customer = buyer("Steps", "");
      assertThat(approved(customer, item("1", "99999", ""), "").get("status").asText())
          .isEqualTo("approved");
      var order = order(customer, item("1", "600000", ""), "");
      var seller = as("o.seller");
      var waits = act(order, "submit", null, seller);
      assertThat(waits.get("status").asText()).isEqualTo("submitted");
      assertThat(waits.get("awaitedStepId").asText()).isEqualTo(first);
      assertThat(patch(ORDERS + "/" + id(order), "{\"terms\":\"x\"}").code()).isEqualTo("conflict");
      assertThat(acted(order, "approve", "{}", seller).code()).isEqualTo("forbidden");
      assertThat(acted(order, "approve", "{}", as("o.chief")).code()).isEqualTo("forbidden");
      waits = act(order, "approve", "{\"comment\":\"Fine\"}", as("o.lead"));
      assertThat(waits.get("awaitedStepId").asText()).isEqualTo(second);
      assertThat(owed(order).findValuesAsText("state")).containsOnly("planned");
      // Given back it begins anew.
      var draft = act(order, "return", "{\"comment\":\"Too dear\"}", as("o.chief"));
      assertThat(draft.get("status").asText()).isEqualTo("draft");
      assertThat(draft.has("awaitedStepId")).isFalse();
      assertThat(act(order, "submit", null, seller).get("awaitedStepId").asText()).isEqualTo(first);
      act(order, "approve", "{}", as("o.lead"));
      var counts = act(order, "approve", "{}", as("o.chief"));
      assertThat(counts.get("status").asText()).isEqualTo("approved");
      assertThat(counts.get("approvals").findValuesAsText("decision"))
          .containsExactly("approved", "returned", "approved", "approved");
      assertThat(counts.get("approvals").findValuesAsText("stepId"))
          .containsExactly(first, second, first, second);
      assertThat(counts.at("/outstanding/amount").asText()).isEqualTo("600000.00");

      // What an approved one comes to more, somebody of that step has to approve; until then it
      // stays what it is.
      var small = approved(customer, item("1", "90000", ""), "");
      var asked = revised(small, "100000", "More", seller);
      assertThat(asked.at("/total/amount").asText()).isEqualTo("90000.00");
      assertThat(asked.get("revision").asInt()).isEqualTo(1);
      assertThat(asked.get("awaitedStepId").asText()).isEqualTo(first);
      assertThat(asked.at("/requested/0/total/amount").asText()).isEqualTo("100000.00");
      assertThat(server.get(ORDERS + "/" + id(small)).json().at("/hints/0/code").asText())
          .isEqualTo("order-revision-awaits");
      assertThat(acted(small, "approve", "{}", seller).code()).isEqualTo("forbidden");
      assertThat(acted(small, "approve", "{}", as("o.chief")).code()).isEqualTo("forbidden");
      var refused = act(small, "return", "{\"comment\":\"No\"}", as("o.lead"));
      assertThat(refused.get("status").asText()).isEqualTo("approved");
      assertThat(refused.get("requested")).isEmpty();
      assertThat(refused.has("awaitedStepId")).isFalse();
      revised(small, "110000", "More", seller);
      // What is asked for last counts.
      revised(small, "120000", "Still more", seller);
      var larger = act(small, "approve", "{}", as("o.lead"));
      assertThat(larger.at("/outstanding/amount").asText()).isEqualTo("120000.00");
      assertThat(larger.get("revision").asInt()).isEqualTo(2);
      assertThat(larger.get("requested")).isEmpty();
      assertThat(larger.get("approvals").findValuesAsText("decision"))
          .containsExactly("requested", "returned", "requested", "requested", "approved");
      var history = server.get(REVISIONS + "?filter=orderId==" + id(small)).json().get("items");
      assertThat(history.findValuesAsText("reason")).containsExactly("Still more");

      // Also where it reached all steps before: 600,000 that are approved are not 6,000,000, and
      // nobody gives them away.
      for (var total : List.of("6000000", "60000")) {
        assertThat(revised(order, total, "Other", seller).get("awaitedStepId").asText())
            .isEqualTo(second);
      }
      // What is ours alone needs nobody.
      var remark = patch(ORDERS + "/" + id(order), "{\"remark\":\"Call\"}", seller).json();
      assertThat(remark.get("remark").asText()).isEqualTo("Call");
      assertThat(remark.get("requested")).hasSize(1);
      var less = act(order, "approve", "{\"comment\":\"Agreed\"}", as("o.chief"));
      assertThat(less.at("/outstanding/amount").asText()).isEqualTo("60000.00");
      assertThat(less.get("remark").asText()).isEqualTo("Call");

      // Once it has ended, nothing waits any more.
      assertThat(revised(small, "130000", "More", seller).get("requested")).hasSize(1);
      var done = act(small, "complete", null, seller);
      assertThat(done.get("requested")).isEmpty();
      assertThat(done.has("awaitedStepId")).isFalse();

      // Who may approve a step themselves, approves what they change by changing it.
      var both = user("o.both", role("o-both", "all", sells + " orders.approve"));
      var roles = server.get("/api/v1/users/" + both).json().at("/roleIds/0").asText();
      patch("/api/v1/users/" + both, "{\"roleIds\":[\"%s\",\"%s\"]}".formatted(roles, id(lead)));
      var own = approved(customer, item("1", "90000", ""), "");
      assertThat(revised(own, "100000", "More", as("o.both")).get("revision").asInt()).isEqualTo(2);
      var beyond = revised(own, "500000", "More", as("o.both"));
      assertThat(beyond.get("awaitedStepId").asText()).isEqualTo(second);
      act(own, "approve", "{}", as("o.chief"));
      // Of a step that is gone nobody is waited for.
      revised(own, "700000", "More", seller);
      delete(STEPS + "/" + second);
      assertThat(act(own, "approve", "{}", as("o.lead")).at("/total/amount").asText())
          .isEqualTo("700000.00");
      server.post(STEPS + "/" + second + "/actions/restore", null);
    } finally {
      delete(STEPS + "/" + first);
      delete(STEPS + "/" + second);
    }
  }

  /** What comes of one whose only line costs something else. */
  private JsonNode revised(JsonNode order, String price, String reason, String[] who) {
    var change =
        "{\"revisionReason\":\"%s\",\"lines\":[%s]}".formatted(reason, item("1", price, ""));
    var answer = patch(ORDERS + "/" + id(order), change, who);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private String step(String name, String from, JsonNode role) {
    return id(
        make(
            STEPS,
            "{\"name\":\"%s\",\"fromAmount\":\"%s\",\"roleId\":\"%s\"}"
                .formatted(name, from, id(role))));
  }

  @Test
  void m37_whatNoOrderCanBeIsRefused() {
    var customer = buyer("Impossible", "");
    refused(
        server.post(ORDERS, body(customer, item("999999", "999999999999999", ""), "")),
        "lines",
        "too-large");
    refused(server.post(ORDERS, body(customer, "null", "")), "lines[0]", "required");
    var order = approved(customer, item("1", "100", ""), "");
    refused(
        acted(order, "close-short", "{\"reason\":\"customer\",\"total\":\"90.405\"}"),
        "total",
        "minor-unit");
  }

  // ---- M-45c

  @Test
  void m45c_nobodyOwesMoreThanTheyMayUnlessSomebodySaysSo() throws Exception {
    var customer = buyer("Credit", ",\"creditLimit\":{\"amount\":\"1000\",\"currency\":\"CNY\"}");
    var first = approved(customer, item("1", "600", ""), "");
    var second = order(customer, item("1", "400.01", ""), "");
    var refused = acted(second, "submit", null, "Accept-Language", "zh-CN");
    assertThat(refused.code()).as(refused.text()).isEqualTo("conflict");
    assertThat(refused.json().get("detail").asText()).contains("1000.00", "600.00", "400.01", "额度");
    assertThat(read(second).get("hints").findValuesAsText("code"))
        .containsExactly("order-over-limit");
    assertThat(read(first).get("hints")).isEmpty();
    // Two that fit one by one, at once: one of them.
    var one = order(customer, item("1", "300", ""), "");
    var other = order(customer, item("1", "300", ""), "");
    var answers = AtOnce.run(() -> acted(one, "submit", null), () -> acted(other, "submit", null));
    assertThat(answers.stream().map(Server.Answer::status)).containsExactlyInAnyOrder(200, 409);

    user("o.bold", role("o-bold", "all", "orders.view orders.edit orders.approve"));
    assertThat(acted(second, "approve-over-limit", "{}", as("o.bold")).code())
        .isEqualTo("forbidden");
    var over = act(second, "approve-over-limit", "{\"comment\":\"Known for years\"}");
    assertThat(over.get("status").asText()).isEqualTo("approved");
    assertThat(over.at("/approvals/0/comment").asText()).isEqualTo("Known for years");
    // What is cancelled is owed no more.
    act(second, "cancel", "{\"reason\":\"customer\"}");
    act(first, "cancel", "{\"reason\":\"customer\"}");
    assertThat(approved(customer, item("1", "700", ""), "").get("status").asText())
        .isEqualTo("approved");
  }

  // ---- M-37: revisions and ends

  @Test
  void m37_whatIsApprovedIsChangedByARevision() {
    var customer = buyer("Revises", "");
    var plan = ",\"plan\":[{\"percent\":\"50\",\"dueOn\":\"2030-01-01\"},{\"percent\":\"50\"}]";
    var order = approved(customer, item("1", "100", ""), plan);
    var path = ORDERS + "/" + id(order);
    // Only ours: no revision.
    assertThat(patch(path, "{\"remark\":\"Call first\"}").json().get("revision").asInt())
        .isEqualTo(1);
    var lines = "\"lines\":[" + item("3", "100", ",\"taxRate\":\"10\"") + "]";
    refused(patch(path, "{" + lines + "}"), "revisionReason", "required");
    refused(patch(path, "{\"signedOn\":\"2026-01-01\"}"), "signedOn", "stays-approved");
    var revised =
        patch(
            path,
            "{\"revisionReason\":\"Wants more\","
                + lines
                + ",\"plan\":[{\"percent\":\"50\",\"dueOn\":\"2030-02-01\"},{\"amount\":\"65\"},"
                + "{\"amount\":\"100\",\"dueOn\":\"2031-01-01\"}]}");
    assertThat(revised.status()).as(revised.text()).isEqualTo(200);
    assertThat(revised.json().get("revision").asInt()).isEqualTo(2);
    assertThat(revised.json().at("/outstanding/amount").asText()).isEqualTo("330.00");
    var owed = owed(order);
    assertThat(amounts(owed, "outstanding")).containsExactly("165.00", "65.00", "100.00");
    assertThat(owed.at("/0/dueOn").asText()).isEqualTo("2030-02-01");
    assertThat(amounts(sold(order), "total")).containsExactly("330.00");
    var history = server.get(REVISIONS + "?filter=orderId==" + id(order)).json().get("items");
    assertThat(history).hasSize(1);
    assertThat(history.at("/0/reason").asText()).isEqualTo("Wants more");
    assertThat(history.at("/0/totalBefore/amount").asText()).isEqualTo("100.00");
    assertThat(history.at("/0/totalAfter/amount").asText()).isEqualTo("330.00");
    assertThat(history.at("/0/changes").findValuesAsText("field"))
        .containsExactlyInAnyOrder(
            "total",
            "lines[0].quantity",
            "plan[0].dueOn",
            "plan[0].amount",
            "plan[1].amount",
            "lines[0].taxRate",
            "plan[1].percent",
            "plan[2].dueOn",
            "plan[2].amount");
    // The same once more is nothing; what was cut off comes back.
    act(order, "execute", null);
    var less =
        patch(
            path,
            "{\"revisionReason\":\"Fewer\",\"lines\":["
                + item("1", "50", "")
                + "],\"plan\":[{\"percent\":\"100\",\"dueOn\":\"2030-02-01\"}]}");
    assertThat(less.json().at("/outstanding/amount").asText()).as(less.text()).isEqualTo("50.00");
    assertThat(owed(order).findValuesAsText("state"))
        .containsExactly("open", "cancelled", "cancelled");
    assertThat(less.json().get("instalments").asInt()).isEqualTo(1);
    var done = act(order, "complete", null);
    assertThat(done.get("status").asText()).isEqualTo("completed");
    assertThat(done.at("/outstanding/amount").asText()).isEqualTo("50.00");
    assertThat(patch(path, "{\"terms\":\"x\"}").code()).isEqualTo("conflict");
  }

  @Test
  void m37_itEndsCancelledOrShort() throws IOException {
    var customer = buyer("华东终止", "");
    var plan =
        ",\"plan\":[{\"amount\":\"60\",\"dueOn\":\"2026-01-01\"},{\"amount\":\"40\",\"milestone\":\"验收\"},{\"amount\":\"13\"}]";
    var order = approved(customer, item("1", "100", ",\"taxRate\":\"13\""), plan);
    assertThat(acted(order, "return", "{}").code()).isEqualTo("conflict");
    refused(
        acted(order, "close-short", "{\"reason\":\"customer\",\"total\":\"113\"}"),
        "total",
        "not-less");
    var shorter = act(order, "close-short", "{\"reason\":\"customer\",\"total\":\"90.4\"}");
    assertThat(shorter.get("status").asText()).isEqualTo("closed-short");
    assertThat(shorter.get("revision").asInt()).isEqualTo(2);
    assertThat(shorter.at("/total/amount").asText()).isEqualTo("90.40");
    assertThat(shorter.at("/net/amount").asText()).isEqualTo("80.00");
    assertThat(shorter.at("/tax/amount").asText()).isEqualTo("10.40");
    assertThat(shorter.at("/outstanding/amount").asText()).isEqualTo("90.40");
    assertThat(shorter.get("plan").findValuesAsText("amount")).containsExactly("60.00", "30.40");
    assertThat(amounts(owed(order), "outstanding")).containsExactly("60.00", "30.40", "0.00");
    assertThat(amounts(sold(order), "total")).containsExactly("90.40");
    assertThat(acted(order, "cancel", "{\"reason\":\"customer\"}").code()).isEqualTo("conflict");

    var file = server.bytes(ORDERS + "/" + id(order) + "/pdf");
    try (var document = Loader.loadPDF(file)) {
      assertThat(new PDFTextStripper().getText(document))
          .contains("订单", "华东终止", "CNY 90.40", "人民币玖拾元肆角", "验收", "日期待定");
    }
    var off = approved(customer, item("1", "100", ""), "");
    var cancelled = act(off, "cancel", "{\"reason\":\"mistake\",\"comment\":\"Twice\"}");
    assertThat(cancelled.get("status").asText()).isEqualTo("cancelled");
    assertThat(cancelled.get("endedOn").asText()).isEqualTo(LocalDate.now().toString());
    assertThat(cancelled.at("/outstanding/amount").asText()).isEqualTo("0.00");
    assertThat(owed(off).findValuesAsText("state")).containsExactly("cancelled");
    assertThat(sold(off)).isEmpty();
  }

  // ---- M-26, M-27: what is won is ordered

  private static final String DEALS = "/api/v1/opportunities";
  private static final String QUOTES = "/api/v1/quotes";

  private String goods(String code) {
    return id(
        make(
            PRODUCTS,
            "{\"code\":\"%s\",\"name\":\"Goods %s\",\"taxRate\":\"13\",\"unit\":\"piece\",\"prices\":[{\"price\":{\"amount\":\"40\",\"currency\":\"CNY\"}}]}"
                .formatted(code, code)));
  }

  private String deal(String customer, String name, String more) {
    return id(
        make(
            DEALS,
            "{\"name\":\"%s\",\"customerId\":\"%s\",\"openedOn\":\"2026-01-01\"%s}"
                .formatted(name, customer, more)));
  }

  private JsonNode orders(String filter) {
    return server.get(ORDERS + "?filter=" + filter).json().get("items");
  }

  @Test
  void m26_anAcceptedQuoteBecomesOneOrder() throws Exception {
    var customer = buyer("Wins", "");
    var product = goods("W-1");
    var deal = deal(customer, "Won by quote", "");
    var quote =
        make(
            QUOTES,
            ("{\"opportunityId\":\"%s\",\"discount\":\"10\",\"terms\":\"30 days\",\"lines\":["
                    + "{\"productId\":\"%s\",\"quantity\":\"3\",\"price\":\"39.99\",\"discount\":\"5\"}]}")
                .formatted(deal, product));
    var path = QUOTES + "/" + id(quote) + "/actions/";
    assertThat(server.post(path + "send", null).status()).isEqualTo(200);
    // What becomes of the product meanwhile does not matter.
    patch(PRODUCTS + "/" + product, "{\"status\":\"off-sale\",\"name\":\"Other\",\"prices\":[]}");

    var answers =
        AtOnce.run(
            () -> server.post(path + "accept", "{}"), () -> server.post(path + "accept", "{}"));
    assertThat(answers.stream().map(Server.Answer::status)).containsExactly(200, 200);
    var made = orders("quoteId==" + id(quote));
    assertThat(made).hasSize(1);
    var order = made.get(0);
    assertThat(order.get("status").asText()).isEqualTo("draft");
    assertThat(order.get("name").asText()).isEqualTo("Won by quote");
    assertThat(order.get("opportunityId").asText()).isEqualTo(deal);
    assertThat(order.get("customerId").asText()).isEqualTo(customer);
    assertThat(order.get("terms").asText()).isEqualTo("30 days");
    assertThat(order.at("/lines/0/name").asText()).isEqualTo("Goods W-1");
    assertThat(order.at("/lines/0/listPrice").asText()).isEqualTo("40");
    for (var sum : List.of("goods", "net", "tax", "total")) {
      assertThat(order.at("/" + sum + "/amount"))
          .as(sum)
          .isEqualTo(quote.at("/" + sum + "/amount"));
    }
    // Won again by hand: it has its order.
    var closing = DEALS + "/" + deal + "/actions/";
    server.post(closing + "reopen", "{\"stage\":\"needs\"}");
    assertThat(server.post(closing + "close", "{\"result\":\"won\"}").status()).isEqualTo(200);
    assertThat(orders("opportunityId==" + deal)).hasSize(1);
    assertThat(delete(DEALS + "/" + deal).code()).isEqualTo("in-use");
    assertThat(delete(QUOTES + "/" + id(quote)).status()).isEqualTo(409);

    // Without a quote it is what the opportunity is about; without that there is none.
    var lines = ",\"lines\":[{\"productId\":\"" + goods("W-2") + "\",\"quantity\":\"2\"}]";
    var about = deal(customer, "Won by hand", lines);
    server.post(DEALS + "/" + about + "/actions/close", "{\"result\":\"won\"}");
    var second = orders("opportunityId==" + about);
    assertThat(amounts(second, "total")).containsExactly("90.40");
    var bare = deal(customer, "Won of nothing", "");
    server.post(DEALS + "/" + bare + "/actions/close", "{\"result\":\"won\"}");
    assertThat(orders("opportunityId==" + bare)).isEmpty();
  }

  // ---- edge 14: a customer is deleted

  @Test
  void m15_edge14_aCustomerWhoOrderedIsNotDeletedAndNoOrderIsLeftWithoutOne() {
    var customer = buyer("Owes still", "");
    var order = approved(customer, item("1", "80", ""), "");
    var refusal = delete(CUSTOMERS + "/" + customer);
    assertThat(refusal.code()).as(refusal.text()).isEqualTo("in-use");
    assertThat(refusal.text()).contains("Orders");
    act(order, "cancel", "{\"reason\":\"customer\"}");
    assertThat(delete(CUSTOMERS + "/" + customer).code()).isEqualTo("in-use");

    // Only an order that never counted lets them go, and does not come back without them.
    var other = buyer("Thought of it", "");
    var draft = order(other, item("1", "80", ""), "");
    assertThat(delete(CUSTOMERS + "/" + other).code()).isEqualTo("in-use");
    assertThat(delete(ORDERS + "/" + id(draft)).status()).isEqualTo(204);
    assertThat(owed(draft)).isEmpty();
    var gone = delete(CUSTOMERS + "/" + other);
    assertThat(gone.status()).as(gone.text()).isEqualTo(204);
    var restore = ORDERS + "/" + id(draft) + "/actions/restore";
    assertThat(server.post(restore, null).status()).isGreaterThanOrEqualTo(400);
    assertThat(server.get(ORDERS + "/" + id(draft)).status()).isEqualTo(404);
    assertThat(server.post(CUSTOMERS + "/" + other + "/actions/restore", null).status())
        .isEqualTo(200);
    assertThat(server.post(restore, null).status()).isEqualTo(200);
    assertThat(amounts(owed(draft), "amount")).containsExactly("80.00");
  }

  // ---- edge 22: whose day it is

  @Test
  void m43_edge22_aDayIsTheCompanysWhereverSomebodySits() {
    // The server's own, where no other is set; so midnight is the company's (BusinessDayTest).
    var today = LocalDate.now();
    var sells =
        role(
            "o-afar",
            "own",
            "customers.view customers.create orders.view orders.create orders.edit receivables.view");
    // At any moment one of them has another day than the company.
    for (var zone : List.of("Pacific/Kiritimati", "Pacific/Pago_Pago")) {
      var login = "afar." + zone.substring(8).toLowerCase(Locale.ROOT).replace("_", "");
      var path = "/api/v1/users/" + user(login, sells);
      assertThat(patch(path, "{\"timeZone\":\"" + zone + "\"}").status()).isEqualTo(200);
      var customer = id(make(CUSTOMERS, "{\"name\":\"Far " + login + "\"}", as(login)));
      var body =
          "{\"customerId\":\"%s\",\"lines\":[%s],\"plan\":[%s]%s}"
              .formatted(
                  customer,
                  item("1", "30", ""),
                  List.of(today.minusDays(1), today, today.plusDays(1)).stream()
                      .map("{\"amount\":\"10\",\"dueOn\":\"%s\"}"::formatted)
                      .collect(Collectors.joining(",")),
                  "%s");
      var order = make(ORDERS, body.formatted(""), as(login));
      assertThat(order.get("signedOn").asText()).isEqualTo(today.toString());
      var tomorrow = ",\"signedOn\":\"" + today.plusDays(1) + "\"";
      assertThat(server.post(ORDERS, body.formatted(tomorrow), as(login)).code())
          .isEqualTo("invalid");
      var counts = act(order, "submit", null);
      // What is due on a day is overdue on the next one.
      assertThat(counts.at("/overdue/amount").asText()).isEqualTo("10.00");
      var owed =
          server
              .get(RECEIVABLES + "?sort=seq&filter=orderId==" + id(order), as(login))
              .json()
              .get("items");
      assertThat(owed.get(0).get("daysOverdue").asInt()).isEqualTo(1);
      assertThat(owed.get(1).has("daysOverdue")).isFalse();
      assertThat(owed.get(2).has("daysOverdue")).isFalse();
    }
    assertThat(LocalDate.now()).as("Midnight came in between").isEqualTo(today);
  }

  // ---- edge 13, 15: who they belong to

  private static final String PIPELINE = "/api/v1/analyses/R-29?by=ownerId%s&filter=customerId==%s";

  @Test
  void edge13_15_whatIsNotPaidGoesWithTheCustomerAndPastSalesStayWhoseTheyWere() {
    var sells = role("o-owner", "own", "orders.view orders.create receivables.view customers.view");
    var from = user("o.from", sells);
    var to = user("o.to", sells);
    var customer = buyer("Hands over", ",\"region\":\"o-hand\",\"ownerId\":\"" + from + "\"");
    var owned = ",\"ownerId\":\"" + from + "\"";
    var order = approved(customer, item("1", "70", ""), owned);
    assertThat(order.get("signedById").asText()).isEqualTo(from);
    assertThat(server.get(ORDERS + "/" + id(order), as("o.to")).status()).isEqualTo(404);
    var deal =
        id(
            make(
                "/api/v1/opportunities",
                "{\"name\":\"Moves on\",\"customerId\":\"%s\",\"openedOn\":\"2026-01-02\"%s}"
                    .formatted(customer, owned)));
    var transfer =
        make(
            "/api/v1/transfers",
            ("{\"collection\":\"customers\",\"recordFilter\":\"region==o-hand\",\"toUserId\":\"%s\","
                    + "\"reason\":\"Moves\",\"parts\":[{\"collection\":\"orders\"},{\"collection\":\"opportunities\"}]}")
                .formatted(to));
    Server.await(
        "a transfer",
        () ->
            server
                .get("/api/v1/transfers/" + id(transfer))
                .json()
                .get("status")
                .asText()
                .equals("done"));
    var after = server.get(ORDERS + "/" + id(order), as("o.to")).json();
    assertThat(after.get("ownerId").asText()).isEqualTo(to);
    assertThat(after.get("signedById").asText()).isEqualTo(from);
    // Whoever has the order reaches what is owed for it.
    var filter = "?filter=orderId==" + id(order);
    var owed = server.get(RECEIVABLES + filter, as("o.to")).json().get("items");
    assertThat(amounts(owed, "outstanding")).containsExactly("70.00");
    for (var part : List.of(LINES, REVISIONS)) {
      var found = server.get(part + "?filter=orderId==" + id(order), as("o.from")).json();
      assertThat(found.get("items")).as(part).isEmpty();
    }

    // A day before tells whose a deal was, though it moved through no stage since (M-31).
    var moves =
        server.get("/api/v1/opportunity-moves?sort=id&filter=opportunityId==" + deal).json();
    assertThat(moves.get("items").findValuesAsText("sellerId")).containsExactly(from, to);
    assertThat(moves.at("/items/1/cause").asText()).isEqualTo("changed");
    for (var day : List.of("&asAt=2026-06-30 " + from, " " + to)) {
      var part = day.split(" ");
      var open = server.get(PIPELINE.formatted(part[0], customer)).json();
      assertThat(open.get("rows").findValuesAsText("ownerId")).as(day).containsExactly(part[1]);
    }
    // By hand, too, it is told once, with what it is worth then.
    patch(
        "/api/v1/opportunities/" + deal,
        "{\"ownerId\":\"%s\",\"amount\":{\"amount\":\"9\",\"currency\":\"CNY\"}}".formatted(from));
    var all = server.get("/api/v1/opportunity-moves?sort=id&filter=opportunityId==" + deal).json();
    assertThat(all.get("items").findValuesAsText("sellerId")).containsExactly(from, to, from);
    assertThat(all.at("/items/2/amount/amount").asText()).isEqualTo("9.00");

    // Merged into another customer, both follow; what is owed is what it was.
    var other = buyer("Takes over", owned.replace(from, to));
    var merge =
        make(
            "/api/v1/merges",
            "{\"collection\":\"customers\",\"survivorId\":\"%s\",\"mergedIds\":[\"%s\"]}"
                .formatted(other, customer));
    Server.await(
        "a merge",
        () ->
            server.get("/api/v1/merges/" + id(merge)).json().get("status").asText().equals("done"));
    assertThat(read(order).get("customerId").asText()).isEqualTo(other);
    assertThat(owed(order).findValuesAsText("customerId")).containsExactly(other);
    assertThat(read(order).at("/outstanding/amount").asText()).isEqualTo("70.00");
  }
}
