package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How an ordinary salesperson's calls are let in, and what that costs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInIT {
  private static final String CUSTOMERS = "/api/v1/customers";
  private static final String SESSION = "/api/v1/session";
  private static final String LOGIN = "seller";
  private static final String PASSWORD = "sells-a-lot-of-it";
  private static final String SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/";
  private static final String SOAP_12 = "http://www.w3.org/2003/05/soap-envelope";

  private Server server;
  private final String basic = Server.basic(LOGIN, PASSWORD);

  @BeforeAll
  void start() {
    server = Server.onDerby("sign-in");
    var role =
        server.post(
            "/api/v1/roles",
            """
            {"code":"sells","name":"Sells","operations":["customers.view","customers.create"],
             "scopes":[{"collection":"customers","scope":"subordinates"}]}""");
    var user =
        server.post(
            "/api/v1/users",
            "{\"login\":\"%s\",\"name\":\"Seller\",\"password\":\"%s\",\"roleIds\":[\"%s\"]}"
                .formatted(LOGIN, PASSWORD, role.json().path("id").asText()));
    assertThat(user.status()).as(user.text()).isEqualTo(201);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aReadCostsAtMostTwoStatementsHoweverItIsSignedIn() {
    var reads = 50;
    // The figures' own call, and what the platform asks for itself: less than one for two reads.
    var beside = reads / 2 - 1;
    var own = create("Authorization", basic).json().get("id").asText();
    var foreign = create().json().get("id").asText();
    for (var caller : callers().entrySet()) {
      var headers = caller.getValue();
      assertThat(server.get(CUSTOMERS + "/" + foreign, headers).code()).isEqualTo("not-found");
      for (var path :
          List.of(
              CUSTOMERS + "/" + own,
              CUSTOMERS + "?limit=50",
              CUSTOMERS + "?filter=name==Counted&sort=-name&count=exact")) {
        assertThat(server.get(path, headers).status()).isEqualTo(200);
        var before = server.metric("tangram_sql_statements_total");
        for (int i = 0; i < reads; i++) {
          server.get(path, headers);
        }
        assertThat(server.metric("tangram_sql_statements_total") - before)
            .as("statements of %s reads of %s by %s", reads, path, caller.getKey())
            .isBetween(2L * reads, 2L * reads + beside);
      }
    }
  }

  /** The ways to sign in, each with its headers. */
  private Map<String, String[]> callers() {
    var callers = new LinkedHashMap<String, String[]>();
    callers.put("Basic", new String[] {"Authorization", basic});
    var token = server.post("/api/v1/tokens", "{\"name\":\"Test\"}", "Authorization", basic);
    callers.put(
        "Bearer", new String[] {"Authorization", "Bearer " + token.json().path("token").asText()});
    callers.put("cookie", new String[] {"Authorization", "", "Cookie", cookie(signIn())});
    return callers;
  }

  @Test
  void aSessionReadsByItsCookieAndWritesWithItsToken() {
    var signedIn = signIn();
    assertThat(signedIn.status()).isEqualTo(200);
    assertThat(signedIn.response().headers().firstValue("Set-Cookie").orElseThrow())
        .contains("HttpOnly", "SameSite=Strict", "Path=/");
    var cookie = cookie(signedIn);
    var csrf = session("GET", SESSION, cookie, "").json().get("csrf").asText();
    assertThat(session("GET", CUSTOMERS, cookie, "").status()).isEqualTo(200);

    for (var wrong : new String[] {"", "guessed"}) {
      var refused = create("Authorization", "", "Cookie", cookie, "X-CSRF-Token", wrong);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.code()).isEqualTo("forbidden");
      assertThat(
              server
                  .soap(
                      "customers",
                      "list",
                      "",
                      "Authorization",
                      "",
                      "Cookie",
                      cookie,
                      "X-CSRF-Token",
                      wrong)
                  .status())
          .isEqualTo(403);
    }
    assertThat(create("Authorization", "", "Cookie", cookie, "X-CSRF-Token", csrf).status())
        .isEqualTo(201);

    assertThat(session("DELETE", SESSION, cookie, csrf).status()).isEqualTo(204);
    assertThat(session("GET", CUSTOMERS, cookie, "").code()).isEqualTo("unauthenticated");
  }

  @Test
  void aMessageCarriesItsCredentialsInside() {
    for (var version : List.of(SOAP_11, SOAP_12)) {
      var right = call(version, token(PASSWORD, "#PasswordText"));
      assertThat(right.status()).as(right.text()).isEqualTo(200);
      assertThat(right.text()).contains("listResponse");
      for (var refused :
          List.of(
              call(version, token("wrong", "#PasswordText")),
              call(version, token(PASSWORD, "#PasswordDigest")),
              call(version, ""))) {
        assertThat(refused.status()).as(refused.text()).isEqualTo(401);
        assertThat(CustomersCheck.element(refused.text(), "code")).isEqualTo("unauthenticated");
      }
    }
  }

  private Server.Answer call(String version, String header) {
    return server.call(
        "POST",
        "/soap/customers",
        """
        <s:Envelope xmlns:s="%s"><s:Header>%s</s:Header>
          <s:Body><list xmlns="urn:tangram:customers:1"/></s:Body></s:Envelope>"""
            .formatted(version, header),
        "Authorization",
        "",
        "Content-Type",
        (version.equals(SOAP_12) ? "application/soap+xml" : "text/xml") + "; charset=UTF-8");
  }

  private static String token(String password, String type) {
    return """
        <w:Security s:mustUnderstand="1"
            xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">
          <w:UsernameToken><w:Username>%s</w:Username>
            <w:Password Type="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0%s"
              >%s</w:Password></w:UsernameToken></w:Security>"""
        .formatted(LOGIN, type, password);
  }

  private Server.Answer create(String... headers) {
    return server.post(CUSTOMERS, "{\"name\":\"Counted\"}", headers);
  }

  private Server.Answer signIn() {
    return server.post(
        SESSION,
        "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(LOGIN, PASSWORD),
        "Authorization",
        "");
  }

  private static String cookie(Server.Answer signedIn) {
    return signedIn.response().headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
  }

  private Server.Answer session(String method, String path, String cookie, String csrf) {
    return server.call(
        method, path, null, "Authorization", "", "Cookie", cookie, "X-CSRF-Token", csrf);
  }
}
