package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Analyses, by that of what customers consist of; the same on every database. */
abstract class AnalysisCheck extends LevelCheck {
  private static final String ANALYSES = "/api/v1/analyses";
  private static final String XLSX =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  private JsonNode mix(String query, String... headers) {
    var answer = server.get(ANALYSES + "/R-3?" + query, headers);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static Map<String, Integer> rows(JsonNode result, String by) {
    var rows = new TreeMap<String, Integer>();
    for (var row : result.get("rows")) {
      rows.put(row.path(by).asText("none"), row.get("customers").asInt());
    }
    return rows;
  }

  @Test
  void r3_customersAreCountedByWhatTheyAreAndEachCountIsThatOfTheListBehindIt() {
    for (var fields :
        List.of(
            "\"industry\":\"I\",\"region\":\"CN-SH\",\"level\":\"A\"",
            "\"industry\":\"I\",\"region\":\"CN\",\"types\":[\"customer\",\"supplier\"]",
            "\"industry\":\"C\"",
            "\"types\":[\"customer\"]",
            // No customer: counts by types alone.
            "\"industry\":\"I\",\"types\":[\"supplier\"]")) {
      make(CUSTOMERS, "{\"name\":\"Mixed\",\"tags\":[\"r3\"]," + fields + "}");
    }
    var among = "filter=tags==r3";

    var byIndustry = mix("by=industry&" + among, "Accept-Language", "zh-CN");
    assertThat(rows(byIndustry, "industry")).isEqualTo(Map.of("I", 2, "C", 1, "none", 1));
    assertThat(byIndustry.at("/totals/customers").asInt()).isEqualTo(4);
    assertThat(byIndustry.at("/totals/share").asText()).isEqualTo("100.00");
    assertThat(byIndustry.at("/rows/0/industry").asText()).isEqualTo("I");
    assertThat(byIndustry.at("/rows/0/share").asText()).isEqualTo("50.00");
    assertThat(byIndustry.at("/rows/0/industryTitle").asText()).contains("信息");
    assertThat(byIndustry.get("title").asText()).isEqualTo("客户构成分析");
    assertThat(byIndustry.get("definition").asText()).contains("占比");
    assertThat(byIndustry.at("/columns/1/type").asText()).isEqualTo("integer");

    for (var by : List.of("industry", "region", "level", "status", "types")) {
      var result = mix("by=" + by + "&" + among);
      var sum = 0;
      for (var row : result.get("rows")) {
        var behind =
            server.get(
                CUSTOMERS
                    + "?count=exact&limit=1&filter="
                    + java.net.URLEncoder.encode(
                        row.at("/drill/filter").asText(), java.nio.charset.StandardCharsets.UTF_8));
        assertThat(behind.json().at("/total/value").asInt())
            .as(by + " " + row)
            .isEqualTo(row.get("customers").asInt());
        sum += row.get("customers").asInt();
      }
      // A firm of two types counts for both, and once in all.
      assertThat(sum).isEqualTo(by.equals("types") ? 6 : 4);
      assertThat(result.at("/totals/customers").asInt()).isEqualTo(by.equals("types") ? 5 : 4);
    }
    assertThat(rows(mix("by=region&" + among), "region"))
        .isEqualTo(Map.of("CN-SH", 1, "CN", 1, "none", 2));
    assertThat(mix("filter=tags==nobody").at("/totals/share").isNull()).isTrue();
  }

  @Test
  void r3_isTheSameAtBothDoorsAndAsAFile() {
    make(CUSTOMERS, "{\"name\":\"Doors\",\"tags\":[\"r3-doors\"],\"industry\":\"J\"}");
    make(CUSTOMERS, "{\"name\":\"Doors too\",\"tags\":[\"r3-doors\"]}");
    var rest = mix("by=industry&filter=tags==r3-doors");

    var soap =
        Flat.of(
            Flat.parse(
                server
                    .soap(
                        "analyses",
                        "run",
                        "<code>R-3</code><parameters><by>industry</by><filter>tags==r3-doors</filter></parameters>")
                    .text()));
    var restFlat = Flat.of(rest);
    restFlat.forEach(
        (key, values) ->
            assertThat(
                    soap.entrySet().stream()
                        .filter(entry -> entry.getKey().endsWith(".return." + key))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(key + " is not in " + soap))
                        .getValue())
                .as(key)
                .isEqualTo(values));

    var csv = server.get(ANALYSES + "/R-3/file?format=csv&by=industry&filter=tags==r3-doors");
    var lines = new ArrayList<>(csv.text().lines().toList());
    assertThat(lines.get(1))
        .endsWith(",1,50.00")
        .contains(rest.at("/rows/0/industryTitle").asText());
    assertThat(lines.get(3)).isEqualTo("\"Total\",2,100.00");
    var book = server.get(ANALYSES + "/R-3?by=industry&filter=tags==r3-doors", "Accept", XLSX);
    assertThat(book.status()).isEqualTo(200);
    assertThat(book.response().headers().firstValue("Content-Type").orElse("")).startsWith(XLSX);
    assertThat(book.text()).startsWith("PK");
    // What left as a file stands in the audit log, with what was asked for.
    var facts = server.get("/api/v1/audit?filter=collection==analyses&sort=-id&limit=2").json();
    assertThat(facts.at("/items/0/changes").findValuesAsText("after"))
        .contains("\"R-3\"", "\"xlsx\"", "\"tags==r3-doors\"");
    assertThat(facts.at("/items/1/changes").findValuesAsText("after")).contains("\"csv\"");
  }

  @Test
  void analysesAreRunByWhoeverTheirRoleAllowsAndCountWhatTheyReach() {
    var operations = "customers.view analyses.R-3";
    var owner = user("r3.owner", role("r3-own", "own", operations));
    user("r3.peer", role("r3-peer", "own", operations));
    user("r3.none", role("r3-none", "all", "customers.view"));
    var blind =
        make(
            "/api/v1/roles",
            """
        {"code":"r3-blind","name":"Blind","scopes":[{"collection":"*","scope":"all"}],"operations":["customers.view","analyses.R-3"],
         "fields":[{"collection":"customers","field":"industry","access":"hidden"}]}""");
    user("r3.blind", blind);
    make(
        CUSTOMERS,
        "{\"name\":\"Whose\",\"tags\":[\"r3-who\"],\"industry\":\"I\",\"ownerId\":\""
            + owner
            + "\"}");

    var query = "by=industry&filter=tags==r3-who";
    assertThat(rows(mix(query, as("r3.owner")), "industry")).isEqualTo(Map.of("I", 1));
    assertThat(mix(query, as("r3.peer")).get("rows")).isEmpty();
    assertThat(mix(query, as("r3.peer")).at("/totals/customers").asInt()).isZero();
    // Who does not see what rows would be made by is not offered it, and gets what is next.
    var blindly = server.get(ANALYSES + "/R-3?" + query, as("r3.blind"));
    assertThat(blindly.code()).isEqualTo("invalid");
    assertThat(blindly.json().at("/errors/0/field").asText()).isEqualTo("by");
    var otherwise = mix("filter=tags==r3-who", as("r3.blind"));
    assertThat(rows(otherwise, "region")).isEqualTo(Map.of("none", 1));
    assertThat(otherwise.at("/parameters/0/choices").findValuesAsText("code"))
        .contains("region")
        .doesNotContain("industry");

    // A program can be let at an analysis alone.
    var token =
        server.post(
            "/api/v1/tokens",
            "{\"name\":\"figures\",\"scopes\":[\"analyses.R-3\"]}",
            as("r3.owner"));
    assertThat(token.status()).as(token.text()).isEqualTo(201);
    var bearer = "Bearer " + token.json().get("token").asText();
    assertThat(rows(mix(query, "Authorization", bearer), "industry")).isEqualTo(Map.of("I", 1));
    assertThat(server.get(CUSTOMERS, "Authorization", bearer).code()).isEqualTo("forbidden");

    var refused = server.get(ANALYSES + "/R-3", as("r3.none"));
    assertThat(refused.code()).isEqualTo("forbidden");
    assertThat(server.get(ANALYSES, as("r3.none")).json().get("items")).isEmpty();
    assertThat(server.get(ANALYSES, as("r3.peer")).json().at("/items/0/code").asText())
        .isEqualTo("R-3");

    assertThat(server.get(ANALYSES + "/R-99").code()).isEqualTo("not-found");
    var wrong = server.get(ANALYSES + "/R-3?by=name");
    assertThat(wrong.code()).isEqualTo("invalid");
    assertThat(wrong.json().at("/errors/0/field").asText()).isEqualTo("by");
    var unknown = server.get(ANALYSES + "/R-3?asAt=2026-01-01", "Accept-Language", "zh-CN");
    assertThat(unknown.code()).isEqualTo("unknown-parameter");
    assertThat(unknown.json().get("detail").asText()).contains("asAt", "departmentId");
    assertThat(server.get(ANALYSES + "/R-3?filter=nothing==1").code()).isEqualTo("invalid-filter");
  }
}
