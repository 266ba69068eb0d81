package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.tangramcrm.itests.PublishedOperation.Arguments;

/**
 * REST and SOAP answer alike: every operation that the server describes is called through both, in
 * every scenario that it can have, and answers with the same code and the same record. A new
 * operation is found by itself; where a value for it cannot be made up from its description, its
 * test fails and says which one to add to {@link ServedArguments#SAMPLES}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParityIT {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String NOWHERE = "999999999999";
  private static final String NOBODY_PASSWORD = "may-do-nothing-at-all";

  /** Many calls in one request: REST only, made of the operations that are compared here. */
  private static final Set<String> REST_ONLY = Set.of("bulk");

  /**
   * What would shut the administrator out, which {@link SecondFactorCheck} does at both doors; what
   * has to be done before a job has ended, or once it has ({@link TransferCheck}, {@link
   * ImportCheck}, {@link MergeCheck}, {@link FindDuplicatesCheck}); what is done once to what is in
   * the pool ({@link PoolCheck}).
   */
  private static final Set<String> GOOD_ELSEWHERE =
      Set.of(
          "users.confirmSecondFactor",
          "jobs.cancel",
          "transfers.undo",
          "transfers.cancel",
          "imports.check",
          "imports.run",
          "imports.undo",
          "merges.undo",
          "duplicates.dismiss",
          "duplicates.withdraw");

  /** Collections whose records change by themselves, by jobs. */
  private static final Set<String> GOES_ON =
      Set.of("jobs", "transfers", "imports", "merges", "notifications", "duplicates");

  /** What two records that were made alike differ in. */
  private static final Set<String> VARYING =
      Set.of(
          "id",
          "number",
          "createdAt",
          "updatedAt",
          "token",
          "expires",
          "position",
          "roleId",
          "recordId",
          "ids",
          "mergedIds",
          "contactId",
          "competitorId",
          "doneAt",
          "pooledAt",
          "levelSince",
          "levelLockedAt",
          "rank",
          "validFrom",
          "forMonth",
          "fromAmount",
          "ownedSince",
          "undoableUntil",
          "jobId",
          "opportunityId",
          "replacesId",
          "refundOfId",
          "editedAt",
          "fields.values.id",
          "secret",
          "uri");

  /** Where a record refers to itself. */
  private static final Set<String> SELF = Set.of("users.ownerId", "departments.departmentId");

  private Server server;
  private JsonNode api;
  private List<PublishedOperation> operations;
  private String nobody;
  private ServedArguments served;

  /** Of calls that are refused, which leaves everything as it is: by operation. */
  private final Map<String, Arguments> refused = new HashMap<>();

  /** Collections of which there is a record to list. */
  private final Set<String> listed = new HashSet<>();

  @BeforeAll
  void start() {
    server = Server.onDerby("parity");
    api = server.get("/api/v1/openapi.json").json();
    operations = PublishedOperation.of(server, api);
    var role = server.post("/api/v1/roles", "{\"code\":\"nothing\",\"name\":\"May do nothing\"}");
    var user =
        server.post(
            "/api/v1/users",
            "{\"login\":\"nobody\",\"name\":\"Nobody\",\"password\":\"%s\",\"roleIds\":[\"%s\"]}"
                .formatted(NOBODY_PASSWORD, role.json().path("id").asText()));
    assertThat(user.status()).as(user.text()).isEqualTo(201);
    nobody = Server.basic("nobody", NOBODY_PASSWORD);
    served =
        new ServedArguments(
            server, api, operations, Server.PASSWORD, user.json().get("id").asText());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void bothDoorsHaveTheSameOperations() {
    var rest = new TreeMap<String, Set<String>>();
    var soap = new TreeMap<String, Set<String>>();
    for (var operation : operations) {
      soap.put(operation.collection, new TreeSet<>(operation.soapOperations()));
      if (!REST_ONLY.contains(operation.name)) {
        rest.computeIfAbsent(operation.collection, collection -> new TreeSet<>())
            .add(operation.name);
      }
    }
    assertThat(soap).isEqualTo(rest);
  }

  @TestFactory
  Stream<DynamicNode> everyOperationInEveryScenario() {
    return operations.stream()
        .filter(operation -> !REST_ONLY.contains(operation.name))
        .map(operation -> dynamicContainer(operation.id(), scenarios(operation)));
  }

  private List<DynamicTest> scenarios(PublishedOperation operation) {
    var scenarios = new LinkedHashMap<String, Executable>();
    if (!GOOD_ELSEWHERE.contains(operation.id())) {
      scenarios.put("good", () -> good(operation));
    }
    scenarios.put(
        "not signed in",
        () -> refused(operation, "unauthenticated", arguments(operation), "Authorization", ""));
    if (operation.permission != null) {
      scenarios.put(
          "denied",
          () -> refused(operation, "forbidden", arguments(operation), "Authorization", nobody));
    }
    if (!operation.pathParameters.isEmpty()
        && !ServedArguments.FINDS_NOTHING_MISSING.contains(operation.id())) {
      scenarios.put(
          "not found", () -> refused(operation, "not-found", elsewhere(arguments(operation))));
    }
    if (operation.guarded) {
      scenarios.put(
          "no version",
          () -> refused(operation, "version-required", versioned(arguments(operation), null)));
      scenarios.put("stale", () -> stale(operation));
    }
    if (!operation.requiredParameters.isEmpty()) {
      scenarios.put(
          "missing parameter",
          () -> refused(operation, "invalid", withQuery(arguments(operation), Map.of())));
    }
    if (operation.body != null) {
      if (operation.bodyRequired) {
        scenarios.put(
            "without a body",
            () -> refused(operation, "malformed", withBody(arguments(operation), null)));
      }
      bodies(operation)
          .forEach((name, broken) -> scenarios.put(name, () -> broken(operation, broken)));
    }
    if (operation.queryParameters.containsAll(List.of("filter", "limit"))) {
      queries()
          .forEach(
              (query, code) ->
                  scenarios.put("list " + query, () -> listed(operation, query, code)));
    }
    return scenarios.entrySet().stream()
        .map(entry -> dynamicTest(entry.getKey(), entry.getValue()))
        .toList();
  }

  // ---- scenarios

  /** A read shows both the same; a write is done to a record of its own by each. */
  private void good(PublishedOperation operation) {
    var first = served.arguments(operation);
    settle(operation);
    var rest = operation.rest(server, first);
    var reads = operation.verb.equals("GET");
    settle(operation);
    var after = reads ? null : after(operation, first);
    var second = reads ? first : served.arguments(operation);
    settle(operation);
    var soap = operation.soap(server, second);
    assertThat(rest.code()).as(rest.text()).isEqualTo("ok");
    assertThat(soap.code()).as(soap.text()).isEqualTo("ok");
    if (reads) {
      assertThat(soap.record()).isEqualTo(rest.record());
    } else {
      assertThat(comparable(operation.collection, soap.record()))
          .isEqualTo(comparable(operation.collection, rest.record()));
      assertThat(after(operation, second)).isEqualTo(after);
    }
  }

  /** Until nothing goes on by itself that both doors would be shown differently. */
  private void settle(PublishedOperation operation) {
    if (GOES_ON.contains(operation.collection)) {
      Server.await(
          "the end of all jobs",
          () ->
              server
                  .get("/api/v1/jobs?filter=status=in=(queued,running);notBefore=null=true")
                  .json()
                  .get("items")
                  .isEmpty());
    }
    if (operation.collection.equals("notifications")) {
      Server.await(
          "the notices of all jobs",
          () ->
              total("/api/v1/notifications?filter=kind==job")
                  == total("/api/v1/jobs?filter=status=in=(done,failed)"));
    }
  }

  private int total(String list) {
    return server.get(list).json().at("/total/value").asInt();
  }

  /** What a record is after the call, where it still is. */
  private Map<String, List<String>> after(PublishedOperation operation, Arguments arguments) {
    if (operation.id().equals("modules.stop")) {
      server.post("/api/v1/modules/sales/actions/start", null);
    }
    var read =
        operations.stream()
            .filter(other -> other.id().equals(operation.collection + ".get"))
            .findFirst();
    if (read.isEmpty() || !arguments.path().keySet().containsAll(read.get().pathParameters)) {
      return Map.of();
    }
    return comparable(
        operation.collection,
        read.get().rest(server, new Arguments(arguments.path(), Map.of(), null, null)).record());
  }

  private void refused(
      PublishedOperation operation, String code, Arguments arguments, String... headers) {
    var rest = operation.rest(server, arguments, headers);
    var soap = operation.soap(server, arguments, headers);
    assertThat(rest.code()).as(rest.text()).isEqualTo(code);
    assertThat(soap.code()).as(soap.text()).isEqualTo(code);
    assertThat(soap.record()).isEqualTo(rest.record());
  }

  /** For a call that is refused, and does nothing to what it is about. */
  private Arguments arguments(PublishedOperation operation) {
    return refused.computeIfAbsent(operation.id(), id -> served.arguments(operation));
  }

  private void stale(PublishedOperation operation) {
    var arguments = arguments(operation);
    refused(operation, "stale", versioned(arguments, arguments.version() + 7));
  }

  private void broken(PublishedOperation operation, Broken broken) {
    var arguments = arguments(operation);
    ObjectNode body = arguments.body().deepCopy();
    body.set(broken.member(), broken.value());
    refused(operation, broken.code(), withBody(arguments, body));
  }

  /** A body with one member that is not as it should be. */
  private record Broken(String member, JsonNode value, String code) {}

  private Map<String, Broken> bodies(PublishedOperation operation) {
    var broken = new LinkedHashMap<String, Broken>();
    broken.put("unknown field", new Broken("nmae", NODES.textNode("x"), "unknown-field"));
    var required = operation.body.path("required").elements();
    if (required.hasNext()) {
      broken.put(
          "missing field", new Broken(required.next().asText(), NODES.nullNode(), "invalid"));
    }
    for (var member : operation.body.get("properties").properties()) {
      var schema = PublishedOperation.resolved(api, member.getValue());
      if (schema.path("readOnly").asBoolean()
          || ServedArguments.LEFT_OUT.contains(member.getKey())) {
        continue;
      }
      if (schema.has("maxLength")) {
        var text = NODES.textNode("x".repeat(schema.get("maxLength").asInt() + 1));
        broken.putIfAbsent("invalid", new Broken(member.getKey(), text, "invalid"));
      }
      if (Set.of("integer", "boolean").contains(schema.path("type").asText())) {
        broken.putIfAbsent(
            "wrong type", new Broken(member.getKey(), NODES.textNode("many"), "malformed"));
      }
    }
    return broken;
  }

  /** Queries, and what they come to. */
  private static Map<String, String> queries() {
    var queries = new LinkedHashMap<String, String>();
    queries.put("limit=1&count=exact", "ok");
    queries.put("limit=2&sort=-id&count=none", "ok");
    queries.put("fields=id", "ok");
    queries.put("q=parity", "ok");
    queries.put("filter=id=gt=0", "ok");
    queries.put("filter=nothing==1", "invalid-filter");
    queries.put("filter=((", "invalid-filter");
    queries.put("sort=nothing", "unknown-field");
    queries.put("fields=nothing", "unknown-field");
    queries.put("cursor=x", "invalid-cursor");
    queries.put("sums=nothing", "unknown-field");
    queries.put("limit=0", "malformed");
    queries.put("limit=501", "malformed");
    queries.put("limit=five", "malformed");
    queries.put("count=some", "malformed");
    queries.put("fliter=x", "unknown-parameter");
    return queries;
  }

  private void listed(PublishedOperation operation, String query, String code) {
    var usual = arguments(operation);
    var parameters = new LinkedHashMap<>(usual.query());
    Stream.of(query.split("&"))
        .map(pair -> pair.split("=", 2))
        .forEach(pair -> parameters.merge(pair[0], pair[1], (one, more) -> one + ";" + more));
    var arguments = new Arguments(usual.path(), parameters, null, null);
    if (!code.equals("ok")) {
      refused(operation, code, arguments);
      return;
    }
    if (listed.add(operation.collection)) {
      served.subject(operation.collection);
    }
    settle(operation);
    var rest = operation.rest(server, arguments);
    var soap = operation.soap(server, arguments);
    assertThat(rest.code()).as(rest.text()).isEqualTo("ok");
    assertThat(soap.code()).as(soap.text()).isEqualTo("ok");
    assertThat(soap.record()).isEqualTo(rest.record());
  }

  /**
   * Without what no two records have in common: their times, made up names and ids, also where they
   * refer to themselves.
   */
  private static Map<String, List<String>> comparable(
      String collection, Map<String, List<String>> record) {
    var own = record.get("id");
    var comparable = new TreeMap<String, List<String>>();
    record.forEach(
        (name, values) -> {
          if (name.equals("remindedOn")) {
            // Owners are reminded in a time of its own.
            return;
          }
          var itself = values.equals(own) && SELF.contains(collection + "." + name);
          comparable.put(
              name,
              VARYING.contains(name)
                      || itself
                      // A second one like it remembers what the first was told, and is not changed.
                      || (collection + "." + name).equals("imports.version")
                      // Each is of an order of its own, and that of a customer.
                      || collection.equals("receivables")
                          && Set.of("customerId", "orderId").contains(name)
                  ? List.of("…")
                  : values.stream()
                      .map(value -> value.replaceAll("parity\\d+", "parity#"))
                      .toList());
        });
    return comparable;
  }

  private static Arguments elsewhere(Arguments arguments) {
    var path = new LinkedHashMap<>(arguments.path());
    // Where a collection is named beside an id, it is the id that leads nowhere.
    path.replaceAll(
        (name, value) -> name.equals("collection") && path.size() > 1 ? value : NOWHERE);
    return new Arguments(path, arguments.query(), arguments.version(), arguments.body());
  }

  private static Arguments versioned(Arguments arguments, Integer version) {
    return new Arguments(arguments.path(), arguments.query(), version, arguments.body());
  }

  private static Arguments withQuery(Arguments arguments, Map<String, String> query) {
    return new Arguments(arguments.path(), query, arguments.version(), arguments.body());
  }

  private static Arguments withBody(Arguments arguments, JsonNode body) {
    return new Arguments(arguments.path(), arguments.query(), arguments.version(), body);
  }
}
