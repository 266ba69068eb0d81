package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The people on a customer's card (M-6, M-7); the same on every database. */
abstract class PeopleCheck extends CardCheck {
  // ---- M-6: where they are

  @Test
  void m6_aContactIsFoundByEachOfTheirCompaniesAndKeepsThoseTheyLeft() {
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
  void m6_whoLeavesKeepsTheirPastAndHasNoBirthdayOnTheCardAnyMore() {
    var company = customer("Left behind");
    var today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
    var contact =
        make(
            CONTACTS,
            "{\"name\":\"Leaver\",\"birthMonth\":%d,\"birthDay\":%d,\"companies\":[{\"customerId\":\"%s\",\"title\":\"Buyer\"}]}"
                .formatted(today.getMonthValue(), today.getDayOfMonth(), company));
    var path = CONTACTS + "/" + contact.get("id").asText();
    assertThat(hints(company, "en")).containsKey("birthday-today");

    // Still there today; the card knows until when.
    patch(path, left(company, today));
    var card = server.get(CUSTOMERS + "/" + company).json();
    assertThat(card.at("/birthdays/0/until").asText()).isEqualTo(today.toString());
    assertThat(hints(company, "en")).containsKey("birthday-today");

    var gone = patch(path, left(company, today.minusDays(1))).json();
    assertThat(gone.has("customerId")).isFalse();
    assertThat(gone.at("/companies/0/active").asBoolean()).isFalse();
    assertThat(gone.at("/companies/0/title").asText()).isEqualTo("Buyer");
    assertThat(server.get(CUSTOMERS + "/" + company).json().get("birthdays")).isEmpty();
    assertThat(names(CONTACTS + "?filter=customerId==" + company)).containsExactly("Leaver");
    refused(
        CONTACTS,
        "{\"name\":\"x\",\"companies\":[{\"customerId\":\"%s\",\"from\":\"2026-01-02\",\"to\":\"2026-01-01\"}]}"
            .formatted(company),
        "<contact><name>x</name><companies><customerId>%s</customerId><from>2026-01-02</from><to>2026-01-01</to></companies></contact>"
            .formatted(company),
        "companies[0].to",
        "before-begin");
  }

  static String left(String company, LocalDate day) {
    return "{\"companies\":[{\"customerId\":\"%s\",\"title\":\"Buyer\",\"to\":\"%s\"}]}"
        .formatted(company, day);
  }

  @Test
  void m6_aContactIsWithCompaniesThatThereAre() {
    refused(
        CONTACTS,
        "{\"name\":\"x\",\"customerId\":\"999999\"}",
        "<contact><name>x</name><customerId>999999</customerId></contact>",
        "customerId",
        "unknown-reference");
    refused(
        CONTACTS,
        "{\"name\":\"x\",\"companies\":[{\"customerId\":\"999999\"}]}",
        "<contact><name>x</name><companies><customerId>999999</customerId></companies></contact>",
        "companies[0].customerId",
        "unknown-reference");
  }

  // ---- M-7: who they are

  @Test
  void m7_edge21_birthdaysAreToldBySolarAndLunarCalendar() {
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

  @Test
  void m7_aBirthdayIsADayThatThereCanBe() {
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
  }

  @Test
  void m7_nobodyIsBornTomorrow() {
    var tomorrow = LocalDate.now(ZoneId.of("Asia/Shanghai")).plusDays(1);
    refused(
        CONTACTS,
        "{\"name\":\"x\",\"birthYear\":%d}".formatted(tomorrow.getYear() + 1),
        "<contact><name>x</name><birthYear>%d</birthYear></contact>"
            .formatted(tomorrow.getYear() + 1),
        "birthYear",
        "too-large");
    if (tomorrow.getDayOfYear() > 1) {
      refused(
          CONTACTS,
          "{\"name\":\"x\",\"birthYear\":%d,\"birthMonth\":%d,\"birthDay\":%d}"
              .formatted(tomorrow.getYear(), tomorrow.getMonthValue(), tomorrow.getDayOfMonth()),
          "<contact><name>x</name><birthYear>%d</birthYear><birthMonth>%d</birthMonth><birthDay>%d</birthDay></contact>"
              .formatted(tomorrow.getYear(), tomorrow.getMonthValue(), tomorrow.getDayOfMonth()),
          "birthDay",
          "in-future");
    }
  }

  @Test
  void m7_whatSomebodyAgreedToIsOnlyEverAddedTo() {
    var given = "{\"kind\":\"advertising\",\"given\":true,\"on\":\"2026-01-02\"}";
    var taken = "{\"kind\":\"advertising\",\"given\":false,\"on\":\"2026-01-03\"}";
    var path =
        CONTACTS
            + "/"
            + make(CONTACTS, "{\"name\":\"Agreed\",\"consents\":[" + given + "]}")
                .get("id")
                .asText();
    for (var lost : List.of("[]", "[" + taken + "]", "null")) {
      var refused = patch(path, "{\"consents\":" + lost + "}", "Accept-Language", "zh-CN");
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("consents");
      assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("append-only");
      assertThat(refused.json().at("/errors/0/message").asText()).contains("追加");
    }
    var whole = server.call("PUT", path, "{\"name\":\"Agreed\"}", current(path));
    assertThat(whole.json().at("/errors/0/code").asText()).isEqualTo("append-only");
    var soap =
        server.soap(
            "contacts",
            "update",
            "<id>%s</id><contact><version>1</version><name>Agreed</name></contact>"
                .formatted(path.substring(CONTACTS.length() + 1)));
    assertThat(soap.text()).contains("<field>consents</field>", "<code>append-only</code>");
    var added = patch(path, "{\"consents\":[" + taken + "," + given + "]}");
    assertThat(added.json().get("consents")).as(added.text()).hasSize(2);
    assertThat(patch(path, "{\"name\":\"Still agreed\"}").json().get("consents")).hasSize(2);
    // An outside system that knows of none takes none away.
    var outside = CONTACTS + "/external/oldcrm/agreed";
    server.call("PUT", outside, "{\"name\":\"Outside\",\"consents\":[" + given + "]}");
    var again = server.call("PUT", outside, "{\"name\":\"Outside\"}");
    assertThat(again.json().get("consents")).as(again.text()).hasSize(1);
  }

  @Test
  void m7_m12_whoMustNotBeContactedIsToldOnTheirCardAtBothDoors() {
    var contact =
        make(CONTACTS, "{\"name\":\"Left alone\",\"doNotContact\":true}").get("id").asText();
    var path = CONTACTS + "/" + contact;
    var hint = server.get(path, "Accept-Language", "zh-CN").json().at("/hints/0");
    assertThat(hint.get("code").asText()).isEqualTo("do-not-contact");
    assertThat(hint.get("severity").asText()).isEqualTo("danger");
    assertThat(hint.get("message").asText()).contains("营销");
    assertThat(server.soap("contacts", "get", "<id>" + contact + "</id>").text())
        .contains("<code>do-not-contact</code>", "Must not be contacted");
    assertThat(patch(path, "{\"doNotContact\":null}").status()).isEqualTo(200);
    assertThat(server.get(path).json().path("hints")).isEmpty();
  }

  @Test
  void m7_m12_everyBirthdayIsToldHoweverManyWorkThere() {
    var customer = customer("Crowded");
    var today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
    var other = today.plusMonths(5);
    var contact = "{\"name\":\"Crowd %s\",\"customerId\":\"%s\",\"birthMonth\":%d,\"birthDay\":%d}";
    var items = new ArrayList<String>();
    for (int i = 0; i < 61; i++) {
      // Whichever are kept with the customer, one of these is not.
      var born = i == 0 || i == 30 || i == 60 ? today : other;
      items.add(
          contact.formatted(i, customer, born.getMonthValue(), Math.min(28, born.getDayOfMonth())));
    }
    var made =
        server.post(
            CONTACTS + "/bulk", "{\"atomic\":true,\"items\":[" + String.join(",", items) + "]}");
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    var card = server.get(CUSTOMERS + "/" + customer).json();
    assertThat(card.get("birthdays")).hasSize(50);
    assertThat(card.get("hints").findValuesAsText("message"))
        .filteredOn(message -> message.contains("Crowd "))
        .hasSize(3);
  }

  /** What is kept with a customer of others is theirs to tell, in facts as well. */
  @Test
  void m7_whatIsKeptOfBirthdaysIsNoPartOfFacts() {
    var customer = customer("Untold");
    make(
        CONTACTS,
        "{\"name\":\"Unborn\",\"customerId\":\"%s\",\"birthMonth\":3,\"birthDay\":4}"
            .formatted(customer));
    var path = CUSTOMERS + "/" + customer;
    assertThat(server.get(path).json().get("birthdays")).hasSize(1);
    assertThat(delete(path).status()).isEqualTo(204);
    var facts =
        server.get("/api/v1/audit?filter=collection==customers;recordId==" + customer).text();
    assertThat(facts).contains("\"deleted\"", "Untold").doesNotContain("Unborn", "birthdays");
  }

  @Test
  void m7_whoReportsToWhomMakesNoCircle() {
    var boss = make(CONTACTS, "{\"name\":\"Boss\"}").get("id").asText();
    var deputy =
        make(CONTACTS, "{\"name\":\"Deputy\",\"reportsToId\":\"" + boss + "\"}").get("id").asText();
    for (var above : List.of(boss, deputy)) {
      var refused = patch(CONTACTS + "/" + boss, "{\"reportsToId\":\"" + above + "\"}");
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("reportsToId");
      assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("cycle");
    }
  }

  // ---- helpers

  Map<String, String> hints(String customer, String language) {
    var hints = new TreeMap<String, String>();
    server
        .get(CUSTOMERS + "/" + customer, "Accept-Language", language)
        .json()
        .get("hints")
        .forEach(hint -> hints.put(hint.get("code").asText(), hint.get("message").asText()));
    return hints;
  }
}
