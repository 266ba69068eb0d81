package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
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
 * test fails and says which one to add to {@link #SAMPLES}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParityIT {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String NOWHERE = "999999999999";
  private static final String NOBODY_PASSWORD = "may-do-nothing-at-all";

  /** Many calls in one request: REST only, made of the operations that are compared here. */
  private static final Set<String> REST_ONLY = Set.of("bulk");

  /** Makes what it does not find, or is about what is always there, as days are. */
  private static final Set<String> FINDS_NOTHING_MISSING =
      Set.of(
          "customers.upsert",
          "contacts.upsert",
          "contact-logs.upsert",
          "document-deliveries.upsert",
          "working-calendar.year",
          "working-calendar.set",
          "working-calendar.reset",
          "views.preference",
          "views.prefer");

  /** Values that no description tells, by operation or type and name. */
  private static final Map<String, String> SAMPLES =
      Map.ofEntries(
          Map.entry("dictionaries.code", "industry"),
          Map.entry("DictionaryItem.dictionary", "region"),
          Map.entry("DictionaryItem.parent", "CN"),
          Map.entry("DictionaryItem.colour", "blue"),
          Map.entry("DictionaryMove.parent", "CN"),
          Map.entry("DictionaryMove.before", "CN-SH"),
          Map.entry("CustomFieldDefinition.collection", "customers"),
          Map.entry("CustomFieldDefinition.type", "text"),
          Map.entry("metadata.collection", "customers"),
          Map.entry("modules.id", "customers"),
          Map.entry("views.collection", "customers"),
          Map.entry("SavedView.collection", "customers"),
          Map.entry("SavedView.definition", "{}"),
          Map.entry("ViewPreference.layout", "{}"),
          Map.entry("attachments.collection", "customers"),
          Map.entry("attachments.name", "parity.txt"),
          Map.entry("comments.collection", "customers"),
          Map.entry("comments.q", "nobody"),
          Map.entry("Comment.collection", "customers"),
          Map.entry("Comment.mentions.userId", "1"),
          Map.entry("NotificationPreferences.kinds.kind", "job"),
          Map.entry("customers.system", "parity"),
          Map.entry("customers.key", "key"),
          Map.entry("contacts.system", "parity"),
          Map.entry("contacts.key", "contact"),
          Map.entry("contact-logs.system", "parity"),
          Map.entry("contact-logs.key", "entry"),
          Map.entry("document-deliveries.system", "parity"),
          Map.entry("document-deliveries.key", "delivery"),
          Map.entry("RecordTeam.members.access", "read"),
          Map.entry("RecordTeam.members.userId", "1"),
          Map.entry("DuplicateSearch.values.field", "name"),
          Map.entry("recycle-bin.collection", "customers"),
          Map.entry("numbering.collection", "customers"),
          Map.entry("NumberPattern.pattern", "P{00000}"),
          Map.entry("PoolAssignment.userId", "1"),
          Map.entry("working-calendar.year", "2026"),
          Map.entry("working-calendar.date", "2026-10-08"),
          Map.entry("working-calendar.days", "3"),
          Map.entry("working-calendar.from", "2026-10-01"),
          Map.entry("working-calendar.to", "2026-10-31"),
          Map.entry("Transfer.collection", "customers"),
          Map.entry("Transfer.recordFilter", "level==A"),
          Map.entry("Transfer.toUserId", "1"),
          Map.entry("Transfer.parts.collection", "contacts"),
          Map.entry("imports.collection", "customers"),
          Map.entry("imports.name", "parity.csv"),
          Map.entry("imports.format", "csv"),
          Map.entry("Import.charset", "UTF-8"),
          Map.entry("Import.columns.field", "number"),
          Map.entry("Import.matchBy", "number"),
          Map.entry("Import.mode", "both"),
          Map.entry("Import.duplicates", "block"),
          Map.entry("ExportRequest.collection", "customers"),
          Map.entry("ExportRequest.format", "csv"),
          Map.entry("ExportRequest.filter", "level==A"),
          Map.entry("ExportRequest.sort", "name"),
          Map.entry("ExportRequest.fields", "name,level"),
          Map.entry("Role.fields.access", "read"),
          Map.entry("Customer.phones.kind", "office"),
          Map.entry("Contact.phones.kind", "office"),
          Map.entry("Customer.creditCode", "91350100M000100Y43"),
          Map.entry("User.locale", "zh-CN"),
          Map.entry("User.timeZone", "Asia/Shanghai"),
          Map.entry("users.changePassword.current", Server.PASSWORD),
          Map.entry("users.changePassword.password", Server.PASSWORD),
          Map.entry("PasswordProof.current", Server.PASSWORD),
          Map.entry("SecondFactorRemoval.current", Server.PASSWORD),
          Map.entry("SecondFactorRemoval.code", "123456"),
          Map.entry("SecondFactorCode.code", "123456"));

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
          "imports.check",
          "imports.run",
          "imports.undo",
          "merges.undo",
          "duplicates.dismiss",
          "customer-pool.claim",
          "customer-pool.assign");

  /** Collections whose records change by themselves, by jobs. */
  private static final Set<String> GOES_ON =
      Set.of("jobs", "transfers", "imports", "merges", "notifications", "duplicates");

  /**
   * Set by the server whatever is sent, or tried elsewhere; what only some types of custom fields
   * take, or would ask of all records, in {@link CustomFieldCheck}.
   */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "customFields",
          "baseAmount",
          "version",
          "tags",
          "hints",
          "departmentIds",
          "session",
          "dictionary",
          "reference",
          "decimals",
          "minimum",
          "maximum",
          "required");

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
          "recordId",
          "mergedIds",
          "doneAt",
          "pooledAt",
          "ownedSince",
          "undoableUntil",
          "jobId",
          "editedAt",
          "fields.values.id",
          "secret",
          "uri");

  /** What a record is told apart by and keeps. */
  private static final Set<String> FIXED = Set.of("dictionary-items.code", "custom-fields.code");

  /** Collections that are listed of one record at a time: the filter that names it. */
  private static final Map<String, String> LISTED_OF =
      Map.of(
          "attachments", "collection==customers;recordId==%s",
          "comments", "collection==customers;recordId==%s");

  /** Where a record refers to itself. */
  private static final Set<String> SELF = Set.of("users.ownerId", "departments.departmentId");

  /** Candidates for values that have to match a pattern. */
  private static final List<String> SHAPES =
      List.of("parity#", "CNY", "customers.view", "own", "all", "A");

  private final AtomicInteger counter = new AtomicInteger();
  private final Map<String, String> samples = new HashMap<>(SAMPLES);
  private Server server;
  private JsonNode api;
  private List<PublishedOperation> operations;
  private String nobody;

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
    samples.put("Transfer.fromUserId", user.json().get("id").asText());
    // Within the days that a token can live.
    samples.put(
        "Token.expires",
        Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(30, ChronoUnit.DAYS).toString());
    var customer = server.post("/api/v1/customers", "{\"name\":\"Whom others refer to\"}").json();
    var survivor = server.post("/api/v1/customers", "{\"name\":\"Takes in others\"}").json();
    samples.put("Merge.survivorId", survivor.get("id").asText());
    var pooled = server.post("/api/v1/customers", "{\"name\":\"In the pool\"}").json();
    server.post(
        "/api/v1/customers/" + pooled.get("id").asText() + "/actions/release",
        "{\"reason\":\"Parity\"}");
    samples.put("customer-pool.id", pooled.get("id").asText());
    for (var about : List.of("timeline", "access", "duplicates", "follows")) {
      samples.put(about + ".collection", "customers");
      samples.put(about + ".id", customer.get("id").asText());
    }
    var job = server.post("/api/v1/jobs/exports", "{\"collection\":\"customers\"}").json();
    samples.put("jobs.id", job.get("id").asText());
    Server.await(
        "an export",
        () ->
            server
                .get("/api/v1/jobs/" + job.get("id").asText())
                .json()
                .get("status")
                .asText()
                .equals("done"));
    Server.await("a notice", () -> total("/api/v1/notifications") > 0);
    samples.put(
        "notifications.id", server.get("/api/v1/notifications").json().at("/items/0/id").asText());
    var document =
        server.post(
            "/api/v1/attachments/content?collection=customers&name=given.txt&recordId="
                + customer.get("id").asText(),
            "given",
            "Content-Type",
            "text/plain");
    samples.put("Comment.recordId", customer.get("id").asText());
    samples.put("Delivery.customerId", customer.get("id").asText());
    samples.put("Delivery.attachmentId", document.json().get("id").asText());
    samples.put("LogEntry.customerId", customer.get("id").asText());
    samples.put("Contact.companies.customerId", customer.get("id").asText());
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
    if (!operation.pathParameters.isEmpty() && !FINDS_NOTHING_MISSING.contains(operation.id())) {
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
    if (operation.queryParameters.contains("filter")) {
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
    var first = arguments(operation);
    settle(operation);
    var rest = operation.rest(server, first);
    var reads = operation.verb.equals("GET");
    settle(operation);
    var after = reads ? null : after(operation, first);
    var second = reads ? first : arguments(operation);
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
                  .get("/api/v1/jobs?filter=status=in=(queued,running)")
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
      server.post("/api/v1/modules/customers/actions/start", null);
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
      if (schema.path("readOnly").asBoolean() || LEFT_OUT.contains(member.getKey())) {
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
    subject(operation.collection);
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
          var itself = values.equals(own) && SELF.contains(collection + "." + name);
          comparable.put(
              name,
              VARYING.contains(name) || itself
                  ? List.of("…")
                  : values.stream()
                      .map(value -> value.replaceAll("parity\\d+", "parity#"))
                      .toList());
        });
    return comparable;
  }

  // ---- arguments

  /** Arguments with which the call is served, about a record of its own where it is about one. */
  private Arguments arguments(PublishedOperation operation) {
    Supplier<JsonNode> subject = memoised(() -> prepared(operation));
    var path = new LinkedHashMap<String, String>();
    for (var parameter : operation.pathParameters) {
      var sample = samples.get(operation.collection + "." + parameter);
      if (sample == null) {
        sample = subject.get().path(parameter).asText(null);
      } else if (FINDS_NOTHING_MISSING.contains(operation.id()) && parameter.equals("key")) {
        sample += counter.incrementAndGet();
      }
      assertThat(sample)
          .as("a sample for '%s.%s' is needed", operation.collection, parameter)
          .isNotNull();
      path.put(parameter, sample);
    }
    var version = operation.guarded ? Integer.valueOf(subject.get().path("version").asInt()) : null;
    var body = operation.body == null ? null : body(operation);
    if (operation.guarded && body != null) {
      FIXED.stream()
          .filter(field -> field.startsWith(operation.collection + "."))
          .map(field -> field.substring(operation.collection.length() + 1))
          .forEach(field -> body.set(field, subject.get().get(field)));
    }
    return new Arguments(path, query(operation), version, body);
  }

  /** What the call cannot do without, and what a file should be called. */
  private Map<String, String> query(PublishedOperation operation) {
    var listed = LISTED_OF.get(operation.collection);
    if (listed != null && operation.queryParameters.contains("filter")) {
      var listedId = subject(operation.collection).get("recordId").asText();
      return Map.of("filter", listed.formatted(listedId));
    }
    var query = new LinkedHashMap<String, String>();
    for (var parameter : operation.queryParameters) {
      var sample = samples.get(operation.collection + "." + parameter);
      if (operation.requiredParameters.contains(parameter) && sample == null) {
        // The id of a record of the collection that stands before it.
        sample = subject(query.get("collection")).get("id").asText();
      }
      if (sample != null) {
        query.put(parameter, sample);
      }
    }
    return query;
  }

  private static <T> Supplier<T> memoised(Supplier<T> source) {
    var made = new ArrayList<T>();
    return () -> {
      if (made.isEmpty()) {
        made.add(source.get());
      }
      return made.get(0);
    };
  }

  private JsonNode prepared(PublishedOperation operation) {
    var subject = subject(operation.collection);
    if (operation.name.equals("restore")) {
      var path = "/api/v1/" + operation.collection + "/" + subject.get("id").asText();
      assertThat(server.call("DELETE", path, null, "If-Match", "\"v1\"").status()).isEqualTo(204);
    }
    return subject;
  }

  /** A new record of a collection, or nothing where none can be made. */
  private JsonNode subject(String collection) {
    var create =
        operations.stream()
            .filter(operation -> operation.id().equals(collection + ".create"))
            .findFirst();
    if (create.isEmpty()) {
      return uploaded(collection);
    }
    var made = server.post("/api/v1/" + collection, body(create.get()).toString());
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json();
  }

  /** A new record of a collection that is made of files. */
  private JsonNode uploaded(String collection) {
    var upload =
        operations.stream()
            .filter(operation -> operation.id().equals(collection + ".upload"))
            .findFirst();
    if (upload.isEmpty()) {
      return NODES.missingNode();
    }
    var made = upload.get().rest(server, new Arguments(Map.of(), query(upload.get()), null, null));
    assertThat(made.code()).as(made.text()).isEqualTo("ok");
    return Flat.json(made.text());
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

  private ObjectNode body(PublishedOperation operation) {
    var type = typeName(operation);
    return switch (type) {
      case "Merge" -> merge();
      case "DuplicateDismissal" -> dismissal();
      default -> sample(operation.id(), type, operation.body);
    };
  }

  /** A record is merged once: each is about another. */
  private ObjectNode merge() {
    var merge = NODES.objectNode().put("collection", "customers");
    merge.put("survivorId", samples.get("Merge.survivorId"));
    merge.putArray("mergedIds").add(subject("customers").get("id").asText());
    merge.putArray("choices").addObject().put("field", "tags").put("united", true);
    return merge;
  }

  private static ObjectNode dismissal() {
    var dismissal = NODES.objectNode();
    dismissal.putArray("recordIds").add("1").add("2");
    return dismissal;
  }

  /** The name of the schema that describes the body. */
  private String typeName(PublishedOperation operation) {
    return api.at("/components/schemas").properties().stream()
        .filter(schema -> schema.getValue() == operation.body)
        .map(schema -> schema.getKey().replaceFirst("Change$", ""))
        .findFirst()
        .orElse("");
  }

  private ObjectNode sample(String operation, String type, JsonNode schema) {
    var sample = NODES.objectNode();
    schema
        .get("properties")
        .properties()
        .forEach(
            member -> {
              var given =
                  samples.getOrDefault(
                      operation + "." + member.getKey(), samples.get(type + "." + member.getKey()));
              var value =
                  given != null
                      ? NODES.textNode(given)
                      : value(
                          operation,
                          type + "." + member.getKey(),
                          member.getKey(),
                          member.getValue());
              if (value != null) {
                sample.set(member.getKey(), value);
              }
            });
    return sample;
  }

  private JsonNode value(String operation, String path, String name, JsonNode declared) {
    var schema = PublishedOperation.resolved(api, declared);
    if (schema.path("readOnly").asBoolean() || LEFT_OUT.contains(name)) {
      return null;
    }
    return switch (schema.path("type").asText()) {
      case "object" -> sample(operation, path, schema);
      case "array" -> {
        ObjectNode each = schema.get("items").deepCopy();
        if (schema.has("x-dictionary")) {
          each.set("x-dictionary", schema.get("x-dictionary"));
        }
        var item = value(operation, path, name, each);
        yield item == null ? null : NODES.arrayNode().add(item);
      }
      case "integer" -> NODES.numberNode(schema.path("minimum").asInt(3));
      case "boolean" -> NODES.booleanNode(true);
      default -> text(path, name, schema);
    };
  }

  private JsonNode text(String path, String name, JsonNode schema) {
    var dictionary = schema.path("x-dictionary").asText("");
    if (!dictionary.isEmpty()) {
      var items = server.get("/api/v1/dictionaries/" + dictionary).json().get("items");
      return NODES.textNode(items.get(0).get("code").asText());
    }
    return switch (schema.path("format").asText()) {
      // The id of some other record.
      case "int64" -> null;
      case "decimal" -> NODES.textNode("12.50");
      case "date" -> NODES.textNode("2026-11-23");
      case "date-time" -> NODES.textNode("2099-11-23T08:00:00Z");
      case "email" -> NODES.textNode("parity" + counter.incrementAndGet() + "@example.com");
      default -> {
        var pattern = schema.path("pattern").asText(".*");
        var fits =
            SHAPES.stream()
                .map(shape -> shape.replace("#", "" + counter.incrementAndGet()))
                .filter(
                    shape ->
                        shape.matches(pattern)
                            && shape.length() <= schema.path("maxLength").asInt(99))
                .findFirst();
        assertThat(fits).as("a sample for '%s' is needed", path).isPresent();
        var padding = Math.max(0, schema.path("minLength").asInt() - fits.get().length());
        yield NODES.textNode(fits.get() + "x".repeat(padding));
      }
    };
  }
}
