package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a company makes of its dictionaries, through REST and SOAP; the same on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DictionariesCheck {
  private static final String ITEMS = "/api/v1/dictionary-items";
  private static final String CUSTOMERS = "/api/v1/customers";
  private static final String CHINESE = "zh-CN";

  Server server;

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  // ---- helpers

  JsonNode item(Server at, String dictionary, String code) {
    for (var item : at.get(ITEMS + "?dictionary=" + dictionary).json().get("items")) {
      if (item.get("code").asText().equals(code)) {
        return item;
      }
    }
    throw new AssertionError("No " + code + " in " + dictionary);
  }

  JsonNode item(String dictionary, String code) {
    return item(server, dictionary, code);
  }

  Server.Answer patch(JsonNode item, String change) {
    return server.call(
        "PATCH",
        ITEMS + "/" + item.get("id").asText(),
        change,
        "If-Match",
        "\"v" + item.get("version").asInt() + "\"");
  }

  private Server.Answer delete(JsonNode item) {
    return server.call(
        "DELETE",
        ITEMS + "/" + item.get("id").asText(),
        null,
        "If-Match",
        "\"v" + item.get("version").asInt() + "\"");
  }

  JsonNode choice(Server at, String dictionary, String code, String language) {
    var found = at.get("/api/v1/dictionaries/" + dictionary, "Accept-Language", language).json();
    for (var item : found.get("items")) {
      if (item.get("code").asText().equals(code)) {
        return item;
      }
    }
    return null;
  }

  private List<String> codes(String dictionary) {
    return server
        .get("/api/v1/dictionaries/" + dictionary)
        .json()
        .get("items")
        .findValuesAsText("code");
  }

  JsonNode create(String body) {
    var made = server.post(ITEMS, body);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json();
  }

  private String customer(String body) {
    var made = server.post(CUSTOMERS, body);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("id").asText();
  }

  private int count(String filter) {
    return server
        .get(CUSTOMERS + "?limit=1&count=exact&fields=id&filter=" + filter)
        .json()
        .at("/total/value")
        .asInt();
  }

  private static List<String> errors(Server.Answer answer) {
    var errors = new ArrayList<String>();
    answer
        .json()
        .path("errors")
        .forEach(
            error -> errors.add(error.get("field").asText() + ":" + error.get("code").asText()));
    return errors;
  }

  private static String element(String xml, String name) {
    var found = Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(xml);
    assertThat(found.find()).as(name + " in " + xml).isTrue();
    return found.group(1);
  }

  // ---- what is delivered can be changed

  @Test
  void aDeliveredItemIsRelabelledColouredAndMadeAsItWas() {
    var before = item("customer-source", "tender");
    assertThat(before.get("version").asInt()).isZero();
    assertThat(before.get("delivered").asBoolean()).isTrue();

    var changed = patch(before, "{\"labelZh\":\"投标\",\"colour\":\"purple\"}");
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(changed.response().headers().firstValue("ETag")).hasValue("\"v1\"");
    assertThat(choice(server, "customer-source", "tender", CHINESE).get("title").asText())
        .isEqualTo("投标");
    var english = choice(server, "customer-source", "tender", "en");
    assertThat(english.get("title").asText()).isEqualTo("Tender");
    assertThat(english.get("alias").asText()).isEqualTo("投标");
    assertThat(english.get("colour").asText()).isEqualTo("purple");

    var stale = patch(before, "{\"labelEn\":\"Bid\"}");
    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.json().get("currentVersion").asInt()).isEqualTo(1);
    assertThat(errors(stale)).containsExactlyInAnyOrder("labelZh:changed", "colour:changed");

    var back = patch(changed.json(), "{\"labelZh\":null,\"colour\":null}");
    assertThat(back.json().get("labelZh").asText()).isEqualTo("招标");
    assertThat(back.json().get("changed").asBoolean()).isFalse();

    var id = before.get("id").asText();
    var facts =
        server.get("/api/v1/audit?filter=collection==dictionary-items;recordId==" + id).json();
    var first = facts.get("items").get(1);
    assertThat(first.get("kind").asText()).isEqualTo("updated");
    assertThat(first.get("changes").toString())
        .contains("labelZh", "\\\"招标\\\"", "\\\"投标\\\"", "purple");
  }

  /** Also those of the platform: what became of a job, a transfer, an import, a merge. */
  @Test
  void everyDictionaryThatAFieldNamesIsThere() {
    var named = new TreeSet<>(server.get("/api/v1/metadata").json().findValuesAsText("dictionary"));
    var there = server.get("/api/v1/dictionaries").json().get("items").findValuesAsText("code");
    assertThat(named).contains("customer-level", "transfer-status");
    assertThat(there).containsAll(named);
    assertThat(choice(server, "transfer-status", "done", CHINESE).get("title").asText())
        .isEqualTo("已完成");
  }

  @Test
  void itemsArePutInAnotherOrder() {
    var order = codes("address-kind");
    var last = item("address-kind", order.get(order.size() - 1));
    var path = ITEMS + "/" + last.get("id").asText() + "/actions/move";
    assertThat(server.post(path, "{\"before\":\"" + order.get(0) + "\"}").status()).isEqualTo(200);
    var moved = new ArrayList<>(order);
    moved.add(0, moved.remove(moved.size() - 1));
    assertThat(codes("address-kind")).isEqualTo(moved);
    assertThat(server.post(path, "{}").status()).isEqualTo(200);
    assertThat(codes("address-kind")).isEqualTo(order);
    var nowhere = server.post(path, "{\"before\":\"nowhere\"}");
    assertThat(errors(nowhere)).containsExactly("before:unknown-code");
  }

  /** So often that no room is left between two neighbours. */
  @Test
  void anOrderNeverRunsOutOfRoom() {
    for (int i = 0; i < 24; i++) {
      var kinds = codes("consent-kind");
      var last = item("consent-kind", kinds.get(kinds.size() - 1));
      var path = ITEMS + "/" + last.get("id").asText() + "/actions/move";
      var moved = server.post(path, "{\"before\":\"" + kinds.get(1) + "\"}");
      assertThat(moved.status()).as(moved.text()).isEqualTo(200);
      assertThat(codes("consent-kind").get(1)).isEqualTo(last.get("code").asText());
    }
  }

  // ---- edge case 24: an item retired while it is in use

  @Test
  void aRetiredItemStaysWhereItIsAndGoesNowhereElse() {
    var carrier =
        customer("{\"name\":\"Carrier\",\"level\":\"C\",\"types\":[\"agent\",\"customer\"]}");
    var other = customer("{\"name\":\"Other\",\"level\":\"D\"}");
    var level = patch(item("customer-level", "C"), "{\"active\":false}").json();
    var type = patch(item("customer-type", "agent"), "{\"active\":false}").json();
    assertThat(choice(server, "customer-level", "C", "en").get("retired").asBoolean()).isTrue();
    assertThat(choice(server, "customer-level", "C", "en").get("title").asText()).isEqualTo("C");

    // What has it keeps it, through PATCH, PUT and SOAP.
    var patched =
        server.call(
            "PATCH", CUSTOMERS + "/" + carrier, "{\"shortName\":\"x\"}", "If-Match", "\"v1\"");
    assertThat(patched.status()).as(patched.text()).isEqualTo(200);
    var replaced =
        server.call(
            "PUT",
            CUSTOMERS + "/" + carrier,
            "{\"name\":\"Carrier\",\"level\":\"C\",\"types\":[\"customer\",\"agent\"]}",
            "If-Match",
            "\"v2\"");
    assertThat(replaced.status()).as(replaced.text()).isEqualTo(200);
    var soap =
        server.soap(
            "customers",
            "patch",
            "<id>"
                + carrier
                + "</id><change><version>3</version><website>x.example</website></change>");
    assertThat(soap.status()).as(soap.text()).isEqualTo(200);

    // What has it not does not get it, by any way.
    assertThat(errors(server.post(CUSTOMERS, "{\"name\":\"New\",\"level\":\"C\"}")))
        .containsExactly("level:retired-code");
    assertThat(
            errors(
                server.call(
                    "PATCH",
                    CUSTOMERS + "/" + other,
                    "{\"level\":\"C\",\"types\":[\"customer\",\"agent\"]}",
                    "If-Match",
                    "\"v1\"")))
        .containsExactly("types[1]:retired-code", "level:retired-code");
    assertThat(
            errors(
                server.call(
                    "PUT", CUSTOMERS + "/external/dict/1", "{\"name\":\"E\",\"level\":\"C\"}")))
        .containsExactly("level:retired-code");
    var fault =
        server.soap(
            "customers",
            "patch",
            "<id>" + other + "</id><change><version>1</version><level>C</level></change>",
            "Accept-Language",
            CHINESE);
    assertThat(fault.text()).contains("<code>retired-code</code>", "已停用");
    assertThat(server.get(CUSTOMERS + "/" + other).json().get("version").asInt()).isEqualTo(1);

    assertThat(patch(level, "{\"active\":true}").status()).isEqualTo(200);
    assertThat(patch(type, "{\"active\":true}").status()).isEqualTo(200);
    assertThat(server.post(CUSTOMERS, "{\"name\":\"New\",\"level\":\"C\"}").status())
        .isEqualTo(201);
  }

  @Test
  void whatIsNestedKeepsToTheSameRule() {
    var body = "{\"name\":\"Nested\",\"phones\":[{\"kind\":\"fax\",\"number\":\"010-5550 0101\"}]}";
    var carrier = customer(body);
    var fax = patch(item("phone-kind", "fax"), "{\"active\":false}").json();
    var path = CUSTOMERS + "/" + carrier;
    assertThat(server.call("PATCH", path, "{\"shortName\":\"n\"}", "If-Match", "\"v1\"").status())
        .isEqualTo(200);
    assertThat(errors(server.post(CUSTOMERS, body))).containsExactly("phones[0].kind:retired-code");
    assertThat(
            errors(
                server.call(
                    "PATCH",
                    path,
                    "{\"phones\":[{\"kind\":\"fax\",\"number\":\"010-5550 0101\"},"
                        + "{\"kind\":\"fax\",\"number\":\"010-5550 0102\"}]}",
                    "If-Match",
                    "\"v2\"")))
        .containsExactly("phones[1].kind:retired-code");
    assertThat(server.get("/api/v1/dictionaries/phone-kind/usage").json().toString())
        .contains("\"code\":\"fax\"", "\"field\":\"phones\"");
    patch(fax, "{\"active\":true}");
  }

  // ---- the company's own items

  @Test
  void anOwnItemIsUsedFoundBelowItsParentAndKeptWhileItIsInUse() {
    var own =
        create(
            "{\"dictionary\":\"industry\",\"code\":\"C13\",\"labelZh\":\"农副食品加工业\","
                + "\"labelEn\":\"Food processing\",\"parent\":\"C\",\"colour\":\"green\"}");
    assertThat(own.get("delivered").asBoolean()).isFalse();
    assertThat(own.get("path").asText()).isEqualTo("Manufacturing / Food processing");
    var above = customer("{\"name\":\"Machines\",\"industry\":\"C\"}");
    var below = customer("{\"name\":\"Food\",\"industry\":\"C13\"}");
    assertThat(count("industry==C")).isEqualTo(2);
    assertThat(count("industry==C13")).isEqualTo(1);
    assertThat(count("industry=in=(C13)")).isEqualTo(1);
    assertThat(count("industry!=C;name=in=(Machines,Food)")).isZero();
    assertThat(count("industry=out=(C13);name=in=(Machines,Food)")).isEqualTo(1);

    var used = server.get("/api/v1/dictionaries/industry/usage").json().get("items");
    assertThat(used)
        .anySatisfy(
            item -> {
              assertThat(item.get("code").asText()).isEqualTo("C13");
              assertThat(item.at("/total/value").asInt()).isEqualTo(1);
              assertThat(item.at("/places/0/collection").asText()).isEqualTo("customers");
              assertThat(item.at("/places/0/field").asText()).isEqualTo("industry");
            });

    var refused = delete(own);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("in-use");
    assertThat(refused.json().get("detail").asText()).contains("Customers", "Industry");
    // In the recycle bin it is in use still: it may come back.
    server.call("DELETE", CUSTOMERS + "/" + below, null, "If-Match", "\"v1\"");
    assertThat(delete(own).code()).isEqualTo("in-use");

    var parent = item("industry", "C");
    var delivered = delete(parent);
    assertThat(delivered.status()).isEqualTo(409);
    assertThat(delivered.code()).isEqualTo("conflict");

    var free =
        create(
            "{\"dictionary\":\"industry\",\"code\":\"C14\",\"labelZh\":\"食品\",\"parent\":\"C\"}");
    assertThat(delete(free).status()).isEqualTo(204);
    assertThat(server.get(ITEMS + "/" + free.get("id").asText()).status()).isEqualTo(404);
    var again =
        create(
            "{\"dictionary\":\"industry\",\"code\":\"C14\",\"labelZh\":\"食品制造\",\"parent\":\"C\"}");
    assertThat(again.get("version").asInt()).isEqualTo(3);
    assertThat(server.get(CUSTOMERS + "/" + above).json().get("industry").asText()).isEqualTo("C");
  }

  @Test
  void anItemsRulesAreToldAtItsFields() {
    var own = create("{\"dictionary\":\"customer-tag\",\"code\":\"vip\",\"labelEn\":\"VIP\"}");
    var child =
        create(
            "{\"dictionary\":\"customer-tag\",\"code\":\"gold\",\"labelZh\":\"黄金\",\"parent\":\"vip\"}");
    assertThat(
            errors(
                server.post(
                    ITEMS, "{\"dictionary\":\"customer-tag\",\"code\":\"vip\",\"labelEn\":\"x\"}")))
        .containsExactly("code:duplicate");
    assertThat(
            errors(
                server.post(
                    ITEMS, "{\"dictionary\":\"nothing\",\"code\":\"x\",\"labelEn\":\"x\"}")))
        .containsExactly("dictionary:unknown-reference");
    assertThat(
            errors(
                server.post(
                    ITEMS,
                    "{\"dictionary\":\"customer-tag\",\"code\":\"new\",\"parent\":\"nobody\"}")))
        .containsExactlyInAnyOrder("labelZh:required", "labelEn:required", "parent:unknown-code");
    assertThat(
            errors(
                server.post(
                    ITEMS,
                    "{\"dictionary\":\"customer-tag\",\"code\":\"a b\",\"labelEn\":\"x\",\"colour\":\"pinkish\"}")))
        .containsExactlyInAnyOrder("code:format", "colour:format");
    assertThat(errors(patch(own, "{\"code\":\"vvip\"}"))).containsExactly("code:fixed");
    assertThat(errors(patch(own, "{\"parent\":\"gold\"}"))).containsExactly("parent:cycle");
    assertThat(errors(patch(item("industry", "A"), "{\"parent\":\"B\"}")))
        .containsExactly("parent:fixed");
    var hasChild = delete(own);
    assertThat(hasChild.code()).isEqualTo("in-use");
    assertThat(delete(child).status()).isEqualTo(204);
    assertThat(delete(own).status()).isEqualTo(204);
  }

  @Test
  void soapDoesTheSame() {
    var made =
        server.soap(
            "dictionary-items",
            "create",
            "<item><dictionary>customer-source</dictionary><code>fair</code><labelZh>广交会</labelZh></item>");
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    var id = element(made.text(), "id");
    var patched =
        server.soap(
            "dictionary-items",
            "patch",
            "<id>"
                + id
                + "</id><change><version>1</version><labelEn>Canton Fair</labelEn></change>");
    assertThat(element(patched.text(), "title")).isEqualTo("Canton Fair");
    assertThat(choice(server, "customer-source", "fair", CHINESE).get("keys").asText())
        .isEqualTo("guangjiaohui gjh");
    var stale =
        server.soap("dictionary-items", "delete", "<id>" + id + "</id><version>1</version>");
    assertThat(element(stale.text(), "code")).isEqualTo("stale");
    var gone = server.soap("dictionary-items", "delete", "<id>" + id + "</id><version>2</version>");
    assertThat(gone.status()).isEqualTo(200);
    assertThat(server.soap("dictionaries", "get", "<code>region</code>").text())
        .contains("<code>CN-330100</code>", "<title>Hangzhou</title>");
  }

  // ---- regions

  @Test
  void aRegionIsFoundByEveryRegionAboveIt() {
    customer("{\"name\":\"Shenzhen AG\",\"region\":\"CN-440300\"}");
    customer("{\"name\":\"Guangdong AG\",\"region\":\"CN-GD\"}");
    customer("{\"name\":\"Xi'an AG\",\"region\":\"CN-610100\"}");
    customer("{\"name\":\"Paris SA\",\"region\":\"FR\"}");
    customer("{\"name\":\"Elsewhere Ltd\",\"region\":\"Philipines\"}");
    assertThat(count("region==CN-440300")).isEqualTo(1);
    assertThat(count("region==CN-GD")).isEqualTo(2);
    assertThat(count("region==CN")).isEqualTo(3);
    assertThat(count("region=in=(CN-GD,FR)")).isEqualTo(3);
    assertThat(count("region==Philipines")).isEqualTo(1);
    assertThat(count("region==CN-44*")).isEqualTo(1);
    var xian = choice(server, "region", "CN-610100", "en");
    assertThat(xian.get("title").asText()).isEqualTo("Xi'an");
    assertThat(xian.get("alias").asText()).isEqualTo("西安市");
    assertThat(xian.get("parent").asText()).isEqualTo("CN-SN");
    assertThat(choice(server, "region", "CN-CQ", "en").get("keys").asText())
        .isEqualTo("chongqingshi cqs");
    assertThat(choice(server, "region", "CN-SN", "en").get("title").asText()).isEqualTo("Shaanxi");
    assertThat(choice(server, "region", "CN-NM", "en").get("title").asText())
        .isEqualTo("Inner Mongolia");
    for (var code : List.of("CN-HK", "CN-MO", "CN-TW")) {
      assertThat(choice(server, "region", code, "en").get("parent").asText()).isEqualTo("CN");
    }
    for (var code : List.of("HK", "MO", "TW")) {
      assertThat(choice(server, "region", code, "en")).isNull();
    }
  }

  // ---- who may

  @Test
  void readingNeedsNothingLookingAfterThemDoes() {
    var role =
        server
            .post(
                "/api/v1/roles",
                "{\"code\":\"reader\",\"name\":\"Reader\",\"operations\":[\"dictionaries.view\"]}")
            .json();
    var password = "a-reader-password";
    server.post(
        "/api/v1/users",
        "{\"login\":\"reader\",\"name\":\"Reader\",\"password\":\"%s\",\"roleIds\":[\"%s\"]}"
            .formatted(password, role.get("id").asText()));
    var reader =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(("reader:" + password).getBytes(StandardCharsets.UTF_8));
    assertThat(server.get("/api/v1/dictionaries/industry", "Authorization", reader).status())
        .isEqualTo(200);
    assertThat(server.get(ITEMS + "?dictionary=industry", "Authorization", reader).status())
        .isEqualTo(200);
    // They see no customers, so they see no use of codes by them.
    var usage = server.get("/api/v1/dictionaries/industry/usage", "Authorization", reader);
    assertThat(usage.json().get("items")).isEmpty();
    var item = item("industry", "A");
    assertThat(
            server
                .call(
                    "PATCH",
                    ITEMS + "/" + item.get("id").asText(),
                    "{\"labelEn\":\"x\"}",
                    "If-Match",
                    "\"v0\"",
                    "Authorization",
                    reader)
                .code())
        .isEqualTo("forbidden");
  }

  // ---- what it costs

  @Test
  void aReadStaysWithinTwoStatements() {
    customer("{\"name\":\"Counted\",\"region\":\"CN-440300\"}");
    for (var path :
        List.of(
            CUSTOMERS + "?filter=region==CN",
            "/api/v1/dictionaries/region",
            ITEMS + "?dictionary=region")) {
      server.get(path);
      // What works in the background only ever adds.
      var least =
          IntStream.range(0, 10).mapToLong(round -> statementsOfTen(path)).min().getAsLong();
      // The metrics are read by a request of their own; modules are looked after meanwhile.
      assertThat(least).as(path).isLessThanOrEqualTo(10 * 2 + 4);
    }
  }

  private long statementsOfTen(String path) {
    var before = statements();
    for (int i = 0; i < 10; i++) {
      assertThat(server.get(path).status()).isEqualTo(200);
    }
    return statements() - before;
  }

  private long statements() {
    var found =
        Pattern.compile("^tangram_sql_statements_total (\\d+)", Pattern.MULTILINE)
            .matcher(server.get("/metrics").text());
    assertThat(found.find()).isTrue();
    return Long.parseLong(found.group(1));
  }

  // ---- modules come and go

  @Test
  void whatACompanyMadeOfItOutlivesTheModule() {
    var label = patch(item("gender", "male"), "{\"labelZh\":\"先生\"}").json();
    var own = create("{\"dictionary\":\"gender\",\"code\":\"x\",\"labelEn\":\"Not told\"}");
    server.post("/api/v1/modules/customers/actions/stop", Server.WITH_DEPENDANTS);
    assertThat(server.get("/api/v1/dictionaries/gender").status()).isEqualTo(404);
    assertThat(server.get(ITEMS + "/" + own.get("id").asText()).status()).isEqualTo(404);
    server.post("/api/v1/modules/customers/actions/start", null);
    assertThat(choice(server, "gender", "male", CHINESE).get("title").asText()).isEqualTo("先生");
    assertThat(choice(server, "gender", "x", "en").get("title").asText()).isEqualTo("Not told");
    patch(label, "{\"labelZh\":null}");
    assertThat(delete(own).status()).isEqualTo(204);
  }
}
