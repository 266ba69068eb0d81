package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who signs in with a device beside the password (M-94); the same on every database. */
abstract class SecondFactorCheck extends FieldPermissionCheck {
  private static final String BEGIN = USERS + "/me/actions/begin-second-factor";
  private static final String CONFIRM = USERS + "/me/actions/confirm-second-factor";

  private Somebody somebodyWhoMustHaveOne() {
    var role =
        made(
            "/api/v1/roles",
            """
            {"code":"careful-%s","name":"Careful","secondFactor":true,"operations":["customers.view"],
             "scopes":[{"collection":"customers","scope":"all"}]}"""
                .formatted(System.nanoTime()));
    return user(null, role);
  }

  /** Of the time before a role of theirs asked for more. */
  private String somebodysToken(Somebody somebody) {
    var path = USERS + "/" + somebody.id();
    var roles = server.get(path).json().get("roleIds").toString();
    setRoles(path, "[\"" + role("customers", "all") + "\"]");
    var token =
        server
            .post("/api/v1/tokens", "{\"name\":\"before\"}", somebody.headers())
            .json()
            .get("token")
            .asText();
    assertThat(server.get(CUSTOMERS, "Authorization", "Bearer " + token).status()).isEqualTo(200);
    setRoles(path, roles);
    return token;
  }

  private void setRoles(String path, String roles) {
    var version = server.get(path).json().get("version").asInt();
    var set =
        server.call(
            "PATCH", path, "{\"roleIds\":" + roles + "}", "If-Match", "\"v" + version + "\"");
    assertThat(set.status()).as(set.text()).isEqualTo(200);
  }

  private Server.Answer signIn(Somebody somebody, String code) {
    var body =
        "{\"user\":\"%s\",\"password\":\"%s\"%s}"
            .formatted(
                somebody.login(), PASSWORD, code == null ? "" : ",\"code\":\"" + code + "\"");
    return server.post(SESSION, body, "Authorization", "");
  }

  private static void asksForACode(Server.Answer answer, String rule) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(401);
    assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("code");
    assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo(rule);
  }

  @Test
  void m94_whoHasASecondFactorSignsInWithItAndNotByThePasswordAlone() {
    var somebody = user(null, role("customers", "all"));
    var wrong = server.post(BEGIN, "{\"current\":\"not the password\"}", somebody.headers());
    assertThat(wrong.json().at("/errors/0/field").asText()).isEqualTo("current");
    var begun =
        server.soap(
            "users",
            "beginSecondFactor",
            "<proof><current>" + PASSWORD + "</current></proof>",
            somebody.headers());
    var device = new Device(Flat.all(Flat.parse(begun.text()), "secret").get(0).getTextContent());
    assertThat(server.get(CUSTOMERS, somebody.headers()).status())
        .as("nothing changes before it is confirmed")
        .isEqualTo(200);
    var onlyByPassword = cookie(signIn(somebody, null));
    var confirmed =
        server.soap(
            "users",
            "confirmSecondFactor",
            "<code><code>" + device.next() + "</code></code>",
            somebody.headers());
    assertThat(confirmed.status()).as(confirmed.text()).isEqualTo(200);
    assertThat(server.get(CUSTOMERS, "Authorization", "", "Cookie", onlyByPassword).status())
        .as("a session for which a password was enough")
        .isEqualTo(401);

    asksForACode(server.get(CUSTOMERS, somebody.headers()), "required");
    assertThat(server.soap("customers", "list", "", somebody.headers()).status()).isEqualTo(401);
    asksForACode(signIn(somebody, null), "required");
    var code = device.next();
    var signedIn = signIn(somebody, code);
    assertThat(signedIn.status()).as(signedIn.text()).isEqualTo(200);
    assertThat(signedIn.json().get("secondFactor").asBoolean()).isTrue();
    asksForACode(signIn(somebody, code), "wrong");
    assertThat(server.get(USERS + "/" + somebody.id()).json().get("secondFactor").asBoolean())
        .isTrue();
    assertThat(server.get("/api/v1/timeline/users/" + somebody.id()).text())
        .contains("secondFactor");

    var own = USERS + "/me/actions/remove-own-second-factor";
    var session =
        new String[] {
          "Authorization",
          "",
          "Cookie",
          cookie(signedIn),
          "X-CSRF-Token",
          signedIn.json().get("csrf").asText()
        };
    var alone = server.post(own, "{\"current\":\"" + PASSWORD + "\"}", session);
    assertThat(alone.json().at("/errors/0/field").asText()).isEqualTo("code");
    var path = USERS + "/" + somebody.id() + "/actions/remove-second-factor";
    assertThat(server.post(path, null).status()).isEqualTo(204);
    assertThat(server.get(CUSTOMERS, somebody.headers()).status()).isEqualTo(200);
  }

  @Test
  void m94_whoseRoleAsksForASecondFactorDoesNothingBeforeTheyHaveOne() {
    var somebody = somebodyWhoMustHaveOne();
    assertThat(server.get(CUSTOMERS, somebody.headers()).status()).isEqualTo(403);
    assertThat(
            server
                .post("/api/v1/tokens", "{\"name\":\"a way around\"}", somebody.headers())
                .status())
        .as("nor a token that could")
        .isNotEqualTo(201);
    var token = somebodysToken(somebody);
    assertThat(server.get(CUSTOMERS, "Authorization", "Bearer " + token).status()).isEqualTo(403);
    assertThat(signIn(somebody, null).json().get("secondFactorMissing").asBoolean()).isTrue();
    var begun = server.post(BEGIN, "{\"current\":\"" + PASSWORD + "\"}", somebody.headers());
    var device = new Device(begun.json().get("secret").asText());
    var unproven = server.post(CONFIRM, "{\"code\":\"12345\"}", somebody.headers());
    assertThat(unproven.json().at("/errors/0/field").asText()).isEqualTo("code");
    server.post(CONFIRM, "{\"code\":\"" + device.next() + "\"}", somebody.headers());
    var signedIn = signIn(somebody, device.next());
    assertThat(signedIn.json().get("secondFactorMissing").asBoolean()).isFalse();
    var cookie = cookie(signedIn);
    assertThat(server.get(CUSTOMERS, "Authorization", "", "Cookie", cookie).status())
        .isEqualTo(200);
  }
}
