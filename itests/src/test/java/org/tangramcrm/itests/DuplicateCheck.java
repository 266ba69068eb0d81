package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records that are likely there twice (M-12, M-16); the same on every database. */
abstract class DuplicateCheck extends LogCheck {
  private static final String DUPLICATES = "/api/v1/duplicates/customers";
  private static final String HINT = "duplicate-suspected";

  @Test
  void m12_aCardTellsAtBothDoorsThatItsCustomerMayBeThereTwice() {
    var first = customer("上海双胞胎科技有限公司");
    var path = CUSTOMERS + "/" + first;
    assertThat(hints(path)).doesNotContain(HINT);
    var second = customer("上海双胞胎科技（股份）公司");
    assertThat(hints(path)).doesNotContain(HINT);
    var twin = CUSTOMERS + "/" + customer("上海双胞胎 科技股份有限公司");
    for (var card : List.of(path, twin)) {
      assertThat(hints(card)).contains(HINT);
    }
    assertThat(hints(CUSTOMERS + "/" + second)).doesNotContain(HINT);
    assertThat(server.get(path, "Accept-Language", "zh-CN").text()).contains("疑似重复");
    assertThat(server.soap("customers", "get", "<id>" + first + "</id>").text())
        .contains("<code>" + HINT + "</code>", "May be there twice");
    // What is in the recycle bin, or is called otherwise now, is nobody's duplicate.
    assertThat(delete(twin).status()).isEqualTo(204);
    assertThat(hints(path)).doesNotContain(HINT);
    assertThat(server.post(twin + "/actions/restore", null).status()).isEqualTo(200);
    assertThat(hints(path)).contains(HINT);
    assertThat(patch(twin, "{\"name\":\"Quite another\"}").status()).isEqualTo(200);
    assertThat(hints(path)).doesNotContain(HINT);
  }

  @Test
  void m16_whatIsBeingEnteredIsComparedByNameTelephoneAndDomain() {
    var id =
        make(
                CUSTOMERS,
                """
                {"name":"Zwilling Tools Co., Ltd.","phones":[{"number":"0512-6666 7788"}],
                 "emails":[{"address":"info@zwilling-tools.example"}]}""")
            .get("id")
            .asText();
    for (var entered :
        List.of(
            "name=ZWILLING tools, inc",
            "phones=+86 (512) 66667788 转 9",
            "emails=sales@Zwilling-Tools.example",
            "emails=INFO@zwilling-tools.example")) {
      var part = entered.split("=");
      var found = find(part[0], part[1], null);
      assertThat(ids(found)).as(entered).containsExactly(id);
      assertThat(texts(found.at("/items/0/fields"))).as(entered).containsExactly(part[0]);
      assertThat(found.at("/items/0/title").asText()).isEqualTo("Zwilling Tools Co., Ltd.");
      assertThat(
              server
                  .soap(
                      "duplicates",
                      "find",
                      "<collection>customers</collection><search><values><field>%s</field><value>%s</value></values></search>"
                          .formatted(part[0], part[1]))
                  .text())
          .as(entered)
          .contains("<id>" + id + "</id>", "<fields>" + part[0] + "</fields>");
      // It is no duplicate of its own.
      assertThat(ids(find(part[0], part[1], id))).as(entered).isEmpty();
    }
    for (var other : List.of("name=Zwilling", "phones=66667788", "remark=Zwilling Tools")) {
      var part = other.split("=");
      assertThat(ids(find(part[0], part[1], null))).as(other).isEmpty();
    }
    make(CUSTOMERS, "{\"name\":\"At home\",\"emails\":[{\"address\":\"one@163.com\"}]}");
    assertThat(ids(find("emails", "two@163.com", null))).isEmpty();
    assertThat(server.post(DUPLICATES + "/actions/find", search("nose", "x", null)).code())
        .isEqualTo("invalid");
  }

  @Test
  void m16_ofWhatTheCallerDoesNotSeeNoMoreIsToldThanWhomToAsk() {
    var own = role("duplicate-own", "own", "customers.view customers.create");
    var owner = user("duplicate.owner", own);
    user("duplicate.asker", own);
    var hidden =
        make(
            CUSTOMERS,
            "{\"name\":\"苏州隐名机械有限公司\",\"ownerId\":\"%s\",\"remark\":\"secret\"}".formatted(owner));
    var asker = as("duplicate.asker");
    var found =
        server.post(DUPLICATES + "/actions/find", search("name", "苏州隐名机械", null), asker).json();
    var one = found.at("/items/0");
    assertThat(one.has("id")).isFalse();
    assertThat(one.has("number")).isFalse();
    assertThat(one.get("title").asText()).isEqualTo("苏州***公司");
    assertThat(one.get("ownerName").asText()).isEqualTo("duplicate.owner");
    assertThat(found.toString())
        .doesNotContain("隐名", "secret", hidden.get("id").asText(), hidden.get("number").asText());

    var mine = make(CUSTOMERS, "{\"name\":\"苏州隐名机械股份有限公司\"}", asker).get("id").asText();
    var card = server.get(CUSTOMERS + "/" + mine, asker);
    assertThat(card.text())
        .contains(HINT)
        .doesNotContain(hidden.get("id").asText(), hidden.get("number").asText(), "苏州隐名机械有限公司");
    var listed = server.get(DUPLICATES + "/" + mine, asker).json();
    assertThat(listed.at("/items/0/title").asText()).isEqualTo("苏州***公司");
    assertThat(server.get(DUPLICATES + "/" + hidden.get("id").asText(), asker).code())
        .isEqualTo("not-found");
    assertThat(ids(server.get(DUPLICATES + "/" + mine).json()))
        .containsExactly(hidden.get("id").asText());
    user("duplicate.nobody", role("duplicate-none", "own", "contacts.view"));
    assertThat(
            server
                .post(
                    DUPLICATES + "/actions/find",
                    search("name", "苏州隐名机械", null),
                    as("duplicate.nobody"))
                .code())
        .isEqualTo("forbidden");
  }

  @Test
  void m16_aHiddenFieldIsNotComparedBy() {
    make(CUSTOMERS, "{\"name\":\"By telephone\",\"phones\":[{\"number\":\"0513-4444 5555\"}]}");
    var twin =
        make(CUSTOMERS, "{\"name\":\"Also\",\"phones\":[{\"number\":\"0513 44445555\"}]}")
            .get("id")
            .asText();
    var role =
        make(
            "/api/v1/roles",
            """
            {"code":"duplicate-blind","name":"Blind","operations":["customers.view"],
             "scopes":[{"collection":"*","scope":"all"}],
             "fields":[{"collection":"customers","field":"phones","access":"hidden"},
                       {"collection":"customers","field":"phone","access":"hidden"}]}""");
    user("duplicate.blind", role);
    var blind = as("duplicate.blind");
    assertThat(hints(CUSTOMERS + "/" + twin)).contains(HINT);
    assertThat(hints(CUSTOMERS + "/" + twin, blind)).doesNotContain(HINT);
    assertThat(ids(server.get(DUPLICATES + "/" + twin, blind).json())).isEmpty();
    assertThat(
            server
                .post(DUPLICATES + "/actions/find", search("phones", "051344445555", null), blind)
                .code())
        .isEqualTo("invalid");
  }

  @Test
  void m16_whereDuplicatesAreBlockedBothDoorsRefuseThem() throws Exception {
    customer("Blockade Logistics Ltd");
    customer("Blockade Logistics Inc");
    configured(
        "org.tangramcrm.fields.cfg",
        "duplicates.customers = block",
        () -> server.post(CUSTOMERS, "{\"name\":\"Blockade Logistics\"}").status() == 422,
        () -> {
          refused(
              CUSTOMERS,
              "{\"name\":\"BLOCKADE LOGISTICS, Co.\"}",
              "<customer><name>blockade logistics</name></customer>",
              "name",
              "duplicate");
          var other = CUSTOMERS + "/" + customer("Free of blockade");
          assertThat(patch(other, "{\"name\":\"Blockade logistics GmbH\"}").code())
              .isEqualTo("invalid");
          assertThat(patch(other, "{\"remark\":\"x\"}").status()).isEqualTo(200);
        });
    customer("Blockade Logistics");
  }

  private static String search(String field, String value, String id) {
    return "{%s\"values\":[{\"field\":\"%s\",\"value\":\"%s\"}]}"
        .formatted(id == null ? "" : "\"id\":\"" + id + "\",", field, value);
  }

  private JsonNode find(String field, String value, String id) {
    var answer = server.post(DUPLICATES + "/actions/find", search(field, value, id));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<String> ids(JsonNode list) {
    var ids = new ArrayList<String>();
    list.get("items").forEach(item -> ids.add(item.path("id").asText()));
    return ids;
  }

  private List<String> hints(String path, String... headers) {
    var codes = new ArrayList<String>();
    server
        .get(path, headers)
        .json()
        .get("hints")
        .forEach(hint -> codes.add(hint.get("code").asText()));
    return codes;
  }
}
