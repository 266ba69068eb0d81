package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tangramcrm.itests.Server.Answer;

/** Saved views: whose they are, who sees them, and what each user prefers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViewsIT {
  private static final String VIEWS = "/api/v1/views";
  private static final String PASSWORD = "a-long-password";

  private Server server;

  @BeforeAll
  void start() {
    server = Server.onDerby("views");
    var role =
        id(
            server.post(
                "/api/v1/roles",
                """
                {"code":"viewer","name":"Viewer","operations":["customers.view","customers.create"],
                 "scopes":[{"collection":"customers","scope":"subordinates"}]}"""));
    var south = id(server.post("/api/v1/departments", "{\"name\":\"South\"}"));
    var north = id(server.post("/api/v1/departments", "{\"name\":\"North\"}"));
    var lead = user("lead", south, role, null);
    user("anna", south, role, lead);
    user("bert", south, role, lead);
    user("cora", north, role, null);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private String user(String login, String department, String role, String superior) {
    return id(
        server.post(
            "/api/v1/users",
            "{\"login\":\"%1$s\",\"name\":\"%1$s\",\"password\":\"%2$s\",\"departmentId\":\"%3$s\",\"roleIds\":[\"%4$s\"]%5$s}"
                .formatted(
                    login,
                    PASSWORD,
                    department,
                    role,
                    superior == null ? "" : ",\"superiorId\":\"" + superior + "\"")));
  }

  private static String id(Answer made) {
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("id").asText();
  }

  private static String[] as(String user, String... more) {
    var basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    var headers = new String[more.length + 2];
    headers[0] = "Authorization";
    headers[1] = basic;
    System.arraycopy(more, 0, headers, 2, more.length);
    return headers;
  }

  private Answer save(String user, String name, String shared) {
    return server.post(
        VIEWS,
        "{\"name\":\"%s\",\"collection\":\"customers\",\"definition\":\"{}\",\"sharedWith\":\"%s\"}"
            .formatted(name, shared),
        as(user));
  }

  private List<String> seenBy(String user) {
    var items = server.get(VIEWS + "?filter=collection==customers&sort=name", as(user)).json();
    return StreamSupport.stream(items.get("items").spliterator(), false)
        .map(view -> view.get("name").asText())
        .toList();
  }

  @Test
  void aViewIsSeenByThoseItIsSharedWithAndChangedByItsOwner() {
    var mine = id(save("anna", "a mine", "nobody"));
    var team = id(save("anna", "b team", "team"));
    id(save("anna", "c all", "all"));
    assertThat(seenBy("anna")).contains("a mine", "b team", "c all");
    assertThat(seenBy("bert")).doesNotContain("a mine").contains("b team", "c all");
    assertThat(seenBy("cora")).doesNotContain("a mine", "b team").contains("c all");
    assertThat(server.get(VIEWS + "/" + mine, as("bert")).code()).isEqualTo("not-found");

    var path = VIEWS + "/" + team;
    var change = "{\"name\":\"renamed\"}";
    var refused = server.call("PATCH", path, change, as("bert", "If-Match", "\"v1\""));
    assertThat(refused.code()).isEqualTo("forbidden");
    assertThat(server.call("DELETE", path, null, as("bert", "If-Match", "\"v1\"")).code())
        .isEqualTo("forbidden");
    assertThat(server.call("PATCH", path, change, as("anna", "If-Match", "\"v1\"")).status())
        .isEqualTo(200);
    assertThat(server.call("DELETE", path, null, as("anna", "If-Match", "\"v2\"")).status())
        .isEqualTo(204);
    assertThat(seenBy("bert")).doesNotContain("renamed");
    assertThat(server.post(path + "/actions/restore", null, as("bert")).code())
        .isEqualTo("forbidden");
    assertThat(server.post(path + "/actions/restore", null, as("anna")).status()).isEqualTo(200);
    assertThat(seenBy("bert")).contains("renamed");
  }

  @Test
  void aNameIsOnesOwnOnlyOnce() {
    id(save("anna", "twice", "nobody"));
    var again = save("anna", "twice", "all");
    assertThat(again.code()).isEqualTo("invalid");
    assertThat(again.json().at("/errors/0/field").asText()).isEqualTo("name");
    assertThat(again.json().at("/errors/0/code").asText()).isEqualTo("duplicate");
    id(save("bert", "twice", "nobody"));
  }

  @Test
  void aDefinitionHasToBeAnObject() {
    var refused =
        server.post(VIEWS, "{\"name\":\"x\",\"collection\":\"customers\",\"definition\":\"[1]\"}");
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("definition");
  }

  @Test
  void everybodyPrefersForThemselves() {
    var path = VIEWS + "/preferences/customers";
    assertThat(server.get(path, as("cora")).json()).isEmpty();
    server.call("PUT", path, "{\"defaultView\":\"mine\",\"layout\":\"{}\"}", as("cora"));
    server.call("PUT", path, "{\"defaultView\":\"team\"}", as("bert"));
    assertThat(server.get(path, as("cora")).json().get("defaultView").asText()).isEqualTo("mine");
    assertThat(server.get(path, as("bert")).json().get("defaultView").asText()).isEqualTo("team");
    server.call("PUT", path, "{}", as("cora"));
    assertThat(server.get(path, as("cora")).json()).isEmpty();
    assertThat(server.call("PUT", path, "{\"defaultView\":\"x\"}", as("cora")).code())
        .isEqualTo("invalid");
  }

  @Test
  void meAndTeamInFiltersGoByTheCaller() {
    for (var user : List.of("lead", "anna", "bert", "cora")) {
      id(server.post("/api/v1/customers", "{\"name\":\"of " + user + "\"}", as(user)));
    }
    assertThat(named("lead", "ownerId==me")).containsExactly("of lead");
    assertThat(named("lead", "ownerId==team")).containsExactly("of anna", "of bert", "of lead");
    assertThat(named("lead", "ownerId!=me")).containsExactly("of anna", "of bert");
    assertThat(named("anna", "ownerId=in=(me,team)")).containsExactly("of anna");
    assertThat(named("lead", "ownerId=out=(team)")).isEmpty();
    assertThat(server.get("/api/v1/customers?filter=parentId==me").code())
        .isEqualTo("invalid-filter");
    var soap =
        server.soap("customers", "list", "<query><filter>ownerId==me</filter></query>", as("cora"));
    assertThat(soap.text()).contains("of cora").doesNotContain("of anna");
  }

  private List<String> named(String user, String filter) {
    var page = server.get("/api/v1/customers?sort=name&filter=" + filter, as(user));
    assertThat(page.status()).as(page.text()).isEqualTo(200);
    return StreamSupport.stream(page.json().get("items").spliterator(), false)
        .map(customer -> customer.get("name").asText())
        .toList();
  }
}
