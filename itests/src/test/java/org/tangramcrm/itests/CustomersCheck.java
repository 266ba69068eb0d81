package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What customers do through REST and SOAP; the same on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CustomersCheck extends AnalysisCheck {
  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aNormalStartLogsNoWarning() {
    // With what follows each of them: it says where that came from.
    var complaint = Pattern.compile("(?m)^.*\\| (?:WARN|ERROR) .*(?:\\n(?!\\d{4}-).*){0,40}");
    assertThat(complaint.matcher(server.log()).results().map(MatchResult::group)).isEmpty();
    assertThat(server.log()).doesNotContain("\tat ");
  }

  @Test
  void nothingIsReachableWithoutSigningIn() {
    for (var path :
        new String[] {
          CUSTOMERS, "/soap/customers?wsdl", "/api/v1/openapi.json", "/api/docs/", "/metrics"
        }) {
      assertThat(server.get(path, "Authorization", "Basic bm9ib2R5Om5vdGhpbmc=").status())
          .as(path)
          .isEqualTo(401);
    }
    assertThat(server.get("/health/ready", "Authorization", "").status()).isEqualTo(200);
  }

  @Test
  void whatRestCreatesSoapReads() {
    var created =
        server.post(
            CUSTOMERS,
            """
            {"name":"重庆七巧板 & Söhne","level":"A","types":["customer","partner"],"employees":12,
             "revenue":{"amount":"1234.5","currency":"CNY"}}""");
    assertThat(created.status()).isEqualTo(201);
    var id = created.json().get("id").asText();
    assertThat(created.response().headers().firstValue("Location")).hasValue(CUSTOMERS + "/" + id);
    assertThat(created.response().headers().firstValue("ETag")).hasValue("\"v1\"");
    assertThat(created.json().get("number").asText()).matches("C-\\d{4}-\\d{6}");
    assertThat(created.json().at("/revenue/baseAmount").asText()).isEqualTo("1234.50");

    var read = server.soap("customers", "get", "<id>" + id + "</id>");
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.text())
        .contains("<name>重庆七巧板 &amp; Söhne</name>", "<types>customer</types><types>partner</types>")
        .contains("<amount>1234.50</amount>", "<employees>12</employees>");
  }

  @Test
  void whatSoapCreatesRestReads() {
    var created =
        server.soap(
            "customers",
            "create",
            "<customer><name>ERP Gesellschaft</name><level>B</level></customer>");
    assertThat(created.status()).isEqualTo(200);
    var read = server.get(CUSTOMERS + "/" + element(created.text(), "id"));
    assertThat(read.json().get("name").asText()).isEqualTo("ERP Gesellschaft");
    assertThat(read.json().get("types"))
        .singleElement()
        .extracting(type -> type.asText())
        .isEqualTo("customer");
  }

  @Test
  void aForeignClientNeedsNothingButTheDescription() {
    var python =
        Stream.of("/usr/bin/python3", "python3")
            .filter(command -> Command.run(List.of(command, "-c", "import zeep")).exit() == 0)
            .findFirst();
    Needs.that(python.isPresent(), "Python with zeep");
    var outcome =
        Command.run(
            List.of(
                python.orElseThrow(),
                Command.script("soap_client.py").toString(),
                "http://localhost:" + server.port + "/soap/customers?wsdl",
                "admin",
                Server.PASSWORD));
    assertThat(outcome.exit()).as(outcome.output()).isZero();
    var ports = outcome.output().lines().map(Flat::json).toList();
    assertThat(ports)
        .extracting(port -> port.get("binding").asText())
        .containsExactly("Soap11Binding", "Soap12Binding");
    for (var port : ports) {
      var read = server.get(CUSTOMERS + "/" + port.get("id").asText()).json();
      assertThat(read.get("name")).isEqualTo(port.get("name"));
      assertThat(read.get("types")).isEqualTo(port.get("types"));
      assertThat(port.get("code").asText()).isEqualTo("invalid");
      assertThat(port.get("fields")).extracting(field -> field.asText()).containsExactly("name");
    }
  }

  @Test
  void m13_bothDoorsRefuseWithTheSameCodes() {
    var rest =
        server.post(CUSTOMERS, "{\"name\":\" \",\"level\":\"Z\"}", "Accept-Language", "zh-CN");
    assertThat(rest.status()).isEqualTo(422);
    assertThat(rest.code()).isEqualTo("invalid");
    assertThat(rest.json().get("title").asText()).isEqualTo("部分字段有误");
    assertThat(rest.json().get("errors"))
        .extracting(error -> error.get("field").asText() + ":" + error.get("code").asText())
        .containsExactlyInAnyOrder("name:required", "level:unknown-code");

    var soap =
        server.soap("customers", "create", "<customer><name> </name><level>Z</level></customer>");
    assertThat(soap.status()).isEqualTo(500);
    assertThat(element(soap.text(), "code")).isEqualTo("invalid");
    assertThat(soap.text()).contains("<field>name</field>", "<field>level</field>");

    assertThat(server.get(CUSTOMERS + "/1").code()).isEqualTo("not-found");
    assertThat(element(server.soap("customers", "get", "<id>1</id>").text(), "code"))
        .isEqualTo("not-found");
    assertThat(server.post(CUSTOMERS, "{\"name\":\"x\",\"nmae\":1}").code())
        .isEqualTo("unknown-field");
    assertThat(server.get(CUSTOMERS + "?fliter=x").code()).isEqualTo("unknown-parameter");
    assertThat(server.get(CUSTOMERS + "?filter=remark==x").code()).isEqualTo("invalid-filter");
    // People know a field by its title, programs by its key.
    assertThat(server.get(CUSTOMERS + "?filter=lastContactAt==abc").json().get("detail").asText())
        .isEqualTo("abc is no value for Last contact (lastContactAt)");
    assertThat(server.get(CUSTOMERS + "?filter=types=gt=a").json().get("detail").asText())
        .isEqualTo("Types (types) does not take the operator =gt=");
    assertThat(server.get(CUSTOMERS + "?cursor=x").code()).isEqualTo("invalid-cursor");
    assertThat(server.post(CUSTOMERS, "{").code()).isEqualTo("malformed");
    assertThat(server.get("/api/v1/nothing").code()).isEqualTo("module-not-installed");
  }

  @Test
  void m14_aChangeNeedsTheVersionThatIsCurrent() {
    var path = CUSTOMERS + "/" + create("Stale Ltd");
    assertThat(server.call("PATCH", path, "{\"phone\":\"1\"}").code())
        .isEqualTo("version-required");
    assertThat(
            server
                .call("PATCH", path, "{\"phone\":\"1\"}", "If-Match", "\"v1\"")
                .json()
                .get("version")
                .asInt())
        .isEqualTo(2);
    var stale = server.call("PATCH", path, "{\"phone\":\"2\"}", "If-Match", "\"v1\"");
    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.json().get("currentVersion").asInt()).isEqualTo(2);
    assertThat(stale.json().get("errors"))
        .extracting(error -> error.get("field").asText())
        .containsExactlyInAnyOrder("phone", "phones");
    var cleared = server.call("PATCH", path, "{\"phone\":null}", "If-Match", "\"v2\"");
    assertThat(cleared.json().has("phone")).isFalse();
    assertThat(server.call("DELETE", path, null, "If-Match", "\"v3\"").status()).isEqualTo(204);
    assertThat(server.get(path).status()).isEqualTo(404);
    assertThat(server.post(path + "/actions/restore", null).status()).isEqualTo(200);
    assertThat(server.get(path).status()).isEqualTo(200);
  }

  @Test
  void aRepeatedCreateUnderOneKeyCreatesOnce() {
    var first = server.post(CUSTOMERS, "{\"name\":\"Once\"}", "Idempotency-Key", "key-1");
    var second = server.post(CUSTOMERS, "{\"name\":\"Once\"}", "Idempotency-Key", "key-1");
    assertThat(second.json().get("id")).isEqualTo(first.json().get("id"));
    assertThat(server.post(CUSTOMERS, "{\"name\":\"Other\"}", "Idempotency-Key", "key-1").code())
        .isEqualTo("idempotency-mismatch");
  }

  @Test
  void repetitionsOfACreateThatStillRunsGetItsAnswer() throws Exception {
    var answers =
        AtOnce.run(
            Collections.<Callable<Server.Answer>>nCopies(
                6,
                () ->
                    server.post(
                        CUSTOMERS, "{\"name\":\"Once at once\"}", "Idempotency-Key", "key-2")));
    // Whoever has no answer is told to come again, and never makes another.
    assertThat(answers).allMatch(answer -> answer.status() == 201 || answer.status() == 409);
    assertThat(server.get(CUSTOMERS + "?filter=name==%22Once%20at%20once%22").json().get("items"))
        .hasSize(1);
  }

  /** Of a version nothing was said: whoever comes second finds what the first did. */
  @Test
  void whatOneSystemSendsAtOnceComesToOneRecordAndIsNeverStale() throws Exception {
    var path = CUSTOMERS + "/external/erp-at-once/K-1";
    var ids = new TreeSet<String>();
    for (var round : List.of("Made", "Changed")) {
      var sent = new ArrayList<Callable<Server.Answer>>();
      for (int i = 0; i < 4; i++) {
        var body = "{\"name\":\"%s at once %d\"}".formatted(round, i);
        sent.add(() -> server.call("PUT", path, body));
      }
      for (var answer : AtOnce.run(sent)) {
        assertThat(answer.status()).as(answer.text()).isIn(200, 201);
        ids.add(answer.json().get("id").asText());
      }
    }
    assertThat(ids).hasSize(1);
    assertThat(server.call("PUT", path, "{\"name\":\"Late\"}", "If-Match", "\"v1\"").code())
        .isEqualTo("stale");
  }

  @Test
  void bulkUnderOneKeyCreatesOnce() {
    var two = "{\"atomic\":%s,\"items\":[{\"name\":\"Bulk once\"},{\"name\":\"Bulk twice\"}]}";
    for (var atomic : List.of(true, false)) {
      var body = two.formatted(atomic);
      var first = server.post(CUSTOMERS + "/bulk", body, "Idempotency-Key", "bulk-" + atomic);
      var second = server.post(CUSTOMERS + "/bulk", body, "Idempotency-Key", "bulk-" + atomic);
      assertThat(second.json().get("results")).isEqualTo(first.json().get("results"));
    }
  }

  @Test
  void whatNoAnswerCouldTellIsRefused() {
    for (var name : List.of("half \\ud800 sign", "bell \\u0007", "nothing \\u0000")) {
      var refused = server.post(CUSTOMERS, "{\"name\":\"" + name + "\"}");
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("name");
      assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("unwritable");
    }
    // Nor is it found, on any database.
    for (var asked : List.of("q=a%00", "filter=name==%22a%00b%22", "filter=level==%22%00%22")) {
      var answer = server.get(CUSTOMERS + "?" + asked);
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(answer.json().get("items")).isEmpty();
    }
    var signIn = server.post("/api/v1/session", "{\"user\":\"a\\u0000b\",\"password\":\"x\"}");
    assertThat(signIn.code()).isEqualTo("unauthenticated");
    assertThat(server.post(CUSTOMERS, "{\"name\":\"whole \\ud83d\\ude00 sign\"}").status())
        .isEqualTo(201);
    var system =
        server.call("PUT", CUSTOMERS + "/external/" + "s".repeat(61) + "/1", "{\"name\":\"S\"}");
    assertThat(system.json().at("/errors/0/field").asText()).isEqualTo("system");
    assertThat(system.json().at("/errors/0/code").asText()).isEqualTo("too-long");
  }

  @Test
  void anOutsideSystemFindsItsRecordAgainByItsOwnKey() {
    var path = CUSTOMERS + "/external/sap/4711";
    var first = server.call("PUT", path, "{\"name\":\"SAP GmbH\"}");
    var second = server.call("PUT", path, "{\"name\":\"SAP AG\"}");
    assertThat(second.json().get("id")).isEqualTo(first.json().get("id"));
    assertThat(second.json().get("name").asText()).isEqualTo("SAP AG");
    assertThat(
            server
                .get(CUSTOMERS + "/number:" + first.json().get("number").asText())
                .json()
                .get("name")
                .asText())
        .isEqualTo("SAP AG");
  }

  @Test
  void pagesFollowEachOtherWithoutGapsOrRepetitions() {
    for (int i = 0; i < 7; i++) {
      assertThat(
              server
                  .post(CUSTOMERS, "{\"name\":\"Page " + i % 3 + "\",\"region\":\"paging\"}")
                  .status())
          .isEqualTo(201);
    }
    var seen = new ArrayList<String>();
    var cursor = "";
    do {
      var page = server.get(CUSTOMERS + "?filter=region==paging&sort=-name&limit=2" + cursor);
      assertThat(page.json().at("/total/value").asInt()).isEqualTo(7);
      page.json().get("items").forEach(item -> seen.add(item.get("id").asText()));
      cursor =
          page.json().path("next").isTextual()
              ? "&cursor=" + page.json().get("next").asText()
              : null;
    } while (cursor != null);
    assertThat(seen).hasSize(7).doesNotHaveDuplicates();
    var sparse =
        server.get(CUSTOMERS + "?filter=region==paging&fields=name&limit=1").json().at("/items/0");
    assertThat(sparse.has("name")).isTrue();
    assertThat(sparse.has("region")).isFalse();
  }

  @Test
  void sumsAreOfAllThatMatchAndInTheBaseCurrency() {
    var fields = ",\"region\":\"sums\"}";
    for (var size : List.of("2000000000", "2000000000", "5")) {
      server.post(CUSTOMERS, "{\"name\":\"Sum\",\"employees\":" + size + fields);
    }
    for (var money :
        List.of(
            "{\"amount\":\"10.50\",\"currency\":\"CNY\"}",
            "{\"amount\":\"10\",\"currency\":\"USD\",\"rate\":\"7.1\"}",
            "{\"amount\":\"99\",\"currency\":\"EUR\"}")) {
      server.post(CUSTOMERS, "{\"name\":\"Sum\",\"revenue\":" + money + fields);
    }
    var query = "filter=region==sums&sums=employees,revenue&limit=1";
    var sums = server.get(CUSTOMERS + "?" + query).json().get("sums");
    assertThat(sums.at("/0/field").asText()).isEqualTo("employees");
    assertThat(sums.at("/0/value").asText()).isEqualTo("4000000005");
    assertThat(sums.at("/0").has("leftOut")).isFalse();
    assertThat(sums.at("/1/value").asText()).isEqualTo("81.50");
    assertThat(sums.at("/1/leftOut").asInt()).isEqualTo(1);
    assertThat(server.get(CUSTOMERS + "?" + query + "&count=none&sort=name").json().get("sums"))
        .isEqualTo(sums);
    var none = server.get(CUSTOMERS + "?filter=region==nowhere&sums=revenue").json();
    assertThat(none.at("/sums/0/value").asText()).isEqualTo("0.00");
    assertThat(server.get(CUSTOMERS + "?limit=1").json().has("sums")).isFalse();
    assertThat(server.get(CUSTOMERS + "?sums=name").code()).isEqualTo("unknown-field");
    var soap =
        server.soap(
            "customers",
            "list",
            "<query><filter>region==sums</filter><sums>revenue</sums></query>");
    var told = soap.text().substring(soap.text().indexOf("<sums>"));
    assertThat(element(told, "value")).isEqualTo("81.50");
    assertThat(element(soap.text(), "leftOut")).isEqualTo("1");
  }

  @Test
  void edge30_aStoppedModuleAnswers503OnItsOwnPathsAndComesBackWithItsData() {
    var path = CUSTOMERS + "/" + create("Stays GmbH");
    var stopped = server.post("/api/v1/modules/customers/actions/stop", Server.WITH_DEPENDANTS);
    assertThat(stopped.json().get("state").asText()).isEqualTo("stopped");
    var refused = server.get(path);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.code()).isEqualTo("module-stopped");
    assertThat(refused.response().headers().firstValue("Retry-After")).isPresent();
    var fault = server.soap("customers", "get", "<id>1</id>");
    assertThat(fault.status()).isEqualTo(503);
    assertThat(element(fault.text(), "code")).isEqualTo("module-stopped");
    assertThat(server.get("/api/v1/users").status()).isEqualTo(200);
    assertThat(server.get("/health/ready").status()).isEqualTo(200);
    assertThat(server.get("/api/v1/openapi.json").text()).doesNotContain("/customers");

    assertThat(
            server
                .post("/api/v1/modules/customers/actions/start", null)
                .json()
                .get("state")
                .asText())
        .isEqualTo("active");
    assertThat(server.get(path).json().get("name").asText()).isEqualTo("Stays GmbH");
    assertThat(server.get("/api/v1/openapi.json").text()).contains("/customers");
  }

  String create(String name) {
    return server.post(CUSTOMERS, "{\"name\":\"" + name + "\"}").json().get("id").asText();
  }

  static String element(String xml, String name) {
    var found = Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(xml);
    return found.find() ? found.group(1) : null;
  }
}
