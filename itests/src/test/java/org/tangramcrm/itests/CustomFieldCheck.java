package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Fields that the company adds to records (M-95); the same on every database. */
abstract class CustomFieldCheck extends ImportCheck {
  private static final String FIELDS = "/api/v1/custom-fields";

  /** A dictionary that takes codes that it does not have. */
  private static final String OPEN = "customer-source";

  private static final int CALLS = 2;
  private static final int ROUNDS = 20;

  private final List<String> defined = new ArrayList<>();

  /** Other checks describe customers as their module made them. */
  @AfterEach
  void retireCustomFields() {
    defined.forEach(id -> patch(FIELDS + "/" + id, "{\"active\":false,\"required\":false}"));
    defined.clear();
  }

  String define(String code, String type, String more) {
    var field =
        make(
            FIELDS,
            "{\"collection\":\"customers\",\"code\":\"%s\",\"type\":\"%s\",\"labelZh\":\"字段 %1$s\",\"labelEn\":\"Field %1$s\"%s}"
                .formatted(code, type, more));
    defined.add(field.get("id").asText());
    return field.get("id").asText();
  }

  @Test
  void m95_theyComeInByFilesLikeAnyOther() {
    define("carried", "decimal", ",\"decimals\":2");
    define("arrives", "date", "");
    var file = "Name,Field carried,Field arrives\nBrought in,12.5,2026/11/30\nNot so,many,x\n";
    var imported = upload("own.csv", file.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(imported.at("/columns/1/field").asText()).isEqualTo("customFields.carried");
    var done = run(imported);
    assertThat(figures(done))
        .isEqualTo("total 2 created 1 updated 0 unchanged 0 skipped 0 refused 1");
    var record = found("name==\"Brought in\"");
    assertThat(new java.math.BigDecimal(value(record, "carried").get("decimal").asText()))
        .isEqualByComparingTo("12.5");
    assertThat(value(record, "arrives").get("date").asText()).isEqualTo("2026-11-30");
  }

  private static JsonNode value(JsonNode record, String key) {
    for (var one : record.get("customFields")) {
      if (one.get("key").asText().equals(key)) {
        return one;
      }
    }
    return null;
  }

  @Test
  void m95_everyTypeHoldsAtBothDoorsAtOnceAndIsDescribed() {
    var buddy = customer("Buddy of all types");
    define("motto", "text", ",\"searched\":true,\"maxLength\":80");
    define("story", "longtext", "");
    define("grade", "code", ",\"dictionary\":\"customer-level\"");
    define("roles", "set", ",\"dictionary\":\"customer-type\"");
    define("size", "decimal", ",\"decimals\":2,\"minimum\":\"0\",\"maximum\":\"1000\"");
    define("budget", "money", "");
    define("due", "date", "");
    define("vip", "boolean", "");
    define("buddy", "reference", ",\"reference\":\"customers\"");
    var values =
        """
[{"key":"motto","text":"永不言弃"},{"key":"story","text":"Once\\nupon"},{"key":"grade","text":"A"},
 {"key":"roles","codes":["customer","partner"]},{"key":"size","decimal":"12.50"},
 {"key":"budget","money":{"amount":"10","currency":"USD","rate":"7.1"}},{"key":"due","date":"2026-11-30"},
 {"key":"vip","flag":false},{"key":"buddy","reference":"%s"}]\
"""
            .formatted(buddy);
    var made =
        make(
            CUSTOMERS,
            "{\"name\":\"All types\",\"region\":\"custom\",\"customFields\":" + values + "}");
    var id = made.get("id").asText();
    var read = server.get(CUSTOMERS + "/" + id).json();
    assertThat(value(read, "motto").get("text").asText()).isEqualTo("永不言弃");
    assertThat(value(read, "size").get("decimal").asText()).isEqualTo("12.50");
    assertThat(value(read, "budget").at("/money/baseAmount").asText()).isEqualTo("71.00");
    assertThat(texts(value(read, "roles").get("codes"))).containsExactly("customer", "partner");
    assertThat(value(read, "vip").get("flag").asBoolean()).isFalse();
    assertThat(server.soap("customers", "get", "<id>" + id + "</id>").text())
        .contains("<key>due</key><date>2026-11-30</date>")
        .contains("<reference>" + buddy + "</reference>", "<codes>partner</codes>");
    var bySoap =
        server.soap(
            "customers",
            "create",
            "<customer><name>By SOAP</name><region>custom</region>"
                + "<customFields><key>size</key><decimal>7.25</decimal></customFields>"
                + "<customFields><key>roles</key><codes>supplier</codes></customFields>"
                + "<customFields><key>vip</key><flag>true</flag></customFields></customer>");
    assertThat(bySoap.status()).as(bySoap.text()).isEqualTo(200);
    make(CUSTOMERS, "{\"name\":\"Without\",\"region\":\"custom\"}");

    var all = CUSTOMERS + "?filter=region==custom;";
    for (var found :
        List.of(
            "motto==永不言弃 All types",
            "motto==*言* All types",
            "grade==A All types",
            "grade=in=(A,B) All types",
            "roles==partner All types",
            "roles=in=(partner,supplier) By SOAP,All types",
            "roles!=partner Without,By SOAP",
            "size=gt=7.25 All types",
            "size=ge=7.25;customFields.size=lt=12.5 By SOAP",
            "size==7.250 By SOAP",
            "budget=ge=71 All types",
            "due=lt=2026-12-01 All types",
            "due==2026-11-30 All types",
            "vip==true By SOAP",
            "vip==false All types",
            "vip!=true Without,All types",
            "buddy==" + buddy + " All types",
            "motto=null=true Without,By SOAP",
            "roles=null=true Without")) {
      var at = found.lastIndexOf(' ', found.indexOf(' ') + 1);
      var filter = found.substring(0, at);
      assertThat(names(all + "customFields." + encoded(filter)))
          .as(filter)
          .containsExactly(found.substring(at + 1).split(","));
    }
    assertThat(
            names(
                CUSTOMERS
                    + "?filter=region==custom;("
                    + encoded("customFields.vip==true,customFields.grade==A")
                    + ")"))
        .containsExactly("By SOAP", "All types");
    var page = CUSTOMERS + "?filter=region==custom&sort=customFields.size&limit=2";
    assertThat(names(page)).containsExactly("By SOAP", "All types");
    var next = server.get(page).json().get("next").asText();
    assertThat(names(page + "&cursor=" + encoded(next))).containsExactly("Without");
    var down = CUSTOMERS + "?filter=region==custom&sort=-customFields.motto,-customFields.due";
    assertThat(names(down).get(2)).isEqualTo("All types");
    var first = server.get(down + "&limit=1").json();
    assertThat(names(down + "&limit=2&cursor=" + encoded(first.get("next").asText()))).hasSize(2);
    var sums =
        server
            .get(CUSTOMERS + "?filter=region==custom&sums=customFields.size,customFields.budget")
            .json();
    assertThat(sums.at("/sums/0/value").asText()).isEqualTo("19.75");
    assertThat(sums.at("/sums/1/value").asText()).isEqualTo("71.00");
    assertThat(names(CUSTOMERS + "?q=" + encoded("言弃"))).containsExactly("All types");
    assertThat(names(CUSTOMERS + "?q=ybyq")).containsExactly("All types");
    var sparse = server.get(CUSTOMERS + "?filter=region==custom&fields=customFields.size").json();
    assertThat(sparse.at("/items/2/customFields")).hasSize(1);
    assertThat(sparse.at("/items/2").has("name")).isFalse();
    assertThat(
            exported(
                "{\"collection\":\"customers\",\"filter\":\"region==custom\",\"format\":\"csv\",\"fields\":\"name,customFields.grade,customFields.buddy,customFields.size\"}"))
        .contains("Field grade", "Buddy of all types", "12.5");

    var metadata = server.get("/api/v1/metadata/customers", "Accept-Language", "zh-CN").json();
    assertThat(metadata.get("fields"))
        .anySatisfy(
            field -> {
              assertThat(field.get("key").asText()).isEqualTo("customFields.size");
              assertThat(field.get("title").asText()).isEqualTo("字段 size");
              assertThat(field.get("type").asText()).isEqualTo("decimal");
              assertThat(field.get("filterable").asBoolean()).isTrue();
              assertThat(field.get("decimals").asInt()).isEqualTo(2);
            });
    var schemas = server.get("/api/v1/openapi.json").json().at("/components/schemas");
    assertThat(schemas.at("/Customer/properties/customFields/items/oneOf")).hasSize(9);
    assertThat(schemas.at("/CustomerCustomField_motto/properties/text/maxLength").asInt())
        .isEqualTo(80);
    assertThat(server.get("/soap/customers?wsdl").text()).contains("budget (money): Field budget");
    // Codes are in use wherever they stand.
    assertThat(server.get("/api/v1/dictionaries/customer-type/usage").text())
        .contains("customFields.roles", "Field roles");
  }

  @Test
  void m95_theRulesOfAFieldAreKeptAtBothDoors() {
    define("code2", "text", ",\"maxLength\":3");
    define("amount2", "decimal", ",\"decimals\":1,\"minimum\":\"1\",\"maximum\":\"9\"");
    define("level2", "code", ",\"dictionary\":\"customer-level\"");
    define("friend2", "reference", ",\"reference\":\"contacts\"");
    define("price2", "money", "");
    for (var wrong :
        List.of(
            "code2 too-long \"text\":\"abcd\"",
            "code2 wrong-type \"decimal\":\"1\"",
            "amount2 digits \"decimal\":\"1.25\"",
            "amount2 too-small \"decimal\":\"0.5\"",
            "amount2 too-large \"decimal\":\"9.1\"",
            "level2 unknown-code \"text\":\"ZZ\"",
            "friend2 unknown-reference \"reference\":\"999999999\"")) {
      var part = wrong.split(" ", 3);
      var member = part[2].split(":");
      refused(
          CUSTOMERS,
          "{\"name\":\"x\",\"customFields\":[{\"key\":\"%s\",%s}]}".formatted(part[0], part[2]),
          "<customer><name>x</name><customFields><key>%s</key><%s>%s</%2$s></customFields></customer>"
              .formatted(part[0], member[0].replace("\"", ""), member[1].replace("\"", "")),
          "customFields." + part[0],
          part[1]);
    }
    refused(
        CUSTOMERS,
        "{\"name\":\"x\",\"customFields\":[{\"key\":\"nothing\",\"text\":\"x\"}]}",
        "<customer><name>x</name><customFields><key>nothing</key><text>x</text></customFields></customer>",
        "customFields[0].key",
        "unknown-field");
    refused(
        CUSTOMERS,
        "{\"name\":\"x\",\"customFields\":[{\"key\":\"code2\",\"text\":\"x\"},{\"key\":\"code2\",\"text\":\"y\"}]}",
        "<customer><name>x</name><customFields><key>code2</key><text>x</text></customFields>"
            + "<customFields><key>code2</key><text>y</text></customFields></customer>",
        "customFields[1].key",
        "duplicate");
    assertThat(
            server
                .post(
                    CUSTOMERS,
                    "{\"name\":\"x\",\"customFields\":[{\"key\":\"price2\",\"money\":{\"currency\":\"CNY\"}}]}")
                .json()
                .at("/errors/0/field")
                .asText())
        .isEqualTo("customFields[0].money.amount");
    var old = CUSTOMERS + "/" + customer("From before it was needed");
    define("needed2", "text", ",\"required\":true");
    refused(
        CUSTOMERS,
        "{\"name\":\"x\"}",
        "<customer><name>x</name></customer>",
        "customFields.needed2",
        "required");
    // Of a record from before it is asked where it is put whole, not where something else changes.
    assertThat(patch(old, "{\"remark\":\"x\"}").status()).isEqualTo(200);
    var whole = server.call("PUT", old, "{\"name\":\"Put whole\"}", current(old));
    assertThat(whole.json().at("/errors/0/field").asText())
        .as(whole.text())
        .isEqualTo("customFields.needed2");
    assertThat(patch(old, "{\"customFields\":[{\"key\":\"needed2\",\"text\":\"y\"}]}").status())
        .isEqualTo(200);
    assertThat(patch(old, "{\"name\":\"\"}").json().at("/errors/0/code").asText())
        .isEqualTo("required");
    for (var query :
        List.of(
            "filter=customFields.nothing==1",
            "filter=customFields.amount2==x",
            "sort=customFields.nothing",
            "fields=customFields.nothing",
            "sums=customFields.code2")) {
      assertThat(server.get(CUSTOMERS + "?" + query).status()).as(query).isEqualTo(400);
    }
  }

  @Test
  void m95_aChangeNamesWhatChangesAndIsOnRecordByField() {
    define("colour3", "text", "");
    define("size3", "decimal", "");
    var id =
        make(
                CUSTOMERS,
                "{\"name\":\"Changed\",\"customFields\":[{\"key\":\"colour3\",\"text\":\"red\"},{\"key\":\"size3\",\"decimal\":\"5\"}]}")
            .get("id")
            .asText();
    var path = CUSTOMERS + "/" + id;
    var changed =
        patch(path, "{\"customFields\":[{\"key\":\"colour3\",\"text\":\"blue\"}]}").json();
    assertThat(value(changed, "colour3").get("text").asText()).isEqualTo("blue");
    assertThat(value(changed, "size3").get("decimal").asText()).isEqualTo("5");
    var fact =
        server
            .get("/api/v1/audit?filter=collection==customers;kind==updated;recordId==" + id)
            .json()
            .at("/items/0/changes");
    assertThat(fact).hasSize(1);
    assertThat(fact.at("/0/field").asText()).isEqualTo("customFields.colour3");
    assertThat(fact.at("/0/before").asText()).isEqualTo("\"red\"");
    var stale =
        server.call("PATCH", path, "{\"phone\":\"1\"}", "If-Match", "\"v1\"").json().get("errors");
    assertThat(stale)
        .extracting(error -> error.get("field").asText())
        .containsExactly("customFields.colour3");
    var cleared = patch(path, "{\"customFields\":[{\"key\":\"colour3\",\"text\":null}]}").json();
    assertThat(value(cleared, "colour3")).isNull();
    assertThat(value(cleared, "size3")).isNotNull();
    assertThat(value(patch(path, "{\"shortName\":\"C\"}").json(), "size3")).isNotNull();
    assertThat(
            server
                .soap(
                    "customers",
                    "patch",
                    "<id>%s</id><change><version>4</version><customFields><key>colour3</key><text>green</text></customFields></change>"
                        .formatted(id))
                .text())
        .contains("<text>green</text>", "<decimal>5</decimal>");
    var replaced =
        server.call(
            "PUT",
            path,
            "{\"name\":\"Replaced\",\"customFields\":[{\"key\":\"colour3\",\"text\":\"white\"}]}",
            current(path));
    assertThat(replaced.json().get("customFields")).hasSize(1);
    assertThat(names(CUSTOMERS + "?filter=customFields.size3==5")).isEmpty();
    assertThat(names(CUSTOMERS + "?filter=customFields.colour3==white"))
        .containsExactly("Replaced");
    var key = CUSTOMERS + "/external/custom/3";
    var one = "{\"name\":\"Keyed\",\"customFields\":[{\"key\":\"size3\",\"decimal\":\"%d\"}]}";
    assertThat(server.call("PUT", key, one.formatted(1)).status()).isEqualTo(200);
    assertThat(
            value(server.call("PUT", key, one.formatted(2)).json(), "size3")
                .get("decimal")
                .asText())
        .isEqualTo("2");
  }

  @Test
  void m95_aFieldThatARoleHidesIsNowhere() {
    define("secret4", "text", ",\"searched\":true");
    define("fixed4", "text", "");
    define("open4", "text", ",\"searched\":true");
    var role =
        make(
            "/api/v1/roles",
            """
{"code":"custom-hidden","name":"Hidden","operations":["customers.view","customers.create","customers.edit","customers.export"],
 "scopes":[{"collection":"*","scope":"all"}],
 "fields":[{"collection":"customers","field":"customFields.secret4","access":"hidden"},
           {"collection":"customers","field":"customFields.fixed4","access":"read"}]}\
""");
    user("custom.reader", role);
    var reader = as("custom.reader");
    var id =
        make(
                CUSTOMERS,
                """
{"name":"Hides","customFields":[{"key":"secret4","text":"hushhush"},{"key":"fixed4","text":"stays"},{"key":"open4","text":"everybody"}]}\
""")
            .get("id")
            .asText();
    var path = CUSTOMERS + "/" + id;
    for (var shown :
        Stream.of(
                server.get(path, reader),
                server.get(CUSTOMERS + "?filter=id==" + id, reader),
                server.get("/api/v1/timeline/customers/" + id, reader),
                server.get("/api/v1/metadata/customers", reader),
                server.soap("customers", "get", "<id>" + id + "</id>", reader))
            .toList()) {
      assertThat(shown.status()).isEqualTo(200);
      assertThat(shown.text()).doesNotContain("hushhush").doesNotContain("secret4");
    }
    assertThat(
            exported(
                "{\"collection\":\"customers\",\"filter\":\"id==" + id + "\",\"format\":\"csv\"}",
                reader))
        .contains("everybody")
        .doesNotContain("hushhush");
    for (var query :
        List.of(
            "filter=customFields.secret4==hushhush",
            "sort=customFields.secret4",
            "fields=customFields.secret4")) {
      assertThat(server.get(CUSTOMERS + "?" + query, reader).status()).as(query).isEqualTo(400);
    }
    assertThat(names(CUSTOMERS + "?q=hushhush")).containsExactly("Hides");
    assertThat(names(CUSTOMERS + "?q=hushhush", reader)).isEmpty();
    assertThat(names(CUSTOMERS + "?q=everybody", reader)).containsExactly("Hides");
    var put =
        server.call(
            "PUT",
            path,
            """
{"name":"Hides","customFields":[{"key":"fixed4","text":"overwritten"},{"key":"open4","text":"changed"}]}\
""",
            current(path, reader));
    assertThat(put.status()).as(put.text()).isEqualTo(200);
    assertThat(
            patch(path, "{\"customFields\":[{\"key\":\"fixed4\",\"text\":null}]}", reader).status())
        .isEqualTo(200);
    var after = server.get(path).json();
    assertThat(value(after, "secret4").get("text").asText()).isEqualTo("hushhush");
    assertThat(value(after, "fixed4").get("text").asText()).isEqualTo("stays");
    assertThat(value(after, "open4").get("text").asText()).isEqualTo("changed");
  }

  @Test
  void edge25_aFieldInUseIsNotDeletedAndTheRefusalSaysWhere() {
    var id = define("used5", "text", "");
    var path = FIELDS + "/" + id;
    var record =
        make(CUSTOMERS, "{\"name\":\"Uses\",\"customFields\":[{\"key\":\"used5\",\"text\":\"x\"}]}")
            .get("id")
            .asText();
    make(
        "/api/v1/views",
        "{\"name\":\"By"
            + " used5\",\"collection\":\"customers\",\"definition\":\"{\\\"filter\\\":\\\"customFields.used5==x\\\"}\"}");
    make(
        "/api/v1/views",
        "{\"name\":\"By"
            + " another\",\"collection\":\"customers\",\"definition\":\"{\\\"filter\\\":\\\"customFields.used55==x\\\"}\"}");
    make(
        "/api/v1/roles",
        "{\"code\":\"custom-uses\",\"name\":\"Knows"
            + " used5\",\"operations\":[\"customers.view\"],\"fields\":[{\"collection\":\"customers\",\"field\":\"customFields.used5\",\"access\":\"read\"}]}");
    var refused = delete(path);
    assertThat(refused.code()).isEqualTo("in-use");
    assertThat(refused.json().get("detail").asText())
        .contains("records: 1", "view \"By used5\"", "role \"Knows used5\"")
        .doesNotContain("By another");
    assertThat(server.get(path + "/usage").json().get("places")).hasSize(3);
    for (var fixed :
        List.of("{\"type\":\"longtext\"}", "{\"code\":\"other\"}", "{\"searched\":true}")) {
      assertThat(patch(path, fixed).json().at("/errors/0/code").asText()).isEqualTo("fixed");
    }

    assertThat(patch(path, "{\"active\":false}").status()).isEqualTo(200);
    assertThat(server.get(CUSTOMERS + "/" + record).text()).doesNotContain("used5");
    assertThat(server.get("/api/v1/metadata/customers").text()).doesNotContain("used5");
    assertThat(server.get("/api/v1/openapi.json").text()).doesNotContain("used5");
    assertThat(server.get(CUSTOMERS + "?filter=customFields.used5==x").code())
        .isEqualTo("invalid-filter");
    // What is not seen is not lost: not even when the record is written whole.
    assertThat(
            server
                .call(
                    "PUT",
                    CUSTOMERS + "/" + record,
                    "{\"name\":\"Uses\"}",
                    current(CUSTOMERS + "/" + record))
                .status())
        .isEqualTo(200);
    assertThat(patch(path, "{\"active\":true,\"labelEn\":\"Is back\"}").status()).isEqualTo(200);
    assertThat(value(server.get(CUSTOMERS + "/" + record).json(), "used5").get("text").asText())
        .isEqualTo("x");
    assertThat(names(CUSTOMERS + "?filter=customFields.used5==x")).containsExactly("Uses");
    assertThat(server.get("/api/v1/metadata/customers").text()).contains("Is back");

    var unused =
        make(
            FIELDS,
            "{\"collection\":\"customers\",\"code\":\"unused5\",\"type\":\"date\",\"labelEn\":\"Unused\"}");
    var there = FIELDS + "/" + unused.get("id").asText();
    assertThat(delete(there).status()).isEqualTo(204);
    assertThat(server.get("/api/v1/metadata/customers").text()).doesNotContain("unused5");
    assertThat(server.post(there + "/actions/restore", null).status()).isEqualTo(200);
    assertThat(server.get("/api/v1/metadata/customers").text()).contains("unused5");
    assertThat(delete(there).status()).isEqualTo(204);
  }

  @Test
  void m95_aNewRecordHasWhatTheCompanySaysAtAllDoors() {
    define("source14", "code", ",\"dictionary\":\"customer-source\",\"defaultValue\":\"website\"");
    define("score14", "decimal", ",\"required\":true,\"decimals\":1,\"defaultValue\":\"1.5\"");
    define("since14", "date", ",\"defaultValue\":\"today\"");
    define("by14", "reference", ",\"reference\":\"users\",\"defaultValue\":\"me\"");
    define("known14", "boolean", ",\"defaultValue\":\"true\"");
    var role =
        make(
            "/api/v1/roles",
            """
{"code":"custom-defaults","name":"Defaults","operations":["customers.view","customers.create","customers.edit"],
 "scopes":[{"collection":"*","scope":"all"}],
 "fields":[{"collection":"customers","field":"customFields.score14","access":"hidden"}]}\
""");
    var user = user("custom.defaults", role);
    var today = java.time.LocalDate.now();
    var given =
        server.post(
            CUSTOMERS,
            "{\"name\":\"Default 14\",\"customFields\":[{\"key\":\"known14\",\"flag\":false}]}",
            as("custom.defaults"));
    assertThat(given.status()).as(given.text()).isEqualTo(201);
    var path = CUSTOMERS + "/" + given.json().get("id").asText();
    var made = server.get(path).json();
    assertThat(value(made, "source14").get("text").asText()).isEqualTo("website");
    // Also where whoever makes it does not see it.
    assertThat(value(made, "score14").get("decimal").asText()).isEqualTo("1.5");
    assertThat(java.time.LocalDate.parse(value(made, "since14").get("date").asText()))
        .isBetween(today.minusDays(1), today.plusDays(1));
    assertThat(value(made, "by14").get("reference").asText()).isEqualTo(user);
    assertThat(value(made, "known14").get("flag").asBoolean()).isFalse();
    var soap =
        server.soap("customers", "create", "<customer><name>Default 14</name></customer>").text();
    assertThat(soap).contains("<key>score14</key><decimal>1.5</decimal>", "<flag>true</flag>");
    var key = CUSTOMERS + "/external/custom/14";
    assertThat(
            value(server.call("PUT", key, "{\"name\":\"Default 14\"}").json(), "source14")
                .get("text")
                .asText())
        .isEqualTo("website");
    var imported =
        upload(
            "default.csv",
            "Name\nDefault by file\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(figures(run(imported))).startsWith("total 1 created 1");
    assertThat(names(CUSTOMERS + "?filter=customFields.score14==1.5;name==" + encoded("Default*")))
        .hasSize(4);
    // A record that is there has what it has.
    var replaced = server.call("PUT", path, "{\"name\":\"Default 14\"}", current(path));
    assertThat(replaced.json().at("/errors/0/field").asText()).isEqualTo("customFields.score14");
    var cleared = patch(path, "{\"customFields\":[{\"key\":\"source14\",\"text\":null}]}").json();
    assertThat(value(cleared, "source14")).isNull();
    assertThat(server.get("/api/v1/metadata/customers").json().get("fields"))
        .anySatisfy(field -> assertThat(field.path("defaultValue").asText()).isEqualTo("today"));
    // Something wrong is told and not written over; who wants none has none.
    var wrongMember =
        server.post(
            CUSTOMERS,
            "{\"name\":\"Default"
                + " wrong\",\"customFields\":[{\"key\":\"score14\",\"text\":\"abc\"}]}");
    assertThat(wrongMember.json().at("/errors/0/field").asText())
        .as(wrongMember.text())
        .isEqualTo("customFields.score14");
    var none =
        make(
            CUSTOMERS,
            "{\"name\":\"Default none\",\"customFields\":[{\"key\":\"source14\",\"text\":null}]}");
    assertThat(value(none, "source14")).isNull();
    assertThat(value(none, "score14")).isNotNull();
    // Nobody is kept from making a record by what a default refers to.
    var beyond = user("custom.beyond", role("custom-beyond", "all", "customers.view"));
    define("whose14", "reference", ",\"reference\":\"users\",\"defaultValue\":\"" + beyond + "\"");
    user("custom.own", role("custom-own", "own", "customers.view customers.create"));
    var theirs = server.post(CUSTOMERS, "{\"name\":\"Default 15\"}", as("custom.own"));
    assertThat(theirs.status()).as(theirs.text()).isEqualTo(201);
    assertThat(value(theirs.json(), "whose14").get("reference").asText()).isEqualTo(beyond);
    delete("/api/v1/users/" + beyond);
    theirs = server.post(CUSTOMERS, "{\"name\":\"Default 16\"}", as("custom.own"));
    assertThat(theirs.status()).as(theirs.text()).isEqualTo(201);
    assertThat(value(theirs.json(), "whose14")).isNull();
    // A default keeps to the limits, also where these are what changes.
    var score =
        server
            .get(FIELDS + "?filter=collection==customers;code==score14")
            .json()
            .at("/items/0/id")
            .asText();
    var tight = patch(FIELDS + "/" + score, "{\"minimum\":\"2\"}");
    assertThat(tight.json().at("/errors/0/field").asText())
        .as(tight.text())
        .isEqualTo("defaultValue");
    for (var wrong :
        List.of(
            "decimal many format",
            "decimal 1.25 digits",
            "date soon format",
            "boolean 1 format",
            "money 1.00001 digits",
            "money 1_XYZ unknown-currency")) {
      var part = wrong.split(" ");
      var answer =
          server.post(
              FIELDS,
              "{\"collection\":\"customers\",\"code\":\"wrong14\",\"type\":\"%s\",\"labelEn\":\"x\",\"decimals\":%s,\"defaultValue\":\"%s\"}"
                  .formatted(
                      part[0],
                      part[0].equals("decimal") ? "1" : "null",
                      part[1].replace('_', ' ')));
      assertThat(answer.json().at("/errors/0/field").asText()).as(wrong).isEqualTo("defaultValue");
      assertThat(answer.json().at("/errors/0/code").asText()).as(wrong).isEqualTo(part[2]);
    }
    refused(
        FIELDS,
        "{\"collection\":\"customers\",\"code\":\"wrong14\",\"type\":\"code\",\"dictionary\":\"customer-level\",\"labelEn\":\"x\",\"defaultValue\":\"ZZ\"}",
        "<field><collection>customers</collection><code>wrong14</code><labelEn>x</labelEn><type>code</type>"
            + "<dictionary>customer-level</dictionary><defaultValue>ZZ</defaultValue></field>",
        "defaultValue",
        "unknown-code");
  }

  private String computed(String path, String field, String member) {
    var value = value(server.get(path).json(), field);
    return value == null ? "" : value.get(member).asText();
  }

  @Test
  void m95_formulasAreComputedKeptAndFoundBy() {
    define("cost15", "money", "");
    define("from15", "date", "");
    define("until15", "date", "");
    var before =
        make(
            CUSTOMERS,
            "{\"name\":\"Computed"
                + " before\",\"employees\":3,\"customFields\":[{\"key\":\"cost15\",\"money\":{\"amount\":\"10\",\"currency\":\"CNY\"}}]}");
    var each =
        define(
            "each15", "decimal", ",\"decimals\":2,\"formula\":\"customFields.cost15 / employees\"");
    define("days15", "decimal", ",\"formula\":\"customFields.until15 - customFields.from15\"");
    define(
        "class15",
        "decimal",
        ",\"formula\":\"if(customFields.each15 >= 5, 1, 2) + coalesce(customFields.days15, 0)\"");
    var next = define("next15", "date", ",\"formula\":\"customFields.until15 + 30\"");
    var old = CUSTOMERS + "/" + before.get("id").asText();
    // Those that were there are worked out by a job; whoever read them before reads them again.
    Server.await(
        "the formula of what was there", () -> computed(old, "each15", "decimal").equals("3.33"));
    assertThat(server.get(old, "If-None-Match", "\"v1\"").status()).isEqualTo(200);
    assertThat(server.get(old).json().get("version").asInt()).isGreaterThan(1);
    assertThat(server.call("PATCH", old, "{\"remark\":\"x\"}", "If-Match", "\"v1\"").code())
        .isEqualTo("stale");
    assertThat(
            server
                .get(
                    "/api/v1/audit?filter=collection==customers;kind==updated;recordId=="
                        + before.get("id").asText())
                .json()
                .get("items")
                .findValuesAsText("field"))
        .contains("customFields.each15");
    var made =
        make(
            CUSTOMERS,
            """
{"name":"Computed now","employees":2,"customFields":[{"key":"cost15","money":{"amount":"2","currency":"USD","rate":"7"}},
 {"key":"from15","date":"2024-02-28"},{"key":"until15","date":"2024-03-01"},{"key":"each15","decimal":"99"}]}\
""");
    var path = CUSTOMERS + "/" + made.get("id").asText();
    assertThat(value(made, "each15").get("decimal").asText()).isEqualTo("7.00");
    assertThat(computed(path, "days15", "decimal")).isEqualTo("2");
    assertThat(computed(path, "class15", "decimal")).isEqualTo("3");
    assertThat(computed(path, "next15", "date")).isEqualTo("2024-03-31");
    var found = CUSTOMERS + "?filter=customFields.each15=gt=1&sort=-customFields.each15";
    assertThat(names(found)).containsExactly("Computed now", "Computed before");
    assertThat(names(CUSTOMERS + "?filter=customFields.next15==2024-03-31"))
        .containsExactly("Computed now");
    var bySoap =
        server.soap(
            "customers",
            "patch",
            "<id>%s</id><change><version>1</version><employees>0</employees><customFields><key>days15</key><decimal>5</decimal></customFields></change>"
                .formatted(made.get("id").asText()));
    assertThat(bySoap.status()).as(bySoap.text()).isEqualTo(200);
    // Nothing comes of a division by nought, and of what follows from it.
    assertThat(computed(path, "each15", "decimal")).isEmpty();
    assertThat(computed(path, "class15", "decimal")).isEmpty();
    assertThat(computed(path, "days15", "decimal")).isEqualTo("2");
    assertThat(names(found)).containsExactly("Computed before");
    var schema =
        server
            .get("/api/v1/openapi.json")
            .json()
            .at("/components/schemas/CustomerCustomField_each15");
    assertThat(schema.get("readOnly").asBoolean()).isTrue();
    assertThat(server.get("/soap/customers?wsdl").text()).contains("each15 (decimal, read-only)");
    assertThat(server.get("/api/v1/metadata/customers").json().get("fields"))
        .anySatisfy(
            field -> {
              assertThat(field.get("key").asText()).isEqualTo("customFields.each15");
              assertThat(field.get("readOnly").asBoolean()).isTrue();
            });
    // Another formula holds for all there are.
    var field = FIELDS + "/" + each;
    assertThat(patch(field, "{\"formula\":\"customFields.cost15 * 2\"}").status()).isEqualTo(200);
    Server.await("the other formula", () -> computed(old, "each15", "decimal").equals("20.00"));
    Server.await("what follows from it", () -> computed(path, "class15", "decimal").equals("3"));
    assertThat(delete(field).json().get("detail").asText())
        .contains("formula of \"Field class15\"");
    // What is computed keeps nothing from being deleted, and comes again.
    var gone = FIELDS + "/" + next;
    assertThat(delete(gone).status()).isEqualTo(204);
    assertThat(computed(path, "next15", "date")).isEmpty();
    assertThat(server.post(gone + "/actions/restore", null).status()).isEqualTo(200);
    Server.await("it again", () -> computed(path, "next15", "date").equals("2024-03-31"));
    for (var wrong :
        List.of(
            "formula-cycle customFields.class15 + 1",
            "formula-cycle customFields.each15",
            "formula-field customFields.gone * 2",
            "formula-field name",
            "formula-kind customFields.from15 + 1",
            "formula 1 +",
            "formula customFields.from15 * 2")) {
      var part = wrong.split(" ", 2);
      var error = patch(field, "{\"formula\":\"" + part[1] + "\"}").json().at("/errors/0");
      assertThat(error.get("field").asText()).as(wrong).isEqualTo("formula");
      assertThat(error.get("code").asText()).as(wrong).isEqualTo(part[0]);
    }
    refused(
        FIELDS,
        "{\"collection\":\"customers\",\"code\":\"wrong15\",\"type\":\"text\",\"labelEn\":\"x\",\"formula\":\"1\"}",
        "<field><collection>customers</collection><code>wrong15</code><labelEn>x</labelEn><type>text</type><formula>1</formula></field>",
        "formula",
        "not-of-type");
  }

  @Test
  void m95_whatMakesNoSenseIsNotDefined() {
    var id = define("name6", "text", "");
    var field =
        "<collection>customers</collection><code>%s</code><labelEn>x</labelEn><type>%s</type>%s";
    for (var wrong :
        List.of(
            "name6 text {} code duplicate",
            "Bad text {} code format",
            "a6 text {\"dictionary\":\"customer-type\"} dictionary not-of-type",
            "a6 code {} dictionary required",
            "a6 reference {\"reference\":\"nothing\"} reference no-records",
            "a6 decimal {\"searched\":true} searched not-searched",
            "a6 text {\"maxLength\":300} maxLength too-large",
            "a6 text {\"collection\":\"custom-fields\"} collection no-records")) {
      var part = wrong.split(" ");
      var answer =
          server.post(
              FIELDS,
              ("{\"collection\":\"customers\",\"labelEn\":\"x\",\"code\":\"%s\",\"type\":\"%s\"}"
                      .formatted(part[0], part[1]))
                  .replace("}", part[2].equals("{}") ? "}" : "," + part[2].substring(1))
                  .replace(
                      "\"collection\":\"customers\",",
                      part[2].contains("\"collection\"") ? "" : "\"collection\":\"customers\","));
      assertThat(answer.code()).as(answer.text()).isEqualTo("invalid");
      assertThat(answer.json().at("/errors/0/field").asText()).as(wrong).isEqualTo(part[3]);
      assertThat(answer.json().at("/errors/0/code").asText()).as(wrong).isEqualTo(part[4]);
    }
    assertThat(
            server
                .soap(
                    "custom-fields",
                    "create",
                    "<field>" + field.formatted("name6", "text", "") + "</field>")
                .text())
        .contains("<code>duplicate</code>");
    user("custom.nobody", role("custom-nobody", "all", "customers.view customers.edit"));
    for (var refused :
        List.of(
            server.get(FIELDS, as("custom.nobody")),
            server.post(FIELDS, "{}", as("custom.nobody")),
            server.call(
                "DELETE", FIELDS + "/" + id, null, as("custom.nobody", "If-Match", "\"v1\"")))) {
      assertThat(refused.code()).isEqualTo("forbidden");
    }
  }

  @Test
  void m95_theyCostNoStatementMore() {
    var id = customer("Statements");
    var read = CUSTOMERS + "/" + id;
    var list = CUSTOMERS + "?filter=id==" + id;
    var before = statements(read);
    var listed = statements(list);
    define("cost7", "text", "");
    define("size7", "decimal", "");
    patch(read, "{\"customFields\":[{\"key\":\"cost7\",\"text\":\"x\"}]}");
    // One of them reckons the open opportunities, one what was ordered, is owed and is overdue, and
    // one what of that is to be hinted at: which a card tells and a list does not.
    assertThat(statements(read)).isLessThan(before + 1).isLessThan(6);
    assertThat(statements(list)).isLessThan(listed + 1).isLessThan(3);
    assertThat(statements(CUSTOMERS + "?filter=customFields.cost7==x")).isLessThan(3);
    // Where nobody has asked for it before, one more counts what leads to the rows.
    var cold = CUSTOMERS + "?filter=customFields.cost7=in=(a%d,b);customFields.size7=gt=%1$d";
    assertThat(
            statements(
                round ->
                    IntStream.range(0, CALLS)
                        .map(call -> round * CALLS + call)
                        .mapToObj(cold::formatted)
                        .toList()))
        .isLessThan(4);
  }

  private double statements(String path) {
    assertThat(server.get(path).status()).isEqualTo(200);
    return statements(round -> Collections.nCopies(CALLS, path));
  }

  /**
   * How many each of several calls takes, the one that finds its caller among them. What works in
   * the background only adds some: the least of a few rounds is nearest to what the calls take.
   */
  private double statements(IntFunction<List<String>> paths) {
    // Not beside what an earlier test set off, such as the results of a formula.
    Server.await(
        "the end of all jobs",
        () ->
            server
                .get("/api/v1/jobs?filter=status==running,(status==queued;notBefore=null=true)")
                .json()
                .get("items")
                .isEmpty());
    return IntStream.range(0, ROUNDS)
        .mapToDouble(
            round -> {
              var calls = paths.apply(round);
              var before = server.metric("tangram_sql_statements_total");
              calls.forEach(call -> assertThat(server.get(call).status()).as(call).isEqualTo(200));
              return (server.metric("tangram_sql_statements_total") - before)
                  / (double) calls.size();
            })
        .min()
        .orElseThrow();
  }

  @Test
  void m95_whatFreeTextFindsOutlivesThatAFieldIsRetired() {
    var field = FIELDS + "/" + define("motto8", "text", ",\"searched\":true");
    var path =
        CUSTOMERS
            + "/"
            + make(
                    CUSTOMERS,
                    "{\"name\":\"Outlives\",\"customFields\":[{\"key\":\"motto8\",\"text\":\"perseverantia\"}]}")
                .get("id")
                .asText();
    var role =
        make(
            "/api/v1/roles",
            """
{"code":"custom-retired","name":"Retired","operations":["customers.view"],"scopes":[{"collection":"*","scope":"all"}],
 "fields":[{"collection":"customers","field":"customFields.motto8","access":"hidden"}]}\
""");
    user("custom.retired", role);
    patch(field, "{\"active\":false}");
    // The same words in another searched field, and away again.
    for (var name : List.of("Perseverantia AG", "Outlives AG")) {
      var changed = patch(path, "{\"name\":\"%s\"}".formatted(name));
      assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    }
    assertThat(names(CUSTOMERS + "?q=perseverantia", as("custom.retired"))).isEmpty();
    patch(field, "{\"active\":true}");
    assertThat(names(CUSTOMERS + "?q=perseverantia")).containsExactly("Outlives AG");
    assertThat(names(CUSTOMERS + "?q=perseverantia", as("custom.retired"))).isEmpty();
    assertThat(patch(path, "{\"customFields\":[{\"key\":\"motto8\",\"text\":null}]}").status())
        .isEqualTo(200);
    assertThat(names(CUSTOMERS + "?q=perseverantia")).isEmpty();
  }

  @Test
  void m95_aFilterThatIsSaidTwiceGivesARowOnce() {
    define("roles9", "set", ",\"dictionary\":\"customer-type\"");
    make(
        CUSTOMERS,
        "{\"name\":\"Once\",\"customFields\":[{\"key\":\"roles9\",\"codes\":[\"customer\",\"partner\"]}]}");
    var twice = "customFields.roles9=in=(customer,partner)";
    var page = server.get(CUSTOMERS + "?filter=" + twice + ";" + twice).json();
    assertThat(page.get("items")).hasSize(1);
    assertThat(page.at("/total/value").asInt()).isEqualTo(1);
    assertThat(
            names(
                CUSTOMERS
                    + "?filter=customFields.roles9==customer;customFields.roles9==partner;customFields.roles9=null=false"))
        .containsExactly("Once");
  }

  @Test
  void m95_whatCannotBeAValueIsRefused() {
    define("number10", "decimal", "");
    define("area10", "code", ",\"dictionary\":\"%s\"".formatted(OPEN));
    define("areas10", "set", ",\"dictionary\":\"%s\"".formatted(OPEN));
    var long300 = "x".repeat(300);
    for (var wrong :
        List.of(
            "null customFields[0] required",
            "{\"key\":\"area10\",\"text\":\"%s\"} customFields.area10 too-long".formatted(long300),
            "{\"key\":\"areas10\",\"codes\":[\"%s\"]} customFields.areas10 too-long"
                .formatted(long300))) {
      var part = wrong.split(" ");
      var answer = server.post(CUSTOMERS, "{\"name\":\"x\",\"customFields\":[" + part[0] + "]}");
      assertThat(answer.code()).as(answer.text()).isEqualTo("invalid");
      assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(part[1]);
      assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo(part[2]);
    }
    for (var number : List.of("1E2147483647", "1E-2147483647", "9".repeat(200))) {
      for (var field :
          List.of("number10\",\"decimal\":\"%s\"", "number10\",\"money\":{\"amount\":\"%s\"}")) {
        var answer =
            server.post(
                CUSTOMERS,
                "{\"name\":\"x\",\"customFields\":[{\"key\":\"" + field.formatted(number) + "}]}");
        assertThat(answer.code()).as(answer.text()).isEqualTo("malformed");
      }
      assertThat(server.get(CUSTOMERS + "?filter=customFields.number10=gt=" + number).code())
          .isEqualTo("invalid-filter");
    }
  }

  @Test
  void m95_nobodyHasToFillWhatTheyMayNotChange() {
    define("secret11", "text", ",\"required\":true");
    var role =
        make(
            "/api/v1/roles",
            """
{"code":"custom-required","name":"Required","operations":["customers.view","customers.create","customers.edit"],
 "scopes":[{"collection":"*","scope":"all"}],
 "fields":[{"collection":"customers","field":"customFields.secret11","access":"hidden"}]}\
""");
    user("custom.required", role);
    var made = server.post(CUSTOMERS, "{\"name\":\"Without\"}", as("custom.required"));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    var path = CUSTOMERS + "/" + made.json().get("id").asText();
    assertThat(patch(path, "{\"name\":\"Still\"}", as("custom.required")).status()).isEqualTo(200);
    var whole = server.call("PUT", path, "{\"name\":\"Again\"}", current(path));
    assertThat(whole.json().at("/errors/0/field").asText())
        .as(whole.text())
        .isEqualTo("customFields.secret11");
  }

  @Test
  void m95_aRuleThatBecameTighterBindsWhatChanges() {
    var text = FIELDS + "/" + define("text12", "text", "");
    var number = FIELDS + "/" + define("number12", "decimal", ",\"decimals\":2");
    var path =
        CUSTOMERS
            + "/"
            + make(
                    CUSTOMERS,
                    "{\"name\":\"Tight\",\"customFields\":[{\"key\":\"text12\",\"text\":\"abcdef\"},{\"key\":\"number12\",\"decimal\":\"12.50\"}]}")
                .get("id")
                .asText();
    patch(text, "{\"maxLength\":3}");
    patch(number, "{\"decimals\":0,\"maximum\":\"9\"}");
    var untouched = patch(path, "{\"name\":\"Tighter\"}");
    assertThat(untouched.status()).as(untouched.text()).isEqualTo(200);
    assertThat(value(untouched.json(), "text12").get("text").asText()).isEqualTo("abcdef");
    for (var change :
        List.of(
            "text12 too-long \"text\":\"abcdeg\"",
            "number12 digits \"decimal\":\"1.5\"",
            "number12 too-large \"decimal\":\"10\"")) {
      var part = change.split(" ");
      var error =
          patch(path, "{\"customFields\":[{\"key\":\"%s\",%s}]}".formatted(part[0], part[2]))
              .json()
              .at("/errors/0");
      assertThat(error.get("field").asText()).isEqualTo("customFields." + part[0]);
      assertThat(error.get("code").asText()).isEqualTo(part[1]);
    }
  }

  @Test
  void m95_aRefusalTellsNoNamesOfOthers() {
    var first = define("named13", "text", "");
    make(
        CUSTOMERS,
        "{\"name\":\"Again\",\"customFields\":[{\"key\":\"named13\",\"text\":\"old\"}]}");
    user("custom.views", role("custom-views", "own", "customers.view"));
    assertThat(
            server
                .post(
                    "/api/v1/views",
                    "{\"name\":\"Private13\",\"collection\":\"customers\",\"definition\":\"{\\\"sort\\\":\\\"customFields.named13\\\"}\"}",
                    as("custom.views"))
                .status())
        .isEqualTo(201);
    assertThat(delete(FIELDS + "/" + first).json().get("detail").asText())
        .contains("records: 1", "other views: 1")
        .doesNotContain("Private13");
  }
}
