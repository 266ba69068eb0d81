package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** A customer's card (M-1 … M-5, M-13, M-15); the same on every database. */
abstract class CardCheck extends FieldRulesCheck {
  static final String CUSTOMERS = "/api/v1/customers";
  static final String CONTACTS = "/api/v1/contacts";

  // ---- M-1: what a customer is to us

  @Test
  void m2_aTagIsTheSameInAnyCase() {
    var made =
        make(CUSTOMERS, "{\"name\":\"Tagged\",\"tags\":[\"Key Account\",\"key account\",\"A\"]}");
    assertThat(made.get("tags").toString()).isEqualTo("[\"Key Account\",\"A\"]");
    for (var filter : List.of("tags=='KEY%20account'", "tags=in=(a,b);name==Tagged")) {
      var found = server.get(CUSTOMERS + "?filter=" + filter).json().get("items");
      assertThat(found.findValuesAsText("id")).as(filter).containsExactly(made.get("id").asText());
    }
    var other = server.get(CUSTOMERS + "?filter=tags!=a;name==Tagged").json().get("items");
    assertThat(other).isEmpty();
  }

  @Test
  void m1_severalTypesAtOnceAreASetAndTheirChangeIsOnRecord() {
    var id =
        make(CUSTOMERS, "{\"name\":\"Both\",\"types\":[\"supplier\",\"customer\",\"supplier\"]}")
            .get("id")
            .asText();
    for (var type : List.of("customer", "supplier")) {
      assertThat(names(CUSTOMERS + "?filter=name==Both;types==" + type)).containsExactly("Both");
    }
    var path = CUSTOMERS + "/" + id;
    var changed = patch(path, "{\"types\":[\"competitor\"]}");
    assertThat(texts(changed.json().get("types"))).containsExactly("competitor");
    assertThat(names(CUSTOMERS + "?filter=name==Both;types==customer")).isEmpty();
    var change =
        server
            .get("/api/v1/audit?filter=collection==customers;kind==updated;recordId==" + id)
            .json()
            .at("/items/0/changes/0");
    assertThat(change.get("field").asText()).isEqualTo("types");
    assertThat(change.get("before").asText()).isEqualTo("[\"supplier\",\"customer\"]");
    assertThat(change.get("after").asText()).isEqualTo("[\"competitor\"]");
    refused(
        CUSTOMERS,
        "{\"name\":\"x\",\"types\":[\"customer\",\"enemy\"]}",
        "<customer><name>x</name><types>customer</types><types>enemy</types></customer>",
        "types[1]",
        "unknown-code");
  }

  @Test
  void m1_whatOneKindHasStaysWhateverItBecomes() {
    var made =
        make(
            CUSTOMERS,
            """
            {"name":"Rival","types":["competitor"],"strengths":"Fast","priceLevel":"lower",
             "suppliedGoods":"Steel","leadTimeDays":14,"territory":"East","competence":"Permits"}""");
    assertThat(made.get("priceLevel").asText()).isEqualTo("lower");
    assertThat(names(CUSTOMERS + "?filter=name==Rival;priceLevel==lower")).containsExactly("Rival");
    var path = CUSTOMERS + "/" + made.get("id").asText();
    var changed = patch(path, "{\"types\":[\"customer\"]}").json();
    for (var field : List.of("strengths", "suppliedGoods", "territory", "competence")) {
      assertThat(changed.get(field)).as(field).isEqualTo(made.get(field));
    }
    var soap = server.soap("customers", "get", "<id>" + made.get("id").asText() + "</id>").text();
    assertThat(soap).contains("<strengths>Fast</strengths>", "<leadTimeDays>14</leadTimeDays>");
  }

  // ---- M-2: what a card says

  @Test
  void m2_m4_aCustomerIsFoundByAnyPartItsReadingAndItsTelephone() {
    make(
        CUSTOMERS,
        """
        {"name":"镇江鑫瀚科技有限公司","shortName":"Xinhan 3M","creditCode":"91350100M000100Y43",
         "phones":[{"number":"0511-8765 4321"},{"number":"13987654321","kind":"mobile"}]}""");
    for (var typed :
        List.of(
            "瀚",
            "鑫瀚",
            "瀚科技有限",
            "xhkj",
            "zhenjiangxin",
            "xinhan",
            "3m",
            "0511-8765 4321",
            "(0511) 87654321",
            "+86 511 8765 4321",
            "０５１１８７６５４３２１",
            "8765",
            "139 8765 4321",
            "91350100m000100y43")) {
      assertThat(names(CUSTOMERS + "?limit=500&q=" + encoded(typed)))
          .as(typed)
          .contains("镇江鑫瀚科技有限公司");
    }
    for (var typed : List.of("瀚鑫", "xkhj", "87654322")) {
      assertThat(names(CUSTOMERS + "?q=" + encoded(typed))).as(typed).doesNotContain("镇江鑫瀚科技有限公司");
    }
  }

  @Test
  void edge29_namesSortByPinyin() {
    for (var name : List.of("章氏", "重庆", "阿里", "张氏", "长沙", "Zorro", "abc")) {
      make(CUSTOMERS, "{\"name\":\"" + name + "\",\"region\":\"pinyin\"}");
    }
    assertThat(names(CUSTOMERS + "?filter=region==pinyin&sort=name"))
        .containsExactly("abc", "阿里", "长沙", "重庆", "张氏", "章氏", "Zorro");
    var first = server.get(CUSTOMERS + "?filter=region==pinyin&sort=-name&limit=3").json();
    assertThat(
            names(
                CUSTOMERS
                    + "?filter=region==pinyin&sort=-name&cursor="
                    + encoded(first.get("next").asText())))
        .containsExactly("重庆", "长沙", "阿里", "abc");
  }

  @Test
  void m2_theCreditCodeHasItsCheckCharacter() {
    var typed = make(CUSTOMERS, "{\"name\":\"Code\",\"creditCode\":\"91350100m000100y43\"}");
    assertThat(typed.get("creditCode").asText()).isEqualTo("91350100M000100Y43");
    for (var wrong :
        List.of(
            "91350100M000100Y44",
            "91350100M000100Y4",
            "91350100O000100Y43",
            "9135010OM000100Y43",
            "000000000000000001")) {
      refused(
          CUSTOMERS,
          "{\"name\":\"x\",\"creditCode\":\"" + wrong + "\"}",
          "<customer><name>x</name><creditCode>" + wrong + "</creditCode></customer>",
          "creditCode",
          "credit-code");
    }
  }

  @Test
  void m2_termsOfPaymentAreWithinReason() {
    refused(
        CUSTOMERS,
        "{\"name\":\"x\",\"paymentDays\":-1}",
        "<customer><name>x</name><paymentDays>-1</paymentDays></customer>",
        "paymentDays",
        "too-small");
  }

  @Test
  void m2_moneyIsNoDebtAndOfACurrencyThatThereIs() {
    for (var field : List.of("creditLimit", "revenue", "registeredCapital")) {
      refused(
          CUSTOMERS,
          "{\"name\":\"x\",\"%s\":{\"amount\":\"-0.01\",\"currency\":\"CNY\"}}".formatted(field),
          "<customer><name>x</name><%1$s><amount>-0.01</amount><currency>CNY</currency></%1$s></customer>"
              .formatted(field),
          field + ".amount",
          "too-small");
    }
    for (var none : List.of("ZZZ", "XXX", "XAU")) {
      refused(
          CUSTOMERS,
          "{\"name\":\"x\",\"currency\":\"" + none + "\"}",
          "<customer><name>x</name><currency>" + none + "</currency></customer>",
          "currency",
          "unknown-currency");
    }
    make(
        CUSTOMERS,
        "{\"name\":\"None\",\"currency\":\"JPY\",\"creditLimit\":{\"amount\":\"0\",\"currency\":\"JPY\"}}");
  }

  @Test
  void m2_aWebsiteIsOneAndNothingThatRuns() {
    for (var wrong :
        List.of(
            "javascript:alert(1)",
            "JavaScript:x",
            "data:text/html,x",
            "ftp://a.cn",
            "a b",
            "javascript:1/alert(1)")) {
      refused(
          CUSTOMERS,
          "{\"name\":\"x\",\"website\":\"" + wrong + "\"}",
          "<customer><name>x</name><website>" + wrong + "</website></customer>",
          "website",
          "format");
    }
    for (var right :
        List.of("https://a.cn/b?c=d:e#f", "HTTP://a.cn:8080", "www.a.cn", "a.cn:80/x", "七巧板.中国")) {
      var made = make(CUSTOMERS, "{\"name\":\"Web\",\"website\":\"" + right + "\"}");
      assertThat(made.get("website").asText()).isEqualTo(right);
    }
  }

  @Test
  void m2_aCircleOfParentsIsRefused() {
    var top = customer("Circle top");
    var middle = below(top, "Circle middle");
    var bottom = below(middle, "Circle bottom");
    for (var above : List.of(top, middle, bottom)) {
      var rest = patch(CUSTOMERS + "/" + top, "{\"parentId\":\"" + above + "\"}");
      assertThat(rest.json().at("/errors/0/field").asText()).as(rest.text()).isEqualTo("parentId");
      assertThat(rest.json().at("/errors/0/code").asText()).isEqualTo("cycle");
      var soap =
          server.soap(
              "customers",
              "patch",
              "<id>%s</id><change><version>1</version><parentId>%s</parentId></change>"
                  .formatted(top, above));
      assertThat(soap.text()).contains("<field>parentId</field>", "<code>cycle</code>");
    }
    assertThat(patch(CUSTOMERS + "/" + bottom, "{\"parentId\":\"" + top + "\"}").status())
        .isEqualTo(200);
    refused(
        CUSTOMERS,
        "{\"name\":\"x\",\"parentId\":\"999999999\"}",
        "<customer><name>x</name><parentId>999999999</parentId></customer>",
        "parentId",
        "unknown-reference");
  }

  /** M-12: what is said of a record changes while its version does not. */
  @Test
  void m12_whatIsSaidOfACustomerIsNeverTakenForKnown() {
    var first =
        make(CUSTOMERS, "{\"name\":\"Said once\",\"phones\":[{\"number\":\"021-66554433\"}]}")
            .get("id")
            .asText();
    var path = CUSTOMERS + "/" + first;
    assertThat(server.get(path).json().get("hints").findValuesAsText("code"))
        .doesNotContain("duplicate-suspected");
    var second =
        make(CUSTOMERS, "{\"name\":\"Said twice\",\"phones\":[{\"number\":\"021 6655 4433\"}]}")
            .get("id")
            .asText();
    var again = server.get(path, "If-None-Match", "\"v1\"");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.response().headers().firstValue("ETag")).hasValue("\"v1\"");
    assertThat(again.json().get("hints").findValuesAsText("code")).contains("duplicate-suspected");
    assertThat(delete(CUSTOMERS + "/" + second).status()).isEqualTo(204);
    again = server.get(path, "If-None-Match", "\"v1\"");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("hints").findValuesAsText("code"))
        .doesNotContain("duplicate-suspected");
  }

  // ---- M-3: what an installation asks for

  @Test
  void m3_whatAnInstallationRequiresIsRequiredAtBothDoors() throws Exception {
    var old = CUSTOMERS + "/" + customer("Before");
    configured(
        "org.tangramcrm.fields.cfg",
        "required.customers = industry, phones",
        () -> requiredFields().containsAll(List.of("name", "industry", "phones")),
        () -> {
          refused(
              CUSTOMERS,
              "{\"name\":\"x\",\"phone\":\"010-1\"}",
              "<customer><name>x</name><phone>010-1</phone></customer>",
              "industry",
              "required");
          var code = firstCode("industry");
          refused(
              CUSTOMERS,
              "{\"name\":\"x\",\"industry\":\"" + code + "\"}",
              "<customer><name>x</name><industry>" + code + "</industry></customer>",
              "phones",
              "required");
          // A record from before the rule: nothing is asked of what nobody touches.
          assertThat(patch(old, "{\"remark\":\"x\"}").status()).isEqualTo(200);
          var whole = server.call("PUT", old, "{\"name\":\"Before\"}", current(old));
          assertThat(whole.json().get("errors")).as(whole.text()).hasSize(2);
          var said =
              server.soap(
                  "customers",
                  "update",
                  "<id>%s</id><customer><version>2</version><name>Before</name></customer>"
                      .formatted(old.substring(CUSTOMERS.length() + 1)));
          assertThat(said.text()).contains("<field>industry</field>", "<field>phones</field>");
          var filled = "{\"phone\":\"010-1\",\"industry\":\"" + code + "\"}";
          assertThat(patch(old, filled).status()).isEqualTo(200);
          for (var emptied : List.of("{\"industry\":null}", "{\"phones\":[]}")) {
            var refused = patch(old, emptied);
            assertThat(refused.json().at("/errors/0/code").asText())
                .as(refused.text())
                .isEqualTo("required");
          }
        });
    assertThat(requiredFields()).containsExactly("name");
    customer("After");
  }

  @Test
  void m3_whatAnInstallationWantsOnceIsThereOnceAtBothDoors() throws Exception {
    for (var name : List.of("Twice", "Ｔｗｉｃｅ")) {
      customer(name);
    }
    var code = "91350100M000100Y43";
    configured(
        "org.tangramcrm.fields.cfg",
        "unique.customers = name, creditCode, phones",
        () -> server.post(CUSTOMERS, "{\"name\":\"twice \"}").status() == 422,
        () -> {
          var made =
              make(
                  CUSTOMERS,
                  "{\"name\":\"Only one\",\"creditCode\":\"%s\",\"phones\":[{\"number\":\"138 1111 2222\"}]}"
                      .formatted(code));
          refused(
              CUSTOMERS,
              "{\"name\":\"only  ONE\"}",
              "<customer><name>ＯＮＬＹ one</name></customer>",
              "name",
              "duplicate");
          refused(
              CUSTOMERS,
              "{\"name\":\"x\",\"creditCode\":\"" + code + "\"}",
              "<customer><name>x</name><creditCode>" + code + "</creditCode></customer>",
              "creditCode",
              "duplicate");
          refused(
              CUSTOMERS,
              "{\"name\":\"x\",\"phones\":[{\"number\":\"+86-13811112222\"}]}",
              "<customer><name>x</name><phones><number>+86-13811112222</number></phones></customer>",
              "phones",
              "duplicate");
          // It may be written again, and what is in the recycle bin does not stand in the way.
          var path = CUSTOMERS + "/" + made.get("id").asText();
          assertThat(patch(path, "{\"remark\":\"x\"}").status()).isEqualTo(200);
          assertThat(delete(path).status()).isEqualTo(204);
          var next = CUSTOMERS + "/" + customer("Only One");
          var back = server.post(path + "/actions/restore", null);
          assertThat(back.json().at("/errors/0/field").asText()).isEqualTo("name");
          assertThat(patch(next, "{\"name\":\"Another\"}").status()).isEqualTo(200);
          assertThat(server.post(path + "/actions/restore", null).status()).isEqualTo(200);

          var together =
              atOnce(8, () -> server.post(CUSTOMERS, "{\"name\":\"All at once\"}").status());
          assertThat(together).filteredOn(status -> status == 201).hasSize(1);
          assertThat(together).filteredOn(status -> status == 422).hasSize(7);
        });
    customer("Twice");
  }

  private static <T> List<T> atOnce(int times, Callable<T> call) {
    try {
      return AtOnce.run(Collections.nCopies(times, call));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> requiredFields() {
    var required = new ArrayList<String>();
    for (var field : server.get("/api/v1/metadata/customers").json().get("fields")) {
      if (field.get("required").asBoolean()) {
        required.add(field.get("key").asText());
      }
    }
    return required;
  }

  // ---- M-4: ways to reach somebody

  /** The oldest of them, which would come last by age; page by page each comes once. */
  @Test
  void m2_whatFitsBestIsFoundFirst() {
    make(CUSTOMERS, "{\"name\":\"首字不同的一家\",\"shortName\":\"鑫淼\"}");
    make(CUSTOMERS, "{\"name\":\"鑫淼之始\"}");
    make(CUSTOMERS, "{\"name\":\"又一个鑫淼\"}");
    make(CUSTOMERS, "{\"name\":\"再一个鑫淼\"}");
    var expected = List.of("首字不同的一家", "鑫淼之始", "再一个鑫淼", "又一个鑫淼");
    for (var typed : List.of("鑫淼", "xinmiao", "XM")) {
      var path = CUSTOMERS + "?fields=name&limit=1&q=" + encoded(typed);
      var found = new ArrayList<String>();
      String next = "";
      do {
        var page = server.get(path + next).json();
        found.add(page.at("/items/0/name").asText());
        next =
            page.path("next").isTextual() ? "&cursor=" + encoded(page.get("next").asText()) : null;
      } while (next != null);
      assertThat(found).as(typed).isEqualTo(expected);
      // Who asks for an order has that.
      assertThat(names(CUSTOMERS + "?sort=-id&q=" + encoded(typed)).get(0)).isEqualTo("再一个鑫淼");
    }
    // What means something in the pattern means itself.
    assertThat(names(CUSTOMERS + "?q=" + encoded("鑫淼'%_!"))).isEmpty();
  }

  /** What fields say of themselves and what only their service knows. */
  @Test
  void m4_everythingThatIsWrongIsToldAtOnce() {
    var wrong =
        server.post(
            CUSTOMERS,
            "{\"name\":\"All wrong\",\"email\":\"foo\",\"creditCode\":\"91350100M000100Y44\",\"level\":\"nope\","
                + "\"phones\":[{\"kind\":\"mobile\",\"number\":\"12345678901\"},{\"kind\":\"mobile\",\"number\":\"abc\"}]}");
    assertThat(wrong.json().get("errors").findValuesAsText("field"))
        .as(wrong.text())
        .containsExactlyInAnyOrder(
            "email", "level", "creditCode", "phones[0].number", "phones[1].number");
    var entry =
        server.post(
            "/api/v1/contact-logs",
            logged(customer("Of it"), "\"startAt\":\"2099-01-01T00:00:00Z\",\"latitude\":\"99\"")
                .replace("visit", "nope"));
    assertThat(entry.json().get("errors").findValuesAsText("field"))
        .as(entry.text())
        .containsExactlyInAnyOrder("latitude", "longitude", "method", "startAt");
  }

  @Test
  void m4_exactlyOneTelephoneIsPrimaryAndTheCardShowsIt() {
    var made =
        make(
            CUSTOMERS,
            """
            {"name":"Phones","phones":[{"number":"010-1"},{"number":"138 0013 8000","kind":"mobile","primary":true}]}""");
    assertThat(made.get("phone").asText()).isEqualTo("138 0013 8000");
    assertThat(made.at("/phones/1/e164").asText()).isEqualTo("+8613800138000");
    assertThat(made.at("/phones/0/primary").asBoolean()).isFalse();
    var path = CUSTOMERS + "/" + made.get("id").asText();
    var changed =
        server.call("PATCH", path, "{\"phone\":\"139 0013 8000\"}", "If-Match", "\"v1\"").json();
    assertThat(changed.at("/phones/1/number").asText()).isEqualTo("139 0013 8000");
    var cleared = server.call("PATCH", path, "{\"phone\":null}", "If-Match", "\"v2\"").json();
    assertThat(cleared.get("phones")).hasSize(1);
    assertThat(cleared.get("phone").asText()).isEqualTo("010-1");
  }

  @Test
  void m4_eachKindOfWaysHasOnePrimary() {
    var made =
        make(
            CUSTOMERS,
            """
            {"name":"Ways","phones":[{"number":"1"},{"number":"2"}],
             "emails":[{"address":"a@example.com"},{"address":"b@example.com","primary":true}],
             "addresses":[{"text":"A"},{"text":"B","kind":"billing","primary":true}]}""");
    assertThat(made.get("phone").asText()).isEqualTo("1");
    assertThat(made.get("email").asText()).isEqualTo("b@example.com");
    assertThat(made.get("address").asText()).isEqualTo("B");
    for (var way : List.of("emails:address:a@example.com", "addresses:text:A")) {
      var part = way.split(":");
      var json = "{\"primary\":true,\"%s\":\"%s\"}".formatted(part[1], part[2]);
      var xml =
          part[1].equals("text")
              ? "<addresses><primary>true</primary><text>A</text></addresses>"
              : "<emails><primary>true</primary><address>a@example.com</address></emails>";
      refused(
          CUSTOMERS,
          "{\"name\":\"x\",\"%s\":[%s,%s]}".formatted(part[0], json, json),
          "<customer><name>x</name>" + xml + xml + "</customer>",
          part[0] + "[1].primary",
          "several-primary");
    }
  }

  @Test
  void m4_mobileNumbersAreTakenInEveryNotationAndOnlyWhereTheyCanBe() {
    for (var number : List.of("138 0013 8000", "+86-138-0013-8000", "0086 13800138000")) {
      var made =
          make(
              CUSTOMERS,
              "{\"name\":\"Mobile\",\"phones\":[{\"kind\":\"mobile\",\"number\":\""
                  + number
                  + "\"}]}");
      assertThat(made.at("/phones/0/e164").asText()).as(number).isEqualTo("+8613800138000");
      assertThat(made.at("/phones/0/number").asText()).isEqualTo(number);
    }
    for (var number : List.of("1380013800", "12800138000", "010-88888888")) {
      refused(
          CONTACTS,
          "{\"name\":\"x\",\"phones\":[{\"kind\":\"mobile\",\"number\":\"" + number + "\"}]}",
          "<contact><name>x</name><phones><kind>mobile</kind><number>"
              + number
              + "</number></phones></contact>",
          "phones[0].number",
          "mobile-number");
    }
  }

  @Test
  void m4_everyWayToReachSomebodyIsOfAKindAndInItsForm() {
    refused(
        CUSTOMERS,
        "{\"name\":\"x\",\"phones\":[{\"number\":\"1\",\"primary\":true},{\"number\":\"2\",\"primary\":true}]}",
        "<customer><name>x</name><phones><primary>true</primary><number>1</number></phones>"
            + "<phones><primary>true</primary><number>2</number></phones></customer>",
        "phones[1].primary",
        "several-primary");
    refused(
        CUSTOMERS,
        "{\"name\":\"x\",\"phones\":[{\"number\":\"1\",\"kind\":\"telepathy\"}]}",
        "<customer><name>x</name><phones><kind>telepathy</kind><number>1</number></phones></customer>",
        "phones[0].kind",
        "unknown-code");
    refused(
        CUSTOMERS,
        "{\"name\":\"x\",\"phone\":\"by pigeon\"}",
        "<customer><name>x</name><phone>by pigeon</phone></customer>",
        "phone",
        "format");
    refused(
        CUSTOMERS,
        "{\"name\":\"x\",\"emails\":[{\"address\":\"nobody\"}]}",
        "<customer><name>x</name><emails><address>nobody</address></emails></customer>",
        "emails[0].address",
        "email");
  }

  // ---- M-5: size

  @Test
  void m5_sizeIsKnownByNumberOrByBandAndBothAreFoundBy() {
    make(
        CUSTOMERS,
        """
        {"name":"Sized","region":"sized","employees":1200,"branches":3,"founded":1998,"ownership":"private",
         "revenue":{"amount":"5000000","currency":"CNY"},
         "registeredCapital":{"amount":"1000000","currency":"CNY"}}""");
    var soap =
        server.soap(
            "customers",
            "create",
            "<customer><name>Guessed</name><region>sized</region><employees>20</employees>"
                + "<revenueBand>%s</revenueBand><employeeBand>%s</employeeBand></customer>"
                    .formatted(firstCode("turnover-band"), firstCode("employee-band")));
    assertThat(soap.status()).as(soap.text()).isEqualTo(200);
    var sized = CUSTOMERS + "?filter=region==sized;";
    assertThat(names(sized + "employees=ge=1000")).containsExactly("Sized");
    assertThat(names(sized + "founded=lt=2000")).containsExactly("Sized");
    assertThat(names(sized + "ownership==private")).containsExactly("Sized");
    assertThat(names(sized + "revenue=gt=1000")).containsExactly("Sized");
    assertThat(names(sized + "employeeBand==" + firstCode("employee-band")))
        .containsExactly("Guessed");
    assertThat(names(CUSTOMERS + "?filter=region==sized&sort=-employees"))
        .containsExactly("Sized", "Guessed");
  }

  // ---- M-13: by permission

  @Test
  void m13_whoMayOnlyLookCannotWriteThroughAnyDoor() {
    user("card.looker", role("card-looker", "all", "customers.view"));
    var id = customer("Looked at");
    assertThat(server.get(CUSTOMERS + "/" + id, as("card.looker")).status()).isEqualTo(200);
    assertThat(server.post(CUSTOMERS, "{\"name\":\"x\"}", as("card.looker")).code())
        .isEqualTo("forbidden");
    assertThat(patch(CUSTOMERS + "/" + id, "{\"name\":\"x\"}", as("card.looker")).code())
        .isEqualTo("forbidden");
    assertThat(delete(CUSTOMERS + "/" + id, as("card.looker")).code()).isEqualTo("forbidden");
    assertThat(server.get(CONTACTS, as("card.looker")).code()).isEqualTo("forbidden");
    for (var call :
        List.of(
            "create:<customer><name>x</name></customer>",
            "patch:<id>" + id + "</id><change><version>1</version><name>x</name></change>",
            "delete:<id>" + id + "</id><version>1</version>")) {
      var part = call.split(":");
      assertThat(server.soap("customers", part[0], part[1], as("card.looker")).text())
          .as(call)
          .contains("<code>forbidden</code>");
    }
  }

  @Test
  void m13_whoseCustomerItIsSeesWhatOthersMadeOnIt() {
    var scope = "\"scopes\":[{\"collection\":\"*\",\"scope\":\"%s\"}]";
    var operations =
        "\"operations\":[\"customers.view\",\"contacts.view\",\"contacts.create\",\"contact-logs.view\",\"contact-logs.create\"]";
    var own =
        make(
            "/api/v1/roles",
            "{\"code\":\"card-own\",\"name\":\"Own\","
                + operations
                + ","
                + scope.formatted("own")
                + "}");
    var all =
        make(
            "/api/v1/roles",
            "{\"code\":\"card-all\",\"name\":\"All\","
                + operations
                + ","
                + scope.formatted("all")
                + "}");
    var seller = user("card.seller", own);
    var peer = user("card.peer", own);
    user("card.helper", all);
    var asSeller = Server.basic("card.seller", PASSWORD);
    var asPeer = Server.basic("card.peer", PASSWORD);
    var asHelper = Server.basic("card.helper", PASSWORD);

    var customer =
        make(CUSTOMERS, "{\"name\":\"Theirs\",\"ownerId\":\"" + seller + "\"}").get("id").asText();
    make(
        CONTACTS,
        "{\"name\":\"Helped\",\"customerId\":\"" + customer + "\"}",
        "Authorization",
        asHelper);
    make(
        "/api/v1/contact-logs",
        "{\"customerId\":\"" + customer + "\",\"subject\":\"Helped\",\"method\":\"visit\"}",
        "Authorization",
        asHelper);

    var contacts = CONTACTS + "?filter=customerId==" + customer;
    assertThat(names(contacts, "Authorization", asSeller)).containsExactly("Helped");
    assertThat(names(contacts, "Authorization", asPeer)).isEmpty();
    assertThat(
            server
                .get("/api/v1/contact-logs" + "?count=exact", "Authorization", asSeller)
                .json()
                .at("/total/value")
                .asInt())
        .isEqualTo(1);
    var timeline = server.get("/api/v1/timeline/customers/" + customer, "Authorization", asSeller);
    assertThat(timeline.json().get("items").findValuesAsText("collection"))
        .containsExactly("contact-logs", "contacts", "customers");
    assertThat(server.get("/api/v1/timeline/customers/" + customer, "Authorization", asPeer).code())
        .isEqualTo("not-found");

    // The customer goes to another: what belongs to it goes along, at once.
    var moved =
        server.call(
            "PATCH",
            CUSTOMERS + "/" + customer,
            "{\"ownerId\":\"" + peer + "\"}",
            "If-Match",
            "\"v1\"");
    assertThat(moved.status()).as(moved.text()).isEqualTo(200);
    assertThat(names(contacts, "Authorization", asSeller)).isEmpty();
    assertThat(names(contacts, "Authorization", asPeer)).containsExactly("Helped");
  }

  // ---- M-15: whole

  @Test
  void m15_twoChangesAtOnceMakeNoCircle() throws Exception {
    for (int round = 0; round < 8; round++) {
      var one = customer("Round one");
      var other = customer("Round other");
      var outcomes =
          AtOnce.run(
              () -> patch(CUSTOMERS + "/" + one, "{\"parentId\":\"" + other + "\"}").status(),
              () -> patch(CUSTOMERS + "/" + other, "{\"parentId\":\"" + one + "\"}").status());
      assertThat(outcomes).containsExactlyInAnyOrder(200, 422);
    }
  }

  @Test
  void m15_aCustomerStaysEditableWhateverBecameOfItsParent() {
    var role = role("card-below", "own", "customers.view customers.edit");
    var seller = user("card.below", role);
    var parent = customer("Above all reach");
    var child =
        make(
                CUSTOMERS,
                "{\"name\":\"Below\",\"parentId\":\"%s\",\"ownerId\":\"%s\"}"
                    .formatted(parent, seller))
            .get("id")
            .asText();
    assertThat(server.get(CUSTOMERS + "/" + parent, as("card.below")).status()).isEqualTo(404);
    var edited = patch(CUSTOMERS + "/" + child, "{\"remark\":\"Edited\"}", as("card.below"));
    assertThat(edited.status()).as(edited.text()).isEqualTo(200);
    assertThat(edited.json().get("parentId").asText()).isEqualTo(parent);
  }

  @Test
  void m15_aDeletedCustomerComesBackWithAllThatBelongsToIt() {
    var customer = customer("Going and coming");
    var contact =
        make(
                CONTACTS,
                "{\"name\":\"Goes along\",\"customerId\":\"%s\",\"birthMonth\":5,\"birthDay\":5}"
                    .formatted(customer))
            .get("id")
            .asText();
    var entry =
        make("/api/v1/contact-logs", logged(customer, "\"contactIds\":[\"" + contact + "\"]"));
    var path = CUSTOMERS + "/" + customer;
    var before = server.get(path).json();
    var child = below(customer, "Holds it");

    var held = delete(path, "Accept-Language", "zh-CN");
    assertThat(held.status()).isEqualTo(409);
    assertThat(held.code()).isEqualTo("in-use");
    assertThat(held.json().get("detail").asText()).contains("1", "上级公司");
    assertThat(
            CustomersCheck.element(
                server
                    .soap("customers", "delete", "<id>" + customer + "</id><version>1</version>")
                    .text(),
                "code"))
        .isEqualTo("in-use");
    delete(CUSTOMERS + "/" + child);
    assertThat(delete(path).status()).isEqualTo(204);

    assertThat(server.get(CONTACTS + "/" + contact).code()).isEqualTo("not-found");
    var passed = "/api/v1/contact-logs/" + entry.get("id").asText();
    assertThat(server.get(passed).code()).isEqualTo("not-found");
    refused(
        "/api/v1/contact-logs",
        "{\"customerId\":\"" + customer + "\",\"subject\":\"s\",\"method\":\"visit\"}",
        "<entry><customerId>"
            + customer
            + "</customerId><subject>s</subject><method>visit</method></entry>",
        "customerId",
        "unknown-reference");
    refused(
        CONTACTS,
        "{\"name\":\"x\",\"customerId\":\"" + customer + "\"}",
        "<contact><name>x</name><customerId>" + customer + "</customerId></contact>",
        "customerId",
        "unknown-reference");

    assertThat(server.post(path + "/actions/restore", null).status()).isEqualTo(200);
    var after = server.get(path).json();
    assertThat(after.get("lastContactAt")).isEqualTo(before.get("lastContactAt"));
    assertThat(after.get("birthdays")).isEqualTo(before.get("birthdays")).hasSize(1);
    assertThat(names(CONTACTS + "?filter=customerId==" + customer)).containsExactly("Goes along");
    assertThat(server.get(passed).json().at("/contactIds/0").asText()).isEqualTo(contact);
  }

  // ---- helpers

  String customer(String name) {
    return make(CUSTOMERS, "{\"name\":\"" + name + "\"}").get("id").asText();
  }

  String below(String parent, String name) {
    return make(CUSTOMERS, "{\"name\":\"" + name + "\",\"parentId\":\"" + parent + "\"}")
        .get("id")
        .asText();
  }

  static String logged(String customer, String more) {
    return "{\"customerId\":\"%s\",\"subject\":\"s\",\"method\":\"visit\",%s}"
        .formatted(customer, more);
  }

  List<String> names(String path, String... headers) {
    var answer = server.get(path, headers);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    var names = new ArrayList<String>();
    answer.json().get("items").forEach(item -> names.add(item.path("name").asText()));
    return names;
  }

  static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  String firstCode(String dictionary) {
    return server.get("/api/v1/dictionaries/" + dictionary).json().at("/items/0/code").asText();
  }
}
