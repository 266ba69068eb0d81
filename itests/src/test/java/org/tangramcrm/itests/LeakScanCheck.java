package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tangramcrm.itests.PublishedOperation.Arguments;
import org.tangramcrm.itests.PublishedOperation.Outcome;

/**
 * Nothing leaks (M-89): every operation that the server describes is called through both doors as
 * people who stand in every relation to each other, about records of each of them, and what comes
 * back is compared with what the rules allow. The rules stand here once more, written from their
 * text ({@link #sees}); the server's own are not asked. New operations are found by themselves; one
 * that cannot be exercised fails.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LeakScanCheck {
  private static final String PASSWORD = "a-long-password";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Begins every text that only those who reach its record may read. */
  private static final String SECRET = "zqx";

  /** What is asked of records of any collection is asked of one that has parts and of a part. */
  private static final Set<String> PARENT_AND_CHILD = Set.of("customers", "contacts");

  /** Parameters by which a record is named. */
  private static final Set<String> NAMES_A_RECORD = Set.of("id", "key", "number");

  /** The collections whose rows belong to somebody. */
  private static final List<String> OWNED =
      List.of("customers", "contacts", "contact-logs", "document-deliveries");

  /** What is kept beside records, and listed of one record at a time. */
  private static final Set<String> BESIDE = Set.of("attachments", "comments");

  /** What has nothing to do with rows of somebody, and why. */
  private static final Map<String, String> NOT_ABOUT_ROWS =
      Map.ofEntries(
          Map.entry("tokens.create", "the caller's own"),
          Map.entry("tokens.delete", "the caller's own"),
          Map.entry("users.changePassword", "the caller's own"),
          Map.entry("views.create", "names and filters that its owner typed"),
          Map.entry("views.prefer", "the caller's own"),
          Map.entry("duplicates.dismiss", "the caller's own; tried where they are found"),
          Map.entry("notifications.read", "the caller's own, by number"),
          Map.entry("notifications.readAll", "the caller's own"),
          Map.entry("notifications.prefer", "the caller's own"));

  /** What tells that something hidden is there, on purpose, and what of it. */
  private static final Map<String, String> TELLS_OF_HIDDEN =
      Map.of("duplicates.of", "whom to ask, and a name with its middle hidden (M-16)");

  Server server;
  private JsonNode api;
  private List<PublishedOperation> operations;
  private final Map<String, Person> people = new LinkedHashMap<>();
  private final List<Planted> planted = new ArrayList<>();
  private final Set<String> exercised = new TreeSet<>();
  private final Set<String> leaks = new LinkedHashSet<>();
  private String south;
  private int hidden;

  abstract Server begin();

  /** One scope of a role, for all owned collections. */
  private record Scope(String name, Set<String> departments) {
    static Scope of(String name, String... departments) {
      return new Scope(name, Set.of(departments));
    }
  }

  /**
   * Somebody.
   *
   * @param collections that their roles allow anything in
   * @param credential header that they call with
   */
  private record Person(
      String name,
      String id,
      String department,
      String superior,
      List<Scope> scopes,
      Set<String> collections,
      String credential) {}

  /** A record that only some may see; its marker stands in all of its texts. */
  private record Planted(
      String collection, String id, String number, String owner, Planted parent, String marker) {}

  /** With whom one record is shared: a user and what they may do with it. */
  private final Map<String, Map<String, String>> teams = new HashMap<>();

  @BeforeAll
  void plant() {
    server = begin();
    var north = made("departments", "{\"name\":\"North\"}");
    south = made("departments", "{\"name\":\"South\"}");
    var seller = role("seller", "subordinates", OWNED);
    var colleague = role("colleague", "department", OWNED);
    var own = role("own", "own", OWNED);
    var abroad = role("abroad", "departments", OWNED);
    person("boss", null, null, List.of(Scope.of("subordinates")), seller);
    person("sub", north, "boss", List.of(Scope.of("subordinates")), seller);
    person("below", north, "sub", List.of(Scope.of("subordinates")), seller);
    person("peer", north, "boss", List.of(Scope.of("subordinates")), seller);
    person("other", south, null, List.of(Scope.of("subordinates")), seller);
    person("mate", north, null, List.of(Scope.of("department")), colleague);
    person(
        "two", null, null, List.of(Scope.of("own"), Scope.of("departments", south)), own, abroad);
    // Above nobody, below nobody, in no department: nobody sees what is theirs.
    person("hermit", null, null, List.of(Scope.of("own")), own);
    for (var person : List.copyOf(people.values())) {
      plantFor(person, person.name());
    }
    // A contact that one made at another's customer: both see it, and whoever is above them.
    var subs =
        planted.stream()
            .filter(it -> it.collection().equals("customers") && it.owner().equals("sub"))
            .findFirst()
            .orElseThrow();
    plant(
        "contacts",
        people.get("peer"),
        subs,
        "cross",
        "{\"name\":\"%1$s of two\",\"customerId\":\"%2$s\",\"ownerId\":\"%3$s\"}");
    // Other's customer, and what belongs to it, is shared with one who may read and one who may
    // write.
    person("guest", null, "boss", List.of(Scope.of("own")), own);
    person("helper", south, null, List.of(Scope.of("own")), own);
    var theirs =
        planted.stream()
            .filter(it -> it.marker().equals(SECRET + "othera"))
            .findFirst()
            .orElseThrow();
    share(theirs, Map.of("guest", "read", "helper", "write"));
    // A token that is cut to customers reaches what its user reaches of them, and nothing else.
    var sub = people.get("sub");
    var token =
        server
            .post(
                "/api/v1/tokens",
                "{\"name\":\"narrow\",\"scopes\":[\"customers.view\"]}",
                "Authorization",
                sub.credential())
            .json()
            .get("token")
            .asText();
    people.put(
        "narrow",
        new Person(
            "narrow",
            sub.id(),
            north,
            "boss",
            sub.scopes(),
            Set.of("customers", "attachments", "comments"),
            "Bearer " + token));
    api = server.get("/api/v1/openapi.json").json();
    operations = PublishedOperation.of(server, api);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  // ---- the rules, from their text

  /**
   * A superior sees all below, peers do not see each other; several roles add up; a record is
   * reached through the one that it belongs to as well; and by those whom it is shared with.
   */
  private boolean sees(Person reader, Planted record) {
    return reaches(reader, record, Set.of("read", "write"));
  }

  private boolean changes(Person reader, Planted record) {
    return reaches(reader, record, Set.of("write"));
  }

  /**
   * @param shared for what it has to be shared to count
   */
  private boolean reaches(Person reader, Planted record, Set<String> shared) {
    if (!reader.collections().contains(record.collection())) {
      return false;
    }
    for (var at = record; at != null; at = at.parent()) {
      var owner = people.get(at.owner());
      if (isShared(reader, at, shared)
          || reader.scopes().stream().anyMatch(scope -> reaches(reader, scope, owner))) {
        return true;
      }
    }
    return false;
  }

  private boolean reaches(Person reader, Scope scope, Person owner) {
    var mine = owner.id().equals(reader.id());
    return switch (scope.name()) {
      case "own" -> mine;
      case "subordinates" -> mine || isAbove(reader, owner);
      case "department" ->
          mine || owner.department() != null && owner.department().equals(reader.department());
      case "departments" ->
          mine || owner.department() != null && scope.departments().contains(owner.department());
      default -> throw new IllegalStateException(scope.name());
    };
  }

  /** With the reader, or with somebody below a reader who sees what those below them see. */
  private boolean isShared(Person reader, Planted record, Set<String> shared) {
    var leads = reader.scopes().stream().anyMatch(scope -> scope.name().equals("subordinates"));
    return teams.getOrDefault(record.marker(), Map.of()).entrySet().stream()
        .filter(member -> shared.contains(member.getValue()))
        .map(member -> people.get(member.getKey()))
        .anyMatch(member -> member.id().equals(reader.id()) || leads && isAbove(reader, member));
  }

  private boolean isAbove(Person reader, Person owner) {
    for (var at = owner; at.superior() != null; at = people.get(at.superior())) {
      if (people.get(at.superior()).id().equals(reader.id())) {
        return true;
      }
    }
    return false;
  }

  // ---- the scan

  @Test
  void noOperationShowsWhatItsCallerMayNotSee() {
    scan(operations);
    var missed =
        operations.stream()
            .filter(operation -> !exercised.contains(operation.id()) && !isLeftOut(operation))
            .map(PublishedOperation::id)
            .toList();
    assertThat(leaks).isEmpty();
    assertThat(missed).as("operations that nobody could be made to call").isEmpty();
  }

  /** A scanner that finds nothing where there is something would prove nothing. */
  @Test
  void twoOperationsThatLeakAreFound() {
    server.deploy(Built.file("itests/leaky", "leaky-.*\\.jar"), "leaky.jar");
    Server.await("the leaky module", () -> server.get("/api/v1/rumours/count").status() == 200);
    var rumours =
        PublishedOperation.of(server, server.get("/api/v1/openapi.json").json()).stream()
            .filter(operation -> operation.collection.equals("rumours"))
            .toList();
    assertThat(rumours).hasSize(2);
    var before = Set.copyOf(leaks);
    scan(rumours);
    var found = leaks.stream().filter(leak -> !before.contains(leak)).toList();
    leaks.retainAll(before);
    server.undeploy("leaky.jar");
    assertThat(found).anyMatch(leak -> leak.startsWith("rumours.names") && leak.contains("shows"));
    assertThat(found).anyMatch(leak -> leak.startsWith("rumours.count") && leak.contains("tells"));
    assertThat(found).noneMatch(leak -> leak.startsWith("rumours.count") && leak.contains("shows"));
  }

  private void scan(List<PublishedOperation> scanned) {
    for (var operation : scanned) {
      for (var reader : people.values()) {
        if (operation.verb.equals("GET")) {
          reads(operation, reader);
        } else if (operation.id().equals("duplicates.find")) {
          compares(operation, reader);
        } else if (operation.id().equals("duplicates.search")) {
          searches(operation, reader);
        } else if (operation.id().equals("transfers.preview")) {
          counts(operation, reader);
        } else if (operation.id().equals("merges.preview")) {
          merges(operation, reader);
        } else if (operation.id().equals("jobs.export")) {
          exports(operation, reader);
        } else if (operation.id().equals("imports.upload")) {
          imports(operation, reader);
        } else if (operation.id().equals("comments.create")) {
          comments(operation, reader);
        } else if (operation.id().equals("follows.set")) {
          follows(operation, reader);
        } else {
          writes(operation, reader);
        }
      }
    }
    differs(scanned);
  }

  /**
   * What appears where nobody sees it changes no answer: whatever tells of it without naming it, in
   * a count or a sum, is found so, without knowing what the answer means.
   */
  private void differs(List<PublishedOperation> scanned) {
    var hermit = people.get("hermit");
    everythingIsTold(hermit);
    var before = answers(scanned);
    for (int i = 0; i < 3; i++) {
      plantFor(hermit, hermit.name() + ++hidden);
    }
    answers(scanned)
        .forEach(
            (call, answer) -> {
              if (!answer.equals(before.get(call))) {
                leaks.add(
                    call + " tells of what is hidden: " + before.get(call) + " is now " + answer);
              }
            });
  }

  /** Facts are told in their order: when a later one is, all before it are. */
  private void everythingIsTold(Person hermit) {
    var later = made("customers", "{\"name\":\"Later\"}");
    var path = "/api/v1/customers/" + later;
    var given = "{\"ownerId\":\"" + hermit.id() + "\"}";
    assertThat(server.call("PATCH", path, given, "If-Match", "\"v1\"").status()).isEqualTo(200);
    Server.await(
        "a later notice",
        () ->
            server
                .get("/api/v1/notifications", "Authorization", hermit.credential())
                .text()
                .contains("\"recordId\":\"" + later + "\""));
    server.call("DELETE", path, null, "If-Match", "\"v2\"");
  }

  private Map<String, String> answers(List<PublishedOperation> scanned) {
    var answers = new LinkedHashMap<String, String>();
    for (var operation : scanned) {
      if (!operation.verb.equals("GET") || TELLS_OF_HIDDEN.containsKey(operation.id())) {
        continue;
      }
      for (var reader : people.values()) {
        if (reader.name().equals("hermit")) {
          continue;
        }
        var target = targets(operation).get(0);
        var path = path(operation, target);
        for (var query :
            path == null ? List.<Map<String, String>>of() : queries(operation, target)) {
          var outcome =
              operation.rest(
                  server,
                  new Arguments(path, query, null, null),
                  "Authorization",
                  reader.credential());
          answers.put(
              operation + " as " + reader.name() + " " + query,
              outcome.code() + " " + outcome.record());
        }
      }
    }
    return answers;
  }

  /** Many calls in one request are made of operations that are scanned by themselves. */
  private static boolean isLeftOut(PublishedOperation operation) {
    return operation.name.equals("bulk") || NOT_ABOUT_ROWS.containsKey(operation.id());
  }

  /** Whoever left gets nothing, with whatever they still have. */
  @Test
  void whoeverIsDeactivatedIsRefusedAtOnce() {
    var gone = person("gone", null, null, List.of(), role("gone", "all", OWNED));
    var token =
        server
            .post("/api/v1/tokens", "{\"name\":\"left\"}", "Authorization", gone.credential())
            .json()
            .get("token")
            .asText();
    assertThat(status("/api/v1/customers", gone.credential())).isEqualTo(200);
    assertThat(status("/api/v1/customers", "Bearer " + token)).isEqualTo(200);
    var path = "/api/v1/users/" + gone.id();
    var left =
        server.call("PATCH", path, "{\"active\":false}", "If-Match", "\"v" + version(path) + "\"");
    assertThat(left.status()).as(left.text()).isEqualTo(200);
    people.remove("gone");
    assertThat(status("/api/v1/customers", gone.credential())).isEqualTo(401);
    assertThat(status("/api/v1/customers", "Bearer " + token)).isEqualTo(401);
    assertThat(server.soap("customers", "list", "", "Authorization", gone.credential()).status())
        .isEqualTo(401);
  }

  private int status(String path, String credential) {
    return server.get(path, "Authorization", credential).status();
  }

  private void reads(PublishedOperation operation, Person reader) {
    for (var target : targets(operation)) {
      for (var query : queries(operation, target)) {
        var path = path(operation, target);
        if (path == null) {
          return;
        }
        exercised.add(operation.id());
        var outcome = asked(operation, reader, new Arguments(path, query, null, null));
        judge(operation, reader, target, query, outcome);
      }
    }
  }

  /**
   * Writes are tried on what the caller does not see, or is shown for reading only: they are
   * refused, and change nothing.
   */
  private void writes(PublishedOperation operation, Person reader) {
    if (isLeftOut(operation)) {
      return;
    }
    if (operation.pathParameters.isEmpty()) {
      creates(operation, reader);
      return;
    }
    for (var target : targets(operation)) {
      if (target != null && changes(reader, target)) {
        continue;
      }
      var path = path(operation, target);
      if (path == null) {
        return;
      }
      exercised.add(operation.id());
      var read = target == null ? null : "/api/v1/" + target.collection() + "/" + target.id();
      var before = read == null ? null : server.get(read).text();
      Integer version = null;
      if (operation.guarded) {
        version = read == null ? 1 : version(read);
      }
      var body = operation.body == null ? null : body(operation, read);
      var outcome = asked(operation, reader, new Arguments(path, Map.of(), version, body));
      if (outcome.code().equals("ok")) {
        leaks.add(operation + " is done by " + reader.name() + " to what is not theirs: " + target);
      }
      judge(operation, reader, target, Map.of(), outcome);
      if (read != null && !server.get(read).text().equals(before)) {
        leaks.add(operation + " by " + reader.name() + " changed " + target);
      }
    }
  }

  /** Whoever enters what is there already is told no more than whom to ask. */
  private void compares(PublishedOperation operation, Person reader) {
    for (var target : planted) {
      if (!target.collection().equals("customers")) {
        continue;
      }
      exercised.add(operation.id());
      var body = NODES.objectNode();
      body.putArray("values")
          .addObject()
          .put("field", "name")
          .put("value", target.marker() + " company");
      var path = Map.of("collection", "customers");
      var outcome = asked(operation, reader, new Arguments(path, Map.of(), null, body));
      judge(operation, reader, null, Map.of(), outcome);
      var named = outcome.record().getOrDefault("items.id", List.of()).contains(target.id());
      if (outcome.code().equals("ok") && named != sees(reader, target)) {
        leaks.add(operation + " by " + reader.name() + " names " + target.marker());
      }
    }
  }

  /**
   * What a search finds are the records that its caller reaches by their roles, all of which have
   * one telephone; nobody else is shown it, nor says what it is.
   */
  private void searches(PublishedOperation operation, Person reader) {
    exercised.add(operation.id());
    var path = Map.of("collection", "customers");
    var outcome = asked(operation, reader, new Arguments(path, Map.of(), null, null));
    judge(operation, reader, null, Map.of(), outcome);
    // A token that is cut to looking at customers merges none.
    if (outcome.code().equals("ok") == reader.name().equals("narrow")) {
      leaks.add(operation + " by " + reader.name() + ": " + outcome.text());
    }
    if (!outcome.code().equals("ok")) {
      return;
    }
    var job = "/api/v1/jobs/" + outcome.record().get("id").get(0);
    Server.await(
        "the search of " + reader.name(),
        () ->
            server
                .get(job, "Authorization", reader.credential())
                .json()
                .get("status")
                .asText()
                .equals("done"));
    var groups = "/api/v1/duplicates/customers/groups";
    var found = server.get(groups, "Authorization", reader.credential()).json();
    var ids = new TreeSet<String>();
    for (var group : found.get("items")) {
      group.get("records").forEach(record -> ids.add(record.get("id").asText()));
    }
    var reached =
        planted.stream()
            .filter(it -> it.collection().equals("customers") && reaches(reader, it, Set.of()))
            .map(Planted::id)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!ids.equals(reached.size() > 1 ? reached : Set.of())) {
      leaks.add(operation + " by " + reader.name() + " finds " + found);
    }
    for (var group : found.get("items")) {
      for (var other : people.values()) {
        var dismissed = groups + "/" + group.get("id").asText() + "/actions/dismiss";
        var two = List.copyOf(ids).subList(0, 2);
        var body = "{\"recordIds\":[\"" + String.join("\",\"", two) + "\"]}";
        if (!other.id().equals(reader.id())
            && server.post(dismissed, body, "Authorization", other.credential()).status() == 200) {
          leaks.add(operation + " of " + reader.name() + " is judged by " + other.name());
        }
      }
    }
  }

  /** Nobody hands over, nor counts, what they may not change. */
  private void counts(PublishedOperation operation, Person reader) {
    exercised.add(operation.id());
    var to = people.get("hermit");
    var body =
        NODES
            .objectNode()
            .put("collection", "customers")
            .put("recordFilter", "id=gt=0")
            .put("toUserId", to.id())
            .put("reason", "r");
    var outcome = asked(operation, reader, new Arguments(Map.of(), Map.of(), null, body));
    judge(operation, reader, null, Map.of(), outcome);
    if (outcome.code().equals("ok") == reader.name().equals("narrow")) {
      leaks.add(operation + " by " + reader.name() + ": " + outcome.text());
    } else if (outcome.code().equals("ok")) {
      var theirs =
          planted.stream()
              .filter(
                  it ->
                      it.collection().equals("customers")
                          && !it.owner().equals(to.name())
                          && changes(reader, it))
              .count();
      if (!outcome.record().get("parts.count").get(0).equals("" + theirs)) {
        leaks.add(operation + " by " + reader.name() + " counts " + outcome.text());
      }
    }
  }

  /**
   * Nobody merges, nor is shown beside their own, what they do not reach by their roles; nor is
   * counted what refers to it.
   */
  private void merges(PublishedOperation operation, Person reader) {
    var customers = planted.stream().filter(it -> it.collection().equals("customers")).toList();
    var own = customers.stream().filter(it -> sees(reader, it)).findFirst();
    if (own.isEmpty()) {
      return;
    }
    exercised.add(operation.id());
    for (var target : customers) {
      if (target.equals(own.get())) {
        continue;
      }
      var body =
          NODES.objectNode().put("collection", "customers").put("survivorId", own.get().id());
      body.putArray("mergedIds").add(target.id());
      var outcome = asked(operation, reader, new Arguments(Map.of(), Map.of(), null, body));
      judge(operation, reader, target, Map.of(), outcome);
      var ok = outcome.code().equals("ok");
      if (ok && !(changes(reader, target) && changes(reader, own.get()))) {
        leaks.add(operation + " by " + reader.name() + " of " + target.marker());
      } else if (ok) {
        var contacts =
            planted.stream()
                .filter(it -> it.collection().equals("contacts") && target.equals(it.parent()))
                .filter(it -> sees(reader, it))
                .count();
        var at = outcome.record().getOrDefault("parts.collection", List.of()).indexOf("contacts");
        var counted = at < 0 ? "0" : outcome.record().get("parts.count").get(at);
        if (!counted.equals("" + contacts)) {
          leaks.add(operation + " by " + reader.name() + " counts " + outcome.text());
        }
      } else if (!sees(reader, target)
          && !outcome.code().equals("invalid")
          && !reader.name().equals("narrow")) {
        leaks.add(operation + " by " + reader.name() + " tells of " + target.marker());
      }
    }
  }

  /** Whoever reads a record says something about it, and mentions nobody who does not. */
  private void comments(PublishedOperation operation, Person reader) {
    for (var target : planted) {
      if (!PARENT_AND_CHILD.contains(target.collection())) {
        continue;
      }
      exercised.add(operation.id());
      var body =
          NODES
              .objectNode()
              .put("collection", target.collection())
              .put("recordId", target.id())
              .put("text", "Said by " + reader.name());
      var outcome = asked(operation, reader, new Arguments(Map.of(), Map.of(), null, body));
      judge(operation, reader, null, Map.of(), outcome);
      // A token that is cut to looking at customers says nothing.
      var may = sees(reader, target) && !reader.name().equals("narrow");
      if (outcome.code().equals("ok") != may) {
        leaks.add(operation + " by " + reader.name() + " about " + target + ": " + outcome.text());
      }
      var blind = people.values().stream().filter(one -> !sees(one, target)).findFirst();
      if (sees(reader, target) && blind.isPresent()) {
        body.putArray("mentions").addObject().put("userId", blind.get().id());
        var told = asked(operation, reader, new Arguments(Map.of(), Map.of(), null, body));
        if (told.code().equals("ok")) {
          leaks.add(operation + " by " + reader.name() + " tells " + blind.get().name());
        }
      }
    }
  }

  /** Whoever reads a record may follow it. */
  private void follows(PublishedOperation operation, Person reader) {
    for (var target : targets(operation)) {
      exercised.add(operation.id());
      var body = NODES.objectNode().put("following", true);
      var arguments = new Arguments(path(operation, target), Map.of(), null, body);
      var outcome = asked(operation, reader, arguments);
      judge(operation, reader, target, Map.of(), outcome);
      if (outcome.code().equals("ok") != sees(reader, target)) {
        leaks.add(operation + " by " + reader.name() + " of " + target + ": " + outcome.text());
      }
    }
  }

  /** A file holds what a list of its reader holds, and is nobody else's. */
  private void exports(PublishedOperation operation, Person reader) {
    var jobs = new LinkedHashMap<String, String>();
    for (var collection : OWNED) {
      exercised.add(operation.id());
      var body = NODES.objectNode().put("collection", collection).put("format", "csv");
      var outcome = asked(operation, reader, new Arguments(Map.of(), Map.of(), null, body));
      judge(operation, reader, null, Map.of(), outcome);
      // A token that is cut to looking at customers exports none.
      if (outcome.code().equals("ok") == reader.name().equals("narrow")) {
        leaks.add(operation + " by " + reader.name() + ": " + outcome.text());
      } else if (outcome.code().equals("ok")) {
        jobs.put("/api/v1/jobs/" + outcome.record().get("id").get(0), collection);
      }
    }
    Server.await(
        "the exports of " + reader.name(),
        () ->
            jobs.keySet().stream()
                .allMatch(
                    job ->
                        server
                            .get(job, "Authorization", reader.credential())
                            .json()
                            .get("status")
                            .asText()
                            .equals("done")));
    jobs.forEach((job, collection) -> exported(operation, reader, job, collection));
  }

  /**
   * A file that names every record changes those that its sender may change, and says nothing of
   * the others.
   */
  private void imports(PublishedOperation operation, Person reader) {
    exercised.add(operation.id());
    var targets = planted.stream().filter(it -> it.collection().equals("customers")).toList();
    var file = new StringBuilder("Number,Employees\n");
    targets.forEach(it -> file.append(it.number()).append(",").append(4711).append("\n"));
    var credential =
        new String[] {"Authorization", reader.credential(), "Content-Type", "text/csv"};
    var sent =
        server.post(
            "/api/v1/imports/content?collection=customers&name=a.csv", file.toString(), credential);
    // A token that is cut to looking at customers imports none.
    if ((sent.status() == 201) == reader.name().equals("narrow")) {
      leaks.add(operation + " by " + reader.name() + ": " + sent.text());
    }
    if (sent.status() != 201) {
      return;
    }
    var path = "/api/v1/imports/" + sent.json().get("id").asText();
    var as = new String[] {"Authorization", reader.credential()};
    var begun = server.post(path + "/actions/check", null, as);
    assertThat(begun.status()).as(reader.name() + ": " + begun.text()).isEqualTo(200);
    var job = "/api/v1/jobs/" + begun.json().get("jobId").asText();
    Server.await(
        "the import of " + reader.name(),
        () -> server.get(job, as).json().get("status").asText().equals("done"));
    var checked = server.get(path, as);
    var theirs = targets.stream().filter(it -> changes(reader, it)).count();
    if (checked.json().get("updated").asInt() != theirs
        || checked.json().get("refused").asInt() != targets.size() - theirs) {
      leaks.add(operation + " by " + reader.name() + " would change " + checked.text());
    }
    for (var target : targets) {
      if (checked.text().contains(target.marker()) && !sees(reader, target)) {
        leaks.add(operation + " by " + reader.name() + " shows " + target.marker());
      }
    }
    for (var other : people.values()) {
      if (!other.id().equals(reader.id())
          && server.get(path, "Authorization", other.credential()).status() != 404) {
        leaks.add(path + " of " + reader.name() + " is shown to " + other.name());
      }
    }
  }

  private void exported(
      PublishedOperation operation, Person reader, String job, String collection) {
    var file = server.get(job + "/result", "Authorization", reader.credential());
    var rows = file.text().lines().count() - 1;
    var visible =
        planted.stream()
            .filter(it -> it.collection().equals(collection) && sees(reader, it))
            .count();
    if (file.status() != 200 || rows != visible) {
      leaks.add(operation + " by " + reader.name() + " has " + rows + " " + collection);
    }
    for (var record : planted) {
      if (file.text().contains(record.marker()) && !sees(reader, record)) {
        leaks.add(operation + " by " + reader.name() + " shows " + record.marker());
      }
    }
    for (var other : people.values()) {
      for (var path : List.of(job, job + "/result")) {
        if (!other.id().equals(reader.id())
            && server.get(path, "Authorization", other.credential()).status() != 404) {
          leaks.add(path + " of " + reader.name() + " is shown to " + other.name());
        }
      }
    }
  }

  /** What is made refers to nothing that its maker does not see. */
  private void creates(PublishedOperation operation, Person reader) {
    if (!OWNED.contains(operation.collection)
        || !reader.collections().contains(operation.collection)) {
      // Only those may who administer the system, or the caller may not in this collection.
      exercised.add(operation.id());
      var body = operation.body == null ? null : NODES.objectNode().put("name", SECRET);
      var query =
          operation.requiredParameters.isEmpty()
              ? Map.<String, String>of()
              : uploadOf(hidden(reader, "customers"));
      var outcome = asked(operation, reader, new Arguments(Map.of(), query, null, body));
      if (outcome.code().equals("ok")) {
        leaks.add(operation + " is done by " + reader.name());
      }
      judge(operation, reader, null, Map.of(), outcome);
      return;
    }
    var own =
        planted.stream()
            .filter(
                it ->
                    it.collection().equals(operation.collection)
                        && it.owner().equals(reader.name()))
            .findFirst();
    if (own.isEmpty() || operation.body == null) {
      return;
    }
    for (var field : server.get("/api/v1/metadata/" + operation.collection).json().get("fields")) {
      var reference = field.path("reference").asText("");
      if (!OWNED.contains(reference) || field.path("readOnly").asBoolean()) {
        continue;
      }
      var unseen = hidden(reader, reference);
      if (unseen == null) {
        continue;
      }
      exercised.add(operation.id());
      var body = body(operation, "/api/v1/" + operation.collection + "/" + own.get().id());
      body.remove("companies");
      var key = field.get("key").asText();
      if (field.get("type").asText().equals("references")) {
        body.putArray(key).add(unseen.id());
      } else {
        body.put(key, unseen.id());
      }
      var outcome = asked(operation, reader, new Arguments(Map.of(), Map.of(), null, body));
      if (outcome.code().equals("ok")) {
        leaks.add(
            operation + " by " + reader.name() + " takes in " + key + " what they do not see");
      }
      judge(operation, reader, unseen, Map.of(), outcome);
    }
    exercised.add(operation.id());
  }

  private Planted hidden(Person reader, String collection) {
    return planted.stream()
        .filter(it -> it.collection().equals(collection) && !sees(reader, it))
        .findFirst()
        .orElse(null);
  }

  private static Map<String, String> uploadOf(Planted target) {
    return target == null
        ? Map.of("collection", "customers", "recordId", "1", "name", "a.txt")
        : Map.of("collection", target.collection(), "recordId", target.id(), "name", "a.txt");
  }

  /**
   * Calls it at one door; the databases share the doors between them. Beyond the doors all is one,
   * and that each operation is at both is {@link ParityIT}'s.
   */
  abstract Outcome through(PublishedOperation operation, Arguments arguments, String... headers);

  private Outcome asked(PublishedOperation operation, Person reader, Arguments arguments) {
    return through(operation, arguments, "Authorization", reader.credential());
  }

  private void judge(
      PublishedOperation operation,
      Person reader,
      Planted target,
      Map<String, String> query,
      Outcome outcome) {
    var what =
        operation
            + " as "
            + reader.name()
            + " "
            + query
            + (target == null ? "" : " about " + target.marker());
    if (outcome.code().equals("internal") || outcome.text().contains("\tat ")) {
      leaks.add(what + " breaks: " + outcome.text());
    }
    for (var record : planted) {
      if (outcome.text().toLowerCase(java.util.Locale.ROOT).contains(record.marker())
          && !sees(reader, record)) {
        leaks.add(what + " shows " + record.marker());
      }
    }
    if (target != null
        && target.collection().equals(operation.collection)
        && outcome.code().equals("ok")
        && !sees(reader, target)
        && operation.pathParameters.stream().anyMatch(NAMES_A_RECORD::contains)) {
      leaks.add(what + " answers");
    }
    // Only where nothing else decides what is in the page.
    var counted = outcome.record().get("total.value");
    if (counted != null && OWNED.contains(operation.collection) && query.containsKey("count")) {
      var visible =
          planted.stream()
              .filter(it -> it.collection().equals(operation.collection) && sees(reader, it))
              .count();
      if (!counted.equals(List.of("" + visible))) {
        leaks.add(what + " counts " + counted + " instead of " + visible);
      }
    }
  }

  // ---- arguments

  /** The records that an operation is called about; null for none in particular. */
  private List<Planted> targets(PublishedOperation operation) {
    if (operation.pathParameters.contains("collection")
        && operation.pathParameters.contains("id")) {
      return planted.stream().filter(it -> PARENT_AND_CHILD.contains(it.collection())).toList();
    }
    if (operation.queryParameters.contains("filter") && BESIDE.contains(operation.collection)
        || operation.id().equals("comments.people")) {
      return planted.stream().filter(it -> PARENT_AND_CHILD.contains(it.collection())).toList();
    }
    if (operation.pathParameters.stream().anyMatch(NAMES_A_RECORD::contains)) {
      var own =
          planted.stream().filter(it -> it.collection().equals(operation.collection)).toList();
      if (!own.isEmpty()) {
        return own;
      }
    }
    var none = new ArrayList<Planted>();
    none.add(null);
    return none;
  }

  private Map<String, String> path(PublishedOperation operation, Planted target) {
    var path = new HashMap<String, String>();
    for (var parameter : operation.pathParameters) {
      switch (parameter) {
        case "id" -> path.put(parameter, target == null ? "1" : target.id());
        case "collection" ->
            path.put(parameter, target == null ? "customers" : target.collection());
        case "system" -> path.put(parameter, SECRET);
        case "key" -> path.put(parameter, target == null ? "none" : key(target.marker()));
        case "number" -> path.put(parameter, target == null ? "none" : target.number());
        case "code" -> path.put(parameter, "industry");
        case "year" -> path.put(parameter, "2026");
        case "date" -> path.put(parameter, "2026-10-08");
        default -> {
          return null;
        }
      }
    }
    return path;
  }

  private List<Map<String, String>> queries(PublishedOperation operation, Planted target) {
    if (operation.id().equals("comments.people")) {
      return List.of(Map.of("collection", target.collection(), "recordId", target.id()));
    }
    if (BESIDE.contains(operation.collection) && operation.queryParameters.contains("filter")) {
      return List.of(
          Map.of("filter", "collection==" + target.collection() + ";recordId==" + target.id()));
    }
    if (operation.queryParameters.contains("format")) {
      // A workbook tells when it was made.
      return List.of(Map.of("format", "csv"));
    }
    if (!operation.queryParameters.contains("filter")) {
      return List.of(Map.of());
    }
    var queries = new ArrayList<Map<String, String>>();
    queries.add(Map.of());
    queries.add(Map.of("count", "exact", "limit", "200"));
    queries.add(Map.of("q", SECRET));
    queries.add(Map.of("q", SECRET, "count", "exact", "limit", "1"));
    queries.add(Map.of("sort", "-id", "limit", "200"));
    queries.add(Map.of("filter", "id=gt=0", "count", "exact"));
    return queries;
  }

  /**
   * A record as whoever may everything reads it, to be sent back; what the server keeps is left
   * out.
   */
  private ObjectNode body(PublishedOperation operation, String read) {
    var body = NODES.objectNode();
    var source = read == null ? NODES.objectNode() : server.get(read).json();
    for (var member : operation.body.get("properties").properties()) {
      var schema = PublishedOperation.resolved(api, member.getValue());
      if (!schema.path("readOnly").asBoolean()
          && source.has(member.getKey())
          && !member.getKey().equals("hints")) {
        body.set(member.getKey(), source.get(member.getKey()));
      }
    }
    return body;
  }

  // ---- who and what there is

  private Person person(
      String name, String department, String superior, List<Scope> scopes, String... roles) {
    var roleIds =
        List.of(roles).stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(","));
    var id =
        made(
            "users",
            "{\"login\":\"%s\",\"name\":\"%s\",\"password\":\"%s\",\"roleIds\":[%s]%s%s}"
                .formatted(
                    name,
                    name,
                    PASSWORD,
                    roleIds,
                    department == null ? "" : ",\"departmentId\":\"" + department + "\"",
                    superior == null
                        ? ""
                        : ",\"superiorId\":\"" + people.get(superior).id() + "\""));
    var collections = new TreeSet<>(OWNED);
    collections.addAll(BESIDE);
    var person =
        new Person(
            name, id, department, superior, scopes, collections, Server.basic(name, PASSWORD));
    people.put(name, person);
    return person;
  }

  private void share(Planted record, Map<String, String> team) {
    teams.put(record.marker(), team);
    var members =
        team.entrySet().stream()
            .map(
                member ->
                    "{\"userId\":\"%s\",\"access\":\"%s\"}"
                        .formatted(people.get(member.getKey()).id(), member.getValue()))
            .collect(Collectors.joining(","));
    var shared =
        server.call(
            "PUT",
            "/api/v1/access/" + record.collection() + "/" + record.id() + "/team",
            "{\"members\":[" + members + "]}");
    assertThat(shared.status()).as(shared.text()).isEqualTo(200);
  }

  private String role(String code, String scope, List<String> collections) {
    var operations =
        collections.stream()
            .flatMap(
                collection ->
                    List.of(
                            "view",
                            "create",
                            "edit",
                            "delete",
                            "export",
                            "import",
                            "transfer",
                            "merge")
                        .stream()
                        .map(verb -> "\"" + collection + "." + verb + "\""))
            .collect(Collectors.joining(","));
    operations += ",\"comments.create\",\"customers.release\",\"customers.lock-level\"";
    var chosen = scope.equals("departments") ? ",\"departmentIds\":[\"" + south + "\"]" : "";
    return made(
        "roles",
        "{\"code\":\"%1$s\",\"name\":\"%1$s\",\"operations\":[%2$s],\"scopes\":[{\"collection\":\"*\",\"scope\":\"%3$s\"%4$s}]}"
            .formatted(code, operations, scope, chosen));
  }

  private void plantFor(Person person, String name) {
    var customer =
        plant(
            "customers",
            person,
            null,
            name + "a",
            "{\"name\":\"%1$s company\",\"ownerId\":\"%3$s\",\"remark\":\"%1$s remark\",\"phones\":[{\"number\":\"021-55550199\",\"remark\":\"%1$s\"}]}");
    plant(
        "contacts",
        person,
        customer,
        name + "b",
        "{\"name\":\"%1$s person\",\"customerId\":\"%2$s\",\"ownerId\":\"%3$s\",\"remark\":\"%1$s remark\"}");
    plant(
        "contact-logs",
        person,
        customer,
        name + "c",
        "{\"subject\":\"%1$s call\",\"customerId\":\"%2$s\",\"ownerId\":\"%3$s\",\"method\":\"telephone\",\"content\":\"%1$s content\"}");
    var marker = SECRET + name + "d";
    var file =
        server.call(
            "POST",
            "/api/v1/attachments/content?collection=customers&recordId="
                + customer.id()
                + "&name="
                + marker
                + ".txt",
            marker + " content",
            "Content-Type",
            "application/octet-stream");
    assertThat(file.status()).as(file.text()).isEqualTo(201);
    var attachment = file.json().get("id").asText();
    planted.add(new Planted("attachments", attachment, null, person.name(), customer, marker));
    marker = SECRET + name + "f";
    var comment =
        made(
            "comments",
            "{\"collection\":\"customers\",\"recordId\":\"%s\",\"text\":\"%s\"}"
                .formatted(customer.id(), marker));
    planted.add(new Planted("comments", comment, null, person.name(), customer, marker));
    plant(
        "document-deliveries",
        person,
        customer,
        name + "e",
        "{\"title\":\"%1$s\",\"remark\":\"%1$s\",\"customerId\":\"%2$s\",\"ownerId\":\"%3$s\",\"method\":\"email\",\"attachmentId\":\""
            + attachment
            + "\"}");
  }

  private Planted plant(
      String collection, Person owner, Planted parent, String marker, String body) {
    var text = SECRET + marker;
    var put =
        server.call(
            "PUT",
            "/api/v1/" + collection + "/external/" + SECRET + "/" + key(text),
            body.formatted(text, parent == null ? "" : parent.id(), owner.id()));
    assertThat(put.status()).as(put.text()).isLessThan(300);
    var record =
        new Planted(
            collection,
            put.json().get("id").asText(),
            put.json().path("number").asText(),
            owner.name(),
            parent,
            text);
    planted.add(record);
    return record;
  }

  /** The caller names the key, and is told it again: it gives nothing away. */
  private static String key(String marker) {
    return "k" + Integer.toHexString(marker.hashCode());
  }

  private int version(String path) {
    return server.get(path).json().path("version").asInt();
  }

  private String made(String collection, String body) {
    var made = server.post("/api/v1/" + collection, body);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("id").asText();
  }
}
