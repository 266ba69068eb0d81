package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the sales module does through REST and SOAP; the same on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SalesCheck extends QuoteCheck {
  static final String PRODUCTS = "/api/v1/products";
  static final String RATES = "/api/v1/exchange-rates";
  static final String PIPELINES = "/api/v1/pipelines";
  static final String OPPORTUNITIES = "/api/v1/opportunities";
  static final String MOVES = "/api/v1/opportunity-moves";

  /** What a salesperson may. */
  private static final String DEALER =
      "customers.view opportunities.view opportunities.create opportunities.edit opportunities.move";

  @Override
  String module() {
    return "sales";
  }

  @Override
  int entered() {
    return 4;
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  String product(String code, String more) {
    return make(PRODUCTS, "{\"code\":\"%1$s\",\"name\":\"Product %1$s\"%2$s}".formatted(code, more))
        .get("id")
        .asText();
  }

  @Test
  void aStartWithSalesLogsNoWarning() {
    var complaint = Pattern.compile("(?m)^.*\\| (?:WARN|ERROR) .*(?:\\n(?!\\d{4}-).*){0,40}");
    assertThat(complaint.matcher(server.log()).results().map(MatchResult::group)).isEmpty();
  }

  // ---- M-19

  @Test
  void m19_aProductHasOnePriceOfACurrencyOnADay() {
    var id =
        product(
            "P-1",
            """
            ,"category":"goods.parts","unit":"tonne","taxRate":"13","maxDiscount":"12.5",
             "cost":{"amount":"80","currency":"CNY"},
             "prices":[{"price":{"amount":"90","currency":"CNY"},"until":"2025-12-31"},
                       {"price":{"amount":"100.50","currency":"CNY"},"floor":"95","from":"2026-01-01"},
                       {"price":{"amount":"15","currency":"USD"}}]""");
    var read = server.get(PRODUCTS + "/" + id).json();
    assertThat(read.get("status").asText()).isEqualTo("on-sale");
    assertThat(read.at("/listPrice/amount").asText()).isEqualTo("100.50");
    assertThat(read.at("/cost/baseAmount").asText()).isEqualTo("80.00");
    assertThat(read.get("maxDiscount").asText()).isEqualTo("12.5");
    assertThat(server.soap("products", "get", "<id>" + id + "</id>").text())
        .contains("<code>P-1</code>", "<floor>95</floor>", "<until>2025-12-31</until>");
    // The categories below one count with it.
    assertThat(found("category==goods")).contains(id);
    assertThat(found("category==software")).doesNotContain(id);

    for (var wrong :
        List.of(
            "code duplicate \"code\":\"P-1\"",
            "prices[1].from prices-overlap \"code\":\"P-2\",\"prices\":[{\"price\":{\"amount\":\"1\",\"currency\":\"CNY\"}},"
                + "{\"price\":{\"amount\":\"2\",\"currency\":\"CNY\"},\"from\":\"2026-05-01\"}]",
            "prices[0].until before-begin \"code\":\"P-2\",\"prices\":[{\"price\":{\"amount\":\"1\",\"currency\":\"CNY\"},"
                + "\"from\":\"2026-05-02\",\"until\":\"2026-05-01\"}]",
            "prices[0].floor floor-above-price \"code\":\"P-2\",\"prices\":[{\"price\":{\"amount\":\"1\",\"currency\":\"CNY\"},"
                + "\"floor\":\"1.01\"}]")) {
      var part = wrong.split(" ", 3);
      var refused =
          server.post(PRODUCTS, "{\"name\":\"Wrong\"," + part[2] + "}", "Accept-Language", "zh-CN");
      assertThat(refused.code()).as(refused.text()).isEqualTo("invalid");
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo(part[0]);
      assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo(part[1]);
      assertThat(refused.json().at("/errors/0/message").asText()).matches(".*\\p{IsHan}.*");
    }
    // Its code is free again once it is gone.
    assertThat(delete(PRODUCTS + "/" + id).status()).isEqualTo(204);
    product("P-1", "");
    assertThat(server.post(PRODUCTS + "/" + id + "/actions/restore", null).code())
        .isEqualTo("conflict");
  }

  private List<String> found(String filter) {
    return server.get(PRODUCTS + "?filter=" + filter).json().get("items").findValuesAsText("id");
  }

  @Test
  void m19_whatItCostsTheCompanyIsHiddenByRole() {
    var id = product("P-cost", ",\"cost\":{\"amount\":\"271828\",\"currency\":\"CNY\"}");
    var blind =
        make(
            "/api/v1/roles",
            """
            {"code":"cost-blind","name":"Blind","scopes":[{"collection":"*","scope":"own"}],
             "operations":["products.view","products.edit"],
             "fields":[{"collection":"products","field":"cost","access":"hidden"}]}""");
    user("cost.blind", blind);
    // Products are the company's: no scope narrows them.
    var read = server.get(PRODUCTS + "/" + id, as("cost.blind"));
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.text()).doesNotContain("271828");
    assertThat(server.get(PRODUCTS + "?sums=cost", as("cost.blind")).status()).isEqualTo(400);
    var renamed = patch(PRODUCTS + "/" + id, "{\"name\":\"Renamed\"}", as("cost.blind"));
    assertThat(renamed.status()).as(renamed.text()).isEqualTo(200);
    assertThat(server.get(PRODUCTS + "/" + id).json().at("/cost/amount").asText())
        .isEqualTo("271828.00");
  }

  @Test
  void m19_itsPictureIsAFileOfItsOwn() {
    var id = product("P-picture", "");
    var other = product("P-other", "");
    var picture = attached(id);
    var shown = patch(PRODUCTS + "/" + id, "{\"pictureId\":\"" + picture + "\"}");
    assertThat(shown.json().get("pictureId").asText()).as(shown.text()).isEqualTo(picture);
    var foreign = patch(PRODUCTS + "/" + other, "{\"pictureId\":\"" + picture + "\"}");
    assertThat(foreign.json().at("/errors/0/code").asText()).isEqualTo("unknown-reference");
  }

  private String attached(String product) {
    var path = "/api/v1/attachments/content?collection=products&name=look.png&recordId=" + product;
    var sent = server.call("POST", path, "picture", "Content-Type", "image/png");
    assertThat(sent.status()).as(sent.text()).isEqualTo(201);
    return sent.json().get("id").asText();
  }

  // ---- M-31: the ways that opportunities go

  @Test
  void m31_aStageThatWasInUseIsRetiredNotTakenAway() {
    var customer = customer("Stages Ltd");
    var pipeline = make(PIPELINES, "{\"name\":\"Partners\"}");
    var id = pipeline.get("id").asText();
    assertThat(pipeline.get("stages").findValuesAsText("stage"))
        .containsExactly("contact", "needs", "proposal", "negotiation", "won", "lost");
    var way = ",\"pipelineId\":\"" + id + "\"";
    var deal = deal("Goes on", customer, way);
    moved(deal, "needs", "");

    // Nothing ever was at these; the first is only where it was.
    assertThat(stages(id, "contact", "needs", "won", "lost").status()).isEqualTo(200);
    var refused = stages(id, "needs", "won", "lost");
    assertThat(refused.code()).as(refused.text()).isEqualTo("in-use");
    var retired = stages(id, "-contact", "needs", "won", "lost");
    assertThat(retired.status()).as(retired.text()).isEqualTo(200);
    assertThat(move(deal, "{\"stage\":\"contact\"}").json().at("/errors/0/code").asText())
        .isEqualTo("not-of-pipeline");

    for (var wrong :
        List.of(
            "stages stage-kinds contact won",
            "stages[1].stage duplicate contact contact won lost",
            "stages[1].probability stage-probability contact +won lost")) {
      var part = wrong.split(" ", 3);
      var answer = stages(id, part[2].split(" "));
      assertThat(answer.json().at("/errors/0/field").asText()).as(answer.text()).isEqualTo(part[0]);
      assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo(part[1]);
    }
    // It is not deleted while something goes this way; the standard one never is.
    assertThat(delete(PIPELINES + "/" + id).code()).isEqualTo("in-use");
    assertThat(delete(PIPELINES + "/1").code()).isEqualTo("conflict");
    assertThat(patch(PIPELINES + "/" + id, "{\"standard\":true}").status()).isEqualTo(200);
    assertThat(server.get(PIPELINES + "/1").json().get("standard").asBoolean()).isFalse();
    assertThat(patch(PIPELINES + "/1", "{\"standard\":true}").status()).isEqualTo(200);
  }

  /**
   * A stage by its name: after {@code -} one that is retired, after {@code +} one that is unlikely.
   */
  private Server.Answer stages(String pipeline, String... names) {
    var stages = new ArrayList<String>();
    for (var name : names) {
      var stage = name.replaceAll("[-+]", "");
      var kind = stage.equals("won") || stage.equals("lost") ? stage : "open";
      var probability = stage.equals("won") ? name.startsWith("+") ? 50 : 100 : 0;
      stages.add(
          "{\"stage\":\"%s\",\"kind\":\"%s\",\"probability\":%d,\"retired\":%b}"
              .formatted(stage, kind, probability, name.startsWith("-")));
    }
    return patch(PIPELINES + "/" + pipeline, "{\"stages\":[" + String.join(",", stages) + "]}");
  }

  @Test
  void m31_aStageAsksForFieldsOfTheCompanysOwn() {
    var field =
        make(
                "/api/v1/custom-fields",
                "{\"collection\":\"opportunities\",\"code\":\"siteSize\",\"type\":\"decimal\",\"labelZh\":\"面积\",\"labelEn\":\"Site\"}")
            .get("id")
            .asText();
    var stages =
        "[{\"stage\":\"contact\",\"kind\":\"open\",\"probability\":10},"
            + "{\"stage\":\"needs\",\"kind\":\"open\",\"probability\":20,\"requiredFields\":[\"source\"],\"requiredCustomFields\":[\"%s\"]},"
            + "{\"stage\":\"won\",\"kind\":\"won\",\"probability\":100},{\"stage\":\"lost\",\"kind\":\"lost\",\"probability\":0}]";
    var wrong =
        server.post(
            PIPELINES, "{\"name\":\"Sites\",\"stages\":" + stages.formatted("987654") + "}");
    assertThat(wrong.json().at("/errors/0/field").asText())
        .as(wrong.text())
        .isEqualTo("stages[1].requiredCustomFields[0]");
    var way = make(PIPELINES, "{\"name\":\"Sites\",\"stages\":" + stages.formatted(field) + "}");
    assertThat(way.at("/stages/1/requiredCustomFields/0").asText()).isEqualTo(field);
    var deal =
        deal("Site", customer("Site Ltd"), ",\"pipelineId\":\"" + way.get("id").asText() + "\"");
    var refused = move(deal, "{\"stage\":\"needs\"}");
    assertThat(refused.json().get("errors").findValuesAsText("field"))
        .as(refused.text())
        .containsExactlyInAnyOrder("source", "customFields.siteSize");
    var said =
        patch(
            OPPORTUNITIES + "/" + deal,
            "{\"customFields\":[{\"key\":\"siteSize\",\"decimal\":\"12\"}]}");
    assertThat(said.status()).as(said.text()).isEqualTo(200);
    moved(deal, "needs", ",\"source\":\"referral\"");
  }

  // ---- M-20: opportunities

  String customer(String name) {
    return make("/api/v1/customers", "{\"name\":\"" + name + "\"}").get("id").asText();
  }

  String deal(String name, String customer, String more) {
    return make(
            OPPORTUNITIES,
            "{\"name\":\"%s\",\"customerId\":\"%s\"%s}".formatted(name, customer, more))
        .get("id")
        .asText();
  }

  JsonNode read(String deal) {
    return server.get(OPPORTUNITIES + "/" + deal).json();
  }

  Server.Answer act(String deal, String action, String body, String... headers) {
    return server.post(OPPORTUNITIES + "/" + deal + "/actions/" + action, body, headers);
  }

  private Server.Answer move(String deal, String body) {
    return act(deal, "move", body);
  }

  void moved(String deal, String stage, String more) {
    var moved = move(deal, "{\"stage\":\"" + stage + "\"" + more + "}");
    assertThat(moved.status()).as(moved.text()).isEqualTo(200);
  }

  /** Cause, stages, probability and amount of each row of its history. */
  private List<String> way(String deal) {
    var rows = new ArrayList<String>();
    server
        .get(MOVES + "?sort=id&filter=opportunityId==" + deal)
        .json()
        .get("items")
        .forEach(
            row ->
                rows.add(
                    "%s %s>%s %s %s"
                        .formatted(
                            row.get("cause").asText(),
                            row.path("fromStage").asText("-"),
                            row.get("toStage").asText(),
                            row.get("probability").asText(),
                            row.at("/amount/amount").asText("-"))));
    return rows;
  }

  @Test
  void m20_itsAmountIsTheSumOfItsLinesUnlessSomebodySaysOtherwise() {
    var customer = customer("Lines Ltd");
    var product =
        product(
            "L-1",
            ",\"prices\":[{\"price\":{\"amount\":\"33.333\",\"currency\":\"CNY\"},\"until\":\"2026-06-30\"},"
                + "{\"price\":{\"amount\":\"40\",\"currency\":\"CNY\"},\"from\":\"2026-07-01\"}]");
    var line = "{\"productId\":\"" + product + "\",\"quantity\":\"1.5\"%s}";
    var deal =
        deal(
            "Of lines",
            customer,
            ",\"openedOn\":\"2026-03-01\",\"lines\":["
                + line.formatted("")
                + ","
                + line.formatted(",\"price\":\"10\",\"discount\":\"12.5\"")
                + "]");
    // Of the day on which it began; 49.9995 and 13.125 are rounded each, then summed.
    var made = read(deal);
    assertThat(made.get("number").asText()).matches("O-\\d{4}-\\d{6}");
    assertThat(made.at("/lines/0/price").asText()).isEqualTo("33.333");
    assertThat(made.get("lines").findValuesAsText("subtotal")).containsExactly("50.00", "13.13");
    assertThat(made.at("/amount/amount").asText()).isEqualTo("63.13");
    assertThat(made.at("/weighted/amount").asText()).isEqualTo("6.31");

    // A price that changes, and a product that is taken off sale, change nothing that has them.
    patch(PRODUCTS + "/" + product, "{\"prices\":[],\"status\":\"off-sale\"}");
    var kept = patch(OPPORTUNITIES + "/" + deal, "{\"name\":\"Still of lines\"}");
    assertThat(kept.json().at("/amount/amount").asText()).as(kept.text()).isEqualTo("63.13");
    var refused =
        server.post(
            OPPORTUNITIES,
            "{\"name\":\"Late\",\"customerId\":\"%s\",\"lines\":[%s]}"
                .formatted(customer, line.formatted(",\"price\":\"1\"")));
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("lines[0].productId");
    assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("off-sale");
    // What a line refers to stays.
    assertThat(delete(PRODUCTS + "/" + product).code()).isEqualTo("in-use");

    var said =
        patch(
            OPPORTUNITIES + "/" + deal,
            "{\"amountOverridden\":true,\"amount\":{\"amount\":\"60\",\"currency\":\"CNY\"}}");
    assertThat(said.json().at("/amount/amount").asText()).as(said.text()).isEqualTo("60.00");
    assertThat(
            patch(OPPORTUNITIES + "/" + deal, "{\"amountOverridden\":false}")
                .json()
                .at("/amount/amount")
                .asText())
        .isEqualTo("63.13");
    assertThat(way(deal))
        .containsExactly(
            "created ->contact 10 63.13",
            "changed contact>contact 10 60.00",
            "changed contact>contact 10 63.13");
    assertThat(sums("name=='Still of lines'", "amount")).isEqualTo("63.13");
  }

  private String sums(String filter, String field) {
    var path = OPPORTUNITIES + "?limit=1&sums=" + field + "&filter=" + CardCheck.encoded(filter);
    return server.get(path).json().at("/sums/0/value").asText();
  }

  @Test
  void m20_theRateIsThatOfItsDayForGood() {
    make(RATES, "{\"currency\":\"NOK\",\"validFrom\":\"2026-01-01\",\"rate\":\"0.6543\"}");
    var customer = customer("Abroad AS");
    var amount = ",\"openedOn\":\"2026-02-01\",\"amount\":{\"amount\":\"%s\",\"currency\":\"%s\"}";
    var deal = deal("In crowns", customer, amount.formatted("1000.55", "NOK"));
    assertThat(read(deal).at("/amount/baseAmount").asText()).isEqualTo("654.66");
    make(RATES, "{\"currency\":\"NOK\",\"validFrom\":\"2026-01-15\",\"rate\":\"9\"}");
    moved(deal, "needs", "");
    var later = read(deal);
    assertThat(later.at("/amount/rate").asText()).isEqualTo("0.6543");
    // 25 per cent of it, in both currencies.
    assertThat(later.at("/weighted/amount").asText()).isEqualTo("250.14");
    assertThat(later.at("/weighted/baseAmount").asText()).isEqualTo("163.67");
    // Where none is known, none is made up; and a yen has no parts.
    assertThat(
            read(deal("Unknown", customer, amount.formatted("5", "ISK")))
                .at("/amount")
                .has("baseAmount"))
        .isFalse();
    var mixed =
        server.post(
            OPPORTUNITIES,
            "{\"name\":\"Mixed\",\"customerId\":\"%s\",\"currency\":\"JPY\"%s}"
                .formatted(customer, amount.formatted("5", "CNY")));
    assertThat(mixed.json().at("/errors/0/field").asText()).isEqualTo("amount.currency");
    var half = ",\"amount\":{\"amount\":\"5.50\",\"currency\":\"JPY\"}";
    for (var body :
        List.of(
            OPPORTUNITIES
                + " {\"name\":\"Half\",\"customerId\":\"%s\"%s}".formatted(customer, half),
            "/api/v1/sales-targets {\"forMonth\":\"2031-07-01\"%s}".formatted(half),
            "/api/v1/customers {\"name\":\"Half\"%s}"
                .formatted(half.replace("\"amount\":{", "\"creditLimit\":{")))) {
      var refused = server.post(body.split(" ", 2)[0], body.split(" ", 2)[1]).json();
      assertThat(refused.at("/errors/0/field").asText()).as(body).endsWith(".amount");
      assertThat(refused.at("/errors/0/code").asText()).as(body).isEqualTo("minor-unit");
    }
    // Many of what has a price of parts of a yen come to whole ones.
    var nuts =
        "{\"code\":\"NUTS\",\"name\":\"Nuts\",\"prices\":[{\"price\":{\"amount\":\"5.50\",\"currency\":\"JPY\"}}]}";
    assertThat(server.post("/api/v1/products", nuts).status()).isEqualTo(201);

    // At the head of the customer's card, in the base currency, with what it consists of.
    var figures = server.get("/api/v1/customers/" + customer).json().get("figures");
    assertThat(figures.findValuesAsText("key")).containsExactly("open-deals", "open-pipeline");
    assertThat(figures.at("/0/count").asText()).isEqualTo("2");
    assertThat(figures.at("/1/money/amount").asText()).isEqualTo("654.66");
    assertThat(figures.at("/1/currencies").findValuesAsText("currency"))
        .containsExactly("ISK", "NOK");
    assertThat(delete("/api/v1/customers/" + customer).code()).isEqualTo("in-use");
  }

  // ---- M-31, M-27: where it goes, and how it ends

  @Test
  void m31_everyMoveIsARowAsItWasThen() {
    var deal = deal("Moves", customer("Moves Ltd"), "");
    // What a stage asks for is named, field by field, at both doors.
    var refused = move(deal, "{\"stage\":\"proposal\"}");
    assertThat(refused.code()).as(refused.text()).isEqualTo("invalid");
    assertThat(refused.json().get("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("amount", "expectedClose");
    assertThat(
            server
                .soap(
                    "opportunities",
                    "move",
                    "<id>" + deal + "</id><entry><stage>proposal</stage></entry>")
                .text())
        .contains("<field>expectedClose</field>");
    assertThat(read(deal).get("stage").asText()).isEqualTo("contact");

    // A stage is passed over, with what it takes; then back, and there again.
    moved(
        deal,
        "proposal",
        ",\"expectedClose\":\"2099-01-31\",\"amount\":{\"amount\":\"1000\",\"currency\":\"CNY\"}");
    moved(deal, "needs", ",\"comment\":\"They think again\"");
    moved(deal, "proposal", "");
    assertThat(move(deal, "{\"stage\":\"proposal\"}").json().at("/errors/0/code").asText())
        .isEqualTo("same-stage");
    assertThat(move(deal, "{\"stage\":\"won\"}").json().at("/errors/0/code").asText())
        .isEqualTo("closed-by-action");
    assertThat(
            patch(OPPORTUNITIES + "/" + deal, "{\"stage\":\"needs\"}")
                .json()
                .at("/errors/0/code")
                .asText())
        .isEqualTo("moved-by-action");
    // Changed after the move: the row of the move stays as it was.
    patch(OPPORTUNITIES + "/" + deal, "{\"amount\":{\"amount\":\"900\",\"currency\":\"CNY\"}}");
    var more =
        patch(
            OPPORTUNITIES + "/" + deal,
            "{\"probability\":60,\"probabilityReason\":\"They called\"}");
    assertThat(more.json().at("/weighted/amount").asText()).as(more.text()).isEqualTo("540.00");
    assertThat(way(deal))
        .containsExactly(
            "created ->contact 10 -",
            "moved contact>proposal 50 1000.00",
            "moved proposal>needs 25 1000.00",
            "moved needs>proposal 50 1000.00",
            "changed proposal>proposal 50 900.00",
            "changed proposal>proposal 60 900.00");
  }

  @Test
  void m27_howItWasClosedStaysInItsHistoryWhenItIsReopened() {
    var customer = customer("Closes Ltd");
    var rival =
        make("/api/v1/customers", "{\"name\":\"Rival Ltd\",\"types\":[\"competitor\"]}")
            .get("id")
            .asText();
    var deal =
        deal(
            "Ends",
            customer,
            ",\"openedOn\":\"2026-01-10\",\"amount\":{\"amount\":\"500\",\"currency\":\"CNY\"}");
    assertThat(act(deal, "close", "{\"result\":\"lost\"}").json().at("/errors/0/field").asText())
        .isEqualTo("reason");
    assertThat(
            act(
                    deal,
                    "close",
                    "{\"result\":\"lost\",\"reason\":\"price\",\"lostToId\":\"" + customer + "\"}")
                .json()
                .at("/errors/0/code")
                .asText())
        .isEqualTo("not-competitor");
    // What is won was lost to nobody.
    var both = act(deal, "close", "{\"result\":\"won\",\"lostToId\":\"" + rival + "\"}");
    assertThat(both.json().at("/errors/0/field").asText()).as(both.text()).isEqualTo("lostToId");
    // Another probability than the stage's has a reason.
    var unfounded = patch(OPPORTUNITIES + "/" + deal, "{\"probability\":80}");
    assertThat(unfounded.json().at("/errors/0/field").asText())
        .as(unfounded.text())
        .isEqualTo("probabilityReason");
    assertThat(
            act(deal, "close", "{\"result\":\"won\",\"closedOn\":\"2026-01-09\"}")
                .json()
                .at("/errors/0/field")
                .asText())
        .isEqualTo("closedOn");
    var lost =
        act(
            deal,
            "close",
            "{\"result\":\"lost\",\"reason\":\"price\",\"closedOn\":\"2026-03-31\",\"lostToId\":\""
                + rival
                + "\"}");
    assertThat(lost.json().get("state").asText()).as(lost.text()).isEqualTo("lost");
    assertThat(lost.json().at("/weighted/amount").asText()).isEqualTo("0.00");
    assertThat(patch(OPPORTUNITIES + "/" + deal, "{\"name\":\"Other\"}").code())
        .isEqualTo("conflict");
    assertThat(act(deal, "close", "{\"result\":\"won\"}").code()).isEqualTo("conflict");

    var again = act(deal, "reopen", "{\"stage\":\"needs\",\"comment\":\"They came back\"}");
    assertThat(again.json().get("state").asText()).as(again.text()).isEqualTo("open");
    assertThat(again.json().has("closeReason")).isFalse();
    assertThat(again.json().has("lostToId")).isFalse();
    var won =
        act(
            deal,
            "close",
            "{\"result\":\"won\",\"amount\":{\"amount\":\"480\",\"currency\":\"CNY\"}}");
    assertThat(won.json().at("/amount/amount").asText()).as(won.text()).isEqualTo("480.00");
    assertThat(way(deal))
        .containsExactly(
            "created ->contact 10 500.00",
            "closed contact>lost 0 500.00",
            "reopened lost>needs 25 500.00",
            "closed needs>won 100 480.00");
    var closed =
        server
            .get(MOVES + "?sort=id&filter=cause==closed;opportunityId==" + deal)
            .json()
            .get("items");
    assertThat(closed.at("/0/movedOn").asText()).isEqualTo("2026-03-31");
    assertThat(closed.at("/0/closeReason").asText()).isEqualTo("price");
    assertThat(closed.at("/0/lostToId").asText()).isEqualTo(rival);

    // One that was over before it came here.
    var old =
        read(
            deal(
                "Old",
                customer,
                ",\"stage\":\"won\",\"openedOn\":\"2016-10-20\",\"closedOn\":\"2017-03-01\",\"amount\":{\"amount\":\"1054\",\"currency\":\"CNY\"}"));
    assertThat(old.get("state").asText()).isEqualTo("won");
    assertThat(old.get("probability").asInt()).isEqualTo(100);
    assertThat(
            server
                .post(
                    OPPORTUNITIES,
                    "{\"name\":\"Old\",\"customerId\":\"" + customer + "\",\"stage\":\"lost\"}")
                .json()
                .at("/errors/0/field")
                .asText())
        .isEqualTo("closeReason");
  }

  // ---- how often it is won

  private JsonNode success(String basis, String more, String... headers) {
    var answer =
        server.get(
            "/api/v1/analyses/R-11?by=source&from=2026-01-01&to=2026-03-31&basis="
                + basis
                + "&filter=name==R11*"
                + more,
            headers);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static String told(JsonNode row) {
    return "%s %s %s | %s %s"
        .formatted(
            row.get("won").asText(),
            (row.has("lost") ? row.get("lost") : row.get("begun")).asText(),
            row.get("rate").asText(),
            row.path("wonAmount").asText("-"),
            row.path("amountRate").asText("-"));
  }

  /** Edge case 10: what was lost and reopened later leaves the quarter as it was then. */
  @Test
  void r11_aReopenedDealLeavesTheQuarterInWhichItWasLostAsItWas() {
    var customer = customer("Success Ltd");
    var begun =
        ",\"source\":\"referral\",\"openedOn\":\"2026-01-10\",\"amount\":{\"amount\":\"%s\",\"currency\":\"CNY\"}";
    var won = deal("R11 won", customer, begun.formatted("1000"));
    var lost = deal("R11 lost", customer, begun.formatted("500"));
    var none = deal("R11 none", customer, begun.formatted("70"));
    deal("R11 open", customer, begun.formatted("90"));
    for (var end :
        List.of(
            won + " won\",\"closedOn\":\"2026-02-10",
            lost + " lost\",\"reason\":\"price\",\"closedOn\":\"2026-03-31",
            none + " invalid\",\"closedOn\":\"2026-02-01")) {
      var part = end.split(" ", 2);
      var closed = act(part[0], "close", "{\"result\":\"" + part[1] + "\"}");
      assertThat(closed.status()).as(closed.text()).isEqualTo(200);
    }
    for (var basis : List.of("closed", "current")) {
      var told = success(basis, "");
      assertThat(told(told.get("totals"))).as(basis).isEqualTo("1 1 50.00 | 1000.00 66.67");
      assertThat(told.at("/rows/0/source").asText()).isEqualTo("referral");
      assertThat(told.get("rows")).hasSize(1);
    }
    assertThat(told(success("cohort", "").get("totals"))).isEqualTo("1 4 25.00 | 1000.00 60.24");

    assertThat(act(lost, "reopen", "{\"stage\":\"needs\"}").status()).isEqualTo(200);
    var again =
        act(
            lost,
            "close",
            "{\"result\":\"won\",\"amount\":{\"amount\":\"480\",\"currency\":\"CNY\"}}");
    assertThat(again.status()).as(again.text()).isEqualTo(200);
    assertThat(told(success("closed", "").get("totals"))).isEqualTo("1 1 50.00 | 1000.00 66.67");
    var current = success("current", "");
    assertThat(told(current.get("totals"))).isEqualTo("1 0 100.00 | 1000.00 100.00");
    assertThat(told(success("cohort", "").get("totals"))).isEqualTo("2 4 50.00 | 1480.00 90.24");

    // As at a day: how they stood at its end.
    for (var basis : List.of("closed", "current")) {
      assertThat(told(success(basis, "&asAt=2026-02-15").get("totals")))
          .isEqualTo("1 0 100.00 | 1000.00 100.00");
      var then = success(basis, "&asAt=2026-03-31");
      assertThat(told(then.get("totals"))).isEqualTo("1 1 50.00 | 1000.00 66.67");
      // Both are listed, as they are now.
      var behind = CardCheck.encoded(then.at("/rows/0/drill/filter").asText());
      assertThat(server.get(OPPORTUNITIES + "?filter=" + behind).json().get("items")).hasSize(2);
    }
    var now = java.time.LocalDate.now();
    assertThat(told(success("closed", "&asAt=" + now).get("totals")))
        .isEqualTo("1 0 100.00 | 1000.00 100.00");
    assertThat(told(success("cohort", "&asAt=2026-03-31").get("totals")))
        .isEqualTo("1 4 25.00 | 1000.00 60.24");
    assertThat(told(success("cohort", "&asAt=" + now).get("totals")))
        .isEqualTo("2 4 50.00 | 1480.00 90.24");

    var behind =
        server.get(
            OPPORTUNITIES
                + "?count=exact&filter="
                + java.net.URLEncoder.encode(
                    current.at("/rows/0/drill/filter").asText(),
                    java.nio.charset.StandardCharsets.UTF_8));
    assertThat(behind.json().at("/total/value").asInt()).as(behind.text()).isEqualTo(1);

    // Whom amounts are hidden from is told numbers alone; without states there is nothing to tell.
    for (var hides : List.of("amount", "state")) {
      var role =
          make(
              "/api/v1/roles",
              """
              {"code":"r11-%1$s","name":"%1$s","scopes":[{"collection":"*","scope":"all"}],"operations":["opportunities.view","analyses.R-11"],
               "fields":[{"collection":"opportunities","field":"%1$s","access":"hidden"}]}"""
                  .formatted(hides));
      user("r11." + hides, role);
    }
    assertThat(told(success("closed", "", as("r11.amount")).get("totals")))
        .isEqualTo("1 1 50.00 | - -");
    assertThat(server.get("/api/v1/analyses/R-11", as("r11.state")).code()).isEqualTo("forbidden");
    user("r11.none", role("r11-none", "own", "opportunities.view analyses.R-11"));
    assertThat(success("closed", "", as("r11.none")).get("rows")).isEmpty();
  }

  // ---- M-30, and who sees it

  /** Edge 22: when it is late here it is tomorrow there; the company's day counts. */
  @Test
  void m27_edge22_aDealIsClosedOnTheCompanysDay() throws IOException {
    var today = LocalDate.now();
    var late = LocalTime.now().getHour() >= 10;
    // A zone in which it is another day.
    var day = late ? today.plusDays(1) : today.minusDays(1);
    var customer = customer("Late Ltd");
    configured(
        "org.tangramcrm.platform.cfg",
        "timeZone = " + (late ? "+14:00" : "-12:00"),
        () -> read(deal("E22 probe", customer, "")).get("openedOn").asText().equals(day.toString()),
        () -> {
          var deal = deal("E22 late", customer, ",\"openedOn\":\"2026-01-10\"");
          assertThat(act(deal, "close", "{\"result\":\"won\"}").status()).isEqualTo(200);
          assertThat(read(deal).get("closedOn").asText()).isEqualTo(day.toString());
          for (var on : List.of(day.minusDays(1), day, day.plusDays(1))) {
            var told =
                server.get(
                    "/api/v1/analyses/R-11?filter=name=='E22+late'&from=" + on + "&to=" + on);
            assertThat(told.json().at("/totals/won").asInt())
                .as(on + " " + told.text())
                .isEqualTo(on.equals(day) ? 1 : 0);
          }
        });
  }

  @Test
  void m30_whatIsForgottenIsToldOnTheCard() {
    var customer = customer("Forgotten Ltd");
    var deal =
        deal(
            "Forgotten", customer, ",\"openedOn\":\"2026-01-01\",\"expectedClose\":\"2026-02-01\"");
    assertThat(read(deal).get("hints").findValuesAsText("code"))
        .containsExactlyInAnyOrder("no-next-step", "close-past", "deal-stale");
    var fresh =
        deal(
            "Fresh",
            customer,
            ",\"expectedClose\":\"2099-02-01\",\"nextStep\":\"Call\",\"nextStepOn\":\"2099-01-01\"");
    assertThat(read(fresh).get("hints")).isEmpty();
    act(deal, "close", "{\"result\":\"invalid\"}");
    assertThat(read(deal).get("hints")).isEmpty();
  }

  /** The titles of what somebody is reminded of, with of what and how often. */
  private List<String> reminded(String login) {
    var told = new ArrayList<String>();
    server
        .get("/api/v1/notifications?limit=200&filter=kind==reminder", as(login))
        .json()
        .get("items")
        .forEach(
            notice ->
                told.add(
                    String.join(
                        " ",
                        notice.get("title").asText(),
                        notice.get("reminder").asText(),
                        notice.get("times").asText())));
    return told;
  }

  @Test
  void m30_ownersAreRemindedOnceOfWhatTheyMightForget() throws IOException {
    var owner =
        user("m30.owner", role("m30-owner", "own", "opportunities.view notifications.view"));
    var customer = customer("Reminded Ltd");
    var today = LocalDate.parse(read(deal("M30 probe", customer, "")).get("openedOn").asText());
    var planned = ",\"ownerId\":\"" + owner + "\",\"nextStep\":\"Call\",\"nextStepOn\":\"%s\"";
    var begun = ",\"openedOn\":\"%s\"";
    var late =
        deal(
            "M30-late",
            customer,
            begun.formatted(today.minusDays(8)) + planned.formatted(today.minusDays(8)));
    deal("M30-today", customer, planned.formatted(today));
    deal("M30-later", customer, planned.formatted(today.plusDays(1)));
    deal(
        "M30-past",
        customer,
        begun.formatted(today.minusDays(3))
            + planned.formatted(today.plusDays(9))
            + ",\"expectedClose\":\""
            + today.minusDays(1)
            + "\"");
    var gone = deal("M30-gone", customer, planned.formatted(today));
    act(gone, "close", "{\"result\":\"invalid\"}");
    assertThat(read(late).get("hints").findValuesAsText("code")).containsExactly("next-step-past");

    var file = server.data.resolve("etc/org.tangramcrm.sales.cfg");
    var usual = Files.readString(file);
    var told =
        List.of(
            "M30-late deal-next 1",
            "M30-late deal-idle 1",
            "M30-today deal-next 1",
            "M30-past deal-close-past 1");
    try {
      // With other settings it is done at once.
      written(file, usual + "remind.idle = 8\n", () -> !reminded("m30.owner").isEmpty());
      assertThat(reminded("m30.owner")).containsExactlyInAnyOrderElementsOf(told);
      var next = deal("M30-next", customer, planned.formatted(today));
      written(file, usual + "remind.idle = 6\n", () -> read(next).has("remindedOn"));
      assertThat(reminded("m30.owner"))
          .containsAll(told)
          .hasSize(told.size() + 1)
          .contains("M30-next deal-next 1");
    } finally {
      Files.writeString(file, usual);
    }
  }

  @Test
  void m20_whoOwnsTheCustomerSeesItAndItsHistory() {
    var seller = role("deal-seller", "own", DEALER);
    var owner = user("deal.owner", seller);
    var other = user("deal.other", seller);
    user("deal.stranger", seller);
    var customer =
        make("/api/v1/customers", "{\"name\":\"Seen Ltd\",\"ownerId\":\"" + owner + "\"}")
            .get("id")
            .asText();
    var deal =
        deal(
            "Seen",
            customer,
            ",\"ownerId\":\""
                + other
                + "\",\"amount\":{\"amount\":\"271828\",\"currency\":\"CNY\"}");
    var path = OPPORTUNITIES + "/" + deal;
    var history = MOVES + "?filter=opportunityId==" + deal;
    for (var who : List.of("deal.owner", "deal.other")) {
      assertThat(server.get(path, as(who)).status()).isEqualTo(200);
      assertThat(server.get(history, as(who)).json().get("items")).hasSize(1);
    }
    assertThat(server.get(path, as("deal.stranger")).code()).isEqualTo("not-found");
    assertThat(server.get(history, as("deal.stranger")).json().get("items")).isEmpty();
    assertThat(act(deal, "move", "{\"stage\":\"needs\"}", as("deal.stranger")).code())
        .isEqualTo("not-found");
    assertThat(
            server
                .post(
                    OPPORTUNITIES,
                    "{\"name\":\"Not mine\",\"customerId\":\"" + customer + "\"}",
                    as("deal.stranger"))
                .json()
                .at("/errors/0/code")
                .asText())
        .isEqualTo("unknown-reference");

    // What a role hides of opportunities is hidden of their history, and not changed in passing.
    user(
        "deal.blind",
        make(
            "/api/v1/roles",
            """
            {"code":"deal-blind","name":"Blind","scopes":[{"collection":"*","scope":"all"}],
             "operations":["opportunities.view","opportunities.move","customers.view"],
             "fields":[{"collection":"opportunities","field":"amount","access":"hidden"}]}"""));
    assertThat(server.get(path, as("deal.blind")).text()).doesNotContain("271828");
    assertThat(server.get(history, as("deal.blind")).text()).doesNotContain("271828");
    assertThat(server.get(MOVES + "?sums=amount", as("deal.blind")).status()).isEqualTo(400);
    assertThat(server.get("/api/v1/customers/" + customer, as("deal.blind")).text())
        .contains("open-deals")
        .doesNotContain("271828");
    assertThat(
            act(
                    deal,
                    "move",
                    "{\"stage\":\"needs\",\"amount\":{\"amount\":\"1\",\"currency\":\"CNY\"}}",
                    as("deal.blind"))
                .code())
        .isEqualTo("forbidden");
    assertThat(act(deal, "move", "{\"stage\":\"needs\"}", as("deal.blind")).status())
        .isEqualTo(200);
    assertThat(read(deal).at("/amount/amount").asText()).isEqualTo("271828.00");
  }

  @Test
  void openOpportunitiesFollowTheCustomerAndClosedOnesStay() {
    var seller = role("deal-follows", "own", DEALER);
    var from = user("deal.from", seller);
    var to = user("deal.to", seller);
    var customer =
        make("/api/v1/customers", "{\"name\":\"Handed over\",\"ownerId\":\"" + from + "\"}")
            .get("id")
            .asText();
    var owned = ",\"ownerId\":\"" + from + "\"";
    var worth = ",\"amount\":{\"amount\":\"120\",\"currency\":\"CNY\"}";
    var open = deal("Open", customer, owned + worth);
    var closed = deal("Closed", customer, owned + worth);
    act(closed, "close", "{\"result\":\"won\"}");
    var request =
        """
        {"collection":"customers","recordFilter":"id==%s","toUserId":"%s",
         "parts":[{"collection":"opportunities"}],"reason":"Leaves"}"""
            .formatted(customer, to);
    var preview = server.post("/api/v1/transfers/actions/preview", request).json();
    assertThat(preview.get("parts"))
        .as(preview.toString())
        .filteredOn(part -> part.get("collection").asText().equals("opportunities"))
        .extracting(part -> part.get("count").asInt() + " " + part.at("/worth/value").asText())
        .containsExactly("1 120.00");
    var transfer = server.post("/api/v1/transfers", request);
    assertThat(transfer.status()).as(transfer.text()).isEqualTo(201);
    Server.await("the transfer", () -> read(open).get("ownerId").asText().equals(to));
    assertThat(read(closed).get("ownerId").asText()).isEqualTo(from);
  }

  // ---- currencies

  @Test
  void aRateHoldsFromItsDayOnAndIsThereOnce() {
    make(RATES, "{\"currency\":\"SEK\",\"validFrom\":\"2026-01-01\",\"rate\":\"0.65\"}");
    for (var wrong :
        List.of(
            "validFrom duplicate {\"currency\":\"SEK\",\"validFrom\":\"2026-01-01\",\"rate\":\"0.7\"}",
            "currency base-currency {\"currency\":\"CNY\",\"validFrom\":\"2026-01-01\",\"rate\":\"1\"}",
            "rate not-positive {\"currency\":\"SEK\",\"validFrom\":\"2026-01-02\",\"rate\":\"0\"}")) {
      var part = wrong.split(" ", 3);
      var refused = server.post(RATES, part[2]);
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo(part[0]);
      assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo(part[1]);
    }
    var id = product("P-sek", ",\"cost\":{\"amount\":\"10.05\",\"currency\":\"SEK\"}");
    var cost = server.get(PRODUCTS + "/" + id).json().get("cost");
    // 6.5325, to the cent.
    assertThat(cost.get("baseAmount").asText()).isEqualTo("6.53");
    // A later rate changes nothing that was written by then.
    make(RATES, "{\"currency\":\"SEK\",\"validFrom\":\"2026-02-01\",\"rate\":\"2\"}");
    var kept = patch(PRODUCTS + "/" + id, "{\"name\":\"Other name\"}").json();
    assertThat(kept.at("/cost/rate").asText()).isEqualTo("0.65");
  }

  // ---- the module comes and goes

  @Test
  void customersWorkOnWhileSalesIsStopped() {
    var id = product("P-stays", "");
    assertThat(server.post("/api/v1/modules/sales/actions/stop", null).status()).isEqualTo(200);
    try {
      assertThat(server.get(PRODUCTS + "/" + id).code()).isEqualTo("module-stopped");
      assertThat(server.soap("products", "get", "<id>" + id + "</id>").status()).isEqualTo(503);
      JsonNode customer = make("/api/v1/customers", "{\"name\":\"Works on\"}");
      assertThat(server.get("/api/v1/customers/" + customer.get("id").asText()).status())
          .isEqualTo(200);
      assertThat(server.get("/api/v1/openapi.json").text()).doesNotContain("/products");
    } finally {
      server.post("/api/v1/modules/sales/actions/start", null);
    }
    assertThat(server.get(PRODUCTS + "/" + id).json().get("code").asText()).isEqualTo("P-stays");
  }
}
