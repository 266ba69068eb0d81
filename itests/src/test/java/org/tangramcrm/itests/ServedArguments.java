package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.tangramcrm.itests.PublishedOperation.Arguments;

/**
 * Arguments with which a caller who may everything is served, of any operation, made up from its
 * description; what has to be there before is made first, by the caller. Where a value cannot be
 * made up, it fails and says which one to add to {@link #SAMPLES}.
 */
final class ServedArguments {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Makes what it does not find, or is about what is always there, as days are. */
  static final Set<String> FINDS_NOTHING_MISSING =
      Set.of(
          "customers.upsert",
          "contacts.upsert",
          "contact-logs.upsert",
          "document-deliveries.upsert",
          "products.upsert",
          "opportunities.upsert",
          "quotes.upsert",
          "sales-targets.upsert",
          "receipts.upsert",
          "orders.upsert",
          "approval-steps.upsert",
          "accounting-periods.upsert",
          "dunnings.upsert",
          "working-calendar.year",
          "working-calendar.set",
          "working-calendar.reset",
          "views.preference",
          "views.prefer");

  /** What is done once to what is in the pool: each time to another. */
  private static final Set<String> DONE_ONCE =
      Set.of("customer-pool.claim", "customer-pool.assign");

  /** Values that no description tells, by operation or type and name. */
  private static final Map<String, String> SAMPLES =
      Map.ofEntries(
          Map.entry("dictionaries.code", "industry"),
          Map.entry("analyses.code", "R-3"),
          Map.entry("analyses.by", "industry"),
          Map.entry("analyses.format", "csv"),
          Map.entry("analyses.filter", "id=gt=0"),
          Map.entry("DictionaryItem.dictionary", "region"),
          Map.entry("DictionaryItem.parent", "CN"),
          Map.entry("DictionaryItem.colour", "blue"),
          Map.entry("DictionaryMove.parent", "CN"),
          Map.entry("DictionaryMove.before", "CN-SH"),
          Map.entry("CustomFieldDefinition.collection", "customers"),
          Map.entry("CustomFieldDefinition.type", "text"),
          Map.entry("Layout.collection", "customers"),
          Map.entry("Layout.sections.key", "basic"),
          Map.entry("Layout.fields.field", "name"),
          Map.entry("Layout.fields.section", "basic"),
          Map.entry("metadata.collection", "customers"),
          Map.entry("modules.id", "sales"),
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
          Map.entry("sales-targets.system", "parity"),
          Map.entry("sales-targets.key", "target"),
          Map.entry("dunnings.system", "parity"),
          Map.entry("dunnings.key", "dunning"),
          Map.entry("WriteOff.amount", "1"),
          Map.entry("products.system", "parity"),
          Map.entry("products.key", "product"),
          Map.entry("ExchangeRate.currency", "USD"),
          Map.entry("orders.system", "parity"),
          Map.entry("orders.key", "order"),
          // More than a step of the approval begins at.
          Map.entry("Order.lines.price", "100000000"),
          Map.entry("Order.plan.percent", "100"),
          Map.entry("approval-steps.system", "parity"),
          Map.entry("approval-steps.key", "step"),
          Map.entry("receipts.system", "parity"),
          Map.entry("receipts.key", "receipt"),
          Map.entry("accounting-periods.system", "parity"),
          Map.entry("accounting-periods.key", "period"),
          Map.entry("opportunities.system", "parity"),
          Map.entry("opportunities.key", "opportunity"),
          Map.entry("quotes.system", "parity"),
          Map.entry("quotes.key", "quote"),
          Map.entry("Quote.validUntil", LocalDate.now().plusDays(30).toString()),
          Map.entry("QuoteValidity.validUntil", LocalDate.now().plusDays(60).toString()),
          Map.entry("StageEntry.stage", "proposal"),
          Map.entry("OpportunityReopening.stage", "needs"),
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
          Map.entry("Transfer.effectiveOn", LocalDate.now().plusYears(1).toString()),
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
          // A month that the year has twice.
          Map.entry("Contact.birthYear", "1984"),
          Map.entry("Contact.birthMonth", "10"),
          Map.entry("Contact.phones.kind", "office"),
          Map.entry("CustomerLevel.measure", "employees"),
          Map.entry("Customer.creditCode", "91350100M000100Y43"),
          Map.entry("User.locale", "zh-CN"),
          Map.entry("User.timeZone", "Asia/Shanghai"),
          Map.entry("SecondFactorRemoval.code", "123456"),
          Map.entry("SecondFactorCode.code", "123456"));

  /**
   * Set by the server whatever is sent, or tried elsewhere; what only some types of custom fields
   * take, or would ask of all records, in {@link CustomFieldCheck}.
   */
  static final Set<String> LEFT_OUT =
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
          "defaultValue",
          "formula",
          "required",
          "toPool",
          "deactivates",
          "closedOn",
          "closeReason",
          "closeComment",
          // As a receipt pays by itself what is due first.
          "allocations");

  /** What a record is told apart by and keeps, and what is only ever added to. */
  private static final Set<String> FIXED =
      Set.of(
          "dictionary-items.code",
          "custom-fields.code",
          "contacts.consents",
          "layouts.roleId",
          "pipelines.stages",
          "quotes.opportunityId");

  /**
   * What has to be done before: of a quote, what is given off is too much without approval; a
   * receipt is an advance, which pays nothing until it is allocated.
   */
  private static final Map<String, List<String>> BEFORE =
      Map.ofEntries(
          Map.entry("quotes.approve", List.of("submit")),
          Map.entry("quotes.giveBack", List.of("submit")),
          Map.entry("quotes.send", List.of("submit", "approve")),
          Map.entry("quotes.accept", List.of("submit", "approve", "send")),
          Map.entry("quotes.reject", List.of("submit", "approve", "send")),
          Map.entry("receipts.allocate", List.of("confirm")),
          Map.entry("receipts.release", List.of("confirm", "allocate")),
          Map.entry("receipts.refund", List.of("confirm")),
          Map.entry("receipts.voidReceipt", List.of("confirm")),
          Map.entry("accounting-periods.reopen", List.of("close")),
          Map.entry("orders.approve", List.of("submit")),
          Map.entry("orders.giveBack", List.of("submit")),
          Map.entry("orders.execute", List.of("submit", "approve")),
          Map.entry("orders.complete", List.of("submit", "approve")),
          Map.entry("orders.cancel", List.of("submit", "approve")),
          Map.entry("orders.closeShort", List.of("submit", "approve")));

  /** Collections that are listed of one record at a time: the filter that names it. */
  private static final Map<String, String> LISTED_OF =
      Map.of(
          "attachments", "collection==customers;recordId==%s",
          "comments", "collection==customers;recordId==%s");

  /** Candidates for values that have to match a pattern. */
  private static final List<String> SHAPES =
      List.of("parity#", "CNY", "customers.view", "own", "all", "A");

  private final AtomicInteger counter = new AtomicInteger();
  private final Map<String, String> samples = new HashMap<>(SAMPLES);
  private final Server server;
  private final JsonNode api;
  private final List<PublishedOperation> operations;
  private final String[] headers;

  /**
   * @param password of the caller
   * @param other a user who is not the caller
   * @param headers of the caller; none for the administrator
   */
  ServedArguments(
      Server server,
      JsonNode api,
      List<PublishedOperation> operations,
      String password,
      String other,
      String... headers) {
    this.server = server;
    this.api = api;
    this.operations = operations;
    this.headers = headers;
    for (var proof :
        List.of(
            "users.changePassword.current",
            "users.changePassword.password",
            "PasswordProof.current",
            "SecondFactorRemoval.current")) {
      samples.put(proof, password);
    }
    samples.put("Transfer.fromUserId", other);
    // Within the days that a token can live.
    samples.put(
        "Token.expires",
        Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(30, ChronoUnit.DAYS).toString());
    var customer = post("/api/v1/customers", "{\"name\":\"Whom others refer to\"}").json();
    var survivor = post("/api/v1/customers", "{\"name\":\"Takes in others\"}").json();
    samples.put("Merge.survivorId", survivor.get("id").asText());
    var pooled = post("/api/v1/customers", "{\"name\":\"In the pool\"}").json();
    post(
        "/api/v1/customers/" + pooled.get("id").asText() + "/actions/release",
        "{\"reason\":\"Parity\"}");
    samples.put("customer-pool.id", pooled.get("id").asText());
    // Rules are applied where there are any.
    subject("customer-levels");
    var levelled =
        call(
            "PATCH",
            "/api/v1/customers/" + survivor.get("id").asText(),
            "{\"level\":\"B\"}",
            "If-Match",
            "\"v1\"");
    assertThat(levelled.status()).as(levelled.text()).isEqualTo(200);
    samples.put(
        "customer-level-changes.id",
        get("/api/v1/customer-level-changes").json().at("/items/0/id").asText());
    for (var about : List.of("timeline", "access", "duplicates", "follows")) {
      samples.put(about + ".collection", "customers");
      samples.put(about + ".id", customer.get("id").asText());
    }
    var job = post("/api/v1/jobs/exports", "{\"collection\":\"customers\"}").json();
    samples.put("jobs.id", job.get("id").asText());
    Server.await(
        "an export",
        () ->
            get("/api/v1/jobs/" + job.get("id").asText())
                .json()
                .get("status")
                .asText()
                .equals("done"));
    Server.await("a notice", () -> total("/api/v1/notifications") > 0);
    samples.put("notifications.id", get("/api/v1/notifications").json().at("/items/0/id").asText());
    var document =
        post(
            "/api/v1/attachments/content?collection=customers&name=given.txt&recordId="
                + customer.get("id").asText(),
            "given",
            "Content-Type",
            "text/plain");
    samples.put("Comment.recordId", customer.get("id").asText());
    samples.put("Delivery.customerId", customer.get("id").asText());
    samples.put("Delivery.attachmentId", document.json().get("id").asText());
    samples.put("LogEntry.customerId", customer.get("id").asText());
    samples.put("Opportunity.customerId", customer.get("id").asText());
    samples.put("Opportunity.lines.productId", subject("products").get("id").asText());
    var opportunity = subject("opportunities").get("id").asText();
    samples.put("OpportunityContact.opportunityId", opportunity);
    samples.put("OpportunityCompetitor.opportunityId", opportunity);
    samples.put("competitors.id", competitor());
    samples.put("Quote.lines.productId", samples.get("Opportunity.lines.productId"));
    samples.put(
        "opportunity-moves.id", get("/api/v1/opportunity-moves").json().at("/items/0/id").asText());
    samples.put("Contact.companies.customerId", customer.get("id").asText());
    owe();
    approveOrders();
    samples.put("Dunning.receivableId", owed().get("id").asText());
    samples.put(
        "receivable-entries.id",
        get("/api/v1/receivable-entries").json().at("/items/0/id").asText());
  }

  private Server.Answer get(String path) {
    return call("GET", path, null);
  }

  private Server.Answer post(String path, String body, String... more) {
    return call("POST", path, body, more);
  }

  private Server.Answer call(String verb, String path, String body, String... more) {
    var all = Stream.concat(Stream.of(headers), Stream.of(more)).toArray(String[]::new);
    return server.call(verb, path, body, all);
  }

  private int total(String list) {
    return get(list).json().at("/total/value").asInt();
  }

  /** Arguments with which the call is served, about a record of its own where it is about one. */
  Arguments arguments(PublishedOperation operation) {
    Supplier<JsonNode> subject = memoised(() -> prepared(operation));
    var path = new LinkedHashMap<String, String>();
    for (var parameter : operation.pathParameters) {
      var sample = samples.get(operation.collection + "." + parameter);
      if (sample == null || DONE_ONCE.contains(operation.id())) {
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
    if (DONE_ONCE.contains(operation.id())) {
      return pooled();
    }
    if (operation.collection.equals("receivables")) {
      return owed();
    }
    var subject = subject(operation.collection);
    for (var step : BEFORE.getOrDefault(operation.id(), List.of())) {
      var path =
          "/api/v1/" + operation.collection + "/" + subject.get("id").asText() + "/actions/" + step;
      var stepped = post(path, Set.of("approve", "allocate").contains(step) ? "{}" : null);
      assertThat(stepped.status()).as(stepped.text()).isEqualTo(200);
    }
    if (operation.id().equals("opportunities.reopen")) {
      var path = "/api/v1/" + operation.collection + "/" + subject.get("id").asText();
      assertThat(post(path + "/actions/close", "{\"result\":\"won\"}").status()).isEqualTo(200);
    }
    if (operation.id().equals("customers.unlockLevel")) {
      var path = "/api/v1/customers/" + subject.get("id").asText();
      var locked = post(path + "/actions/lock-level", "{\"reason\":\"Parity\"}");
      assertThat(locked.status()).as(locked.text()).isEqualTo(200);
    }
    if (operation.name.equals("restore")) {
      var path = "/api/v1/" + operation.collection + "/" + subject.get("id").asText();
      assertThat(call("DELETE", path, null, "If-Match", "\"v1\"").status()).isEqualTo(204);
    }
    return subject;
  }

  /** What was somebody else's: one's own is not taken back at once. */
  private JsonNode pooled() {
    var body = "{\"name\":\"Left %d\",\"ownerId\":\"%s\"}";
    var left =
        post(
                "/api/v1/customers",
                body.formatted(counter.incrementAndGet(), samples.get("Transfer.fromUserId")))
            .json();
    var released =
        post(
            "/api/v1/customers/" + left.get("id").asText() + "/actions/release",
            "{\"reason\":\"Parity\"}");
    assertThat(released.status()).as(released.text()).isLessThan(300);
    return left;
  }

  /** An instalment that waits for a milestone, of an order that nobody has to approve. */
  private JsonNode owed() {
    var customer = post("/api/v1/customers", "{\"name\":\"Who owes\"}").json();
    var order =
        post(
            "/api/v1/orders",
            """
            {"customerId":"%s","signedOn":"2026-01-05","lines":[{"name":"Parity","quantity":"1","price":"10"}],
             "plan":[{"amount":"10","milestone":"Parity"}]}\
            """
                .formatted(customer.get("id").asText()));
    assertThat(order.status()).as(order.text()).isEqualTo(201);
    var id = order.json().get("id").asText();
    var submitted = post("/api/v1/orders/" + id + "/actions/submit", null);
    assertThat(submitted.status()).as(submitted.text()).isEqualTo(200);
    return get("/api/v1/receivables?filter=orderId==" + id).json().at("/items/0");
  }

  /** A new record of a collection, or nothing where none can be made. */
  JsonNode subject(String collection) {
    var create =
        operations.stream()
            .filter(operation -> operation.id().equals(collection + ".create"))
            .findFirst();
    if (create.isEmpty()) {
      return uploaded(collection);
    }
    var made = post("/api/v1/" + collection, body(create.get()).toString());
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
    var made =
        upload
            .get()
            .rest(server, new Arguments(Map.of(), query(upload.get()), null, null), headers);
    assertThat(made.code()).as(made.text()).isEqualTo("ok");
    return Flat.json(made.text());
  }

  private ObjectNode body(PublishedOperation operation) {
    var type = typeName(operation);
    return switch (type) {
      case "Merge" -> merge();
      case "CustomerLevel" -> level(operation);
      // With the stages of the standard one, and not in its place.
      case "Pipeline" -> NODES.objectNode().put("name", "parity" + counter.incrementAndGet());
      case "ExchangeRate" ->
          sample(operation.id(), type, operation.body).put("validFrom", anotherDay());
      case "SalesTarget" ->
          sample(operation.id(), type, operation.body)
              .put(
                  "forMonth",
                  LocalDate.of(2026, 1, 1).plusMonths(counter.incrementAndGet()).toString());
      // Where another begins, none does; of orders that are nowhere so large.
      case "ApprovalStep" ->
          sample(operation.id(), type, operation.body)
              .put("fromAmount", String.valueOf(500_000_000_000L + counter.incrementAndGet()))
              .put("roleId", samples.get("approver"));
      case "AccountingPeriod" ->
          sample(operation.id(), type, operation.body)
              .put(
                  "forMonth",
                  LocalDate.of(2026, 1, 1).minusMonths(counter.incrementAndGet()).toString());
      case "DuplicateDismissal" -> dismissal();
      case "PoolReleases" -> releases();
      // Each of its own, for one of them counts.
      case "Quote" -> sample(operation.id(), type, operation.body).put("opportunityId", offered());
      // A contact is on the map of an opportunity once, and so is a competitor.
      case "OpportunityContact" ->
          sample(operation.id(), type, operation.body)
              .put("contactId", subject("contacts").get("id").asText());
      case "OpportunityCompetitor" ->
          sample(operation.id(), type, operation.body).put("competitorId", competitor());
      case "Layout" -> layout(operation);
      default -> sample(operation.id(), type, operation.body);
    };
  }

  /**
   * An opportunity of whom nothing else is asked: what belongs to a customer stands in their
   * timeline.
   */
  private String offered() {
    if (!samples.containsKey("buyer")) {
      var buyer = post("/api/v1/customers", "{\"name\":\"Whom offers are made to\"}").json();
      samples.put("buyer", buyer.get("id").asText());
    }
    var made =
        post(
            "/api/v1/opportunities",
            "{\"name\":\"Offered\",\"openedOn\":\"2026-11-01\",\"customerId\":\"%s\"}"
                .formatted(samples.get("buyer")));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("id").asText();
  }

  /** An order that much can be paid of, of a customer of whom nothing else is asked. */
  private void owe() {
    var payer = post("/api/v1/customers", "{\"name\":\"Who pays\"}").json().get("id").asText();
    var order =
        post(
            "/api/v1/orders",
            "{\"customerId\":\"%s\",\"signedOn\":\"2026-11-01\",\"lines\":[{\"name\":\"Much\",\"quantity\":\"1\",\"price\":\"100000\"}]}"
                .formatted(payer));
    assertThat(order.status()).as(order.text()).isEqualTo(201);
    var id = order.json().get("id").asText();
    var counts = post("/api/v1/orders/" + id + "/actions/submit", null);
    assertThat(counts.status()).as(counts.text()).isEqualTo(200);
    samples.put("Receipt.customerId", payer);
    samples.put("ReceiptRelease.orderId", id);
    var paid =
        post(
            "/api/v1/receipts",
            "{\"customerId\":\"%s\",\"receivedOn\":\"2026-11-01\",\"amount\":{\"amount\":\"1\",\"currency\":\"CNY\"}}"
                .formatted(payer));
    assertThat(paid.status()).as(paid.text()).isEqualTo(201);
    post("/api/v1/receipts/" + paid.json().get("id").asText() + "/actions/confirm", null);
    samples.put(
        "receipt-allocations.id",
        get("/api/v1/receipt-allocations").json().at("/items/0/id").asText());
    var number = get("/api/v1/receipts/" + paid.json().get("id").asText()).json().get("number");
    samples.put("receipts.number", number.asText());
  }

  /** Large orders are approved by the caller; one is, and was revised. */
  private void approveOrders() {
    var buyer = post("/api/v1/customers", "{\"name\":\"Who orders\"}").json();
    samples.put("Order.customerId", buyer.get("id").asText());
    var caller = get("/api/v1/users/" + buyer.get("createdBy").asText()).json();
    samples.put("approver", caller.at("/roleIds/0").asText());
    var step =
        post(
            "/api/v1/approval-steps",
            "{\"name\":\"Parity\",\"fromAmount\":\"100000000\",\"roleId\":\"%s\"}"
                .formatted(samples.get("approver")));
    assertThat(step.status()).as(step.text()).isEqualTo(201);
    var order = subject("orders").get("id").asText();
    var path = "/api/v1/orders/" + order;
    post(path + "/actions/submit", null);
    var approved = post(path + "/actions/approve", "{}");
    assertThat(approved.status()).as(approved.text()).isEqualTo(200);
    var version = approved.json().get("version").asText();
    var revised =
        call(
            "PATCH",
            path,
            "{\"terms\":\"Others\",\"revisionReason\":\"Parity\"}",
            "If-Match",
            "\"v" + version + "\"");
    assertThat(revised.status()).as(revised.text()).isEqualTo(200);
    for (var part : List.of("order-lines", "order-revisions")) {
      var first = get("/api/v1/" + part + "?filter=orderId==" + order).json().at("/items/0/id");
      samples.put(part + ".id", first.asText());
    }
  }

  private String competitor() {
    return post("/api/v1/customers", "{\"name\":\"Competes\",\"types\":[\"competitor\"]}")
        .json()
        .get("id")
        .asText();
  }

  private String anotherDay() {
    return LocalDate.of(2026, 1, 1).plusDays(counter.incrementAndGet()).toString();
  }

  /** Something is said of a level once: each is about one of its own. */
  private ObjectNode level(PublishedOperation operation) {
    var level = sample(operation.id(), "CustomerLevel", operation.body);
    var number = counter.incrementAndGet();
    var code = "parity" + number;
    var item =
        post(
            "/api/v1/dictionary-items",
            "{\"dictionary\":\"customer-level\",\"code\":\"%1$s\",\"labelZh\":\"%1$s\",\"labelEn\":\"%1$s\"}"
                .formatted(code));
    assertThat(item.status()).as(item.text()).isEqualTo(201);
    return level.put("level", code).put("rank", 1 + number % 1000);
  }

  /**
   * A record is merged once: each is about another; what takes them in must be done with others.
   */
  private ObjectNode merge() {
    Server.await(
        "the end of the merges before",
        () ->
            get("/api/v1/jobs?filter=status=in=(queued,running);notBefore=null=true")
                .json()
                .get("items")
                .isEmpty());
    var merge = NODES.objectNode().put("collection", "customers");
    merge.put("survivorId", samples.get("Merge.survivorId"));
    merge.putArray("mergedIds").add(subject("customers").get("id").asText());
    merge.putArray("choices").addObject().put("field", "tags").put("united", true);
    return merge;
  }

  /** A role has one layout of a collection: each is for one of its own. */
  private ObjectNode layout(PublishedOperation operation) {
    var number = counter.incrementAndGet();
    var role =
        post("/api/v1/roles", "{\"code\":\"layout%1$d\",\"name\":\"%1$d\"}".formatted(number));
    assertThat(role.status()).as(role.text()).isEqualTo(201);
    return sample(operation.id(), "Layout", operation.body)
        .put("roleId", role.json().get("id").asText());
  }

  private ObjectNode dismissal() {
    var dismissal = NODES.objectNode();
    dismissal
        .putArray("recordIds")
        .add(subject("customers").get("id").asText())
        .add(subject("customers").get("id").asText());
    return dismissal;
  }

  private ObjectNode releases() {
    var releases = NODES.objectNode().put("reason", "Parity");
    releases.putArray("ids").add(subject("customers").get("id").asText());
    return releases;
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
      var items = get("/api/v1/dictionaries/" + dictionary).json().get("items");
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
