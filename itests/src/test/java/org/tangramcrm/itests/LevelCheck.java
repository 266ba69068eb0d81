package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Levels of customers by rule (M-84); the same on every database. */
abstract class LevelCheck extends PoolCheck {
  static final String LEVELS = "/api/v1/customer-levels";
  private static final String ORDERS = "/api/v1/orders";
  private static final String CHANGES = "/api/v1/customer-level-changes";

  private String level(String code, int rank, String rule) {
    return make(LEVELS, "{\"level\":\"%s\",\"rank\":%d%s}".formatted(code, rank, rule))
        .get("id")
        .asText();
  }

  private static String rule(int enter, int leave) {
    return ",\"active\":true,\"measure\":\"employees\",\"enterAt\":\"%d\",\"leaveBelow\":\"%d\""
        .formatted(enter, leave);
  }

  private String sized(String name, Integer employees, String more) {
    return make(
            CUSTOMERS,
            "{\"name\":\"%s\"%s%s}"
                .formatted(name, employees == null ? "" : ",\"employees\":" + employees, more))
        .get("id")
        .asText();
  }

  JsonNode customer84(String id) {
    return server.get(CUSTOMERS + "/" + id).json();
  }

  String levelOf(String id) {
    return customer84(id).path("level").asText("none");
  }

  private JsonNode applied() {
    var started = server.post(LEVELS + "/actions/recalculate", null);
    assertThat(started.status()).as(started.text()).isEqualTo(200);
    return ended(started);
  }

  private JsonNode ended(Server.Answer started) {
    var path = "/api/v1/jobs/" + started.json().get("id").asText();
    Server.await(
        "the levels",
        () ->
            List.of("done", "failed", "cancelled")
                .contains(server.get(path).json().get("status").asText()));
    var job = server.get(path).json();
    assertThat(job.get("status").asText()).as(job.toString()).isEqualTo("done");
    return job;
  }

  private List<JsonNode> history(String customer, String... headers) {
    var items = new ArrayList<JsonNode>();
    var answer = server.get(CHANGES + "?sort=id&filter=customerId==" + customer, headers);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    answer.json().get("items").forEach(items::add);
    return items;
  }

  /** One method: rules hold for all customers of the server, and are off again after it. */
  @Test
  void m84_customersComeToTheirLevelsByRuleAndStayThereInBetween() {
    var made = new ArrayList<String>();
    try {
      rules(made);
    } finally {
      made.forEach(id -> delete(LEVELS + "/" + id));
    }
    assertThat(server.post(LEVELS + "/actions/recalculate", null).code()).isEqualTo("conflict");
  }

  private void rules(List<String> made) {
    var own = role("level-own", "own", "customers.view customers.edit customers.lock-level");
    var owner = user("level.owner", own);
    user("level.other", own);
    user("level.none", role("level-none", "all", "customers.view customer-levels.view"));
    make(
        "/api/v1/roles",
        """
        {"code":"level-blind","name":"Blind","scopes":[{"collection":"*","scope":"all"}],"operations":["customers.view"],
         "fields":[{"collection":"customers","field":"level","access":"hidden"}]}""");
    // Of all others, nobody says how many work there: they stay what they are.
    var rises = sized("Level rises", 5000, ",\"ownerId\":\"" + owner + "\"");
    var between = sized("Level between", 900, ",\"level\":\"A\"");
    var below = sized("Level below", 900, ",\"level\":\"B\"");
    var falls = sized("Level falls", 12, ",\"level\":\"A\"");
    var locked = sized("Level locked", 1, ",\"level\":\"A\"");
    var unknown = sized("Level unknown", null, ",\"level\":\"A\"");
    var supplier = sized("Level supplier", 5000, ",\"types\":[\"supplier\"]");

    made.add(level("A", 30, rule(1000, 800)));
    made.add(level("B", 20, rule(100, 80)));
    made.add(level("C", 10, rule(10, 5)));
    for (var wrong :
        List.of(
            "level {\"level\":\"A\",\"rank\":40}",
            "rank {\"level\":\"D\",\"rank\":30}",
            "measure {\"level\":\"D\",\"rank\":6,\"measure\":\"nothing\"}",
            "enterAt {\"level\":\"D\",\"rank\":6,\"active\":true,\"measure\":\"employees\"}",
            "leaveBelow {\"level\":\"D\",\"rank\":6,\"measure\":\"employees\",\"enterAt\":\"1\",\"leaveBelow\":\"2\"}")) {
      var part = wrong.split(" ", 2);
      var refused = server.post(LEVELS, part[1]);
      assertThat(refused.code()).as(refused.text()).isEqualTo("invalid");
      assertThat(refused.json().at("/errors").findValuesAsText("field")).contains(part[0]);
    }
    made.add(level("D", 5, ""));
    assertThat(server.get(LEVELS + "/measures", "Accept-Language", "zh-CN").text())
        .contains("contacts-year", "员工人数", "turnover", "近365天订单金额");

    // Who may: each by a permission of its own.
    assertThat(server.get(LEVELS, as("level.owner")).code()).isEqualTo("forbidden");
    assertThat(server.get(LEVELS, as("level.none")).json().get("items")).hasSize(4);
    for (var action : List.of("preview", "recalculate")) {
      assertThat(server.post(LEVELS + "/actions/" + action, null, as("level.none")).code())
          .isEqualTo("forbidden");
      assertThat(server.soap("customer-levels", action, "", as("level.none")).text())
          .contains("<code>forbidden</code>");
    }

    var lock = CUSTOMERS + "/" + locked + "/actions/";
    assertThat(
            server
                .post(lock + "lock-level", "{\"reason\":\" \"}")
                .json()
                .at("/errors/0/field")
                .asText())
        .isEqualTo("reason");
    assertThat(server.post(lock + "lock-level", "{\"reason\":\"r\"}", as("level.owner")).code())
        .isEqualTo("not-found");
    assertThat(server.post(lock + "lock-level", "{\"reason\":\"Key account\"}").status())
        .isEqualTo(200);
    var kept = customer84(locked);
    assertThat(kept.get("levelLocked").asBoolean()).isTrue();
    assertThat(kept.get("levelLockReason").asText()).isEqualTo("Key account");
    assertThat(kept.get("levelLockedById").asText()).isEqualTo("1");

    var preview = server.post(LEVELS + "/actions/preview", null).json();
    assertThat(levelOf(rises)).as("a preview changes nothing").isEqualTo("none");
    assertThat(preview.get("locked").asInt()).isEqualTo(1);
    assertThat(preview.get("total")).isEqualTo(preview.get("customers"));
    assertThat(preview.get("rises").asInt()).isPositive();
    assertThat(preview.get("falls").asInt()).isPositive();
    assertThat(
            preview.get("rises").asInt()
                + preview.get("falls").asInt()
                + preview.get("stays").asInt())
        .isEqualTo(preview.get("customers").asInt());
    assertThat(preview.get("levels").get(0).get("level").asText()).isEqualTo("A");

    var job = applied();
    assertThat(job.get("done").asInt()).isEqualTo(preview.get("customers").asInt());
    assertThat(levelOf(rises)).isEqualTo("A");
    assertThat(levelOf(between)).isEqualTo("A");
    assertThat(levelOf(below)).isEqualTo("B");
    assertThat(levelOf(falls)).isEqualTo("C");
    assertThat(levelOf(locked)).isEqualTo("A");
    assertThat(levelOf(unknown)).isEqualTo("A");
    assertThat(levelOf(supplier)).isEqualTo("none");
    assertThat(customer84(rises).has("levelSince")).isTrue();
    // Nobody goes to and fro.
    var again = server.post(LEVELS + "/actions/preview", null).json();
    assertThat(again.get("stays")).isEqualTo(again.get("customers"));

    var up = history(rises).get(0);
    assertThat(up.has("fromLevel")).isFalse();
    assertThat(up.get("toLevel").asText()).isEqualTo("A");
    assertThat(up.get("cause").asText()).isEqualTo("rule");
    assertThat(up.get("measure").asText()).isEqualTo("employees");
    assertThat(up.get("measured").asText()).isEqualTo("5000");
    assertThat(up.get("createdBy").asText()).isEqualTo("0");
    assertThat(history(falls).get(0).get("fromLevel").asText()).isEqualTo("A");
    assertThat(history(between)).isEmpty();
    var fact =
        server
            .get("/api/v1/audit?filter=collection==customers;kind==updated;recordId==" + rises)
            .json()
            .at("/items/0");
    assertThat(fact.get("operation").asText()).isEqualTo("jobs.levels");
    assertThat(fact.get("changes").toString()).contains("level");
    // Scoped as the customer is.
    assertThat(history(rises, as("level.owner"))).hasSize(1);
    assertThat(history(rises, as("level.other"))).isEmpty();
    assertThat(server.get(CHANGES + "/" + up.get("id").asText(), as("level.other")).code())
        .isEqualTo("not-found");
    var blind = server.get("/api/v1/roles?filter=code==level-blind").json().at("/items/0");
    user("level.blind", blind);
    assertThat(server.get(CHANGES, as("level.blind")).code()).isEqualTo("forbidden");

    valuesAreKeptFromWhoDoesNotSeeThem(rises);

    // By hand: allowed, told of, and for the rules to take back unless it is locked.
    assertThat(patch(CUSTOMERS + "/" + rises, "{\"level\":\"B\"}", as("level.owner")).status())
        .isEqualTo(200);
    var hand = history(rises).get(1);
    assertThat(hand.get("cause").asText()).isEqualTo("hand");
    assertThat(hand.get("fromLevel").asText()).isEqualTo("A");
    assertThat(hand.get("createdBy").asText()).isEqualTo(owner);
    assertThat(hand.has("measured")).isFalse();
    assertThat(server.post(lock + "unlock-level", null).status()).isEqualTo(200);
    assertThat(server.post(lock + "unlock-level", null).code()).isEqualTo("conflict");
    assertThat(customer84(locked).has("levelLockReason")).isFalse();
    applied();
    assertThat(levelOf(rises)).isEqualTo("A");
    assertThat(levelOf(locked)).isEqualTo("none");

    mergedKeepTheirOwnHistory(rises, falls);
    isNotLeftWhereALevelIsDemanded(made.get(2));
    visits(rises, made.get(0));
    contactsMade();
    orderedInAYear();
    waitsForTheNight(made.get(0));
    isDoneThoughItsModuleIsRestarted(made.get(0));
    givenUp(rises);
    nightly(rises, made.get(0));
  }

  private void valuesAreKeptFromWhoDoesNotSeeThem(String customer) {
    user(
        "level.small",
        make(
            "/api/v1/roles",
            """
            {"code":"level-small","name":"Small","scopes":[{"collection":"*","scope":"all"}],"operations":["customers.view"],
             "fields":[{"collection":"customers","field":"employees","access":"hidden"}]}"""));
    var hidden = history(customer, as("level.small")).get(0);
    assertThat(hidden.get("measure").asText()).isEqualTo("employees");
    assertThat(hidden.has("measured")).isFalse();
    var list = CHANGES + "?filter=customerId==" + customer;
    assertThat(server.get(list + "&sums=measured", as("level.small")).code())
        .isEqualTo("unknown-field");
    assertThat(server.get(list + "&sums=measured").code()).isEqualTo("unknown-field");
    user(
        "level.peer",
        make(
            "/api/v1/roles",
            """
            {"code":"level-peer","name":"Peer","scopes":[{"collection":"*","scope":"own"}],"operations":["customers.view"]}"""));
    assertThat(history(customer, as("level.peer"))).isEmpty();
    var value = list + "&fields=id,measured";
    var shown = server.get(value).json().at("/items/0");
    assertThat(shown.path("measured").asText()).isEqualTo("5000");
    assertThat(shown.has("measure")).isFalse();
    assertThat(server.get(value, as("level.small")).json().at("/items/0").has("id")).isTrue();
    assertThat(server.get(value, as("level.small")).text()).doesNotContain("measured", "5000");
    // Auditors would read it there, whatever customers they reach.
    var facts = server.get("/api/v1/audit?filter=collection==customer-level-changes");
    assertThat(facts.status()).as(facts.text()).isEqualTo(200);
    assertThat(facts.json().get("items")).isEmpty();
  }

  /** What happened to one did not happen to the other; it is reached with who stays. */
  private void mergedKeepTheirOwnHistory(String stays, String goes) {
    var before = history(stays).size();
    var own = history(goes).size();
    assertThat(own).isPositive();
    var merge =
        server.post(
            "/api/v1/merges",
            "{\"collection\":\"customers\",\"survivorId\":\"%s\",\"mergedIds\":[\"%s\"]}"
                .formatted(stays, goes));
    var path = "/api/v1/merges/" + merge.json().path("id").asText();
    Server.await("a merge", () -> server.get(path).json().path("status").asText().equals("done"));
    assertThat(history(stays)).hasSize(before);
    assertThat(history(goes)).hasSize(own);
    assertThat(history(goes, as("level.owner"))).hasSize(own);
    assertThat(history(goes, as("level.other"))).isEmpty();
    assertThat(server.post(path + "/actions/undo", null).status()).isLessThan(300);
    Server.await(
        "the end of a merge",
        () -> server.get(path).json().path("status").asText().equals("undone"));
    assertThat(history(stays)).hasSize(before);
    assertThat(history(goes)).hasSize(own);
  }

  private void isNotLeftWhereALevelIsDemanded(String lowest) {
    var path = LEVELS + "/" + lowest;
    try {
      configured(
          "org.tangramcrm.fields.cfg",
          "required.customers = level",
          () -> server.post(CUSTOMERS, "{\"name\":\"Level demanded\"}").status() == 422,
          () -> {
            var refused = patch(path, "{\"leaveBelow\":\"4\"}", "Accept-Language", "zh-CN");
            assertThat(refused.code()).as(refused.text()).isEqualTo("invalid");
            assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("leaveBelow");
            assertThat(refused.json().at("/errors/0/message").asText()).contains("必填");
            assertThat(patch(path, "{\"leaveBelow\":\"0\"}").status()).isEqualTo(200);
            assertThat(patch(path, "{\"active\":false}").json().at("/errors/0/field").asText())
                .isEqualTo("active");
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(patch(path, "{\"leaveBelow\":\"5\"}").status()).isEqualTo(200);
  }

  /** What a level says of visits holds before what holds for all. */
  private void visits(String customer, String level) {
    make(
        "/api/v1/contact-logs",
        "{\"customerId\":\"%s\",\"subject\":\"s\",\"method\":\"visit\",\"startAt\":\"%s\"}"
            .formatted(customer, Instant.now().minus(20, ChronoUnit.DAYS)));
    assertThat(hints(customer)).doesNotContain("not-contacted");
    patch(LEVELS + "/" + level, "{\"visitDays\":10}");
    assertThat(hints(customer)).contains("not-contacted");
  }

  private List<String> hints(String customer) {
    return customer84(customer).path("hints").findValuesAsText("code");
  }

  /** Whatever makes a rule another one has it looked at in a preview first. */
  private void waitsForTheNight(String level) {
    var rule = LEVELS + "/" + level;
    var tomorrow = LocalDate.now(ZoneId.systemDefault()).plusDays(1).toString();
    for (var change :
        List.of(
            "{\"active\":true}",
            "{\"rank\":31}",
            "{\"enterAt\":\"1001\"}",
            "{\"leaveBelow\":\"801\"}",
            "{\"measure\":\"turnover\"}",
            "{\"measure\":\"employees\"}")) {
      if (change.contains("active")) {
        patch(rule, "{\"active\":false}");
      }
      beganLongAgo();
      var before = server.get(rule).json();
      var after = patch(rule, change).json();
      assertThat(after.path("appliesFrom").asText()).as(change).isEqualTo(tomorrow);
      assertThat(after.path("checkedOn")).as(change).isEqualTo(before.path("checkedOn"));
    }
    beganLongAgo();
    var before = server.get(rule).json();
    var after = patch(rule, "{\"visitDays\":11,\"enterAt\":\"1001.0\"}").json();
    assertThat(after.path("appliesFrom")).isEqualTo(before.path("appliesFrom"));
  }

  /** What it was at is begun again by the module that comes in the place of the one that went. */
  private void isDoneThoughItsModuleIsRestarted(String level) {
    var started = server.post(LEVELS + "/actions/recalculate", null);
    assertThat(started.status()).as(started.text()).isEqualTo(200);
    var restarted = server.post("/api/v1/modules/customers/actions/restart", null);
    assertThat(restarted.status()).as(restarted.text()).isLessThan(300);
    ended(started);
    nightIsOver(level);
  }

  /** A module that starts makes up for a night that was missed, which would be in the way. */
  void nightIsOver(String level) {
    Server.await(
        "the day of the night's levels",
        () ->
            !server.get(LEVELS + "/" + level).json().path("checkedOn").asText().startsWith("2001"));
  }

  /** Of another measure: what is counted in the log of each. */
  private void contactsMade() {
    var busy = sized("Level busy", null, "");
    for (int i = 0; i < 2; i++) {
      make(
          "/api/v1/contact-logs",
          "{\"customerId\":\"%s\",\"subject\":\"s\",\"method\":\"visit\"}".formatted(busy));
    }
    var d = server.get(LEVELS + "?filter=level==D").json().at("/items/0/id").asText();
    patch(
        LEVELS + "/" + d,
        "{\"active\":true,\"measure\":\"contacts-year\",\"enterAt\":\"2\",\"leaveBelow\":\"1\"}");
    applied();
    assertThat(levelOf(busy)).isEqualTo("D");
    assertThat(history(busy).get(0).get("measured").asText()).isEqualTo("2");
    patch(LEVELS + "/" + d, "{\"active\":false}");
  }

  /** What another module knows: not of what is no order yet, and not of what was long ago. */
  private void orderedInAYear() {
    var buyer = sized("Level buyer", null, "");
    ordered(buyer, "600", "");
    ordered(buyer, "700", ",\"signedOn\":\"" + LocalDate.now().minusDays(400) + "\"");
    make(ORDERS, order(buyer, "900", ""));
    var d = server.get(LEVELS + "?filter=level==D").json().at("/items/0/id").asText();
    patch(
        LEVELS + "/" + d,
        "{\"active\":true,\"measure\":\"ordered-year\",\"enterAt\":\"500\",\"leaveBelow\":\"400\"}");
    applied();
    assertThat(levelOf(buyer)).isEqualTo("D");
    assertThat(new BigDecimal(history(buyer).get(0).get("measured").asText()))
        .isEqualByComparingTo("600");
    patch(LEVELS + "/" + d, "{\"active\":false}");
  }

  private void ordered(String customer, String price, String more) {
    var order = make(ORDERS, order(customer, price, more)).get("id").asText();
    var submitted = server.post(ORDERS + "/" + order + "/actions/submit", null);
    assertThat(submitted.status()).as(submitted.text()).isEqualTo(200);
  }

  private static String order(String customer, String price, String more) {
    return """
        {"customerId":"%s","lines":[{"name":"Item","quantity":"1","price":"%s"}]%s}"""
        .formatted(customer, price, more);
  }

  /** Gives up a job that is at it, on databases in which a test can hold it up. */
  void givenUp(String customer) {}

  /** Has all rules be old, and not applied since, on databases that a test reaches. */
  void beganLongAgo() {}

  /** What a night does, on databases in which a test can have it come. */
  void nightly(String customer, String level) {}
}
