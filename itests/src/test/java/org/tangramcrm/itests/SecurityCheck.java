package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What somebody tries who means no good (M-94); what is promised stands in docs/security.md. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SecurityCheck {
  static final String PASSWORD = "a-long-password";
  static final String CUSTOMERS = "/api/v1/customers";
  static final String ROLES = "/api/v1/roles";
  static final String USERS = "/api/v1/users";
  static final String SESSION = "/api/v1/session";

  Server server;
  int numbered;

  abstract Server begin();

  @BeforeAll
  void start() {
    server = begin();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  // ---- sessions

  @Test
  void aSessionIsNeverTheOneThatTheBrowserBrought() {
    var planted = "tangram=0123456789abcdef0123456789abcdef";
    var signedIn = signInAsAdmin("Cookie", planted);
    assertThat(signedIn.status()).isEqualTo(200);
    var given = cookie(signedIn);
    assertThat(given).startsWith("tangram=").isNotEqualTo(planted);
    assertThat(status("GET", planted, "")).isEqualTo(401);
    assertThat(status("GET", given, "")).isEqualTo(200);
    assertThat(cookie(signInAsAdmin("Cookie", given))).isNotEqualTo(given);
  }

  @Test
  void aSessionThatWasTakenIsOfNoUseOnceItsOwnerSignedOutOrChangedThePassword() {
    var victim = user(null, role("customers", "own"));
    var first = signInAs(victim);
    var cookie = cookie(first);
    var csrf = first.json().get("csrf").asText();
    assertThat(status("GET", cookie, "")).isEqualTo(200);
    assertThat(server.call("DELETE", SESSION, null, with(cookie, csrf)).status()).isEqualTo(204);
    assertThat(status("GET", cookie, "")).isEqualTo(401);

    var second = cookie(signInAs(victim));
    var changed =
        server.post(
            USERS + "/me/actions/change-password",
            "{\"current\":\"" + PASSWORD + "\",\"password\":\"another-long-password\"}",
            victim.headers());
    assertThat(changed.status()).as(changed.text()).isLessThan(300);
    assertThat(status("GET", second, "")).isEqualTo(401);
    assertThat(server.get(CUSTOMERS, victim.headers()).status()).isEqualTo(401);
  }

  @Test
  void anotherSiteCanWriteNothingInASession() {
    var signedIn = signInAsAdmin();
    var cookie = cookie(signedIn);
    for (var type :
        List.of("text/plain", "application/x-www-form-urlencoded", "application/json")) {
      var forged =
          server.call(
              "POST",
              CUSTOMERS,
              "{\"name\":\"Forged\"}",
              "Authorization",
              "",
              "Cookie",
              cookie,
              "Content-Type",
              type);
      assertThat(forged.status()).as(type + forged.text()).isEqualTo(403);
    }
    assertThat(server.get(CUSTOMERS + "?filter=name==Forged").json().get("items")).isEmpty();
  }

  // ---- nobody raises themselves

  @Test
  void nobodyRaisesThemselves() {
    var clerk =
        user(
            null,
            made(
                ROLES,
                """
                {"code":"clerk-%d","name":"Clerk","operations":["users.view","users.edit","users.create","roles.view","roles.edit"],
                 "scopes":[{"collection":"*","scope":"all"}]}"""
                    .formatted(++numbered)));
    var administrator =
        server.get(ROLES + "?filter=code==administrator").json().at("/items/0/id").asText();
    var own = server.get(USERS + "/" + clerk.id()).json().at("/roleIds/0").asText();
    var raised =
        patch(USERS + "/" + clerk.id(), "{\"roleIds\":[\"" + administrator + "\"]}", clerk);
    assertThat(raised.status()).as(raised.text()).isEqualTo(403);
    var widened = patch(ROLES + "/" + own, "{\"operations\":[\"*\"]}", clerk);
    assertThat(widened.status()).as(widened.text()).isEqualTo(403);
    // The administrator's password would be a way up, too.
    var taken = patch(USERS + "/1", "{\"password\":\"a-password-of-theirs\"}", clerk);
    assertThat(taken.status()).as(taken.text()).isEqualTo(403);
    var made =
        server.post(
            USERS,
            "{\"login\":\"helper\",\"name\":\"Helper\",\"roleIds\":[\"" + administrator + "\"]}",
            clerk.headers());
    assertThat(made.status()).as(made.text()).isEqualTo(403);
    assertThat(server.get(USERS + "/" + clerk.id()).json().at("/roleIds/0").asText())
        .isEqualTo(own);
    assertThat(server.get(CUSTOMERS, clerk.headers()).status()).isEqualTo(403);
  }

  @Test
  void nobodyReachesMoreByBeingAPeerOrByMovingTheCompany() {
    var head = made("/api/v1/departments", "{\"name\":\"Head of raisers\"}");
    var other = made("/api/v1/departments", "{\"name\":\"Beside raisers\"}");
    var clerks =
        made(
            ROLES,
            """
            {"code":"raiser-%d","name":"Raiser",
             "operations":["users.view","users.edit","departments.view","departments.edit","customers.view","customers.create","customers.edit","customers.delete","contacts.view"],
             "scopes":[{"collection":"customers","scope":"subordinates"},{"collection":"contacts","scope":"department-tree"},
               {"collection":"users","scope":"all"},{"collection":"departments","scope":"all"}]}"""
                .formatted(++numbered));
    var raiser = user(head, clerks);
    var peer = user(other, role("customers", "own"));
    var below = user(other, role("customers", "own"));
    assertThat(
            server
                .call(
                    "PATCH",
                    USERS + "/" + below.id(),
                    "{\"superiorId\":\"" + raiser.id() + "\"}",
                    "If-Match",
                    "\"v1\"")
                .status())
        .isEqualTo(200);

    var password = "{\"password\":\"a-password-of-theirs\"}";
    for (var refused :
        List.of(
            patch(USERS + "/" + peer.id(), password, raiser),
            server.post(
                USERS + "/" + peer.id() + "/actions/set-password", password, raiser.headers()),
            server.post(
                USERS + "/" + peer.id() + "/actions/remove-second-factor", null, raiser.headers()),
            patch(USERS + "/" + peer.id(), "{\"superiorId\":\"" + raiser.id() + "\"}", raiser),
            patch(USERS + "/" + peer.id(), "{\"superiorId\":\"" + below.id() + "\"}", raiser),
            patch(USERS + "/" + raiser.id(), "{\"departmentId\":\"" + other + "\"}", raiser),
            patch("/api/v1/departments/" + other, "{\"parentId\":\"" + head + "\"}", raiser))) {
      assertThat(refused.status()).as(refused.text()).isEqualTo(403);
      assertThat(refused.text()).contains("more than they may themselves");
    }
    assertThat(viewAs(raiser, peer.id()).status()).isEqualTo(403);

    // Whoever is below one is reached anyway, and what is not of one's own may be moved.
    assertThat(viewAs(raiser, below.id()).status()).isEqualTo(200);
    assertThat(patch(USERS + "/" + below.id(), password, raiser).status()).isEqualTo(200);
    assertThat(
            patch(USERS + "/" + peer.id(), "{\"departmentId\":\"" + head + "\"}", raiser).status())
        .isEqualTo(200);
  }

  @Test
  void whoReachesAllMayMoveAnybodyAnywhere() {
    var people =
        made(
            ROLES,
            """
            {"code":"people-%d","name":"People","operations":["users.view","users.edit"],
             "scopes":[{"collection":"*","scope":"all"}]}"""
                .formatted(++numbered));
    var head = user(null, people, role("{\"collection\":\"*\",\"scope\":\"subordinates\"}"));
    var seller = user(null, role("customers", "own"));
    var moved = patch(USERS + "/" + seller.id(), "{\"superiorId\":\"" + head.id() + "\"}", head);
    assertThat(moved.status()).as(moved.text()).isEqualTo(200);
  }

  @Test
  void aDepartmentWhoseManagerHasGoneIsStillChanged() {
    var manager = user(null);
    var departments = "/api/v1/departments";
    var id = made(departments, "{\"name\":\"Led\",\"managerId\":\"" + manager.id() + "\"}");
    assertThat(
            server.call("DELETE", USERS + "/" + manager.id(), null, "If-Match", "\"v1\"").status())
        .isEqualTo(204);
    var renamed =
        server.call(
            "PATCH", departments + "/" + id, "{\"name\":\"Led by nobody\"}", "If-Match", "\"v1\"");
    assertThat(renamed.status()).as(renamed.text()).isEqualTo(200);
  }

  @Test
  void whoComesBackFromTheBinIsInNoDepartmentThatHasGone() {
    var departments = "/api/v1/departments";
    var department = made(departments, "{\"name\":\"Closed soon\"}");
    var somebody = user(department);
    for (var gone : List.of(USERS + "/" + somebody.id(), departments + "/" + department)) {
      assertThat(server.call("DELETE", gone, null, "If-Match", "\"v1\"").status()).isEqualTo(204);
    }
    var back = server.post(USERS + "/" + somebody.id() + "/actions/restore", null);
    assertThat(back.status()).as(back.text()).isEqualTo(200);
    assertThat(back.json().has("departmentId")).isFalse();
    assertThat(
            server
                .call(
                    "PATCH",
                    USERS + "/" + somebody.id(),
                    "{\"phone\":\"021-5550000\"}",
                    "If-Match",
                    "\"v" + back.json().get("version").asText() + "\"")
                .status())
        .isEqualTo(200);
  }

  private Server.Answer viewAs(Somebody by, String user) {
    var signedIn = signInAs(by);
    return server.call(
        "PUT",
        SESSION,
        "{\"viewAs\":\"" + user + "\"}",
        with(cookie(signedIn), signedIn.json().get("csrf").asText()));
  }

  @Test
  void whatTheServerKeepsCannotBeSent() {
    var seller = user(null, role("customers", "own"));
    var stranger = user(null);
    var body =
        """
        {"name":"Assigned","id":"1","version":99,"number":"C-0000-1","createdBy":"1","createdAt":"2001-01-01T00:00:00Z",
         "departmentId":"1","lastContactAt":"2001-01-01T00:00:00Z"}""";
    var made = server.post(CUSTOMERS, body, seller.headers());
    if (made.status() == 201) {
      var record = made.json();
      assertThat(record.get("version").asInt()).isEqualTo(1);
      assertThat(record.get("id").asText()).isNotEqualTo("1");
      assertThat(record.get("number").asText()).isNotEqualTo("C-0000-1");
      assertThat(record.get("createdBy").asText()).isEqualTo(seller.id());
      assertThat(record.get("createdAt").asText()).doesNotStartWith("2001");
      assertThat(record.has("departmentId")).isFalse();
      assertThat(record.has("lastContactAt")).isFalse();
    } else {
      assertThat(made.status()).as(made.text()).isEqualTo(422);
    }
    // As it was read it goes back, and what nobody sets stays what it is.
    var kept =
        server.post(CUSTOMERS, "{\"name\":\"Kept\",\"remark\":\"x\"}", seller.headers()).json();
    var path = CUSTOMERS + "/" + kept.get("id").asText();
    var change =
        patch(
            path,
            "{\"remark\":\"y\",\"number\":\"C-0000-1\",\"createdAt\":\"2001-01-01T00:00:00Z\",\"departmentId\":\"1\"}",
            seller);
    assertThat(change.status()).as(change.text()).isEqualTo(200);
    var again = server.get(path, seller.headers());
    assertThat(again.json().get("remark").asText()).isEqualTo("y");
    for (var field : List.of("number", "createdAt", "departmentId")) {
      assertThat(again.json().get(field)).as(field).isEqualTo(kept.get(field));
    }
    var whole = patch(path, again.text(), seller);
    assertThat(whole.status()).as(whole.text()).isEqualTo(200);
    var given =
        server.post(
            CUSTOMERS,
            "{\"name\":\"Given away\",\"ownerId\":\"" + stranger.id() + "\"}",
            seller.headers());
    assertThat(given.status()).as(given.text()).isEqualTo(422);
    assertThat(given.json().at("/errors/0/field").asText()).isEqualTo("ownerId");
  }

  // ---- what is sent

  /** What cannot be read, what must be there and whom nobody knows, in one answer. */
  @Test
  void allThatIsWrongIsToldAtOnceToWhoeverMayCall() {
    var body =
        "{\"employees\":\"many\",\"website\":\"x y\",\"ownerId\":\"999999999\",\"parentId\":\"999999999\",\"colour\":1}";
    var errors =
        List.of(
            "employees wrong-type",
            "colour unknown-field",
            "name required",
            "website format",
            "parentId unknown-reference",
            "ownerId out-of-reach");
    var all = server.post(CUSTOMERS, body);
    assertThat(all.status()).as(all.text()).isEqualTo(400);
    assertThat(told(all)).containsExactlyInAnyOrderElementsOf(errors);
    var known = server.post(CUSTOMERS, "{\"name\":\"Told whole\"}").json().get("id").asText();
    var change = server.call("PATCH", CUSTOMERS + "/" + known, body, "If-Match", "\"v1\"");
    assertThat(change.status()).as(change.text()).isEqualTo(400);
    assertThat(told(change))
        .containsExactlyInAnyOrderElementsOf(
            errors.stream().filter(error -> !error.startsWith("name")).toList());
    var soap =
        server.soap(
            "customers",
            "create",
            "<customer><employees>many</employees><colour>1</colour><website>x y</website>"
                + "<ownerId>999999999</ownerId><parentId>999999999</parentId></customer>");
    for (var error : errors) {
      assertThat(soap.text()).contains("<field>" + error.split(" ")[0] + "</field>");
    }
    // Without what cannot be read: two that are unknown, in one answer as well.
    var unknown =
        server.post(
            CUSTOMERS, "{\"name\":\"x\",\"ownerId\":\"999999999\",\"parentId\":\"999999999\"}");
    assertThat(told(unknown))
        .containsExactlyInAnyOrder("parentId unknown-reference", "ownerId out-of-reach");
    // Who may not create anything learns nothing of how it would be done.
    var nobody = user(null);
    assertThat(server.post(CUSTOMERS, body, nobody.headers()).status()).isEqualTo(403);
  }

  private static List<String> told(Server.Answer answer) {
    var told = new java.util.ArrayList<String>();
    answer
        .json()
        .get("errors")
        .forEach(error -> told.add(error.get("field").asText() + " " + error.get("code").asText()));
    return told;
  }

  @Test
  void entitiesAreNotExpanded() {
    var bomb =
        """
        <!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
          <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
          <create xmlns="urn:tangram:customers:1"><customer><name>&d;</name></customer></create></s:Body></s:Envelope>""";
    var file =
        bomb.replaceFirst(
                "<!DOCTYPE[^>]*>", "<!DOCTYPE s [<!ENTITY d SYSTEM \"file:///etc/passwd\">")
            .replaceAll("<!ENTITY [abc] [^>]*>\\s*", "");
    for (var message : List.of(bomb, file)) {
      var answer =
          server.call(
              "POST", "/soap/customers", message, "Content-Type", "text/xml; charset=UTF-8");
      assertThat(answer.status()).as(answer.text()).isBetween(400, 500);
      assertThat(answer.text())
          .contains("malformed")
          .doesNotContain("root:")
          .doesNotContain("\tat ");
    }
    assertThat(server.get(CUSTOMERS + "?q=aaaaaaaaaa").json().get("items")).isEmpty();
  }

  @Test
  void filtersAndSortsAreNoWayIntoTheDatabase() {
    for (var query :
        List.of(
            "filter=name=='x' or 1==1--",
            "filter=name==%27%29%20or%20%281%3D1",
            "sort=name;drop table customer",
            "sort=(select 1)",
            "filter=password==*",
            "fields=search_text",
            "sums=(select count(*) from tangram_user)",
            "q=%27%20or%20%271%27=%271")) {
      var path =
          CUSTOMERS + "?" + query.replace(" ", "%20").replace("(", "%28").replace(")", "%29");
      var answer = server.get(path);
      assertThat(answer.status()).as(query + answer.text()).isIn(200, 400, 422);
      assertThat(answer.text()).doesNotContain("SQL").doesNotContain("\tat ");
    }
    assertThat(server.get(CUSTOMERS + "?limit=1").status()).isEqualTo(200);
  }

  @Test
  void whatIsTooLargeOrTooDeepIsRefused() {
    var large = server.post(CUSTOMERS, "{\"name\":\"" + "x".repeat(20_000_000) + "\"}");
    assertThat(large.status()).as("large").isIn(413, 422);
    var deep = server.post(CUSTOMERS, "[".repeat(100_000) + "]".repeat(100_000));
    assertThat(deep.status()).as("deep").isBetween(400, 422);
    assertThat(deep.text()).doesNotContain("\tat ");
    assertThat(server.get(CUSTOMERS + "?limit=1").status()).isEqualTo(200);
  }

  // ---- what is told

  /** Strangers who begin to sign in and never end take no thread from those who work. */
  @Test
  void whoSendsSlowlyKeepsNobodyFromWorking() throws IOException {
    var user = user(null, role("customers", "own"));
    var credentials = "Authorization: " + user.headers()[1] + "\r\n";
    for (var head :
        List.of(
            "POST " + SESSION + " HTTP/1.1\r\nContent-Type: application/json\r\n",
            "POST /soap/customers HTTP/1.1\r\nContent-Type: text/xml\r\n",
            "POST /soap/customers HTTP/1.1\r\nContent-Type: text/xml\r\n" + credentials,
            "POST %s HTTP/1.1\r\nContent-Type: application/json\r\n%s"
                .formatted(CUSTOMERS, credentials))) {
      var slow = new ArrayList<Socket>();
      try {
        for (int i = 0; i < 250; i++) {
          slow.add(send(head + "Host: localhost\r\nContent-Length: 90\r\n\r\n{"));
        }
        for (int i = 0; i < 20; i++) {
          assertThat(server.get(CUSTOMERS).status()).as(head).isEqualTo(200);
        }
        Server.await(head + ": most are refused", () -> answered(slow) > 200);
        // What comes in one piece is waited for by nobody.
        var body = "{\"user\":\"admin\",\"password\":\"%s\"}".formatted(Server.PASSWORD);
        try (var quick =
            send(
                "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(SESSION, body.length(), body))) {
          assertThat(firstLine(quick)).as(head).contains(" 200 ");
        }
      } finally {
        for (var socket : slow) {
          socket.close();
        }
      }
    }
    Server.await("one can sign in again", () -> signInAsAdmin().status() == 200);
  }

  private Socket send(String text) throws IOException {
    var socket = new Socket("localhost", server.port);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static long answered(List<Socket> sockets) {
    return sockets.stream()
        .filter(
            socket -> {
              try {
                return socket.getInputStream().available() > 0;
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .count();
  }

  private static String firstLine(Socket socket) throws IOException {
    socket.setSoTimeout(30_000);
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  @Test
  void passwordsAndTokensStandInNoLogAndNoFact() {
    var password = "sEcReT-" + ++numbered + "-of-theirs";
    var login = "discreet" + numbered;
    var id =
        made(
            USERS,
            "{\"login\":\"%1$s\",\"name\":\"%1$s\",\"password\":\"%2$s\",\"roleIds\":[]}"
                .formatted(login, password));
    var token =
        server
            .post(
                "/api/v1/tokens",
                "{\"name\":\"discreet\"}",
                "Authorization",
                Server.basic(login, password))
            .json()
            .get("token")
            .asText();
    server.get(CUSTOMERS, "Authorization", "Bearer " + token);
    server.get(CUSTOMERS, "Authorization", Server.basic(login, password + "x"));
    server.post(
        SESSION,
        "{\"user\":\"%s\",\"password\":\"%s\"".formatted(login, password),
        "Authorization",
        "");
    server.post(USERS + "/" + id + "/actions/set-password", "{\"password\":\"" + password + "2\"}");
    for (var told :
        List.of(
            server.log(),
            server.get("/api/v1/audit?limit=500").text(),
            server.get("/api/v1/timeline/users/" + id).text(),
            server.get(USERS + "/" + id).text(),
            server
                .get("/api/v1/tokens", "Authorization", Server.basic(login, password + "2"))
                .text())) {
      assertThat(told).doesNotContain(password).doesNotContain(token);
      assertThat(told).doesNotContain("$2a$");
    }
  }

  @Test
  void m94_sessionsAreListedAndEndedByThemselvesAndByWhoeverMayEditUsers() {
    var somebody = user(null);
    var first = cookie(signInAs(somebody));
    var second = cookie(signInAs(somebody));
    var own = server.get(USERS + "/me/sessions", "Authorization", "", "Cookie", first);
    assertThat(own.json().get("items")).hasSize(2);
    assertThat(first + second).doesNotContain(own.json().at("/items/0/session").asText());
    var path = USERS + "/" + somebody.id() + "/sessions";
    assertThat(server.get(path, somebody.headers()).status()).isEqualTo(403);
    var soap = server.soap("users", "sessions", "<id>" + somebody.id() + "</id>");
    assertThat(Flat.all(Flat.parse(soap.text()), "items")).hasSize(2);
    var ended =
        server.post(
            USERS + "/me/actions/end-session",
            "{\"session\":\"" + own.json().at("/items/0/session").asText() + "\"}",
            somebody.headers());
    assertThat(ended.status()).as(ended.text()).isEqualTo(204);
    assertThat(server.get(path).json().get("items")).hasSize(1);
    server.post(USERS + "/" + somebody.id() + "/actions/end-session", "{}");
    for (var cookie : List.of(first, second)) {
      assertThat(server.get(USERS + "/me/sessions", "Authorization", "", "Cookie", cookie).status())
          .isEqualTo(401);
    }
    signIn(somebody.login(), "not the password");
    var tries = server.get(USERS + "/" + somebody.id() + "/sign-ins").json().get("items");
    assertThat(tries).hasSize(3);
    assertThat(tries.get(0).get("outcome").asText()).isEqualTo("refused");
    assertThat(tries.get(2).get("outcome").asText()).isEqualTo("signed-in");
  }

  @Test
  void m94_tokensOfOthersAreSeenAndEndedByWhoeverMayEditUsers() {
    var somebody = user(null, role("customers", "own"));
    var tokens = new ArrayList<String>();
    for (var name : List.of("ERP", "Mailer", "Scraper")) {
      var made =
          server.post(
              "/api/v1/tokens",
              "{\"name\":\"%s\",\"scopes\":[\"customers.view\"]}".formatted(name),
              somebody.headers());
      assertThat(made.status()).as(made.text()).isEqualTo(201);
      tokens.add(made.json().get("token").asText());
    }
    assertThat(server.get(CUSTOMERS, bearer(tokens.get(0))).status()).isEqualTo(200);
    var path = USERS + "/" + somebody.id() + "/tokens";
    assertThat(server.get(path, somebody.headers()).status()).isEqualTo(403);
    var seen = server.get(path).json().get("items");
    assertThat(seen).hasSize(3);
    assertThat(seen.toString()).doesNotContain("tgm_");
    assertThat(seen.get(0).has("lastUsed")).isTrue();
    assertThat(seen.get(1).has("lastUsed")).isFalse();
    var end = USERS + "/" + somebody.id() + "/actions/end-token";
    var foreign =
        server.post("/api/v1/tokens", "{\"name\":\"Of the administrator\"}").json().get("id");
    assertThat(server.post(end, "{\"tokenId\":%s}".formatted(foreign)).status()).isEqualTo(404);
    assertThat(server.call("DELETE", "/api/v1/tokens/" + foreign.asText(), null).status())
        .isEqualTo(204);
    var ended = server.post(end, "{\"tokenId\":%s}".formatted(seen.get(0).get("id")));
    assertThat(ended.status()).as(ended.text()).isEqualTo(204);
    assertThat(server.get(CUSTOMERS, bearer(tokens.get(0))).status()).isEqualTo(401);
    assertThat(server.get(CUSTOMERS, bearer(tokens.get(1))).status()).isEqualTo(200);
    server.post(end, "{}");
    assertThat(server.get(CUSTOMERS, bearer(tokens.get(1))).status()).isEqualTo(401);

    // Of them the audit log tells those who reach all users, and the others of their own.
    var reading =
        """
        {"code":"token-auditor-%d","name":"Auditor","operations":["audit.view","users.view"],
         "scopes":[{"collection":"*","scope":"all"}%s]}""";
    var narrower = ",{\"collection\":\"users\",\"scope\":\"own\"}";
    var auditor = user(null, made(ROLES, reading.formatted(++numbered, "")));
    var narrow = user(null, made(ROLES, reading.formatted(++numbered, narrower)));
    var facts = "/api/v1/audit?limit=200&filter=collection=in=(user-tokens,sign-ins)";
    var query = "<query><filter>collection==user-tokens</filter></query>";
    assertThat(server.get(facts, auditor.headers()).text()).contains("Scraper");
    assertThat(server.soap("audit", "list", query, auditor.headers()).text()).contains("Scraper");
    assertThat(server.get(facts, narrow.headers()).json().get("items"))
        .allSatisfy(fact -> assertThat(fact.path("userId").asText()).isEqualTo(narrow.id()));
    assertThat(server.soap("audit", "list", query, narrow.headers()).text())
        .contains("<total>")
        .doesNotContain("user-tokens");

    var late =
        server.post(
            "/api/v1/tokens",
            "{\"name\":\"For ever\",\"expires\":\"2999-01-01T00:00:00Z\"}",
            somebody.headers());
    assertThat(late.status()).as(late.text()).isEqualTo(422);
    assertThat(late.json().at("/errors/0/field").asText()).endsWith("expires");
    assertThat(late.json().at("/errors/0/code").asText()).isEqualTo("too-late");
  }

  private static String[] bearer(String token) {
    return new String[] {"Authorization", "Bearer " + token};
  }

  @Test
  void m94_triesWithNamesThatNobodyHasAreToldWithoutTheNames() {
    signIn("a-password-in-the-wrong-field", "guess");
    var path = USERS + "/unknown/sign-ins";
    var line = server.get(path).json().at("/items/0");
    var before = line.get("tries").asInt();
    assertThat(line.get("outcome").asText()).isEqualTo("unknown");
    signIn("another-name", "guess");
    var after = server.get(path);
    assertThat(after.json().at("/items/0/tries").asInt()).isEqualTo(before + 1);
    assertThat(after.text()).doesNotContain("wrong-field");
    assertThat(server.get("/api/v1/audit?limit=50").text()).doesNotContain("wrong-field");
    var somebody = user(null, role("customers", "own"));
    assertThat(server.get(path, somebody.headers()).status()).isEqualTo(403);
  }

  @Test
  void m80_whatIsThereAlreadyIsToldByItsField() {
    var name = "twice" + ++numbered;
    var user = "{\"login\":\"%s\",\"name\":\"Twice\",\"password\":\"" + PASSWORD + "\"%s}";
    made(USERS, user.formatted(name, ""));
    var other = made(USERS, user.formatted(name + "b", ""));
    var role = "{\"code\":\"" + name + "\",\"name\":\"" + name + "\"}";
    made("/api/v1/roles", role);
    made("/api/v1/departments", role);
    for (var refused :
        List.of(
            server.post(USERS, user.formatted(name.toUpperCase(Locale.ROOT), "")),
            server.call(
                "PATCH", USERS + "/" + other, "{\"login\":\"" + name + "\"}", "If-Match", "\"v1\""),
            server.post("/api/v1/roles", role),
            server.post("/api/v1/departments", role))) {
      assertThat(refused.status()).as(refused.text()).isEqualTo(422);
      assertThat(refused.json().at("/errors/0/field").asText()).isIn("login", "code");
      assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("duplicate");
    }
    var nowhere = server.post(USERS, user.formatted(name + "c", ",\"locale\":\"xx\""));
    assertThat(nowhere.json().at("/errors/0/field").asText()).isEqualTo("locale");
  }

  @Test
  void m85_aSessionTellsTheLanguageAndTheClockOfWhoeverSitsThere() {
    var login = "user" + ++numbered;
    var id =
        made(
            USERS,
            "{\"login\":\"%1$s\",\"name\":\"%1$s\",\"password\":\"%2$s\",\"locale\":\"zh-CN\",\"timeZone\":\"Asia/Urumqi\"}"
                .formatted(login, PASSWORD));
    var told = signIn(login, PASSWORD);
    assertThat(told.json().get("locale").asText()).isEqualTo("zh-CN");
    assertThat(told.json().get("timeZone").asText()).isEqualTo("Asia/Urumqi");
    var admin = signInAsAdmin();
    assertThat(admin.json().get("locale").isNull()).isTrue();
    var viewing =
        server.call(
            "PUT",
            SESSION,
            "{\"viewAs\":\"" + id + "\"}",
            with(cookie(admin), admin.json().get("csrf").asText()));
    assertThat(viewing.json().at("/user/login").asText()).isEqualTo(login);
    assertThat(viewing.json().get("timeZone").isNull()).isTrue();
  }

  @Test
  void whoMayEditUsersSeesTheSystemAsOneOfThemAndChangesNothing() {
    var seller = user(null, role("customers", "own"));
    var owned = made(CUSTOMERS, "{\"name\":\"Theirs\",\"ownerId\":\"" + seller.id() + "\"}");
    var others = made(CUSTOMERS, "{\"name\":\"Not theirs\"}");
    var admin = signInAsAdmin();
    var headers =
        new String[] {
          "Authorization",
          "",
          "Cookie",
          cookie(admin),
          "X-CSRF-Token",
          admin.json().get("csrf").asText()
        };
    var viewing = server.call("PUT", SESSION, "{\"viewAs\":\"" + seller.id() + "\"}", headers);
    assertThat(viewing.status()).as(viewing.text()).isEqualTo(200);
    assertThat(viewing.json().get("viewing").asBoolean()).isTrue();
    assertThat(viewing.json().at("/user/login").asText()).isEqualTo(seller.login());
    assertThat(server.get(CUSTOMERS + "/" + owned, headers).status()).isEqualTo(200);
    assertThat(server.get(CUSTOMERS + "/" + others, headers).status()).isEqualTo(404);
    assertThat(server.get(ROLES, headers).status()).isEqualTo(403);
    assertThat(server.post(CUSTOMERS, "{\"name\":\"By nobody\"}", headers).status()).isEqualTo(403);
    assertThat(
            server
                .soap("customers", "create", "<customer><name>By nobody</name></customer>", headers)
                .status())
        .isNotEqualTo(200);
    var tries = server.get(USERS + "/" + seller.id() + "/sign-ins").json();
    assertThat(tries.at("/items/0/outcome").asText()).isEqualTo("viewed");

    var back = server.call("PUT", SESSION, "{\"viewAs\":null}", headers);
    assertThat(back.json().get("viewing").asBoolean()).isFalse();
    assertThat(server.get(CUSTOMERS + "/" + others, headers).status()).isEqualTo(200);

    var signedIn = signInAs(seller);
    var refused =
        server.call(
            "PUT",
            SESSION,
            "{\"viewAs\":\"1\"}",
            "Authorization",
            "",
            "Cookie",
            cookie(signedIn),
            "X-CSRF-Token",
            signedIn.json().get("csrf").asText());
    assertThat(refused.status()).as(refused.text()).isEqualTo(403);
  }

  @Test
  void m94_aPasswordIsMoreThanTheSignInName() {
    var login = "longishname" + ++numbered;
    var refused =
        server.post(
            USERS, "{\"login\":\"%1$s\",\"name\":\"A\",\"password\":\"%1$s12\"}".formatted(login));
    assertThat(refused.status()).as(refused.text()).isEqualTo(422);
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("password");
    assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("little-but-login");
  }

  @Test
  void nothingButHealthAndTheSignInPageIsThereForStrangers() {
    for (var path :
        List.of(
            CUSTOMERS,
            "/api/v1/openapi.json",
            "/api/docs/",
            "/api/v1/metadata",
            "/api/v1/events?topics=customers",
            "/soap/customers?wsdl",
            "/metrics",
            "/health",
            "/system/console",
            "/cxf")) {
      assertThat(server.get(path, "Authorization", "").status()).as(path).isIn(401, 404);
    }
    for (var path : List.of("/health/live", "/health/ready", "/")) {
      assertThat(server.get(path, "Authorization", "").status()).as(path).isEqualTo(200);
    }
  }

  // ---- helpers

  /** Somebody who signs in with each request. */
  record Somebody(String id, String login) {
    String[] headers() {
      return new String[] {"Authorization", Server.basic(login, PASSWORD)};
    }
  }

  private Server.Answer signInAsAdmin(String... headers) {
    return signIn("admin", Server.PASSWORD, headers);
  }

  Server.Answer signInAs(Somebody somebody) {
    return signIn(somebody.login(), PASSWORD);
  }

  private Server.Answer signIn(String login, String password, String... headers) {
    var all = new java.util.ArrayList<>(List.of(headers));
    all.addAll(List.of("Authorization", ""));
    return server.post(
        SESSION,
        "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(login, password),
        all.toArray(String[]::new));
  }

  static String cookie(Server.Answer signedIn) {
    return signedIn.response().headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
  }

  private static String[] with(String cookie, String csrf) {
    return new String[] {"Authorization", "", "Cookie", cookie, "X-CSRF-Token", csrf};
  }

  private int status(String method, String cookie, String csrf) {
    return server.call(method, CUSTOMERS, null, with(cookie, csrf)).status();
  }

  Server.Answer patch(String path, String change, Somebody somebody) {
    var version = server.get(path).json().get("version").asInt();
    return server.call(
        "PATCH",
        path,
        change,
        "Authorization",
        Server.basic(somebody.login(), PASSWORD),
        "If-Match",
        "\"v" + version + "\"");
  }

  Somebody user(String department, String... roles) {
    var login = "user" + ++numbered;
    var id =
        made(
            USERS,
            "{\"login\":\"%1$s\",\"name\":\"%1$s\",\"password\":\"%2$s\",\"roleIds\":[%3$s]%4$s}"
                .formatted(
                    login,
                    PASSWORD,
                    quoted(roles),
                    department == null ? "" : ",\"departmentId\":\"" + department + "\""));
    return new Somebody(id, login);
  }

  static String quoted(String... ids) {
    return List.of(ids).stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(","));
  }

  String role(String collection, String scope, String... departments) {
    return role(
        "{\"collection\":\"%s\",\"scope\":\"%s\",\"departmentIds\":[%s]}"
            .formatted(collection, scope, quoted(departments)));
  }

  /** May read and write customers and read contacts, as far as the scopes reach. */
  String role(String scopes) {
    return made(ROLES, body(scopes));
  }

  String body(String scopes) {
    return """
    {"code":"role-%d","name":"Role","operations":["customers.view","customers.create","customers.edit","contacts.view"],"scopes":[%s]}"""
        .formatted(++numbered, scopes);
  }

  String made(String path, String body) {
    var made = server.post(path, body);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("id").asText();
  }
}
