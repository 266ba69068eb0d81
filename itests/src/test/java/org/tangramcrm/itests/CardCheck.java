package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A customer's card and all that stands on it (M-1 … M-8, M-12); the same on every database. */
abstract class CardCheck {
  private static final String CUSTOMERS = "/api/v1/customers";
  private static final String CONTACTS = "/api/v1/contacts";
  private static final String LOG = "/api/v1/contact-logs";
  private static final String PASSWORD = "a-password-of-cards";

  Server server;

  private JsonNode make(String path, String body, String... headers) {
    var made = server.post(path, body, headers);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json();
  }

  private String customer(String name) {
    return make(CUSTOMERS, "{\"name\":\"" + name + "\"}").get("id").asText();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private List<String> names(String path, String... headers) {
    var answer = server.get(path, headers);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    var names = new ArrayList<String>();
    answer.json().get("items").forEach(item -> names.add(item.path("name").asText()));
    return names;
  }

  /** Both doors refuse with the rule at the field, in the caller's language. */
  private void refused(String path, String body, String soap, String field, String rule) {
    var rest = server.post(path, body, "Accept-Language", "zh-CN");
    assertThat(rest.code()).as(rest.text()).isEqualTo("invalid");
    assertThat(rest.json().at("/errors/0/field").asText()).isEqualTo(field);
    assertThat(rest.json().at("/errors/0/code").asText()).isEqualTo(rule);
    assertThat(rest.json().at("/errors/0/message").asText())
        .matches(".*\\p{IsHan}.*")
        .doesNotContain("error.");
    var collection = path.substring(path.lastIndexOf('/') + 1);
    var fault = server.soap(collection, "create", soap).text();
    assertThat(fault).contains("<field>" + field + "</field>", "<code>" + rule + "</code>");
  }

  // ---- search and order

  @Test
  void aCustomerIsFoundByAnyPartItsReadingAndItsTelephone() {
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
  void namesSortByPinyin() {
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

  // ---- M-2, M-4: what a card says

  @Test
  void exactlyOneTelephoneIsPrimaryAndTheCardShowsIt() {
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
  void rulesStandAtTheirFieldsAtBothDoors() {
    refused(
        CUSTOMERS,
        "{\"name\":\"x\",\"phones\":[{\"number\":\"1\",\"primary\":true},{\"number\":\"2\",\"primary\":true}]}",
        "<customer><name>x</name><phones><primary>true</primary><number>1</number></phones>"
            + "<phones><primary>true</primary><number>2</number></phones></customer>",
        "phones[1].primary",
        "several-primary");
    refused(
        CUSTOMERS,
        "{\"name\":\"x\",\"phones\":[{\"number\":\"12345\",\"kind\":\"mobile\"}]}",
        "<customer><name>x</name><phones><kind>mobile</kind><number>12345</number></phones></customer>",
        "phones[0].number",
        "mobile-number");
    refused(
        CUSTOMERS,
        "{\"name\":\"x\",\"phones\":[{\"number\":\"1\",\"kind\":\"telepathy\"}]}",
        "<customer><name>x</name><phones><kind>telepathy</kind><number>1</number></phones></customer>",
        "phones[0].kind",
        "unknown-code");
    refused(
        CUSTOMERS,
        "{\"name\":\"x\",\"creditCode\":\"91350100M000100Y44\"}",
        "<customer><name>x</name><creditCode>91350100M000100Y44</creditCode></customer>",
        "creditCode",
        "credit-code");
    refused(
        CUSTOMERS,
        "{\"name\":\"x\",\"emails\":[{\"address\":\"nobody\"}]}",
        "<customer><name>x</name><emails><address>nobody</address></emails></customer>",
        "emails[0].address",
        "email");
    refused(
        CUSTOMERS,
        "{\"name\":\"x\",\"paymentDays\":-1}",
        "<customer><name>x</name><paymentDays>-1</paymentDays></customer>",
        "paymentDays",
        "too-small");
    refused(
        CONTACTS,
        "{\"name\":\"x\",\"birthMonth\":2,\"birthDay\":30}",
        "<contact><name>x</name><birthMonth>2</birthMonth><birthDay>30</birthDay></contact>",
        "birthDay",
        "too-large");
    refused(
        CONTACTS,
        "{\"name\":\"x\",\"birthMonth\":2,\"birthDay\":3,\"birthInLeapMonth\":true}",
        "<contact><name>x</name><birthMonth>2</birthMonth><birthDay>3</birthDay>"
            + "<birthInLeapMonth>true</birthInLeapMonth></contact>",
        "birthInLeapMonth",
        "lunar-only");
    refused(
        CONTACTS,
        "{\"name\":\"x\",\"customerId\":\"999999\"}",
        "<contact><name>x</name><customerId>999999</customerId></contact>",
        "companies[0].customerId",
        "unknown-reference");
  }

  // ---- M-6, M-7: contacts

  @Test
  void aContactIsFoundByEachOfTheirCompaniesAndKeepsThoseTheyLeft() {
    var old = customer("Old employer");
    var now = customer("New employer");
    var contact =
        make(
            CONTACTS,
            """
            {"name":"王小明","companies":[
              {"customerId":"%s","title":"Buyer","from":"2019-01-01","to":"2024-12-31"},
              {"customerId":"%s","title":"Director","from":"2025-01-01"}]}"""
                .formatted(old, now));
    assertThat(contact.get("customerId").asText()).isEqualTo(now);
    assertThat(contact.get("title").asText()).isEqualTo("Director");
    assertThat(contact.at("/companies/0/active").asBoolean()).isFalse();
    for (var customer : List.of(old, now)) {
      assertThat(names(CONTACTS + "?filter=customerId==" + customer)).containsExactly("王小明");
    }
    assertThat(names(CONTACTS + "?q=wxm")).contains("王小明");
    var path = CONTACTS + "/" + contact.get("id").asText();
    var moved =
        server.call("PATCH", path, "{\"customerId\":\"" + old + "\"}", "If-Match", "\"v1\"").json();
    // Back again: the years before stay what they were.
    assertThat(moved.get("companies")).hasSize(3);
    assertThat(moved.get("customerId").asText()).isEqualTo(old);
  }

  @Test
  void birthdaysAreToldBySolarAndLunarCalendar() {
    var customer = customer("Birthdays");
    var today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
    var leap =
        make(
            CONTACTS,
            "{\"name\":\"Leap\",\"customerId\":\"%s\",\"birthMonth\":2,\"birthDay\":29}"
                .formatted(customer));
    var next = LocalDate.parse(leap.get("nextBirthday").asText());
    assertThat(next.getMonthValue()).isEqualTo(2);
    assertThat(next.getDayOfMonth()).isEqualTo(next.isLeapYear() ? 29 : 28);
    var lunar =
        make(
            CONTACTS,
            """
            {"name":"Lunar","birthMonth":6,"birthDay":1,"lunarBirthday":true,"birthInLeapMonth":true}""");
    assertThat(LocalDate.parse(lunar.get("nextBirthday").asText())).isAfterOrEqualTo(today);
    make(
        CONTACTS,
        "{\"name\":\"Soon\",\"customerId\":\"%s\",\"birthMonth\":%d,\"birthDay\":%d}"
            .formatted(customer, today.getMonthValue(), today.getDayOfMonth()));

    var hints =
        server.get(CUSTOMERS + "/" + customer, "Accept-Language", "zh-CN").json().get("hints");
    assertThat(hints.findValuesAsText("code")).contains("birthday-today");
    assertThat(hints.findValuesAsText("message"))
        .anyMatch(hint -> hint.contains("Soon") && hint.contains("生日"));
    var soap = server.soap("customers", "get", "<id>" + customer + "</id>").text();
    assertThat(soap).contains("<code>birthday-today</code>");
    assertThat(names(CUSTOMERS + "?fields=name&q=Birthdays")).containsExactly("Birthdays");
  }

  // ---- M-8: the contact log

  @Test
  void theLogTellsWhenSomebodyWasInContact() {
    var customer = customer("Logged");
    var yesterday = Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    var tomorrow = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    var done =
        make(
            LOG,
            "{\"customerId\":\"%s\",\"subject\":\"Visit\",\"method\":\"visit\",\"startAt\":\"%s\"}"
                .formatted(customer, yesterday));
    assertThat(done.get("status").asText()).isEqualTo("done");
    assertThat(done.get("authorId").asText()).isEqualTo("1");
    assertThat(done.at("/userIds/0").asText()).isEqualTo("1");
    make(
        LOG,
        "{\"customerId\":\"%s\",\"subject\":\"Call\",\"method\":\"%s\",\"status\":\"planned\",\"startAt\":\"%s\"}"
            .formatted(customer, "email", tomorrow));
    var card = server.get(CUSTOMERS + "/" + customer).json();
    assertThat(card.get("version").asInt()).isEqualTo(1);
    assertThat(Instant.parse(card.get("lastContactAt").asText())).isEqualTo(yesterday);
    assertThat(Instant.parse(card.get("nextContactAt").asText())).isEqualTo(tomorrow);

    var path = LOG + "/" + done.get("id").asText();
    assertThat(
            server
                .call("PATCH", path, "{\"authorId\":\"2\"}", "If-Match", "\"v1\"")
                .json()
                .at("/errors/0/code")
                .asText())
        .isEqualTo("fixed");
    server.call("DELETE", path, null, "If-Match", "\"v1\"");
    assertThat(server.get(CUSTOMERS + "/" + customer).json().has("lastContactAt")).isFalse();
    server.post(path + "/actions/restore", null);
    assertThat(server.get(CUSTOMERS + "/" + customer).json().has("lastContactAt")).isTrue();
  }

  @Test
  void theLogRefusesWhatCannotHaveBeen() {
    var customer = customer("Refusing");
    var elsewhere = customer("Elsewhere");
    var contact =
        make(CONTACTS, "{\"name\":\"Not theirs\",\"customerId\":\"" + elsewhere + "\"}")
            .get("id")
            .asText();
    var start = "{\"customerId\":\"" + customer + "\",\"subject\":\"s\",\"method\":\"visit\",";
    var soap =
        "<entry><customerId>"
            + customer
            + "</customerId><subject>s</subject><method>visit</method>";
    refused(
        LOG,
        start + "\"status\":\"done\",\"startAt\":\"2099-01-01T00:00:00Z\"}",
        soap + "<status>done</status><startAt>2099-01-01T00:00:00Z</startAt></entry>",
        "startAt",
        "future-done");
    refused(
        LOG,
        start + "\"startAt\":\"2026-01-02T00:00:00Z\",\"endAt\":\"2026-01-01T00:00:00Z\"}",
        soap + "<startAt>2026-01-02T00:00:00Z</startAt><endAt>2026-01-01T00:00:00Z</endAt></entry>",
        "endAt",
        "before-begin");
    refused(
        LOG,
        start + "\"contactIds\":[\"" + contact + "\"]}",
        soap + "<contactIds>" + contact + "</contactIds></entry>",
        "contactIds[0]",
        "not-of-customer");
    refused(
        LOG,
        start + "\"userIds\":[\"999999\"]}",
        soap + "<userIds>999999</userIds></entry>",
        "userIds[0]",
        "unknown-reference");
  }

  // ---- M-9: documents given

  @Test
  void aDeliveryNamesTheVersionThatWasGiven() {
    var customer = customer("Given to");
    var upload =
        "/api/v1/attachments/content?collection=customers&name=offer.txt&recordId=" + customer;
    var document =
        server.post(upload, "first", "Content-Type", "text/plain").json().get("id").asText();
    var given =
        make(
            "/api/v1/document-deliveries",
            "{\"customerId\":\"%s\",\"attachmentId\":\"%s\",\"method\":\"email\"}"
                .formatted(customer, document));
    assertThat(given.get("versionNumber").asInt()).isEqualTo(1);
    assertThat(given.get("title").asText()).isEqualTo("offer.txt");
    assertThat(given.get("sentBy").asText()).isEqualTo("1");

    server.post(
        "/api/v1/attachments/" + document + "/content?name=offer-2.txt",
        "second",
        "Content-Type",
        "text/plain");
    var path = "/api/v1/document-deliveries/" + given.get("id").asText();
    assertThat(server.get(path).json().get("versionNumber").asInt()).isEqualTo(1);
    assertThat(server.get(path).json().get("title").asText()).isEqualTo("offer.txt");
    assertThat(server.get("/api/v1/attachments/" + document + "/content?version=1").text())
        .isEqualTo("first");
    refused(
        "/api/v1/document-deliveries",
        "{\"customerId\":\"%s\",\"attachmentId\":\"%s\",\"method\":\"email\",\"versionNumber\":3}"
            .formatted(customer, document),
        "<delivery><customerId>%s</customerId><attachmentId>%s</attachmentId><versionNumber>3</versionNumber><method>email</method></delivery>"
            .formatted(customer, document),
        "versionNumber",
        "too-large");
    refused(
        "/api/v1/document-deliveries",
        "{\"customerId\":\"%s\",\"attachmentId\":\"999999\",\"method\":\"email\"}"
            .formatted(customer),
        "<delivery><customerId>%s</customerId><attachmentId>999999</attachmentId><method>email</method></delivery>"
            .formatted(customer),
        "attachmentId",
        "unknown-reference");
  }

  // ---- data permission: a child follows its parent

  @Test
  void whoseCustomerItIsSeesWhatOthersMadeOnIt() {
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
        LOG,
        "{\"customerId\":\"" + customer + "\",\"subject\":\"Helped\",\"method\":\"visit\"}",
        "Authorization",
        asHelper);

    var contacts = CONTACTS + "?filter=customerId==" + customer;
    assertThat(names(contacts, "Authorization", asSeller)).containsExactly("Helped");
    assertThat(names(contacts, "Authorization", asPeer)).isEmpty();
    assertThat(
            server
                .get(LOG + "?count=exact", "Authorization", asSeller)
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

  private String user(String login, JsonNode role) {
    return make(
            "/api/v1/users",
            "{\"login\":\"%s\",\"name\":\"%s\",\"password\":\"%s\",\"roleIds\":[\"%s\"]}"
                .formatted(login, login, PASSWORD, role.get("id").asText()))
        .get("id")
        .asText();
  }
}
