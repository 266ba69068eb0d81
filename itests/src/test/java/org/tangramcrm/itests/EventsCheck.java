package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Live changes as a client hears them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EventsCheck {
  private static final String CUSTOMERS = "/api/v1/customers";
  private static final String PASSWORD = "a-long-password";
  private static final ObjectMapper JSON = new ObjectMapper();

  Server server;
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterAll
  void stop() {
    server.close();
  }

  final Listener listen(Server at, String topics, String... headers) {
    return Listener.at(at, topics, headers);
  }

  static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  final String create(Server at, String name) {
    return at.post(CUSTOMERS, "{\"name\":\"" + name + "\"}").json().get("id").asText();
  }

  private static void change(Server at, String id, int version, String body) {
    var answer = at.call("PATCH", CUSTOMERS + "/" + id, body, "If-Match", "\"v" + version + "\"");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  @Test
  void whatHappensToARecordIsHeardByWhoListensToItOrToItsCollection() {
    var one = create(server, "Heard");
    var other = create(server, "Not heard");
    try (var collection = listen(server, "customers");
        var record = listen(server, "customers/" + one)) {
      change(server, one, 1, "{\"website\":\"heard.example\"}");
      change(server, other, 1, "{\"website\":\"other.example\"}");
      server.call("DELETE", CUSTOMERS + "/" + one, null, "If-Match", "\"v2\"");
      record.await("the deletion", one, "deleted");
      collection.await("the deletion", one, "deleted");
      collection.await("the other", other, "updated");
      assertThat(record.of(other)).isEmpty();
      var update =
          record.of(one).stream().filter(event -> event.data().get("version").asInt() == 2);
      JsonNode data = update.findFirst().orElseThrow().data();
      assertThat(data.get("collection").asText()).isEqualTo("customers");
      assertThat(data.get("kind").asText()).isEqualTo("updated");
      assertThat(data.get("by").asText()).isEqualTo("1");
      assertThat(data.get("name").asText()).isNotEmpty();
      assertThat(data.has("website")).isFalse();
    }
  }

  @Test
  void nobodyHearsOfWhatTheyDoNotReach() {
    var role =
        server
            .post(
                "/api/v1/roles",
                """
                {"code":"listener","name":"Listener","operations":["customers.view","customers.create"],
                 "scopes":[{"collection":"customers","scope":"own"}]}""")
            .json()
            .get("id")
            .asText();
    for (var login : List.of("ann", "ben")) {
      var made =
          server.post(
              "/api/v1/users",
              "{\"login\":\"%1$s\",\"name\":\"%1$s\",\"password\":\"%2$s\",\"roleIds\":[\"%3$s\"]}"
                  .formatted(login, PASSWORD, role));
      assertThat(made.status()).as(made.text()).isEqualTo(201);
    }
    // By their sessions: other credentials have to be shown again every now and then.
    try (var ann = listen(server, "customers,users", "Cookie", signIn("ann", PASSWORD)[0]);
        var ben = listen(server, "customers", "Cookie", signIn("ben", PASSWORD)[0]);
        var all = listen(server, "customers", "Cookie", signIn("admin", Server.PASSWORD)[0])) {
      var anns =
          server
              .post(CUSTOMERS, "{\"name\":\"Ann's\"}", "Authorization", basic("ann", PASSWORD))
              .json()
              .get("id")
              .asText();
      var bens =
          server
              .post(CUSTOMERS, "{\"name\":\"Ben's\"}", "Authorization", basic("ben", PASSWORD))
              .json()
              .get("id")
              .asText();
      all.await("both", bens, "created");
      ann.await("her own", anns, "created");
      ben.await("his own", bens, "created");
      assertThat(ann.of(bens)).isEmpty();
      assertThat(ben.of(anns)).isEmpty();
      // Reading users is not among her operations.
      assertThat(ann.events)
          .noneMatch(event -> event.data().path("collection").asText().equals("users"));
    }
  }

  @Test
  void whatComesIntoThePoolAndLeavesItIsHeardByWhoMaySeeThePoolAndNoMoreThanThat() {
    var role =
        server
            .post(
                "/api/v1/roles",
                """
                {"code":"fisher","name":"Fisher","operations":["customers.view","customer-pool.view","customer-pool.claim"],
                 "scopes":[{"collection":"customers","scope":"own"}]}""")
            .json()
            .get("id")
            .asText();
    var mere =
        server
            .post(
                "/api/v1/roles",
                "{\"code\":\"dry\",\"name\":\"Dry\",\"operations\":[\"customers.view\"],\"scopes\":[{\"collection\":\"customers\",\"scope\":\"own\"}]}")
            .json()
            .get("id")
            .asText();
    server.post(
        "/api/v1/users",
        "{\"login\":\"fay\",\"name\":\"fay\",\"password\":\"%s\",\"roleIds\":[\"%s\"]}"
            .formatted(PASSWORD, role));
    server.post(
        "/api/v1/users",
        "{\"login\":\"max\",\"name\":\"max\",\"password\":\"%s\",\"roleIds\":[\"%s\"]}"
            .formatted(PASSWORD, mere));
    try (var fay = listen(server, "customer-pool,customers", "Cookie", signIn("fay", PASSWORD)[0]);
        var max = listen(server, "customer-pool", "Cookie", signIn("max", PASSWORD)[0])) {
      var kept = create(server, "Never pooled");
      change(server, kept, 1, "{\"website\":\"kept.example\"}");
      var pooled = create(server, "Pooled");
      server.post(CUSTOMERS + "/" + pooled + "/actions/release", "{\"reason\":\"r\"}");
      Server.await("what came in", () -> heard(fay, pooled, 2));
      change(server, pooled, 2, "{\"industry\":\"I\"}");
      Server.await("what changed there", () -> heard(fay, pooled, 3));
      var claimed =
          server.post("/api/v1/customer-pool/" + pooled + "/actions/assign", "{\"userId\":\"1\"}");
      assertThat(claimed.status()).as(claimed.text()).isEqualTo(204);
      Server.await("what left", () -> heard(fay, pooled, 4));
      // It is somebody's: what happens to it from now on is theirs.
      change(server, pooled, 4, "{\"website\":\"hers.example\"}");
      var last = create(server, "Pooled last");
      server.post(CUSTOMERS + "/" + last + "/actions/release", "{\"reason\":\"r\"}");
      Server.await("the last", () -> heard(fay, last, 2));
      assertThat(heard(fay, pooled, 5)).isFalse();
      assertThat(fay.of(kept)).isEmpty();
      for (var told : fay.of(pooled)) {
        assertThat(told.data().get("collection").asText()).isEqualTo("customer-pool");
        assertThat(told.data().has("by")).isFalse();
        assertThat(told.data().has("name")).isFalse();
      }
      assertThat(max.of(last)).isEmpty();
      assertThat(max.of(pooled)).isEmpty();
    }
  }

  private static boolean heard(Listener listener, String id, int version) {
    return listener.of(id).stream()
        .anyMatch(event -> event.data().get("version").asInt() == version);
  }

  @Test
  void whatIsPartOfARecordIsHeardByWhoReachesTheRecord() {
    var role =
        server
            .post(
                "/api/v1/roles",
                """
                {"code":"files","name":"Files","operations":["customers.view","customers.create","customers.edit"],
                 "scopes":[{"collection":"customers","scope":"own"}]}""")
            .json()
            .get("id")
            .asText();
    for (var login : List.of("carl", "dora")) {
      server.post(
          "/api/v1/users",
          "{\"login\":\"%1$s\",\"name\":\"%1$s\",\"password\":\"%2$s\",\"roleIds\":[\"%3$s\"]}"
              .formatted(login, PASSWORD, role));
    }
    var carls =
        server
            .post(CUSTOMERS, "{\"name\":\"Carl's\"}", "Authorization", basic("carl", PASSWORD))
            .json()
            .get("id")
            .asText();
    var topic = "customers/" + carls;
    try (var carl = listen(server, topic, "Cookie", signIn("carl", PASSWORD)[0]);
        var dora = listen(server, "customers,attachments", "Cookie", signIn("dora", PASSWORD)[0])) {
      var attached =
          server
              .call(
                  "POST",
                  "/api/v1/attachments/content?collection=customers&name=a.txt&recordId=" + carls,
                  "a",
                  "Content-Type",
                  "application/octet-stream")
              .json()
              .get("id")
              .asText();
      carl.await("the file", attached, "created");
      assertThat(carl.of(attached).get(0).data().get("collection").asText())
          .isEqualTo("attachments");
      assertThat(carl.of(attached).get(0).data().get("of").asText()).isEqualTo(topic);
      // When she hears of a later change, she has heard of all before it that are for her.
      var doras =
          server
              .post(CUSTOMERS, "{\"name\":\"Dora's\"}", "Authorization", basic("dora", PASSWORD))
              .json()
              .get("id")
              .asText();
      dora.await("her own", doras, "created");
      assertThat(dora.of(attached)).isEmpty();
    }
  }

  @Test
  void whoComesBackHearsWhatTheyMissed() {
    var id = create(server, "Missed");
    String last;
    try (var before = listen(server, "customers")) {
      before.await("the first", id, "created");
      last = before.of(id).get(0).id();
      // The log is followed as long as somebody listens.
      try (var other = listen(server, "customers")) {
        before.close();
        change(server, id, 1, "{\"website\":\"missed.example\"}");
        other.await("the change", id, "updated");
        try (var again = listen(server, "customers", "Last-Event-ID", last)) {
          again.await("what was missed", id, "updated");
          assertThat(again.of(id))
              .noneMatch(event -> event.data().get("kind").asText().equals("created"));
          assertThat(again.heard("reset")).isFalse();
        }
      }
    }
    try (var stranger = listen(server, "customers", "Last-Event-ID", "elsewhere-17")) {
      assertThat(stranger.heard("reset")).isTrue();
    }
  }

  @Test
  void aModuleThatStopsAndStartsIsHeardOfAndNobodyIsCutOff() {
    try (var listener = listen(server, "customers,modules")) {
      server.post("/api/v1/modules/customers/actions/stop", Server.WITH_DEPENDANTS);
      Server.await("the stop", () -> listener.heard("modules"));
      server.post("/api/v1/modules/customers/actions/restart", null);
      server.post("/api/v1/modules/customers/actions/start", null);
      Server.await("customers again", () -> server.get(CUSTOMERS + "?limit=1").status() == 200);
      var id = create(server, "After the stop");
      listener.await("a change after it", id, "created");
      assertThat(listener.hasEnded()).isFalse();
    }
  }

  @Test
  void aSessionThatEndsIsNotTalkedToAnyMore() {
    var signedIn = signIn("admin", Server.PASSWORD);
    var cookie = signedIn[0];
    var csrf = signedIn[1];
    try (var listener = listen(server, "customers", "Cookie", cookie)) {
      server.call(
          "DELETE",
          "/api/v1/session",
          null,
          "Cookie",
          cookie,
          "X-CSRF-Token",
          csrf,
          "Authorization",
          "");
      Server.await("the end", listener::hasEnded);
    }
  }

  /** A session's cookie, and what must come with its writes. */
  private String[] signIn(String login, String password) {
    var signedIn =
        server.post(
            "/api/v1/session",
            "{\"user\":\"" + login + "\",\"password\":\"" + password + "\"}",
            "Authorization",
            "");
    assertThat(signedIn.status()).as(signedIn.text()).isEqualTo(200);
    var cookie = signedIn.response().headers().firstValue("Set-Cookie").orElseThrow();
    return new String[] {cookie.split(";")[0], signedIn.json().get("csrf").asText()};
  }

  @Test
  void whoseNoticesChangedHearsOfItAndNobodyElse() {
    var role =
        server
            .post(
                "/api/v1/roles",
                "{\"code\":\"hears\",\"name\":\"Hears\",\"operations\":[\"customers.view\"],\"scopes\":[{\"collection\":\"*\",\"scope\":\"own\"}]}")
            .json();
    var id =
        server
            .post(
                "/api/v1/users",
                "{\"login\":\"erin\",\"name\":\"erin\",\"password\":\"%s\",\"roleIds\":[\"%s\"]}"
                    .formatted(PASSWORD, role.get("id").asText()))
            .json()
            .get("id")
            .asText();
    try (var erin = listen(server, "notifications", "Cookie", signIn("erin", PASSWORD)[0]);
        var admin =
            listen(server, "notifications", "Cookie", signIn("admin", Server.PASSWORD)[0])) {
      server.post(CUSTOMERS, "{\"name\":\"Erin's\",\"ownerId\":\"" + id + "\"}");
      Server.await("the news", () -> erin.heard("notifications"));
      assertThat(erin.events)
          .filteredOn(event -> event.name().equals("notifications"))
          .allMatch(event -> event.data().isEmpty());
      assertThat(admin.heard("notifications")).isFalse();
    }
  }

  @Test
  void whatCannotBeListenedToIsRefused() {
    assertThat(Listener.answer(server, "Customers").statusCode()).isEqualTo(400);
    assertThat(
            Listener.answer(server, "customers", "Authorization", basic("admin", "wrong"))
                .statusCode())
        .isEqualTo(401);
  }
}
