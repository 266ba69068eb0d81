package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How the company numbers things, and when it works (M-95); the same on every database. */
abstract class CompanyCheck extends RecycleBinCheck {
  private static final String NUMBERING = "/api/v1/numbering";
  private static final String CALENDAR = "/api/v1/working-calendar";

  @Test
  void m95_numbersAreMadeAsTheCompanySaysFromTheNextRecordOn() {
    user("numbers.none", role("numbers-none", "all", "customers.view customers.create"));
    var delivered = rule().get("pattern").asText();
    assertThat(delivered).isEqualTo("C-{year}-{000000}");
    var taken = make(CUSTOMERS, "{\"name\":\"Numbered before\"}").get("number").asText();

    assertThat(set("KH{yy}{month}.{0000}").json().get("example").asText())
        .matches("KH\\d{4}\\.0001");
    assertThat(make(CUSTOMERS, "{\"name\":\"Numbered anew\"}").get("number").asText())
        .matches("KH\\d{4}\\.\\d{4}");
    assertThat(
            server
                .soap(
                    "numbering",
                    "set",
                    "<collection>customers</collection><pattern><pattern>K-{00000}</pattern></pattern>")
                .text())
        .contains("<example>K-00001</example>");
    assertThat(make(CUSTOMERS, "{\"name\":\"Numbered thus\"}").get("number").asText())
        .matches("K-\\d{5}");

    // Looks like the numbers that are there already: those are passed over.
    set(taken.substring(0, taken.length() - 6) + "{000000}");
    var another = make(CUSTOMERS, "{\"name\":\"Numbered alike\"}").get("number").asText();
    assertThat(another).startsWith(taken.substring(0, 7)).isNotEqualTo(taken);
    assertThat(server.get(CUSTOMERS + "?filter=number==" + another).json().get("items")).hasSize(1);

    for (var wrong : new String[] {"C-{year}", "C/{000}", "C-{week}-{000}"}) {
      var refused = set(wrong);
      assertThat(refused.status()).as(wrong).isEqualTo(422);
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("pattern");
    }
    assertThat(server.get(NUMBERING, as("numbers.none")).code()).isEqualTo("forbidden");
    assertThat(server.call("DELETE", NUMBERING + "/roles", null).code()).isEqualTo("not-found");
    assertThat(server.call("DELETE", NUMBERING + "/customers", null).status()).isEqualTo(204);
    assertThat(rule().get("pattern").asText()).isEqualTo(delivered);
    assertThat(make(CUSTOMERS, "{\"name\":\"Numbered again\"}").get("number").asText())
        .matches("C-\\d{4}-\\d{6}");
  }

  private com.fasterxml.jackson.databind.JsonNode rule() {
    for (var rule : server.get(NUMBERING).json().get("items")) {
      if (rule.get("collection").asText().equals("customers")) {
        return rule;
      }
    }
    throw new AssertionError("Customers have no numbers");
  }

  private Server.Answer set(String pattern) {
    return server.call("PUT", NUMBERING + "/customers", "{\"pattern\":\"" + pattern + "\"}");
  }

  @Test
  void m95_itIsWorkedByTheWeekTheHolidaysAndWhatTheCompanySays() {
    user("calendar.none", role("calendar-none", "all", "customers.view"));
    var october = CALENDAR + "/between?from=2026-10-01&to=2026-10-31";
    assertThat(server.get(october, as("calendar.none")).json().get("days").asInt()).isEqualTo(18);
    assertThat(server.get(CALENDAR + "/after?from=2026-09-30&days=1").json().get("to").asText())
        .isEqualTo("2026-10-08");
    var year = server.get(CALENDAR + "/2026", "Accept-Language", "zh-CN").json();
    assertThat(year.get("announced").asBoolean()).isTrue();
    assertThat(year.toString())
        .contains("{\"date\":\"2026-10-10\",\"working\":true,\"name\":\"国庆节\",\"own\":false}");

    var day = CALENDAR + "/days/2026-10-08";
    assertThat(server.call("PUT", day, "{\"working\":false}", as("calendar.none")).code())
        .isEqualTo("forbidden");
    assertThat(server.call("PUT", day, "{\"working\":false,\"name\":\"Founders' day\"}").status())
        .isEqualTo(200);
    assertThat(
            server
                .soap("working-calendar", "after", "<from>2026-09-30</from><days>1</days>")
                .text())
        .contains("<to>2026-10-09</to>");
    assertThat(server.get(october).json().get("days").asInt()).isEqualTo(17);
    assertThat(server.get(CALENDAR + "/2026").text()).contains("Founders' day");
    assertThat(server.call("DELETE", day, null).status()).isEqualTo(204);
    assertThat(server.get(october).json().get("days").asInt()).isEqualTo(18);

    assertThat(server.call("PUT", day, "{}").json().at("/errors/0/field").asText())
        .isEqualTo("working");
    assertThat(server.get(CALENDAR + "/between?from=2026-10-01&to=2046-10-31").code())
        .isEqualTo("invalid");
    assertThat(server.get(CALENDAR + "/between?from=2026-10-01&to=never").code())
        .isEqualTo("malformed");
  }
}
