package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.tangramcrm.itests.LeakWorld.Person;
import org.tangramcrm.itests.LeakWorld.Planted;
import org.tangramcrm.itests.PublishedOperation.Arguments;
import org.tangramcrm.itests.PublishedOperation.Outcome;

/**
 * Nothing leaks (M-89): every operation that the server describes is called through both doors as
 * people who stand in every relation to each other, about records of each of them, and what comes
 * back is compared with what the rules allow ({@link LeakWorld}). All of the people may all that
 * there is to allow, so that only what they reach differs; one may nothing. New operations are
 * found by themselves; one that nobody is served by, or that shows nobody a row, fails.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class LeakScanCheck {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Parameters by which a record is named. */
  private static final Set<String> NAMES_A_RECORD = Set.of("id", "key", "number");

  /** What has nothing to do with rows of somebody, and why. */
  private static final Map<String, String> NOT_ABOUT_ROWS =
      Map.ofEntries(
          Map.entry("tokens.create", "the caller's own"),
          Map.entry("tokens.delete", "the caller's own"),
          Map.entry("users.changePassword", "the caller's own"),
          Map.entry("views.create", "names and filters that its owner typed"),
          Map.entry("views.prefer", "the caller's own"),
          Map.entry("duplicates.dismiss", "the caller's own; tried where they are found"),
          Map.entry("duplicates.withdraw", "told no more than the records that the caller named"),
          Map.entry("notifications.read", "the caller's own, by number"),
          Map.entry("notifications.readAll", "the caller's own"),
          Map.entry("notifications.prefer", "the caller's own"));

  /** Reads that show rows of somebody: each has to have shown one, and to have kept one back. */
  private static final Set<String> SHOWS_NO_ROWS =
      Set.of(
          // The whole company's.
          "users",
          "departments",
          "roles",
          "dictionaries",
          "dictionary-items",
          "custom-fields",
          "layouts",
          "modules",
          "numbering",
          "working-calendar",
          "metadata",
          "customer-levels",
          "exchange-rates",
          "products",
          "pipelines",
          "accounting-periods",
          "approval-steps",
          // Names, days and amounts; OrderCheck tries who reaches them.
          "order-lines",
          "order-revisions",
          // Counts and sums, compared with what each reaches in a test of their own.
          "analyses",
          // Codes and days; SalesCheck tries who reaches them.
          "opportunity-moves",
          // Days and amounts; ReceiptCheck tries who reaches them.
          "receipt-allocations",
          // Days and amounts; DunningCheck tries who reaches them.
          "receivables",
          "receivable-entries",
          "dunnings",
          // Days and amounts; PipelineCheck tries who reaches them.
          "forecast-snapshots",
          "sales-targets",
          // The caller's own, made by them; that others are refused is tried where they are served.
          "tokens",
          "views",
          "jobs",
          "imports",
          "transfers",
          "merges",
          // Fields that the caller typed, numbers, and whom records are shared with.
          "attachments.limits",
          "notifications.unread",
          "notifications.preferences",
          "access.team",
          "follows.get",
          "follows.mine",
          "duplicates.groups",
          "duplicates.dismissals");

  /** What was done already is answered as it is to whoever sees it, and changes nothing. */
  private static final Set<String> REPEATED = Set.of("receipts.confirm");

  /** Rows that a permission alone decides of: who has none is kept from them. */
  private static final Set<String> BY_PERMISSION = Set.of("customer-pool", "competitors");

  /** What tells that something hidden is there, on purpose, and what of it. */
  private static final Map<String, String> TELLS_OF_HIDDEN =
      Map.of("duplicates.of", "whom to ask, and a name with its middle hidden (M-16)");

  /** The calls of one person do not wait for those of another; a server has few cores. */
  private static final int AT_ONCE = 4;

  Server server;
  final Set<String> leaks = ConcurrentHashMap.newKeySet();
  private final Set<String> served = ConcurrentHashMap.newKeySet();

  /** Rows that an operation showed to somebody, and those that it kept from somebody. */
  private final Map<String, Set<String>> shown = new ConcurrentHashMap<>();

  private final Map<String, Set<String>> keptBack = new ConcurrentHashMap<>();
  private final Map<String, List<String>> summed = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
  private LeakWorld world;
  private LeakProbes probes;
  private LeakAnalyses analyses;
  private JsonNode api;
  private List<PublishedOperation> operations;
  private int hidden;

  abstract Server begin();

  /** Calls it at one door; the databases share the doors between them. */
  abstract Outcome through(PublishedOperation operation, Arguments arguments, String... headers);

  @BeforeAll
  void plant() {
    server = begin();
    world = new LeakWorld(server);
    probes = new LeakProbes(this, world);
    analyses = new LeakAnalyses(server);
    api = server.get("/api/v1/openapi.json").json();
    operations = PublishedOperation.of(server, api);
    world.allow(operations);
    world.addNarrow();
  }

  @AfterAll
  void stop() {
    threads.shutdownNow();
    server.close();
  }

  // ---- what is proved

  @Test
  @Order(1)
  void noOperationShowsWhatItsCallerMayNotSee() {
    scan(operations);
    assertThat(leaks).isEmpty();
  }

  /** A scanner that finds nothing where there is something would prove nothing. */
  @Test
  @Order(2)
  void operationsThatLeakAreFound() {
    server.deploy(Built.file("itests/leaky", "leaky-.*\\.jar"), "leaky.jar");
    Server.await("the leaky module", () -> server.get("/api/v1/rumours/count").status() == 200);
    var rumours =
        PublishedOperation.of(server, server.get("/api/v1/openapi.json").json()).stream()
            .filter(operation -> operation.collection.equals("rumours"))
            .toList();
    assertThat(rumours).hasSize(3);
    world.allow(Stream.concat(operations.stream(), rumours.stream()).toList());
    var before = Set.copyOf(leaks);
    scan(rumours);
    var found = leaks.stream().filter(leak -> !before.contains(leak)).toList();
    leaks.retainAll(before);
    server.undeploy("leaky.jar");
    assertThat(found).anyMatch(leak -> leak.startsWith("rumours.names") && leak.contains("shows"));
    assertThat(found).anyMatch(leak -> leak.startsWith("rumours.count") && leak.contains("tells"));
    assertThat(found).noneMatch(leak -> leak.startsWith("rumours.count") && leak.contains("shows"));
    // With a permission of its own, which the people are given because it is there.
    assertThat(found).anyMatch(leak -> leak.startsWith("rumours.told") && leak.contains("shows"));
    assertThat(found)
        .anyMatch(leak -> leak.startsWith("rumours.told as blind") && leak.contains("hidden"));
    assertThat(served).contains("rumours.names", "rumours.count", "rumours.told");
  }

  /** Whoever runs an analysis has counted what a list shows them: no more, and no less. */
  @Test
  @Order(3)
  void analysesCountWhatTheirReaderReaches() {
    everybody(
        reader -> {
          counts(reader, "R-3?by=types", "customers", "customers");
          counts(reader, "R-11?by=ownerId&basis=cohort", "opportunities", "begun");
          analyses.all().forEach((code, ways) -> ways.forEach(way -> tells(reader, code, way)));
        });
    assertThat(leaks).isEmpty();
  }

  private void counts(Person reader, String analysis, String collection, String column) {
    var answer = server.get("/api/v1/analyses/" + analysis, reader.headers());
    if (reader.isCut()) {
      assertThat(answer.code()).as(reader.name()).isEqualTo("forbidden");
      return;
    }
    var reached = world.of(collection).stream().filter(it -> world.sees(reader, it)).count();
    assertThat(answer.json().at("/totals/" + column).asLong())
        .as(reader.name() + ": " + answer.text())
        .isEqualTo(reached);
  }

  /** The records behind a row are listed to its reader, and no more is said of them. */
  private void tells(Person reader, String code, Map<String, String> way) {
    var what = code + " " + way + " as " + reader.name();
    if (reader == world.blind && LeakWorld.hides(way.get("by"))) {
      if (!analyses.run(code, way, reader).code().matches("invalid|forbidden")) {
        leaks.add(what + " tells by what is hidden");
      }
      return;
    }
    var answer = analyses.run(code, way, reader);
    if (answer.status() != 200) {
      // What it or its rows are made of is hidden from them, or its right is not theirs.
      var rows = reader == world.blind && answer.json().at("/errors/0/field").asText().equals("by");
      if (!rows
          && (!answer.code().equals("forbidden") || !reader.isCut() && reader != world.blind)) {
        leaks.add(what + " is refused: " + answer.text());
      }
      return;
    }
    if (reader == world.blind) {
      // All the amounts that there are, are hidden from them.
      analyses
          .amounts(answer.json())
          .filter(amount -> amount.signum() != 0)
          .forEach(amount -> leaks.add(what + " comes to what is hidden: " + amount));
    }
    analyses
        .drills(answer.json())
        .limit(3)
        .forEach(
            drill -> {
              analyses
                  .named(drill, world.planted)
                  .filter(record -> !world.sees(reader, record))
                  .forEach(record -> leaks.add(what + " leads to " + record));
              var behind = analyses.behind(drill, reader);
              if (behind.status() != 200) {
                leaks.add(what + " leads nowhere: " + drill + " " + behind.text());
              }
              world.planted.stream()
                  .filter(record -> !world.sees(reader, record))
                  .filter(
                      record -> behind.text().toLowerCase(Locale.ROOT).contains(record.marker()))
                  .forEach(record -> leaks.add(what + " lists " + record));
            });
  }

  /** Nothing is found, ordered, summed or picked out by a field that one is not shown (M-88). */
  @Test
  @Order(3)
  void nothingIsAskedByAHiddenField() {
    var lists =
        operations.stream()
            .filter(operation -> operation.queryParameters.contains("filter"))
            .filter(
                operation ->
                    LeakWorld.HIDDEN.containsKey(operation.collection)
                        || operation.collection.equals("customer-pool"))
            .toList();
    assertThat(lists).hasSizeGreaterThanOrEqualTo(LeakWorld.HIDDEN.size());
    for (var list : lists) {
      for (var field : LeakWorld.HIDDEN.getOrDefault(list.collection, List.of("level"))) {
        for (var query :
            List.of(
                Map.of("filter", field + "==A"),
                Map.of("sort", field),
                Map.of("sums", field),
                Map.of("fields", "id," + field))) {
          var arguments = new Arguments(Map.of(), query, null, null);
          for (var outcome :
              List.of(
                  list.rest(server, arguments, world.blind.headers()),
                  list.soap(server, arguments, world.blind.headers()))) {
            assertThat(outcome.code()).as(list + " " + query).isNotIn("ok", "internal");
          }
        }
      }
    }
    var facts = "/api/v1/audit?limit=200&sort=-id&filter=collection==customers";
    assertThat(server.get(facts).text()).contains(LeakWorld.LEVEL);
    assertThat(server.get(facts, world.blind.headers()).text())
        .contains(LeakWorld.SECRET)
        .doesNotContain(LeakWorld.LEVEL, LeakWorld.HUSH);
    for (var text : LeakWorld.HIDDEN_VALUES) {
      var found = server.get("/api/v1/customers?q=" + text, world.blind.headers());
      assertThat(found.json().get("items")).as(text).isEmpty();
    }
  }

  /** Whoever listens hears of what they see, and of nothing else. */
  @Test
  @Order(4)
  void listenersHearOfWhatTheySee() {
    var listeners = new LinkedHashMap<Person, Listener>();
    try {
      for (var person : world.people.values()) {
        listeners.put(
            person,
            Listener.at(
                server,
                "customers,contacts,contact-logs,document-deliveries,opportunities,attachments,comments",
                person.headers()));
      }
      var from = world.planted.size();
      var ended = new ArrayList<Planted>();
      for (var person :
          List.of(world.hermit, world.people.get("below"), world.people.get("other"))) {
        // What is planted is changed as well, and something is made and deleted again.
        world.plantFor(person, person.name() + ++hidden);
        ended.add(world.plantAndDelete(person, person.name() + hidden));
        // Who is told of very much at once is told to read again, and not of each.
        toldOfAllSoFar(listeners);
      }
      var planted = List.copyOf(world.planted.subList(from, world.planted.size()));
      listeners.forEach(
          (person, listener) -> {
            assertThat(listener.heard("many")).as(person.name() + " is told of each").isFalse();
            planted.forEach(
                record -> hears(person, listener, record, Set.of("created", "updated")));
            ended.forEach(record -> hears(person, listener, record, Set.of("created", "deleted")));
          });
    } finally {
      listeners.values().forEach(Listener::close);
    }
    assertThat(leaks).isEmpty();
  }

  /** Told in their order: whoever heard of the last was told of all that they are told of. */
  private void toldOfAllSoFar(Map<Person, Listener> listeners) {
    var last = new HashMap<String, String>();
    for (var person : listeners.keySet()) {
      last.computeIfAbsent(
          person.id(),
          id -> world.made("customers", "{\"name\":\"Last\",\"ownerId\":\"" + id + "\"}"));
    }
    listeners.forEach(
        (person, listener) ->
            Server.await(
                "the last for " + person.name(),
                () -> !listener.of(last.get(person.id())).isEmpty()));
  }

  /**
   * @param kinds of what was done to a customer
   */
  private void hears(Person person, Listener listener, Planted record, Set<String> kinds) {
    var heard =
        listener.events.stream()
            .map(Listener.Event::data)
            .filter(event -> event.path("collection").asText().equals(record.collection()))
            .filter(event -> event.path("id").asText().equals(record.id()))
            .map(event -> event.path("kind").asText())
            .collect(Collectors.toSet());
    if (!world.sees(person, record)) {
      if (!heard.isEmpty()) {
        leaks.add(person.name() + " hears of " + record + ": " + heard);
      }
    } else if (record.isIn("customers") && !heard.equals(kinds)) {
      leaks.add(person.name() + " hears " + heard + " instead of " + kinds + " of " + record);
    }
  }

  /**
   * An operation that refuses everybody leaks nothing, and proves nothing: each is served to
   * somebody who may, and reads of somebody's rows show some and keep others back. What a clerk
   * made of their own is refused to others.
   */
  @Test
  @Order(5)
  void everyOperationIsServedToWhoMay() {
    var all = new TreeSet<String>();
    operations.stream()
        .filter(operation -> operation.permission != null)
        .forEach(operation -> all.add(operation.permission));
    var clerk = everythingButAdministrator(all);
    var arguments =
        new ServedArguments(
            server, api, operations, LeakWorld.PASSWORD, world.hermit.id(), clerk.headers());
    var once = new ServedOnce(server, world.hermit.id(), clerk.headers());
    var refused = new ArrayList<String>();
    for (var operation : modulesLast()) {
      if (served.contains(operation.id()) && !operation.verb.equals("GET")) {
        continue;
      }
      if (operation.name.equals("bulk")) {
        bulkIsServedToWhoMay(operation, arguments, once, clerk);
        continue;
      }
      if (once.knows(operation)) {
        var about = new Arguments(Map.of("id", once.of(operation)), Map.of(), null, null);
        isServedToItsOwnerAlone(operation, about, clerk);
        continue;
      }
      if (operation.id().equals("users.confirmSecondFactor")) {
        secondFactorIsConfirmed(operation, clerk);
        continue;
      }
      var asked = arguments.arguments(operation);
      // Before its owner is served, who may end it.
      if (isOwn(operation)) {
        for (var stranger : List.of(world.blind, world.hermit)) {
          if (through(operation, asked, stranger.headers()).code().equals("ok")) {
            leaks.add(operation + " of " + clerk.name() + " is answered to " + stranger.name());
          }
        }
      }
      var outcome = through(operation, asked, clerk.headers());
      if (outcome.code().equals("ok")) {
        served.add(operation.id());
      } else if (!served.contains(operation.id())) {
        refused.add(operation + ": " + outcome.text());
      }
      if (operation.id().equals("modules.stop")) {
        server.post("/api/v1/modules/sales/actions/start", null);
      }
    }
    assertThat(refused).isEmpty();
    assertThat(leaks).isEmpty();
    assertThat(ids(operations))
        .as("operations that nobody could be made to call")
        .allMatch(served::contains);
    var reads =
        operations.stream()
            .filter(operation -> operation.verb.equals("GET") && !showsNoRows(operation))
            .toList();
    assertThat(ids(reads)).as("shown a row to nobody").isSubsetOf(shown.keySet());
    assertThat(ids(reads))
        .as("kept from nobody a row that it showed to somebody")
        .allMatch(id -> !Collections.disjoint(shown.get(id), keptBack.getOrDefault(id, Set.of())));
  }

  /** What somebody has under way, or has done, is ended and taken back by them and nobody else. */
  private void isServedToItsOwnerAlone(
      PublishedOperation operation, Arguments arguments, Person owner) {
    everybody(
        stranger -> {
          var outcome = through(operation, arguments, stranger.headers());
          if (!Set.of("not-found", "forbidden").contains(outcome.code())) {
            leaks.add(
                operation
                    + " of "
                    + owner.name()
                    + " by "
                    + stranger.name()
                    + ": "
                    + outcome.text());
          }
        });
    var outcome = through(operation, arguments, owner.headers());
    assertThat(outcome.code()).as(operation + ": " + outcome.text()).isEqualTo("ok");
    served.add(operation.id());
  }

  /** A code of somebody's device is worth nothing to others; whose it is, is shut out with it. */
  private void secondFactorIsConfirmed(PublishedOperation operation, Person like) {
    var careful = world.person("careful", null, null, like.roles().get(0));
    world.people.remove("careful");
    var begun =
        server.post(
            "/api/v1/users/me/actions/begin-second-factor",
            "{\"current\":\"" + LeakWorld.PASSWORD + "\"}",
            careful.headers());
    assertThat(begun.status()).as(begun.text()).isEqualTo(200);
    var device = new Device(begun.json().get("secret").asText());
    var body = NODES.objectNode().put("code", device.next());
    var arguments = new Arguments(Map.of(), Map.of(), null, body);
    everybody(
        stranger -> {
          if (through(operation, arguments, stranger.headers()).code().equals("ok")) {
            leaks.add(operation + " by " + stranger.name() + " with another's device");
          }
        });
    var outcome = through(operation, arguments, careful.headers());
    assertThat(outcome.code()).as(outcome.text()).isEqualTo("ok");
    served.add(operation.id());
  }

  /**
   * Several at once: served to whoever made the record, after somebody was refused to change it.
   */
  private void bulkIsServedToWhoMay(
      PublishedOperation operation, ServedArguments arguments, ServedOnce once, Person clerk) {
    var body = NODES.objectNode().put("action", ServedOnce.action(operation));
    var item = body.putArray("items").addObject();
    var made = once.ofMany(operation);
    if (made != null) {
      item.put("id", made);
    } else {
      var subject = arguments.subject(operation.collection);
      assertThat(subject.path("id").asText("")).as("a record for " + operation).isNotEmpty();
      item.put("id", subject.get("id").asText()).put("version", subject.path("version").asInt());
    }
    var path = "/api/v1/" + operation.collection + "/bulk";
    // Of rows, to somebody who may change others; of what is the company's, to one who may not.
    var rows = !world.of(operation.collection).isEmpty();
    var other = rows ? world.hermit : world.people.get("narrow");
    var refused = server.post(path, body.toString(), other.headers());
    var one = refused.status() == 200 ? refused.json().at("/results/0/status").asInt() : 403;
    if (!Set.of(403, 404).contains(one)) {
      leaks.add(operation + " of " + clerk.name() + "'s by another: " + refused.text());
    }
    var done = server.post(path, body.toString(), clerk.headers());
    if (done.status() == 200 && done.json().at("/results/0/status").asInt() == 200) {
      served.add(operation.id());
    } else {
      leaks.add(operation + " is served to nobody: " + done.text());
    }
  }

  /** Whoever may nothing is refused everything that asks for a permission. */
  @Test
  @Order(6)
  void whoMayNothingIsServedNothing() {
    var idle = world.person("idle", null, null, world.role("idle", LeakWorld.Scope.of("all")));
    world.people.remove("idle");
    for (var operation : operations) {
      if (operation.permission != null && !operation.name.equals("bulk")) {
        assertThat(through(operation, dummy(operation), idle.headers()).code())
            .as(operation.id())
            .isEqualTo("forbidden");
      }
    }
  }

  /** Whoever left gets nothing, with whatever they still have, at any operation and door. */
  @Test
  @Order(7)
  void whoeverIsDeactivatedIsRefusedAtOnce() {
    var gone = world.person("gone", null, null, world.people.get("blind").roles().get(0));
    world.people.remove("gone");
    var token =
        server
            .post("/api/v1/tokens", "{\"name\":\"left\"}", gone.headers())
            .json()
            .get("token")
            .asText();
    var credentials = List.of(gone.credential(), "Bearer " + token);
    for (var credential : credentials) {
      assertThat(server.get("/api/v1/customers", "Authorization", credential).status())
          .isEqualTo(200);
    }
    var path = "/api/v1/users/" + gone.id();
    var left =
        server.call(
            "PATCH", path, "{\"active\":false}", "If-Match", "\"v" + world.version(path) + "\"");
    assertThat(left.status()).as(left.text()).isEqualTo(200);
    assertThat(server.get("/api/v1/customers", "Authorization", gone.credential()).status())
        .isEqualTo(401);
    for (var operation : operations) {
      var arguments = dummy(operation);
      var headers = new String[] {"Authorization", "Bearer " + token};
      // Who goes on trying is made to wait.
      assertThat(operation.rest(server, arguments, headers).code())
          .as(operation.id())
          .isIn("unauthenticated", "too-many-requests");
      if (!operation.name.equals("bulk")) {
        assertThat(operation.soap(server, arguments, headers).code())
            .as(operation.id())
            .isIn("unauthenticated", "too-many-requests");
      }
    }
  }

  private static List<String> ids(Collection<PublishedOperation> operations) {
    return operations.stream().map(PublishedOperation::id).toList();
  }

  private static boolean showsNoRows(PublishedOperation operation) {
    return SHOWS_NO_ROWS.contains(operation.collection) || SHOWS_NO_ROWS.contains(operation.id());
  }

  /** What belongs to whoever made it, and is nobody else's business. */
  private static boolean isOwn(PublishedOperation operation) {
    return Set.of("jobs", "imports", "transfers", "merges", "tokens", "views", "notifications")
            .contains(operation.collection)
        && operation.pathParameters.contains("id")
        // A view is looked at by all whom it is shared with, as this one is.
        && !operation.id().equals("views.get");
  }

  private Person everythingButAdministrator(Set<String> permissions) {
    var clerk = world.person("clerk", null, null, world.role("clerk", LeakWorld.Scope.of("all")));
    world.people.remove("clerk");
    permissions.addAll(world.beside());
    ObjectNode body = NODES.objectNode();
    permissions.forEach(body.putArray("operations")::add);
    var path = "/api/v1/roles/" + clerk.roles().get(0).id();
    var allowed =
        server.call("PATCH", path, body.toString(), "If-Match", "\"v" + world.version(path) + "\"");
    assertThat(allowed.status()).as(allowed.text()).isEqualTo(200);
    return clerk;
  }

  /** What they do is felt by all others. */
  private List<PublishedOperation> modulesLast() {
    return Stream.of(true, false)
        .flatMap(
            first ->
                operations.stream()
                    .filter(operation -> operation.collection.equals("modules") != first))
        .toList();
  }

  /** For who is refused before anybody looks at them. */
  private Arguments dummy(PublishedOperation operation) {
    var query = new HashMap<String, String>();
    operation.requiredParameters.forEach(
        parameter -> query.put(parameter, parameter.equals("collection") ? "customers" : "1"));
    var body = operation.body == null ? null : NODES.objectNode();
    return new Arguments(
        path(operation, null), query, operation.guarded ? Integer.valueOf(1) : null, body);
  }

  // ---- the scan

  private void scan(List<PublishedOperation> scanned) {
    for (var operation : scanned) {
      var probe = probes.of(operation);
      if (analyses.areRunBy(operation)) {
        everybody(reader -> analysed(operation, reader));
      } else if (operation.verb.equals("GET")) {
        everybody(reader -> reads(operation, reader));
      } else if (probe != null) {
        everybody(reader -> probe.accept(operation, reader));
      } else if (operation.pathParameters.isEmpty() && !isLeftOut(operation)) {
        everybody(reader -> creates(operation, reader));
      } else if (!isLeftOut(operation)) {
        writes(operation);
        if (LeakWorld.OWNED.contains(operation.collection)
            && Set.of("update", "patch").contains(operation.name)) {
          everybody(reader -> refers(operation, reader));
        }
      }
    }
    differs(scanned);
  }

  private void everybody(Consumer<Person> does) {
    var work =
        world.people.values().stream()
            .<Callable<Void>>map(
                person ->
                    () -> {
                      does.accept(person);
                      return null;
                    })
            .toList();
    try {
      for (var each : threads.invokeAll(work)) {
        each.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * What appears where nobody sees it changes no answer: whatever tells of it without naming it, in
   * a count or a sum, is found so, without knowing what the answer means.
   */
  private void differs(List<PublishedOperation> scanned) {
    everythingIsTold();
    var before = answers(scanned);
    var own = analyses.told(scanned, world.hermit);
    for (int i = 0; i < 3; i++) {
      world.plantFor(world.hermit, world.hermit.name() + ++hidden);
    }
    // Who does see it is told of it: an analysis that never tells of what is planted proves
    // nothing.
    var now = analyses.told(scanned, world.hermit);
    own.keySet().stream()
        .filter(code -> own.get(code).equals(now.get(code)))
        .forEach(code -> leaks.add(code + " tells nobody of what is planted: " + own.get(code)));
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
  private void everythingIsTold() {
    var later = world.made("customers", "{\"name\":\"Later\"}");
    var path = "/api/v1/customers/" + later;
    var given = "{\"ownerId\":\"" + world.hermit.id() + "\"}";
    assertThat(server.call("PATCH", path, given, "If-Match", "\"v1\"").status()).isEqualTo(200);
    Server.await(
        "a later notice",
        () ->
            server
                .get("/api/v1/notifications", world.hermit.headers())
                .text()
                .contains("\"recordId\":\"" + later + "\""));
    server.call("DELETE", path, null, "If-Match", "\"v2\"");
  }

  /** Of all who see nothing of what appears. */
  private Map<String, String> answers(List<PublishedOperation> scanned) {
    var answers = new ConcurrentHashMap<String, String>();
    everybody(
        reader -> {
          var sees =
              reader == world.hermit || reader == world.blind || reader.name().equals("mixed");
          for (var operation : scanned) {
            if (sees
                || !operation.verb.equals("GET")
                || TELLS_OF_HIDDEN.containsKey(operation.id())) {
              continue;
            }
            if (analyses.areRunBy(operation)) {
              // A file holds no other figures, and leaves a fact each time.
              if (operation.answersFile) {
                continue;
              }
              analyses
                  .arguments(operation)
                  .forEach(
                      asked ->
                          answers.put(
                              operation + " as " + reader.name() + " " + asked,
                              told(operation, asked, reader)));
              continue;
            }
            var target = targets(operation).get(0);
            var path = path(operation, target);
            for (var query : queries(operation, target)) {
              var outcome =
                  operation.rest(server, new Arguments(path, query, null, null), reader.headers());
              var told = new TreeMap<>(outcome.record());
              // Asking with a token moves it.
              told.remove("items.lastUsed");
              answers.put(
                  operation + " as " + reader.name() + " " + query, outcome.code() + " " + told);
            }
          }
        });
    return answers;
  }

  private String told(PublishedOperation operation, Arguments asked, Person reader) {
    var outcome = operation.rest(server, asked, reader.headers());
    return outcome.code() + " " + outcome.record();
  }

  /** Each of the analyses that there are. */
  private void analysed(PublishedOperation operation, Person reader) {
    for (var arguments : analyses.arguments(operation)) {
      var outcome = asked(operation, reader, arguments);
      judge(operation, reader, null, arguments.path(), outcome);
    }
  }

  private static boolean isLeftOut(PublishedOperation operation) {
    return NOT_ABOUT_ROWS.containsKey(operation.id());
  }

  private void reads(PublishedOperation operation, Person reader) {
    for (var target : targets(operation)) {
      for (var query : queries(operation, target)) {
        var outcome =
            asked(operation, reader, new Arguments(path(operation, target), query, null, null));
        judge(operation, reader, target, query, outcome);
      }
    }
  }

  /**
   * Writes are tried on what the caller does not see, or is shown for reading only: they are
   * refused, and change nothing.
   */
  private void writes(PublishedOperation operation) {
    for (var target : targets(operation)) {
      var read = target == null ? null : "/api/v1/" + target.collection() + "/" + target.id();
      var before = read == null ? null : server.get(read);
      Integer version = null;
      if (operation.guarded) {
        version = read == null ? 1 : before.json().path("version").asInt();
      }
      var body = operation.body == null ? null : body(operation, read);
      var arguments = new Arguments(path(operation, target), Map.of(), version, body);
      everybody(
          reader -> {
            if (target != null && world.changes(reader, target) && !reader.isCut()) {
              return;
            }
            var outcome = asked(operation, reader, arguments);
            var asItIs = target != null && target.hasEnded() && REPEATED.contains(operation.id());
            if (outcome.code().equals("ok") && !asItIs) {
              leaks.add(
                  operation + " is done by " + reader.name() + " to what is not theirs: " + target);
            }
            judge(operation, reader, target, Map.of(), outcome);
          });
      if (read != null && !server.get(read).text().equals(before.text())) {
        leaks.add(operation + " by somebody who may not changed " + target);
      }
    }
  }

  /** What is made refers to nothing that its maker does not see. */
  private void creates(PublishedOperation operation, Person reader) {
    if (!LeakWorld.OWNED.contains(operation.collection) || reader.isCut()) {
      // Only those may who administer the system, or the caller may not in this collection.
      var body = operation.body == null ? null : NODES.objectNode().put("name", LeakWorld.SECRET);
      var query =
          operation.requiredParameters.isEmpty()
              ? Map.<String, String>of()
              : uploadOf(world.unseen(reader, "customers"));
      var outcome = asked(operation, reader, new Arguments(Map.of(), query, null, body));
      if (outcome.code().equals("ok") && world.unseen(reader, "customers") != null) {
        leaks.add(operation + " is done by " + reader.name());
      }
      judge(operation, reader, null, Map.of(), outcome);
      return;
    }
    refers(operation, reader);
  }

  /**
   * What somebody writes of their own refers to nothing that they do not see, be it in a field or
   * in what stands within one.
   */
  private void refers(PublishedOperation operation, Person reader) {
    var own =
        world.of(operation.collection).stream()
            .filter(it -> reader.name().equals(it.owner()) && world.changes(reader, it))
            .findFirst();
    if (own.isEmpty() || operation.body == null || reader.isCut()) {
      return;
    }
    for (var field : server.get("/api/v1/metadata/" + operation.collection).json().get("fields")) {
      if (field.path("readOnly").asBoolean()) {
        continue;
      }
      refers(operation, reader, own.get(), field, null);
      field.path("fields").forEach(within -> refers(operation, reader, own.get(), field, within));
    }
  }

  /**
   * @param within a field of what stands in the field; null for the field itself
   */
  private void refers(
      PublishedOperation operation, Person reader, Planted own, JsonNode field, JsonNode within) {
    var referring = within == null ? field : within;
    var reference = referring.path("reference").asText("");
    var unseen =
        LeakWorld.OWNED.contains(reference) || reference.equals("attachments")
            ? world.unseen(reader, reference)
            : null;
    if (unseen == null || referring.path("readOnly").asBoolean()) {
      return;
    }
    var read = "/api/v1/" + operation.collection + "/" + own.id();
    var body = operation.name.equals("patch") ? NODES.objectNode() : body(operation, read);
    body.remove("companies");
    var key = field.get("key").asText();
    var several = referring.get("type").asText().equals("references");
    var value = several ? NODES.arrayNode().add(unseen.id()) : NODES.textNode(unseen.id());
    if (within == null) {
      body.set(key, value);
    } else {
      body.putArray(key).addObject().set(within.get("key").asText(), value);
    }
    var outcome =
        asked(
            operation,
            reader,
            new Arguments(
                path(operation, operation.pathParameters.isEmpty() ? null : own),
                Map.of(),
                operation.guarded ? Integer.valueOf(world.version(read)) : null,
                body));
    var what =
        operation + " by " + reader.name() + " refers in " + key + " to what they do not see";
    if (outcome.code().equals("ok")) {
      leaks.add(what);
    } else if (outcome.record().getOrDefault("errors.field", List.of()).stream()
        .noneMatch(wrong -> wrong.contains(key))) {
      leaks.add(what + ", and is refused for something else: " + outcome.text());
    }
    judge(operation, reader, unseen, Map.of(), outcome);
  }

  private static Map<String, String> uploadOf(Planted target) {
    return target == null
        ? Map.of("collection", "customers", "recordId", "1", "name", "a.txt")
        : Map.of("collection", target.collection(), "recordId", target.id(), "name", "a.txt");
  }

  /** That an operation was served where a probe called it in its own way. */
  void serves(String operation) {
    served.add(operation);
  }

  Outcome asked(PublishedOperation operation, Person reader, Arguments arguments) {
    return through(operation, arguments, reader.headers());
  }

  void judge(
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
    var ok = outcome.code().equals("ok");
    var text = outcome.text().toLowerCase(Locale.ROOT);
    if (outcome.code().equals("internal") || outcome.text().contains("\tat ")) {
      leaks.add(what + " breaks: " + outcome.text());
    }
    if (ok) {
      served.add(operation.id());
    }
    var named = named(operation, outcome);
    for (var record : both()) {
      var there =
          text.contains(record.marker()) || named.contains(record.collection() + "/" + record.id());
      if (world.sees(reader, record)) {
        if (ok && (there || record == target)) {
          rows(shown, operation).add(record.marker());
        }
      } else if (there) {
        leaks.add(what + " shows " + record.marker());
      } else if (keeps(operation, outcome, target, record)) {
        rows(keptBack, operation).add(record.marker());
      }
    }
    if (reader == world.blind) {
      LeakWorld.HIDDEN_VALUES.stream()
          .filter(text::contains)
          .filter(
              value ->
                  !value.equals(LeakWorld.LEVEL)
                      || !LeakWorld.EXPLAINS_CODES.contains(operation.collection))
          .forEach(value -> leaks.add(what + " shows what is hidden: " + value));
    }
    if (target != null
        && target.isIn(operation.collection)
        && ok
        && !world.sees(reader, target)
        && operation.pathParameters.stream().anyMatch(NAMES_A_RECORD::contains)) {
      leaks.add(what + " answers");
    }
    // Only where nothing else decides what is in the page.
    var counted = outcome.record().get("total.value");
    if (counted != null
        && (LeakWorld.OWNED.contains(operation.collection)
            || operation.collection.equals("customer-level-changes") && !query.containsKey("q"))
        && query.containsKey("count")) {
      var visible =
          world.of(operation.collection).stream()
              .filter(it -> world.sees(reader, it))
              .filter(it -> !query.containsKey("q") || it.owner() != null)
              .count();
      if (!counted.equals(List.of("" + visible))) {
        leaks.add(what + " counts " + counted + " instead of " + visible);
      }
    }
  }

  private List<Planted> both() {
    return Stream.concat(world.planted.stream(), world.binned.stream()).toList();
  }

  /**
   * Whether this answer kept a row from its caller that the operation might have shown: what is
   * asked about one record keeps that one back, or what belongs to it.
   */
  private static boolean keeps(
      PublishedOperation operation, Outcome outcome, Planted target, Planted record) {
    if (BY_PERMISSION.contains(operation.collection) && outcome.code().equals("forbidden")) {
      return true;
    }
    return target == null
        ? outcome.code().equals("ok")
        : (record == target || record.parent() == target)
            && Set.of("ok", "not-found").contains(outcome.code());
  }

  private static Set<String> rows(Map<String, Set<String>> ofEach, PublishedOperation operation) {
    return ofEach.computeIfAbsent(operation.id(), id -> ConcurrentHashMap.newKeySet());
  }

  /** The records that an answer names: by its own ids, or by collection and id, as a log does. */
  private static Set<String> named(PublishedOperation operation, Outcome outcome) {
    var collections = outcome.record().getOrDefault("items.collection", List.of());
    var records = outcome.record().getOrDefault("items.recordId", List.of());
    var named = new HashSet<String>();
    if (operation.verb.equals("GET")) {
      for (var ids : List.of("items.id", "id")) {
        outcome
            .record()
            .getOrDefault(ids, List.of())
            .forEach(id -> named.add(operation.collection + "/" + id));
      }
    }
    for (int i = 0; collections.size() == records.size() && i < records.size(); i++) {
      named.add(collections.get(i) + "/" + records.get(i));
    }
    return named;
  }

  // ---- arguments

  /** The records that an operation is called about; null for none in particular. */
  List<Planted> targets(PublishedOperation operation) {
    var ofAny =
        operation.pathParameters.contains("collection") && operation.pathParameters.contains("id")
            || operation.queryParameters.contains("filter")
                && LeakWorld.BESIDE.contains(operation.collection)
            || operation.id().equals("comments.people");
    if (ofAny) {
      return world.planted.stream()
          .filter(it -> LeakWorld.PARENT_AND_CHILD.contains(it.collection()))
          .toList();
    }
    if (operation.pathParameters.stream().anyMatch(NAMES_A_RECORD::contains)) {
      var own = world.of(operation.collection);
      if (!own.isEmpty()) {
        return own;
      }
    }
    var none = new ArrayList<Planted>();
    none.add(null);
    return none;
  }

  Map<String, String> path(PublishedOperation operation, Planted target) {
    var path = new HashMap<String, String>();
    for (var parameter : operation.pathParameters) {
      switch (parameter) {
        case "id" -> path.put(parameter, target == null ? "1" : target.id());
        case "collection" ->
            path.put(parameter, target == null ? "customers" : target.collection());
        case "system" -> path.put(parameter, LeakWorld.SECRET);
        case "key" -> path.put(parameter, target == null ? "none" : LeakWorld.key(target.marker()));
        case "number" -> path.put(parameter, target == null ? "none" : target.number());
        case "code" ->
            path.put(parameter, operation.collection.equals("analyses") ? "R-3" : "industry");
        case "year" -> path.put(parameter, "2026");
        case "date" -> path.put(parameter, "2026-10-08");
        default -> throw new AssertionError("What is " + parameter + " of " + operation + "?");
      }
    }
    return path;
  }

  /** An amount that a collection adds up; none where it has none. */
  private List<String> summed(String collection) {
    return summed.computeIfAbsent(
        collection,
        name -> {
          var fields = server.get("/api/v1/metadata/" + name).json().path("fields");
          return StreamSupport.stream(fields.spliterator(), false)
              .filter(field -> Set.of("money", "decimal").contains(field.path("type").asText()))
              .filter(field -> field.path("filterable").asBoolean())
              .map(field -> field.get("key").asText())
              .limit(1)
              .toList();
        });
  }

  private List<Map<String, String>> queries(PublishedOperation operation, Planted target) {
    if (operation.id().equals("comments.people")) {
      return List.of(Map.of("collection", target.collection(), "recordId", target.id()));
    }
    if (LeakWorld.BESIDE.contains(operation.collection)
        && operation.queryParameters.contains("filter")) {
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
    queries.add(Map.of("q", LeakWorld.SECRET));
    queries.add(Map.of("q", LeakWorld.SECRET, "count", "exact", "limit", "1"));
    queries.add(Map.of("sort", "-id", "limit", "200"));
    queries.add(Map.of("filter", "id=gt=0", "count", "exact"));
    // What has no pages takes a filter alone.
    queries.add(Map.of("filter", "id=gt=0"));
    summed(operation.collection).forEach(field -> queries.add(Map.of("sums", field)));
    if (operation.collection.equals("audit")) {
      // What the scan does is kept there as well, and is newer than what was planted.
      queries.add(Map.of("filter", "collection==customers", "limit", "200"));
    }
    queries.removeIf(query -> !operation.queryParameters.containsAll(query.keySet()));
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
}
