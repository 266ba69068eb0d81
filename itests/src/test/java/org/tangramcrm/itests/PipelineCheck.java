package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Analyses of the pipeline, with figures worked out by hand; the same on every database. */
abstract class PipelineCheck extends SalesCheck {
  private static final String ANALYSES = "/api/v1/analyses/";

  private JsonNode worked(String code, String query, String... headers) {
    var answer = server.get(ANALYSES + code + "?" + query, headers);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static String cells(JsonNode row, String... keys) {
    var cells = new ArrayList<String>();
    for (var key : keys) {
      cells.add(row.path(key).asText("-"));
    }
    return String.join(" ", cells);
  }

  private static List<String> rows(JsonNode result, String... keys) {
    var rows = new ArrayList<String>();
    result.get("rows").forEach(row -> rows.add(cells(row, keys)));
    return rows;
  }

  /** How many records a row opens, and what a field of theirs comes to. */
  private String behind(JsonNode row, String... sums) {
    var list =
        server
            .get(
                OPPORTUNITIES
                    + "?count=exact&limit=1&sums="
                    + String.join(",", sums)
                    + "&filter="
                    + CardCheck.encoded(row.at("/drill/filter").asText()))
            .json();
    var told = new ArrayList<String>(List.of(list.at("/total/value").asText()));
    for (int i = 0; i < sums.length; i++) {
      told.add(two(list.at("/sums/" + i + "/value").asText("0")));
    }
    return String.join(" ", told);
  }

  private static String two(String amount) {
    return new BigDecimal(amount).setScale(2).toPlainString();
  }

  private void closed(String deal, String body) {
    var closed = act(deal, "close", body);
    assertThat(closed.status()).as(closed.text()).isEqualTo(200);
  }

  private void reopened(String deal, String stage) {
    assertThat(act(deal, "reopen", "{\"stage\":\"" + stage + "\"}").status()).isEqualTo(200);
  }

  private static String begun(String day, String amount, String currency) {
    return ",\"openedOn\":\"%s\",\"amount\":{\"amount\":\"%s\",\"currency\":\"%s\"}"
        .formatted(day, amount, currency);
  }

  // ---- the pipeline

  private static final String[] PIPELINE = {"stage", "deals", "amount", "weighted"};

  private JsonNode pipeline(String more, String... headers) {
    return worked("R-29", "filter=name==P29*" + more, headers);
  }

  private String then(String day) {
    return cells(pipeline("&asAt=" + day).get("totals"), "deals", "amount", "weighted");
  }

  @Test
  void r29_thePipelineOfAPastDayIsWhatItWasThen() {
    make(RATES, "{\"currency\":\"DKK\",\"validFrom\":\"2026-01-01\",\"rate\":\"0.95\"}");
    var customer = customer("Pipeline Ltd");
    var march = ",\"expectedClose\":\"2099-03-31\"";
    var edited = deal("P29 edited", customer, begun("2026-01-10", "1000", "CNY") + march);
    // 190.52 in the base currency; a quarter of it is 47.63.
    deal(
        "P29 crowns",
        customer,
        begun("2026-02-01", "200.55", "DKK")
            + ",\"stage\":\"needs\",\"expectedClose\":\"2099-04-15\"");
    var won = deal("P29 won", customer, begun("2026-01-05", "300", "CNY") + march);
    var lost = deal("P29 lost", customer, begun("2026-01-05", "40", "CNY"));
    closed(won, "{\"result\":\"won\",\"closedOn\":\"2026-02-20\"}");
    closed(lost, "{\"result\":\"lost\",\"reason\":\"price\",\"closedOn\":\"2026-03-31\"}");

    var told = pipeline("", "Accept-Language", "zh-CN");
    assertThat(rows(told, PIPELINE))
        .containsExactly(
            "contact 1 1000.00 100.00",
            "needs 1 190.52 47.63",
            "proposal 0 0.00 0.00",
            "negotiation 0 0.00 0.00");
    assertThat(cells(told.get("totals"), "deals", "amount", "weighted"))
        .isEqualTo("2 1190.52 147.63");
    assertThat(told.at("/columns/3/title").asText()).isEqualTo("可能销售额");
    assertThat(told.get("definition").asText()).contains("截至");

    // The amount is another after a move, and what was lost is reopened: the past stays.
    moved(edited, "needs", "");
    var more =
        patch(
            OPPORTUNITIES + "/" + edited,
            "{\"amount\":{\"amount\":\"1500\",\"currency\":\"CNY\"}}");
    assertThat(more.status()).as(more.text()).isEqualTo(200);
    reopened(lost, "contact");
    assertThat(then("2026-01-04")).isEqualTo("0 0.00 0.00");
    assertThat(then("2026-01-31")).isEqualTo("3 1340.00 134.00");
    assertThat(then("2026-02-19")).isEqualTo("4 1530.52 181.63");
    assertThat(then("2026-02-20")).isEqualTo("3 1230.52 151.63");
    assertThat(then("2026-03-31")).isEqualTo("2 1190.52 147.63");
    var before = pipeline("&asAt=2026-02-19&by=expectedClose");
    assertThat(rows(before, "expectedClose", "deals", "amount"))
        .containsExactly("2099-03 2 1300.00", "2099-04 1 190.52", "- 1 40.00");
    // What is behind it has gone on since: so many are listed, as they are now.
    assertThat(behind(before.at("/rows/0"))).isEqualTo("2");

    for (var by : List.of("stage", "ownerId", "departmentId", "expectedClose")) {
      var now = pipeline("&by=" + by);
      assertThat(cells(now.get("totals"), "deals", "amount", "weighted"))
          .as(by)
          .isEqualTo("3 1730.52 426.63");
      for (var row : now.get("rows")) {
        assertThat(behind(row, "amount", "weighted"))
            .as(by + " " + row)
            .isEqualTo(cells(row, "deals", "amount", "weighted"));
      }
      assertThat(pipeline("&asAt=2026-02-19&by=" + by).at("/totals/amount").asText())
          .as(by)
          .isEqualTo("1530.52");
    }
    var file = server.get(ANALYSES + "R-29/file?format=csv&filter=name==P29*&pipelineId=1");
    assertThat(file.text().lines().toList())
        .as(file.text())
        .contains("\"Needs confirmed\",2,1690.52,422.63", "\"Total\",3,1730.52,426.63");

    var future = server.get(ANALYSES + "R-29?asAt=2099-01-01");
    assertThat(future.json().at("/errors/0/field").asText()).isEqualTo("asAt");
    var unknown = server.get(ANALYSES + "R-29?pipelineId=987654");
    assertThat(unknown.json().at("/errors/0/field").asText()).isEqualTo("pipelineId");

    // Whoever reaches none of it is told of nothing, and amounts as far as they are seen.
    user("p29.none", role("p29-none", "own", "opportunities.view analyses.R-29"));
    for (var day : List.of("", "&asAt=2026-02-19")) {
      assertThat(pipeline(day, as("p29.none")).at("/totals/deals").asInt()).isZero();
    }
    user(
        "p29.blind",
        make(
            "/api/v1/roles",
            """
            {"code":"p29-blind","name":"Blind","scopes":[{"collection":"*","scope":"all"}],
             "operations":["opportunities.view","analyses.R-29"],
             "fields":[{"collection":"opportunities","field":"amount","access":"hidden"},
                       {"collection":"opportunities","field":"expectedClose","access":"hidden"}]}"""));
    for (var day : List.of("", "&asAt=2026-02-19")) {
      var refused = server.get(ANALYSES + "R-29?by=expectedClose" + day, as("p29.blind"));
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("by");
      var blind = pipeline(day, as("p29.blind"));
      assertThat(rows(blind, "amount", "weighted")).isNotEmpty().containsOnly("- -");
    }
  }

  // ---- the funnel

  private static final String[] CONVERSION = {
    "stage", "entered", "passed", "lost", "pending", "conversion", "loss", "rest"
  };

  @Test
  void r30_stagesAreEnteredPassedAndLeftAsTheHistorySays() {
    var customer = customer("Funnel Ltd");
    var begun = begun("2026-01-10", "100", "CNY") + ",\"expectedClose\":\"2099-01-31\"";
    var won = deal("P30 won", customer, begun);
    var skips = deal("P30 skips", customer, begun);
    var lost = deal("P30 lost", customer, begun);
    var none = deal("P30 none", customer, begun);
    closed(won, "{\"result\":\"won\",\"closedOn\":\"2026-02-10\"}");
    moved(skips, "proposal", "");
    closed(lost, "{\"result\":\"lost\",\"reason\":\"price\",\"closedOn\":\"2026-01-20\"}");
    closed(none, "{\"result\":\"invalid\",\"closedOn\":\"2026-01-15\"}");

    var asked = "filter=name==P30*";
    var told = worked("R-30", asked);
    assertThat(rows(told, CONVERSION))
        .containsExactly(
            "contact 3 2 1 0 66.67 33.33 0.00",
            "needs 2 2 0 0 100.00 0.00 0.00",
            "proposal 2 1 0 1 50.00 0.00 50.00",
            "negotiation 1 1 0 0 100.00 0.00 0.00");
    for (var row : told.get("rows")) {
      assertThat(behind(row)).isEqualTo(row.get("entered").asText());
    }
    var then = asked + "&from=2026-01-01&to=2026-01-31&asAt=2026-01-31";
    var january =
        List.of(
            "contact 3 0 1 2 0.00 33.33 66.67",
            "needs 0 0 0 0 - - -",
            "proposal 0 0 0 0 - - -",
            "negotiation 0 0 0 0 - - -");
    assertThat(rows(worked("R-30", then), CONVERSION)).isEqualTo(january);
    // By the end of February: one left for good after 31 days, one after 10; one is there for 49.
    var times = worked("R-31", asked + "&asAt=2026-02-28");
    assertThat(rows(times, "stage", "mean", "median", "ninetieth", "left", "still", "age"))
        .containsExactly(
            "contact 20.5 20.5 31.0 2 1 49.0",
            "needs 0.0 0.0 0.0 1 0 -",
            "proposal 0.0 0.0 0.0 1 0 -",
            "negotiation 0.0 0.0 0.0 1 0 -");

    // Moved back, entered again, and reopened: counted once, and January stays as it was.
    moved(skips, "contact", "");
    moved(skips, "needs", "");
    reopened(lost, "needs");
    assertThat(rows(worked("R-30", then), CONVERSION)).isEqualTo(january);
    assertThat(rows(worked("R-30", asked), "stage", "entered", "passed", "lost", "pending"))
        .containsExactly(
            "contact 3 3 0 0", "needs 3 2 0 1", "proposal 2 1 0 1", "negotiation 1 1 0 0");
    assertThat(server.get(ANALYSES + "R-30?by=stage").code()).isEqualTo("unknown-parameter");
    user("p30.none", role("p30-none", "own", "opportunities.view analyses.R-30"));
    assertThat(worked("R-30", asked, as("p30.none")).at("/rows/0/entered").asInt()).isZero();
  }

  @Test
  void r30_r31_aStageIsEnteredForWhoeverHadItThen() {
    var customer = customer("Handed Over Ltd");
    var first = user("r30.first", role("r30-first", "own", "opportunities.view"));
    var second = user("r30.second", role("r30-second", "own", "opportunities.view"));
    var department = make("/api/v1/departments", "{\"code\":\"H30\",\"name\":\"H30\"}");
    var joined =
        patch(
            "/api/v1/users/" + second,
            "{\"departmentId\":\"" + department.get("id").asText() + "\"}");
    assertThat(joined.status()).as(joined.text()).isEqualTo(200);
    var deal =
        deal(
            "H30 deal",
            customer,
            begun("2026-01-10", "1", "CNY") + ",\"ownerId\":\"" + first + "\"");
    moved(deal, "needs", "");
    var given = patch(OPPORTUNITIES + "/" + deal, "{\"ownerId\":\"" + second + "\"}");
    assertThat(given.status()).as(given.text()).isEqualTo(200);
    moved(deal, "proposal", ",\"expectedClose\":\"2030-01-31\"");

    var theirs = worked("R-30", "filter=name==H30*&userId=" + first);
    assertThat(rows(theirs, "stage", "entered", "passed", "pending"))
        .containsExactly("contact 1 1 0", "needs 1 1 0", "proposal 0 0 0", "negotiation 0 0 0");
    assertThat(behind(theirs.at("/rows/0"))).isEqualTo("1");
    assertThat(theirs.at("/rows/0/passedDrill/filter").asText()).isEqualTo("id=in=(" + deal + ")");
    assertThat(theirs.at("/rows/0").has("lostDrill")).isFalse();
    var others = "filter=name==H30*&userId=" + second;
    assertThat(rows(worked("R-30", others), "stage", "entered", "pending"))
        .containsExactly("contact 0 0", "needs 0 0", "proposal 1 1", "negotiation 0 0");
    var times = worked("R-31", others);
    assertThat(rows(times, "stage", "left", "still"))
        .containsExactly("contact 0 0", "needs 0 0", "proposal 0 1", "negotiation 0 0");
    assertThat(times.at("/rows/2/stillDrill/filter").asText()).isEqualTo("id=in=(" + deal + ")");
    var departments = "filter=name==H30*&departmentId=" + department.get("id").asText();
    assertThat(rows(worked("R-30", departments), "stage", "entered"))
        .containsExactly("contact 0", "needs 0", "proposal 1", "negotiation 0");
  }

  // ---- why deals are lost

  private List<String> lost(String by, String basis) {
    return rows(
        worked(
            "R-10", "filter=name==P10*&from=2026-01-01&to=2026-03-31&by=" + by + "&basis=" + basis),
        by,
        "lost",
        "share",
        "amount",
        "amountShare");
  }

  @Test
  void r10_reasonsAreThoseOfThenOrOfWhatIsLostNow() {
    var customer = customer("Reasons Ltd");
    var rival =
        make("/api/v1/customers", "{\"name\":\"Rival Ltd\",\"types\":[\"competitor\"]}")
            .get("id")
            .asText();
    var product = product("P10-1", "");
    var dear = deal("P10 dear", customer, begun("2026-01-10", "500", "CNY"));
    var poor =
        deal(
            "P10 poor",
            customer,
            ",\"openedOn\":\"2026-01-10\",\"lines\":[{\"productId\":\"%s\",\"quantity\":\"2\",\"price\":\"100\"}]"
                .formatted(product));
    var none = deal("P10 none", customer, begun("2026-01-10", "70", "CNY"));
    var again = deal("P10 again", customer, begun("2026-01-10", "300", "CNY"));
    moved(poor, "needs", "");
    closed(
        dear,
        "{\"result\":\"lost\",\"reason\":\"price\",\"closedOn\":\"2026-02-10\",\"lostToId\":\"%s\"}"
            .formatted(rival));
    closed(poor, "{\"result\":\"lost\",\"reason\":\"budget\",\"closedOn\":\"2026-03-31\"}");
    closed(none, "{\"result\":\"invalid\",\"closedOn\":\"2026-03-01\"}");
    closed(again, "{\"result\":\"lost\",\"reason\":\"price\",\"closedOn\":\"2026-03-01\"}");

    var asThen = List.of("price 2 66.67 800.00 80.00", "budget 1 33.33 200.00 20.00");
    assertThat(lost("closeReason", "closed")).isEqualTo(asThen);
    assertThat(lost("closeReason", "current")).isEqualTo(asThen);
    // As long as nothing went on since, the list finds them however many they are.
    var asked = "filter=name==P10*&from=2026-01-01&to=2026-03-31&by=";
    assertThat(worked("R-10", asked + "closeReason").at("/rows/0/drill/filter").asText())
        .contains("closeReason==price");
    var rates = worked("R-11", asked + "departmentId");
    assertThat(rates.at("/rows/0/lostDrill/filter").asText()).contains("state==lost");
    assertThat(behind(rates.at("/rows/0"))).isEqualTo("3");
    reopened(again, "needs");
    assertThat(worked("R-10", asked + "closeReason").at("/rows/0/drill/filter").asText())
        .startsWith("id=in=(");
    assertThat(behind(worked("R-11", asked + "departmentId").at("/rows/0"))).isEqualTo("3");
    assertThat(lost("closeReason", "closed")).isEqualTo(asThen);
    assertThat(lost("closeReason", "current"))
        .containsExactlyInAnyOrder("price 1 50.00 500.00 71.43", "budget 1 50.00 200.00 28.57");
    assertThat(lost("stage", "closed"))
        .containsExactly("contact 2 66.67 800.00 80.00", "needs 1 33.33 200.00 20.00");
    assertThat(lost("lostToId", "current"))
        .containsExactly(rival + " 1 50.00 500.00 71.43", "- 1 50.00 200.00 28.57");
    assertThat(lost("product", "current"))
        .containsExactly(product + " 1 50.00 200.00 28.57", "- 1 50.00 500.00 71.43");

    for (var by :
        List.of("closeReason", "lostToId", "stage", "ownerId", "departmentId", "product")) {
      var told =
          worked("R-10", "filter=name==P10*&from=2026-01-01&to=2026-03-31&basis=current&by=" + by);
      assertThat(cells(told.get("totals"), "lost", "amount")).as(by).isEqualTo("2 700.00");
      for (var row : told.get("rows")) {
        assertThat(behind(row, "amount"))
            .as(by + " " + row)
            .isEqualTo(cells(row, "lost", "amount"));
      }
    }
    user("p10.none", role("p10-none", "own", "opportunities.view analyses.R-10"));
    assertThat(
            worked("R-10", "filter=name==P10*&by=product", as("p10.none"))
                .at("/totals/lost")
                .asInt())
        .isZero();
  }

  @Test
  void r10_r11_r29_aDealCountsForWhoeverHadItThen() {
    var customer = customer("Attribution Ltd");
    var first = user("att.first", role("att", "own", "opportunities.view opportunities.create"));
    var second = user("att.second", role("att-2", "own", "opportunities.view"));
    var deal =
        deal(
            "ATT deal",
            customer,
            begun("2026-01-10", "500", "CNY") + ",\"ownerId\":\"" + first + "\"");
    closed(deal, "{\"result\":\"lost\",\"reason\":\"price\",\"closedOn\":\"2026-02-10\"}");
    reopened(deal, "needs");
    var given = patch(OPPORTUNITIES + "/" + deal, "{\"ownerId\":\"" + second + "\"}");
    assertThat(given.status()).as(given.text()).isEqualTo(200);
    closed(deal, "{\"result\":\"won\"}");

    var quarter = "filter=name==ATT*&from=2026-01-01&to=2026-03-31&by=ownerId";
    for (var code : List.of("R-10", "R-11")) {
      assertThat(rows(worked(code, quarter + "&userId=" + first), "ownerId", "lost"))
          .as(code)
          .containsExactly(first + " 1");
      assertThat(worked(code, quarter + "&userId=" + second).at("/totals/lost").asInt())
          .as(code)
          .isZero();
      assertThat(behind(worked(code, quarter + "&userId=" + first).at("/rows/0")))
          .as(code)
          .isEqualTo("1");
    }
    var all = "filter=name==ATT*&by=ownerId&userId=";
    assertThat(rows(worked("R-11", all + second), "ownerId", "won", "lost"))
        .containsExactly(second + " 1 0");
    assertThat(worked("R-11", all + first).at("/totals/won").asInt()).isZero();
    assertThat(rows(worked("R-29", all + first + "&asAt=2026-01-31"), "ownerId", "deals"))
        .containsExactly(first + " 1");
    assertThat(worked("R-29", all + second + "&asAt=2026-01-31").at("/totals/deals").asInt())
        .isZero();
  }

  // ---- M-35: forecast and targets

  private static final String TARGETS = "/api/v1/sales-targets";

  private static final String[] FORECAST = {
    "month", "deals", "closed", "commit", "bestCase", "pipeline", "amount", "weighted"
  };

  private JsonNode forecast(String more, String... headers) {
    return worked("M-35", "filter=name==M35*" + more, headers);
  }

  private String category(String deal, String change) {
    var changed = patch(OPPORTUNITIES + "/" + deal, change);
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    return changed.json().path("forecastCategory").asText();
  }

  @Test
  void m35_aCategoryIsTheStagesUnlessAnotherIsChosen() {
    var customer = customer("Categories Ltd");
    var deal = deal("Category", customer, "");
    assertThat(read(deal).get("forecastCategory").asText()).isEqualTo("pipeline");
    assertThat(category(deal, "{\"forecastChoice\":\"commit\"}")).isEqualTo("commit");
    moved(deal, "needs", "");
    assertThat(read(deal).get("forecastCategory").asText()).isEqualTo("commit");
    assertThat(category(deal, "{\"forecastChoice\":null}")).isEqualTo("pipeline");
    var refused = patch(OPPORTUNITIES + "/" + deal, "{\"forecastChoice\":\"closed\"}");
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("forecastChoice");
    category(deal, "{\"forecastChoice\":\"best-case\"}");
    closed(deal, "{\"result\":\"won\"}");
    assertThat(read(deal).get("forecastCategory").asText()).isEqualTo("closed");
    reopened(deal, "needs");
    assertThat(read(deal).get("forecastCategory").asText()).isEqualTo("best-case");

    var way =
        make(
            PIPELINES,
            """
            {"name":"Forecast","stages":[
              {"stage":"contact","kind":"open","probability":10,"forecastCategory":"omitted"},
              {"stage":"needs","kind":"open","probability":40,"forecastCategory":"commit"},
              {"stage":"won","kind":"won","probability":100},
              {"stage":"lost","kind":"lost","probability":0}]}""");
    var other = deal("Other way", customer, ",\"pipelineId\":\"" + way.get("id").asText() + "\"");
    assertThat(read(other).get("forecastCategory").asText()).isEqualTo("omitted");
    moved(other, "needs", "");
    assertThat(read(other).get("forecastCategory").asText()).isEqualTo("commit");
  }

  @Test
  void m35_whatWasForecastIsKeptAndComparedWithTheTarget() {
    var year = LocalDate.now(ZoneOffset.UTC).getYear();
    make(RATES, "{\"currency\":\"HUF\",\"validFrom\":\"2026-01-01\",\"rate\":\"0.02\"}");
    var seller =
        user(
            "m35.seller",
            role("m35-seller", "own", "opportunities.view analyses.M-35 sales-targets.view"));
    var customer = customer("Forecast Ltd");
    var owned = ",\"ownerId\":\"" + seller + "\"";
    var close = ",\"expectedClose\":\"2099-03-31\"" + owned;
    var commit =
        deal(
            "M35 commit",
            customer,
            begun("2026-01-10", "1000", "CNY") + close + ",\"forecastChoice\":\"commit\"");
    // 200.10 in the base currency, of which a tenth is 20.01.
    deal(
        "M35 forints",
        customer,
        begun("2026-01-10", "10005", "HUF") + close + ",\"forecastChoice\":\"best-case\"");
    deal(
        "M35 omitted",
        customer,
        begun("2026-01-10", "7", "CNY") + close + ",\"forecastChoice\":\"omitted\"");
    deal("M35 undated", customer, begun("2026-01-10", "40", "CNY") + owned);
    var won = deal("M35 won", customer, begun("2026-01-10", "300", "CNY") + close);
    closed(won, "{\"result\":\"won\",\"closedOn\":\"%d-01-20\"}".formatted(Math.max(year, 2026)));
    var month = Math.max(year, 2026) + "-01";

    var target =
        "{\"ownerId\":\"%s\",\"forMonth\":\"%s-15\",\"amount\":{\"amount\":\"%s\",\"currency\":\"%s\"}}";
    make(TARGETS, target.formatted(seller, month, "20000", "HUF"));
    var twice = server.post(TARGETS, target.formatted(seller, month, "1", "CNY"));
    assertThat(twice.json().at("/errors/0/code").asText()).as(twice.text()).isEqualTo("duplicate");
    // Of several at once one is there, and the others hear of the same field.
    var answers =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () ->
                            server.post(TARGETS, target.formatted(seller, "2031-05", "1", "CNY"))))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
    assertThat(answers.stream().filter(answer -> answer.status() != 201))
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).as(answer.text()).isEqualTo(422);
              assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("forMonth");
            });
    var only =
        TARGETS
            + "/"
            + answers.stream()
                .filter(answer -> answer.status() == 201)
                .findFirst()
                .orElseThrow()
                .json()
                .get("id")
                .asText();
    assertThat(delete(only).status()).isEqualTo(204);
    make(TARGETS, target.formatted(seller, "2031-05", "2", "CNY"));
    var back = server.post(only + "/actions/restore", null);
    assertThat(back.json().at("/errors/0/field").asText()).as(back.text()).isEqualTo("forMonth");
    assertThat(server.get(TARGETS, as("m35.seller")).json().get("items")).hasSize(2);
    // One that is handed over gives up its month, also to who has one of their own for it.
    var heir = user("m35.heir", role("m35-heir", "own", "sales-targets.view"));
    make(TARGETS, target.formatted(heir, "2031-06", "5", "CNY"));
    for (var forMonth : List.of("2031-06", "2031-07")) {
      make(TARGETS, target.formatted(seller, forMonth, "2", "CNY"));
      var given =
          make(
              "/api/v1/transfers",
              "{\"collection\":\"sales-targets\",\"recordFilter\":\"forMonth==%s-01;ownerId==%s\",\"toUserId\":\"%s\",\"reason\":\"r\"}"
                  .formatted(forMonth, seller, heir));
      Server.await(
          "a target that is handed over",
          () ->
              server
                  .get("/api/v1/transfers/" + given.get("id").asText())
                  .json()
                  .get("status")
                  .asText()
                  .equals("done"));
      var free = make(TARGETS, target.formatted(seller, forMonth, "3", "CNY"));
      assertThat(delete(TARGETS + "/" + free.get("id").asText()).status()).isEqualTo(204);
      var third = server.post(TARGETS, target.formatted(heir, forMonth, "1", "CNY"));
      assertThat(third.json().at("/errors/0/code").asText())
          .as(third.text())
          .isEqualTo("duplicate");
    }
    user(
        "m35.none", role("m35-none", "own", "opportunities.view analyses.M-35 sales-targets.view"));
    assertThat(server.get(TARGETS, as("m35.none")).json().get("items")).isEmpty();

    var now = forecast("", as("m35.seller"));
    assertThat(rows(now, FORECAST))
        .containsExactly(
            month + " 1 300.00 0.00 0.00 0.00 300.00 300.00",
            "2099-03 2 0.00 1000.00 200.10 0.00 1200.10 120.01",
            "- 1 0.00 0.00 0.00 40.00 40.00 4.00");
    // 20000 forints are 400; 300 of them are won.
    assertThat(cells(now.at("/rows/0"), "target", "attainment")).isEqualTo("400.00 75.00");
    assertThat(cells(now.get("totals"), "deals", "amount", "weighted", "target", "attainment"))
        .isEqualTo("4 1540.10 424.01 400.00 75.00");
    assertThat(now.at("/rows/1/commitDrill/filter").asText()).contains("forecastCategory==commit");
    for (var by : List.of("month", "ownerId", "departmentId")) {
      var told = forecast("&userId=" + seller + "&by=" + by);
      assertThat(told.at("/totals/amount").asText()).as(by).isEqualTo("1540.10");
      for (var row : told.get("rows")) {
        assertThat(behind(row, "amount", "weighted"))
            .as(by + " " + row)
            .isEqualTo(cells(row, "deals", "amount", "weighted"));
      }
    }
    assertThat(forecast("", as("m35.none")).at("/totals/deals").asInt()).isZero();

    // What comes up anew when the module does is kept for the day; it stays as it was.
    assertThat(server.post("/api/v1/modules/sales/actions/stop", null).status()).isEqualTo(200);
    server.post("/api/v1/modules/sales/actions/start", null);
    var kept = "/api/v1/forecast-snapshots?filter=opportunityId==" + commit;
    Server.await("what is expected to be kept", () -> kept(kept) == 1);
    category(commit, "{\"forecastChoice\":\"omitted\"}");
    patch(OPPORTUNITIES + "/" + commit, "{\"amount\":{\"amount\":\"5\",\"currency\":\"CNY\"}}");
    var day = server.get(kept).json().at("/items/0/takenOn").asText();
    assertThat(rows(forecast("&asAt=" + day, as("m35.seller")), FORECAST))
        .isEqualTo(rows(now, FORECAST));
    assertThat(forecast("").at("/totals/amount").asText()).isEqualTo("540.10");
    // What was kept is behind its figures as it was kept.
    var then = worked("M-35", "asAt=" + day + "&userId=" + seller).at("/rows/1/commitDrill");
    var snapshots =
        server
            .get(
                "/api/v1/forecast-snapshots?sums=amount&filter="
                    + CardCheck.encoded(then.get("filter").asText()))
            .json();
    assertThat(snapshots.get("items")).as(then.toString()).hasSize(1);
    assertThat(snapshots.at("/sums/0/value").asText()).isEqualTo("1000.00");
    for (var row : forecast("&asAt=" + day).get("rows")) {
      var closed = new java.math.BigDecimal(row.get("closed").asText());
      if (closed.signum() > 0) {
        var behind = row.at("/closedDrill/filter").asText();
        var listed =
            server.get(OPPORTUNITIES + "?sums=amount&filter=" + CardCheck.encoded(behind)).json();
        assertThat(new java.math.BigDecimal(listed.at("/sums/0/value").asText()))
            .as(row.toString())
            .isEqualByComparingTo(closed);
      }
    }
    assertThat(forecast("&asAt=2026-01-01").at("/totals/deals").asInt()).isZero();
    assertThat(server.get(kept, as("m35.seller")).json().get("items")).hasSize(1);
    assertThat(server.get(kept, as("m35.none")).json().get("items")).isEmpty();
    assertThat(server.get(kept + "&sums=amount").json().at("/sums/0/value").asText())
        .isEqualTo("1000.00");
    user(
        "m35.blind",
        make(
            "/api/v1/roles",
            """
            {"code":"m35-blind","name":"Blind","scopes":[{"collection":"*","scope":"all"}],
             "operations":["opportunities.view","analyses.M-35"],
             "fields":[{"collection":"opportunities","field":"amount","access":"hidden"}]}"""));
    assertThat(server.get(kept, as("m35.blind")).json().at("/items/0/amount").isObject()).isFalse();
    assertThat(server.get(kept + "&sums=amount", as("m35.blind")).code()).isEqualTo("forbidden");
    assertThat(server.get("/api/v1/analyses/M-35", as("m35.blind")).code()).isEqualTo("forbidden");
  }

  /** Edge 23: a year that does not begin in January is asked for by its first day. */
  @Test
  void m35_r11_edge23_aFiscalYearIsAPeriodLikeAnyOther() {
    var customer = customer("Fiscal Ltd");
    for (var day : List.of("2025-03-31", "2025-04-01", "2025-12-31", "2026-03-31", "2026-04-01")) {
      deal(
          "E23 " + day,
          customer,
          begun("2025-01-10", "100", "CNY")
              + ",\"stage\":\"won\",\"closedOn\":\"%s\"".formatted(day));
    }
    var year = "filter=name==E23*&from=2025-04-01&to=2026-03-31";
    assertThat(worked("R-11", year).at("/totals/won").asInt()).isEqualTo(3);
    assertThat(rows(worked("M-35", year + "&userId=1"), "month", "closed"))
        .containsExactly("2025-04 100.00", "2025-12 100.00", "2026-03 100.00");
    assertThat(worked("R-11", year + "&basis=current").at("/totals/wonAmount").asText())
        .isEqualTo("300.00");
  }

  private int kept(String path) {
    var answer = server.get(path);
    return answer.status() == 200 ? answer.json().get("items").size() : 0;
  }
}
