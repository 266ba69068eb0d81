package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.tangramcrm.itests.PublishedOperation.Arguments;

/**
 * Every rule that a collection's metadata and OpenAPI state of a field: what breaks it is refused
 * by REST and by SOAP, at that field and with the same code, in the caller's language. Fields and
 * collections that are new are found by themselves.
 */
abstract class FieldRulesCheck extends ModuleCheck {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String NOBODY = "999999999999";

  /** What says that there is no such record, or none that fits. */
  private static final Set<String> UNKNOWN =
      Set.of("unknown-reference", "not-of-customer", "out-of-reach");

  /** Texts of which no pattern takes all. */
  private static final List<String> SHAPELESS = List.of("!", "a,b", "电", "javascript:alert(1)");

  private JsonNode api;

  /** Records that others refer to, by collection; made when first needed. */
  private final Map<String, String> records = new HashMap<>(Map.of("users", "1"));

  /**
   * A value that breaks a rule.
   *
   * @param name tells it from the others of the field
   * @param at what the path of the field goes on with where the error is
   * @param codes of which the error has one
   */
  private record Violation(String name, JsonNode value, String at, Set<String> codes) {
    Violation(String name, JsonNode value, String code) {
      this(name, value, "", Set.of(code));
    }
  }

  /** The module of which the fields are. */
  String module() {
    return "customers";
  }

  /** Into how many of its collections something is entered, at least. */
  int entered() {
    return 4;
  }

  @TestFactory
  Stream<DynamicNode> everyRuleOfEveryFieldIsKeptAtBothDoors() {
    api = server.get("/api/v1/openapi.json").json();
    var creates =
        PublishedOperation.of(server, api).stream()
            .filter(operation -> operation.name.equals("create"))
            .toList();
    var collections =
        items(server.get("/api/v1/metadata").json().get("items"))
            .filter(metadata -> metadata.get("module").asText().equals(module()))
            .collect(
                Collectors.toMap(
                    metadata -> metadata.get("collection").asText(), Function.identity()));
    // What is only looked at, as the pool, takes no values.
    var entered =
        creates.stream().filter(create -> collections.containsKey(create.collection)).toList();
    assertThat(entered).hasSizeGreaterThanOrEqualTo(entered());
    return entered.stream()
        .map(
            create ->
                dynamicContainer(
                    create.collection,
                    rules(
                        create,
                        described(collections.get(create.collection).get("fields"), create.body))));
  }

  /** The fields that can be written, each with what OpenAPI says of it as {@code schema}. */
  private List<ObjectNode> described(JsonNode fields, JsonNode type) {
    var described = new ArrayList<ObjectNode>();
    for (var field : fields) {
      if (!field.path("readOnly").asBoolean()) {
        ObjectNode both = field.deepCopy();
        both.set("schema", type.at("/properties").get(field.get("key").asText()));
        described.add(both);
      }
    }
    return described;
  }

  private List<ObjectNode> within(JsonNode field) {
    return described(
        field.get("fields"), PublishedOperation.resolved(api, field.at("/schema/items")));
  }

  private Stream<DynamicNode> rules(PublishedOperation create, List<ObjectNode> fields) {
    var sample = sample(fields);
    return fields.stream().flatMap(field -> rules(create, sample, field));
  }

  private Stream<DynamicNode> rules(PublishedOperation create, ObjectNode sample, JsonNode field) {
    var key = field.get("key").asText();
    var own =
        violations(field)
            .map(
                violation ->
                    test(
                        create, with(sample, key, violation.value), key + violation.at, violation));
    if (!field.path("list").asBoolean()) {
      return own;
    }
    var item = sample(within(field));
    var within =
        within(field).stream()
            .flatMap(
                part -> {
                  var partKey = part.get("key").asText();
                  return violations(part)
                      .map(
                          violation ->
                              test(
                                  create,
                                  with(
                                      sample,
                                      key,
                                      NODES.arrayNode().add(with(item, partKey, violation.value))),
                                  key + "[0]." + partKey + violation.at,
                                  violation));
                });
    return Stream.concat(own, within);
  }

  private DynamicNode test(
      PublishedOperation create, ObjectNode body, String at, Violation violation) {
    return dynamicTest(at + " " + violation.name, () -> refused(create, body, at, violation.codes));
  }

  private void refused(
      PublishedOperation create, ObjectNode body, String field, Set<String> codes) {
    var arguments = new Arguments(Map.of(), Map.of(), null, body);
    for (var language : List.of("zh-CN", "en")) {
      var rest = create.rest(server, arguments, "Accept-Language", language);
      var soap = create.soap(server, arguments, "Accept-Language", language);
      assertThat(rest.code()).as(rest.text()).isIn("invalid", "malformed");
      assertThat(soap.code()).as(soap.text()).isEqualTo(rest.code());
      assertThat(soap.record()).isEqualTo(rest.record());
      var messages = new ArrayList<String>();
      for (var error : Flat.json(rest.text()).get("errors")) {
        if (error.get("field").asText().equals(field)
            && codes.contains(error.get("code").asText())) {
          messages.add(error.get("message").asText());
        }
      }
      assertThat(messages).as(rest.text()).hasSize(1);
      assertThat(messages.get(0))
          .isNotBlank()
          .doesNotContain("error.", "{")
          .matches(
              text ->
                  text.codePoints().anyMatch(FieldRulesCheck::chinese) == language.equals("zh-CN"));
    }
  }

  private static boolean chinese(int sign) {
    return Character.UnicodeScript.of(sign) == Character.UnicodeScript.HAN;
  }

  // ---- values

  private Stream<Violation> violations(JsonNode field) {
    var found = new ArrayList<Violation>();
    if (field.path("required").asBoolean()) {
      found.add(new Violation("missing", NODES.nullNode(), "required"));
    }
    var money = field.get("type").asText().equals("money");
    if (field.has("min") && money) {
      var less = field.get("min").asLong() - 1 + ".99";
      ObjectNode debt = NODES.objectNode().put("amount", less).put("currency", "CNY");
      found.add(part("amount", debt, "too-small"));
    } else if (field.has("min")) {
      var less = NODES.numberNode(field.get("min").asLong() - 1);
      found.add(new Violation("too small", less, "too-small"));
    }
    if (field.has("max")) {
      var more = NODES.numberNode(field.get("max").asLong() + 1);
      found.add(new Violation("too large", more, "too-large"));
    }
    if (field.path("past").asBoolean()) {
      var ahead = text(LocalDate.now().plusDays(2).toString());
      found.add(new Violation("ahead", ahead, "in-future"));
    }
    if (field.has("maxLength")) {
      var longer = text("1".repeat(field.get("maxLength").asInt() + 1));
      found.add(new Violation("too long", longer, "too-long"));
    }
    if (field.at("/schema/format").asText().equals("email")) {
      found.add(new Violation("no address", text("nobody"), "email"));
    }
    if (field.at("/schema/maxItems").isInt()) {
      var more = several(field.at("/schema/maxItems").asInt() + 1, goodItem(field));
      found.add(new Violation("too many", more, "too-many"));
    }
    switch (field.get("type").asText()) {
      case "text", "longtext" -> {
        if (field.has("pattern")) {
          var pattern = field.get("pattern").asText();
          var shapeless =
              SHAPELESS.stream().filter(text -> !text.matches(pattern)).findFirst().orElseThrow();
          found.add(new Violation("format", text(shapeless), "format"));
        }
      }
      case "code" -> {
        if (closed(field)) {
          found.add(new Violation("no such code", text("nonsense"), "unknown-code"));
        }
      }
      case "set" -> {
        if (closed(field)) {
          found.add(within("no such code", text("nonsense"), Set.of("unknown-code")));
        }
        found.add(within("blank", text(" "), Set.of("required")));
      }
      case "reference" -> {
        found.add(new Violation("nobody", text(NOBODY), "", UNKNOWN));
        found.add(new Violation("no id", text("many"), "wrong-type"));
      }
      case "references" -> {
        found.add(within("nobody", text(NOBODY), UNKNOWN));
        found.add(within("no id", text("many"), Set.of("wrong-type")));
      }
      case "nested" -> assertThat(field.path("list").asBoolean()).as(field.toString()).isTrue();
      case "money" -> money(found);
      case "integer" -> {
        found.add(new Violation("no number", text("many"), "wrong-type"));
        found.add(new Violation("half", NODES.numberNode(1.5), "wrong-type"));
      }
      case "decimal", "date", "instant", "boolean" ->
          found.add(new Violation("wrong type", text("many"), "wrong-type"));
      default -> throw new AssertionError("What breaks a rule of " + field);
    }
    return found.stream();
  }

  /** Whether the codes are only those that the dictionary has. */
  private boolean closed(JsonNode field) {
    return !dictionary(field).path("open").asBoolean();
  }

  private JsonNode dictionary(JsonNode field) {
    return server.get("/api/v1/dictionaries/" + field.get("dictionary").asText()).json();
  }

  private static void money(List<Violation> found) {
    ObjectNode good = NODES.objectNode().put("amount", "1.50").put("currency", "CNY");
    found.add(part("amount", with(good, "amount", NODES.nullNode()), "required"));
    found.add(part("amount", with(good, "amount", text("much")), "wrong-type"));
    found.add(part("amount", with(good, "amount", text("1.23456")), "digits"));
    found.add(part("currency", with(good, "currency", NODES.nullNode()), "required"));
    found.add(part("currency", with(good, "currency", text("yuan")), "format"));
    found.add(part("currency", with(good, "currency", text("ZZZ")), "unknown-currency"));
  }

  private static Violation part(String part, JsonNode value, String code) {
    return new Violation(code, value, "." + part, Set.of(code));
  }

  private static Violation within(String name, JsonNode value, Set<String> codes) {
    return new Violation(name, NODES.arrayNode().add(value), "[0]", codes);
  }

  private static JsonNode several(int count, JsonNode value) {
    var several = NODES.arrayNode();
    for (int i = 0; i < count; i++) {
      several.add(value);
    }
    return several;
  }

  private static JsonNode text(String text) {
    return NODES.textNode(text);
  }

  private static ObjectNode with(ObjectNode body, String key, JsonNode value) {
    ObjectNode changed = body.deepCopy();
    changed.set(key, value);
    return changed;
  }

  /** What there cannot be a record without. */
  private ObjectNode sample(List<ObjectNode> fields) {
    var sample = NODES.objectNode();
    fields.stream()
        .filter(field -> field.path("required").asBoolean())
        .forEach(field -> sample.set(field.get("key").asText(), good(field)));
    return sample;
  }

  private JsonNode goodItem(JsonNode field) {
    return switch (field.get("type").asText()) {
      case "set" -> dictionary(field).at("/items/0/code");
      case "references" -> text(record(field.get("reference").asText()));
      default -> sample(within(field));
    };
  }

  private JsonNode good(JsonNode field) {
    return switch (field.get("type").asText()) {
      case "text", "longtext" ->
          text(field.at("/schema/format").asText().equals("email") ? "a@example.com" : "1");
      case "code" -> dictionary(field).at("/items/0/code");
      case "reference" -> text(record(field.get("reference").asText()));
      case "date" -> text("2026-01-01");
      case "decimal" -> text("1.5");
      case "money" -> NODES.objectNode().put("amount", "1.50").put("currency", "CNY");
      case "boolean" -> NODES.booleanNode(true);
      case "integer" -> NODES.numberNode(field.at("/schema/minimum").asInt(1));
      default -> throw new AssertionError("A sample is needed for " + field);
    };
  }

  /** An instalment that is owed: what is ordered makes it. */
  private String owed() {
    var order =
        server.post(
            "/api/v1/orders",
            "{\"customerId\":\"%s\",\"lines\":[{\"name\":\"Owed\",\"quantity\":\"1\",\"price\":\"1\"}]}"
                .formatted(record("customers")));
    assertThat(order.status()).as(order.text()).isEqualTo(201);
    var id = order.json().get("id").asText();
    var counts = server.post("/api/v1/orders/" + id + "/actions/submit", null);
    assertThat(counts.json().path("status").asText()).as(counts.text()).isEqualTo("approved");
    return server
        .get("/api/v1/receivables?filter=orderId==" + id)
        .json()
        .at("/items/0/id")
        .asText();
  }

  /** A field of the company's own: what it is like hangs on its type. */
  private String added() {
    var field =
        server.post(
            "/api/v1/custom-fields",
            "{\"collection\":\"opportunities\",\"code\":\"referredTo\",\"type\":\"text\",\"labelZh\":\"提到\",\"labelEn\":\"Referred\"}");
    assertThat(field.status()).as(field.text()).isEqualTo(201);
    return field.json().get("id").asText();
  }

  private String record(String collection) {
    if (collection.equals("receivables") && !records.containsKey(collection)) {
      records.put(collection, owed());
    }
    if (collection.equals("custom-fields") && !records.containsKey(collection)) {
      records.put(collection, added());
    }
    if (!records.containsKey(collection)) {
      var path =
          switch (collection) {
            case "customers", "contacts" -> "/api/v1/" + collection;
            case "attachments" ->
                "/api/v1/attachments/content?collection=customers&name=rules.txt&recordId="
                    + record("customers");
            default -> "/api/v1/" + collection;
          };
      var body = NODES.objectNode().put("name", "Whom others refer to");
      if (!Set.of("customers", "contacts", "attachments").contains(collection)) {
        var fields = server.get("/api/v1/metadata/" + collection).json().get("fields");
        if (items(fields).noneMatch(field -> field.get("key").asText().equals("name"))) {
          body.remove("name");
        }
        body.setAll(sample(items(fields).map(field -> (ObjectNode) field).toList()));
        // Apart from the records that are tried: no two may have the same code.
        body.properties().stream()
            .filter(member -> member.getValue().asText().equals("1"))
            .forEach(member -> member.setValue(text("referred")));
      }
      var made = server.post(path, body.toString());
      assertThat(made.status()).as(made.text()).isEqualTo(201);
      records.put(collection, made.json().get("id").asText());
    }
    return records.get(collection);
  }

  private static Stream<JsonNode> items(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
