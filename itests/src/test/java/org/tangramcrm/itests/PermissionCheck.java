package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who reaches what (M-88, M-89); the same on every database. */
abstract class PermissionCheck extends SecondFactorCheck {
  private static final String DEPARTMENTS = "/api/v1/departments";

  private String north;
  private String south;
  private String east;

  /** A company of three departments, one customer in each. */
  @BeforeAll
  void found() {
    north = made(DEPARTMENTS, "{\"name\":\"North\"}");
    south = made(DEPARTMENTS, "{\"name\":\"South\"}");
    east = made(DEPARTMENTS, "{\"name\":\"East\",\"parentId\":\"" + south + "\"}");
    for (var at :
        List.of(Map.entry("North", north), Map.entry("South", south), Map.entry("East", east))) {
      var owner = user(at.getValue());
      made(
          CUSTOMERS,
          "{\"name\":\"%s customer\",\"ownerId\":\"%s\"}".formatted(at.getKey(), owner.id()));
    }
  }

  // ---- scopes

  /** What roles and tokens are given is said in words, analyses and what lifts a rule among it. */
  @Test
  void m88_everyPermissionHasANameInBothLanguages() {
    var named = new HashSet<String>();
    for (var language : List.of("en", "zh-CN")) {
      for (var model :
          server.get("/api/v1/metadata", "Accept-Language", language).json().get("items")) {
        for (var operation : model.get("operations")) {
          var permission = operation.path("permission").asText();
          if (!permission.isEmpty()) {
            var title = operation.path("title").asText();
            assertThat(title).as(permission).isNotEmpty();
            // No raw verb: Chinese where that is asked for, with a capital else.
            var chinese = title.codePoints().anyMatch(Character::isIdeographic);
            assertThat(chinese).as(permission + " " + title).isEqualTo(language.equals("zh-CN"));
            assertThat(title).as(permission).doesNotMatch("[a-z].*");
            named.add(permission);
          }
        }
      }
    }
    // What nobody could ever do is given to nobody; what a module that is away knows may be.
    var role = "{\"code\":\"known-%d\",\"name\":\"Known\",\"operations\":[\"%s\"],\"fields\":[%s]}";
    for (var wrong :
        Map.of(
                "operations[0]", role.formatted(++numbered, "customers.fly", ""),
                "fields[0].field",
                    role.formatted(
                        ++numbered,
                        "customers.view",
                        "{\"collection\":\"customers\",\"field\":\"nosuch\",\"access\":\"hidden\"}"))
            .entrySet()) {
      var refused = server.post(ROLES, wrong.getValue());
      assertThat(refused.code()).as(refused.text()).isEqualTo("invalid");
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo(wrong.getKey());
    }
    assertThat(server.post(ROLES, role.formatted(++numbered, "expenses.approve", "")).status())
        .isEqualTo(201);
    // Roles that came with the system are named in the reader's language wherever they stand.
    assertThat(server.get(ROLES + "?fields=id,name&limit=500", "Accept-Language", "zh-CN").text())
        .contains("系统管理员")
        .doesNotContain("\"code\"");

    assertThat(named)
        .contains("analyses.R-3", "contact-logs.override", "receipts.void", "customers.export");
  }

  @Test
  void m89_chosenDepartmentsAreReachedWithoutThoseBelowThem() {
    var role = role("customers", "departments", south, north);
    var reader = user(null, role);
    assertThat(seen(reader)).containsExactly("North customer", "South customer");
    var below = user(null, role("customers", "departments", east));
    assertThat(seen(below)).containsExactly("East customer");
  }

  @Test
  void m89_oneDepartmentAndItsTree() {
    assertThat(seen(user(south, role("customers", "department"))))
        .containsExactly("South customer");
    assertThat(seen(user(south, role("customers", "department-tree"))))
        .containsExactly("East customer", "South customer");
    assertThat(seen(user(south, role("customers", "own")))).isEmpty();
    assertThat(seen(user(null, role("customers", "all"))))
        .contains("East customer", "North customer", "South customer");
  }

  @Test
  void m89_whatIsSaidOfACollectionHoldsInsteadOfWhatIsSaidOfAll() {
    var narrowed =
        role(
            "{\"collection\":\"*\",\"scope\":\"all\"},{\"collection\":\"customers\",\"scope\":\"own\"}");
    assertThat(seen(user(south, narrowed))).isEmpty();
    var shut =
        role(
            "{\"collection\":\"*\",\"scope\":\"all\"},{\"collection\":\"customers\",\"scope\":\"none\"}");
    var nobody = user(south, shut);
    assertThat(seen(nobody)).isEmpty();
    var any = server.get(CUSTOMERS + "?limit=1").json().at("/items/0/id").asText();
    assertThat(server.get(CUSTOMERS + "/" + any, nobody.headers()).status()).isEqualTo(404);
  }

  /** Each of the two alone is fine; together they would close a circle. */
  @Test
  void m89_ofTwoChangesOfSuperiorsAtOnceThatWouldCloseACircleOneIsRefused() throws Exception {
    var one = user(null);
    var other = user(null);
    var answers = AtOnce.run(() -> under(one.id(), other.id()), () -> under(other.id(), one.id()));
    assertThat(answers.stream().map(Server.Answer::status)).containsExactlyInAnyOrder(200, 422);
    var refused = answers.stream().filter(answer -> answer.status() == 422).findFirst();
    assertThat(refused.orElseThrow().json().at("/errors/0/field").asText()).isEqualTo("superiorId");
  }

  private Server.Answer under(String user, String superior) {
    return server.call(
        "PATCH",
        "/api/v1/users/" + user,
        "{\"superiorId\":\"" + superior + "\"}",
        "If-Match",
        "\"v1\"");
  }

  @Test
  void m89_severalRolesAreAUnionAndNoneTakesAway() {
    var nothing = role("customers", "none");
    var some = role("customers", "departments", north);
    assertThat(seen(user(south, nothing, some))).containsExactly("North customer");
    var all = role("{\"collection\":\"*\",\"scope\":\"all\"}");
    assertThat(seen(user(south, nothing, some, all)))
        .contains("East customer", "North customer", "South customer");
  }

  /** What either role reaches, at both doors, in lists, counts and by id; and nothing else. */
  @Test
  void edge17_aUserWithTwoRolesReachesWhatEitherOfThemReaches() {
    var two = user(null, role("customers", "own"), role("customers", "departments", north));
    var mine = made(CUSTOMERS, "{\"name\":\"Mine of two\",\"ownerId\":\"%s\"}".formatted(two.id()));
    assertThat(seen(two)).containsExactly("Mine of two", "North customer");
    var listed = server.soap("customers", "list", "", two.headers()).text();
    assertThat(Flat.all(Flat.parse(listed), "items")).hasSize(2);
    assertThat(server.get(CUSTOMERS + "/" + mine, two.headers()).status()).isEqualTo(200);
    var others = server.get(CUSTOMERS + "?q=customer&fields=id,name").json().get("items");
    for (var other : others) {
      var id = other.get("id").asText();
      var reached = other.get("name").asText().equals("North customer");
      assertThat(server.get(CUSTOMERS + "/" + id, two.headers()).status())
          .as(other.toString())
          .isEqualTo(reached ? 200 : 404);
      assertThat(server.soap("customers", "get", "<id>" + id + "</id>", two.headers()).status())
          .as(other.toString())
          .isEqualTo(reached ? 200 : 500);
    }
    // What another role allows is allowed as well.
    assertThat(server.get("/api/v1/roles", two.headers()).status()).isEqualTo(403);
    var roles =
        made(
            ROLES,
            "{\"code\":\"reader-%d\",\"name\":\"Reader\",\"operations\":[\"roles.view\"],\"scopes\":[]}"
                .formatted(++numbered));
    assign(two, role("customers", "own"), roles);
    assertThat(server.get("/api/v1/roles", two.headers()).status()).isEqualTo(200);
    assertThat(seen(two)).containsExactly("Mine of two");
  }

  /** On the very next request, at both doors, and for who is listening already. */
  @Test
  void edge18_aManagerWhoLosesASubordinateLosesTheirCustomersAtOnce() {
    var manager = user(null, role("customers", "subordinates"));
    var below = user(null);
    assertThat(under(below.id(), manager.id()).status()).isEqualTo(200);
    var customer =
        made(CUSTOMERS, "{\"name\":\"Of below\",\"ownerId\":\"%s\"}".formatted(below.id()));
    var path = CUSTOMERS + "/" + customer;
    // Who shows other credentials than a session's is asked for them anew, by the end of the
    // stream.
    try (var listener = Listener.at(server, "customers", "Cookie", cookie(signInAs(manager)));
        var other = Listener.at(server, "customers", manager.headers())) {
      assertThat(seen(manager)).containsExactly("Of below");
      var asked = "<id>" + customer + "</id>";
      assertThat(server.soap("customers", "get", asked, manager.headers()).status()).isEqualTo(200);
      assertThat(renamed(path, 1).status()).isEqualTo(200);
      listener.await("a change while they are below", customer, "updated");
      var heard = listener.of(customer).size();

      var left =
          server.call(
              "PATCH",
              USERS + "/" + below.id(),
              "{\"superiorId\":null}",
              "If-Match",
              "\"v" + server.get(USERS + "/" + below.id()).json().get("version").asInt() + "\"");
      assertThat(left.status()).as(left.text()).isEqualTo(200);
      assertThat(server.get(path, manager.headers()).status()).isEqualTo(404);
      assertThat(server.soap("customers", "get", asked, manager.headers()).text())
          .contains("not-found");
      assertThat(seen(manager)).isEmpty();
      var soap = server.soap("customers", "list", "", manager.headers()).text();
      assertThat(soap).doesNotContain("below");
      Server.await("the end of the other stream", other::hasEnded);
      assertThat(renamed(path, 2).status()).isEqualTo(200);
      // Told in their order: whoever heard of the last was told of all that they are told of.
      var last = made(CUSTOMERS, "{\"name\":\"Last\",\"ownerId\":\"%s\"}".formatted(manager.id()));
      listener.await("what is made after it", last, "created");
      assertThat(listener.of(customer)).as("heard after they left").hasSize(heard);
      assertThat(other.of(customer)).hasSizeLessThanOrEqualTo(heard);
    }
  }

  private Server.Answer renamed(String path, int version) {
    return server.call(
        "PATCH",
        path,
        "{\"remark\":\"Changed %d\"}".formatted(version),
        "If-Match",
        "\"v" + version + "\"");
  }

  @Test
  void m89_aChangeHoldsFromTheNextRequestOn() {
    var role = role("customers", "departments", north);
    var reader = user(null, role);
    assertThat(seen(reader)).containsExactly("North customer");
    var changed =
        server.call(
            "PATCH",
            ROLES + "/" + role,
            "{\"scopes\":[{\"collection\":\"customers\",\"scope\":\"departments\",\"departmentIds\":[\"%s\"]}]}"
                .formatted(east),
            "If-Match",
            "\"v" + server.get(ROLES + "/" + role).json().get("version").asInt() + "\"");
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(seen(reader)).containsExactly("East customer");
  }

  @Test
  void m89_chosenDepartmentsAreCheckedAndHeld() {
    var without = "{\"collection\":\"customers\",\"scope\":\"departments\"}";
    refused(without, "scopes[0].departmentIds", "required");
    var elsewhere =
        "{\"collection\":\"customers\",\"scope\":\"own\",\"departmentIds\":[\"" + north + "\"]}";
    refused(elsewhere, "scopes[0].departmentIds", "not-here");
    var unknown =
        "{\"collection\":\"customers\",\"scope\":\"departments\",\"departmentIds\":[\"987654\"]}";
    refused(unknown, "scopes[0].departmentIds", "unknown-reference");

    var west = made(DEPARTMENTS, "{\"name\":\"West\"}");
    var role = role("customers", "departments", west);
    var read = Flat.parse(server.soap("roles", "get", "<id>" + role + "</id>").text());
    assertThat(read.getTextContent()).contains(west);
    var deleted = server.call("DELETE", DEPARTMENTS + "/" + west, null, "If-Match", "\"v1\"");
    assertThat(deleted.status()).isEqualTo(409);
    assertThat(deleted.json().get("type").asText()).endsWith("in-use");
  }

  @Test
  void m88_nobodyGrantsMoreThanTheyMay() {
    var limited =
        user(
            south,
            made(
                ROLES,
                """
                {"code":"staff-%d","name":"Staff","operations":["roles.create","roles.view","customers.view"],
                 "scopes":[{"collection":"*","scope":"all"},{"collection":"customers","scope":"department"}]}"""
                    .formatted(++numbered)));
    var wide =
        "{\"code\":\"wide-%d\",\"name\":\"Wide\",\"operations\":[\"customers.view\"],\"scopes\":[%s]}";
    for (var scope :
        List.of(
            "{\"collection\":\"customers\",\"scope\":\"all\"}",
            "{\"collection\":\"customers\",\"scope\":\"departments\",\"departmentIds\":[\""
                + north
                + "\"]}")) {
      var answer = server.post(ROLES, wide.formatted(++numbered, scope), limited.headers());
      assertThat(answer.status()).as(answer.text()).isEqualTo(403);
    }
    var narrow = wide.formatted(++numbered, "{\"collection\":\"customers\",\"scope\":\"own\"}");
    assertThat(server.post(ROLES, narrow, limited.headers()).status()).isEqualTo(201);
  }

  /** Nor what they do not see, through whatever shows it, and be its module stopped meanwhile. */
  @Test
  void m88_nobodyGivesSightOfAFieldThatTheyAreNotShown() {
    var fields =
        "\"fields\":[{\"collection\":\"customers\",\"field\":\"level\",\"access\":\"hidden\"}]";
    var limited =
        user(
            null,
            made(
                ROLES,
                """
                {"code":"limited-%d","name":"Limited","scopes":[{"collection":"*","scope":"all"}],%s,
                 "operations":["roles.create","roles.view","customers.view","customer-pool.view","audit.view"]}"""
                    .formatted(++numbered, fields)));
    var role = "{\"code\":\"given-%d\",\"name\":\"Given\",\"operations\":[\"%s\"],\"scopes\":[]%s}";
    var stopped = server.post("/api/v1/modules/customers/actions/stop", Server.WITH_DEPENDANTS);
    assertThat(stopped.status()).as(stopped.text()).isEqualTo(200);
    try {
      for (var operation : List.of("customers.view", "customer-pool.view", "audit.view")) {
        var shows = role.formatted(++numbered, operation, "");
        var refused = server.post(ROLES, shows, limited.headers());
        assertThat(refused.status()).as(refused.text()).isEqualTo(403);
        var hides = role.formatted(++numbered, operation, "," + fields);
        var given = server.post(ROLES, hides, limited.headers());
        assertThat(given.status()).as(given.text()).isEqualTo(201);
      }
    } finally {
      server.post("/api/v1/modules/customers/actions/start", null);
      server.post("/api/v1/modules/sales/actions/start", null);
    }
    Server.await("the customers", () -> server.get(CUSTOMERS + "?limit=1").status() == 200);
  }

  @Test
  void m89_whoSeesARecordIsExplainedAsEachOfThemFindsIt() {
    var top = made(DEPARTMENTS, "{\"name\":\"Top\"}");
    var there = made(DEPARTMENTS, "{\"name\":\"There\",\"parentId\":\"" + top + "\"}");
    var boss = user(north);
    var seller = user(there);
    server.call(
        "PATCH",
        "/api/v1/users/" + seller.id(),
        "{\"superiorId\":\"" + boss.id() + "\"}",
        "If-Match",
        "\"v1\"");
    var customer = made(CUSTOMERS, "{\"name\":\"Explained\",\"ownerId\":\"" + seller.id() + "\"}");
    var contact =
        made("/api/v1/contacts", "{\"name\":\"Of it\",\"customerId\":\"" + customer + "\"}");
    var candidates = new ArrayList<Somebody>();
    for (var scope : List.of("none", "own", "subordinates", "all")) {
      candidates.add(user(there, role("customers", scope), role("contacts", scope)));
    }
    for (var scope : List.of("department", "department-tree")) {
      for (var department : List.of(top, there, north)) {
        candidates.add(user(department, role("customers", scope), role("contacts", scope)));
      }
    }
    candidates.add(user(null, role("customers", "departments", there)));
    candidates.add(user(null, role("customers", "departments", top, east)));
    // One role allows, another reaches.
    candidates.add(user(null, role("customers", "none"), roleWithout("contacts", "all")));
    var granted = role("customers", "subordinates");
    assign(boss, granted, role("contacts", "subordinates"));
    assign(seller, granted, role("contacts", "own"));
    candidates.add(boss);
    candidates.add(seller);
    for (var path : List.of("customers/" + customer, "contacts/" + contact)) {
      var told = new java.util.TreeSet<String>();
      var access = server.get("/api/v1/access/" + path);
      assertThat(access.status()).as(access.text()).isEqualTo(200);
      access.json().get("items").forEach(item -> told.add(item.get("userId").asText()));
      assertThat(access.json().get("count").asInt()).isEqualTo(told.size());
      for (var candidate : candidates) {
        var status = server.get("/api/v1/" + path, candidate.headers()).status();
        assertThat(told.contains(candidate.id()))
            .as(path + " and " + candidate.login() + ", who gets " + status)
            .isEqualTo(status == 200);
      }
    }
    var stranger = user(east, role("customers", "own"));
    assertThat(server.get("/api/v1/access/customers/" + customer, stranger.headers()).status())
        .isEqualTo(403);
  }

  private void assign(Somebody somebody, String... roles) {
    var path = "/api/v1/users/" + somebody.id();
    var changed =
        server.call(
            "PATCH",
            path,
            "{\"roleIds\":[" + quoted(roles) + "]}",
            "If-Match",
            "\"v" + server.get(path).json().get("version").asInt() + "\"");
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
  }

  /** Reaches, and allows nothing. */
  private String roleWithout(String collection, String scope) {
    return made(
        ROLES,
        "{\"code\":\"role-%d\",\"name\":\"Role\",\"scopes\":[{\"collection\":\"%s\",\"scope\":\"%s\"}]}"
            .formatted(++numbered, collection, scope));
  }

  // ---- what is told of people

  @Test
  void m85_twoChangesOfSuperiorsAtOnceCloseNoCircle() throws Exception {
    for (int round = 0; round < 5; round++) {
      var one = user(null);
      var other = user(null);
      assertThat(
              AtOnce.run(() -> under(one, other), () -> under(other, one)).stream()
                  .map(Server.Answer::status))
          .containsExactlyInAnyOrder(200, 422);
    }
  }

  private Server.Answer under(Somebody somebody, Somebody superior) {
    return server.call(
        "PATCH",
        USERS + "/" + somebody.id(),
        "{\"superiorId\":\"" + superior.id() + "\"}",
        "If-Match",
        "\"v1\"");
  }

  @Test
  void m82_aDepartmentTellsItsMembersAndARoleItsUsers() {
    var west = made(DEPARTMENTS, "{\"name\":\"Counted\"}");
    var role = role("customers", "own");
    user(west, role);
    user(west, role);
    var path = DEPARTMENTS + "/" + west;
    assertThat(server.get(path).json().get("members").asInt()).isEqualTo(2);
    assertThat(
            server.get(DEPARTMENTS + "?filter=id==" + west).json().at("/items/0/members").asInt())
        .isEqualTo(2);
    assertThat(server.get(ROLES + "/" + role).json().get("users").asInt()).isEqualTo(2);
  }

  @Test
  void m88_theRolesThatComeWithTheSystemHaveNamesInBothLanguages() {
    var path = ROLES + "?filter=code==manager";
    var chinese = server.get(path, "Accept-Language", "zh-CN").json().at("/items/0");
    assertThat(chinese.get("name").asText()).isEqualTo("经理");
    assertThat(server.get(path).json().at("/items/0/name").asText()).isEqualTo("Manager");
    // Saved as it was shown, it is still nobody's own name.
    var saved =
        server.call(
            "PUT",
            ROLES + "/" + chinese.get("id").asText(),
            chinese.toString(),
            "If-Match",
            "\"v" + chinese.get("version").asInt() + "\"",
            "Accept-Language",
            "zh-CN");
    assertThat(saved.status()).as(saved.text()).isEqualTo(200);
    assertThat(server.get(path).json().at("/items/0/name").asText()).isEqualTo("Manager");
  }

  @Test
  void m82_aRetiredDepartmentTakesNobodyNewAndKeepsWhoIsThere() {
    var old = made(DEPARTMENTS, "{\"name\":\"Old\"}");
    var there = user(old);
    var retired =
        server.call("PATCH", DEPARTMENTS + "/" + old, "{\"active\":false}", "If-Match", "\"v1\"");
    assertThat(retired.json().get("active").asBoolean(true)).as(retired.text()).isFalse();
    var refused =
        List.of(
            server.post(
                USERS, "{\"login\":\"late\",\"name\":\"Late\",\"departmentId\":\"" + old + "\"}"),
            server.post(DEPARTMENTS, "{\"name\":\"Below\",\"parentId\":\"" + old + "\"}"));
    assertThat(refused)
        .extracting(answer -> answer.json().at("/errors/0/field").asText())
        .containsExactly("departmentId", "parentId");
    assertThat(refused)
        .extracting(answer -> answer.json().at("/errors/0/code").asText())
        .containsOnly("retired");
    var path = USERS + "/" + there.id();
    assertThat(server.call("PATCH", path, "{\"phone\":\"1\"}", "If-Match", "\"v1\"").status())
        .isEqualTo(200);
  }

  @Test
  void m82_whereSomebodyWasIsKept() {
    var somebody = user(north);
    var path = "/api/v1/users/" + somebody.id();
    for (var department : List.of(south, east)) {
      var version = server.get(path).json().get("version").asInt();
      var moved =
          server.call(
              "PATCH",
              path,
              "{\"departmentId\":\"" + department + "\"}",
              "If-Match",
              "\"v" + version + "\"");
      assertThat(moved.status()).as(moved.text()).isEqualTo(200);
    }
    var items = server.get(path + "/memberships").json().get("items");
    var departments = new ArrayList<String>();
    items.forEach(item -> departments.add(item.get("departmentId").asText()));
    assertThat(departments).containsExactly(east, south, north);
    assertThat(items.get(0).has("until")).isFalse();
    assertThat(items.get(1).get("until").asText()).isEqualTo(items.get(0).get("since").asText());
    var soap = server.soap("users", "memberships", "<id>" + somebody.id() + "</id>").text();
    assertThat(Flat.all(Flat.parse(soap), "items")).hasSize(3);
  }

  /** What is asked as at a day in the past finds the tree of that day (M-82). */
  @Test
  void edge16_aDepartmentThatIsMovedKeepsWhereItStoodAndWhoWasThere() {
    var old = made(DEPARTMENTS, "{\"name\":\"Old parent\"}");
    var now = made(DEPARTMENTS, "{\"name\":\"New parent\"}");
    var team = made(DEPARTMENTS, "{\"name\":\"Moved\",\"parentId\":\"" + old + "\"}");
    var stays = user(team);
    var goes = user(team);
    for (var change :
        List.of(
            Map.entry(DEPARTMENTS + "/" + team, "{\"parentId\":\"" + now + "\"}"),
            Map.entry("/api/v1/users/" + goes.id(), "{\"departmentId\":\"" + now + "\"}"))) {
      var made = server.call("PATCH", change.getKey(), change.getValue(), "If-Match", "\"v1\"");
      assertThat(made.status()).as(made.text()).isEqualTo(200);
    }
    var history = server.get(DEPARTMENTS + "/" + team + "/history").json();
    assertThat(history.get("places").findValuesAsText("parentId")).containsExactly(now, old);
    assertThat(history.at("/places/0/since")).isEqualTo(history.at("/places/1/until"));
    assertThat(history.at("/places/0").has("until")).isFalse();
    assertThat(history.get("members").findValuesAsText("userId"))
        .containsExactly(goes.id(), stays.id());
    assertThat(history.get("came").asInt()).isEqualTo(2);
    assertThat(history.get("went").asInt()).isEqualTo(1);
    var soap = server.soap("departments", "history", "<id>" + team + "</id>").text();
    assertThat(Flat.all(Flat.parse(soap), "places")).hasSize(2);

    var today = server.get(DEPARTMENTS + "/" + now + "/as-at").json();
    assertThat(today.get("departmentIds")).extracting(JsonNode::asText).containsExactly(now, team);
    assertThat(today.get("members").asInt()).isEqualTo(1);
    assertThat(today.get("people").asInt()).isEqualTo(2);
    var yesterday = LocalDate.parse(today.get("day").asText()).minusDays(1);
    var before = server.get(DEPARTMENTS + "/" + now + "/as-at?day=" + yesterday).json();
    assertThat(before.get("departmentIds")).as("not there yet").isEmpty();
    assertThat(before.get("people").asInt()).isZero();
    for (var day : List.of(yesterday.plusDays(3).toString(), "0001-01-01")) {
      var refused = server.get(DEPARTMENTS + "/" + now + "/as-at?day=" + day);
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("day");
    }
    // Users whom one does not see are counted, and not named.
    var blind =
        user(
            null,
            made(
                ROLES,
                "{\"code\":\"tree-%d\",\"name\":\"Tree\",\"operations\":[\"departments.view\"],\"scopes\":[{\"collection\":\"departments\",\"scope\":\"all\"}]}"
                    .formatted(++numbered)));
    var told = server.get(DEPARTMENTS + "/" + team + "/history", blind.headers()).json();
    assertThat(told.get("members")).isEmpty();
    assertThat(told.get("came").asInt()).isEqualTo(2);
    // Nor is what a role hides of today told of the past.
    var hides =
        """
        {"code":"tree-%d","name":"Tree","operations":["departments.view","users.view"],
         "scopes":[{"collection":"*","scope":"all"}],
         "fields":[{"collection":"%s","field":"%s","access":"hidden"}]}""";
    var placeless = user(null, made(ROLES, hides.formatted(++numbered, "departments", "parentId")));
    var path = DEPARTMENTS + "/" + team;
    assertThat(server.get(path + "/history", placeless.headers()).json().get("places")).isEmpty();
    var where = server.get(path + "/as-at", placeless.headers()).json();
    assertThat(where.has("parentId")).isFalse();
    assertThat(where.get("departmentIds")).isEmpty();
    assertThat(where.get("members").asInt()).isEqualTo(1);
    var uncounted = user(null, made(ROLES, hides.formatted(++numbered, "departments", "members")));
    var counts = server.get(path + "/history", uncounted.headers()).json();
    assertThat(counts.get("places")).hasSize(2);
    assertThat(counts.get("members")).isEmpty();
    assertThat(counts.has("came")).isFalse();
    assertThat(server.get(path + "/as-at", uncounted.headers()).json().has("people")).isFalse();
    var homeless = user(null, made(ROLES, hides.formatted(++numbered, "users", "departmentId")));
    assertThat(server.get(path + "/history", homeless.headers()).json().get("members")).isEmpty();
    var memberships = USERS + "/" + stays.id() + "/memberships";
    assertThat(server.get(memberships).json().get("items")).hasSize(1);
    assertThat(server.get(memberships, homeless.headers()).json().get("items")).isEmpty();
    var day = "<id>%s</id><day>%s</day>".formatted(now, today.get("day").asText());
    assertThat(
            Flat.all(Flat.parse(server.soap("departments", "asAt", day).text()), "departmentIds"))
        .hasSize(2);
  }

  @Test
  void m85_theDepartmentOfAUserIsEnteredAndNobodyOwnsOne() {
    var fields = server.get("/api/v1/metadata/users").json().get("fields");
    var byKey = new java.util.HashMap<String, Boolean>();
    fields.forEach(
        field -> byKey.put(field.get("key").asText(), field.path("readOnly").asBoolean()));
    assertThat(byKey).containsEntry("departmentId", false).doesNotContainKey("ownerId");
    var ofCustomers = server.get("/api/v1/metadata/customers").json().get("fields");
    for (var field : ofCustomers) {
      if (field.get("key").asText().equals("departmentId")) {
        assertThat(field.get("readOnly").asBoolean()).isTrue();
      }
    }
  }

  // ---- helpers

  private void refused(String scope, String field, String rule) {
    var answer = server.post(ROLES, body(scope));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
    assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo(rule);
  }

  /** The customers that somebody finds; what they count agrees with it. */
  private List<String> seen(Somebody caller) {
    var page = server.get(CUSTOMERS + "?limit=200&sort=name&count=exact", caller.headers());
    assertThat(page.status()).as(page.text()).isEqualTo(200);
    var names = new ArrayList<String>();
    page.json().get("items").forEach(item -> names.add(item.get("name").asText()));
    assertThat(page.json().at("/total/value").asInt()).isEqualTo(names.size());
    return names;
  }
}
