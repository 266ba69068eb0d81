package org.tangramcrm.platform.endpoints.internal.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.validation.constraints.Email;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.PositiveOrZero;
import javax.validation.constraints.Size;
import javax.ws.rs.BeanParam;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import org.tangramcrm.platform.CustomField;
import org.tangramcrm.platform.analysis.AnalysisDrill;
import org.tangramcrm.platform.analysis.AnalysisRow;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.contract.OperationModel;
import org.tangramcrm.platform.contract.PublishedContract;
import org.tangramcrm.platform.endpoints.internal.rest.Bulk;
import org.tangramcrm.platform.endpoints.internal.shared.Slot;

/** Describes what is published at this moment; written anew when a contract comes or goes. */
public final class OpenApi extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Set<PublishedContract> contracts = ConcurrentHashMap.newKeySet();
  private transient volatile Written written = new Written(List.of(), new byte[0]);

  private record Written(List<ContractModel> models, byte[] document) {}

  public void add(PublishedContract contract) {
    contracts.add(contract);
  }

  public void remove(PublishedContract contract) {
    contracts.remove(contract);
    // What was written keeps classes of a contract that is gone.
    written = new Written(List.of(), new byte[0]);
  }

  /** As they are now, with the fields that the company added. */
  private List<ContractModel> models() {
    return contracts.stream()
        .map(PublishedContract::model)
        .sorted(Comparator.comparing(ContractModel::collection))
        .toList();
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var now = models();
    if (!now.equals(written.models())) {
      written = new Written(now, describe(now).toPrettyString().getBytes(StandardCharsets.UTF_8));
    }
    var current = written.document();
    response.setContentType("application/json");
    response.setContentLength(current.length);
    response.getOutputStream().write(current);
  }

  public ObjectNode describe() {
    return describe(models());
  }

  private static ObjectNode describe(List<ContractModel> models) {
    var api = JsonNodeFactory.instance.objectNode().put("openapi", "3.0.3");
    api.putObject("info").put("title", "Tangram CRM").put("version", "1");
    api.putArray("servers").addObject().put("url", "/api/v1");
    api.putArray("security").addObject().putArray("basic");
    ((ArrayNode) api.get("security")).addObject().putArray("bearer");
    var paths = api.putObject("paths");
    var components = api.putObject("components");
    var schemas = components.putObject("schemas");
    var schemes = components.putObject("securitySchemes");
    schemes.putObject("basic").put("type", "http").put("scheme", "basic");
    schemes.putObject("bearer").put("type", "http").put("scheme", "bearer");
    problem(schemas.putObject("Problem"));
    components
        .putObject("responses")
        .putObject("Problem")
        .put("description", "The call was refused or failed")
        .putObject("content")
        .putObject("application/problem+json")
        .putObject("schema")
        .put("$ref", "#/components/schemas/Problem");
    models.forEach(model -> contract(model, paths, schemas));
    models.forEach(model -> custom(model, schemas));
    return api;
  }

  private static void problem(ObjectNode schema) {
    var members = schema.put("type", "object").putObject("properties");
    for (var name : new String[] {"type", "title", "detail", "instance", "code", "traceId"}) {
      members.putObject(name).put("type", "string");
    }
    members.putObject("status").put("type", "integer");
    members.putObject("currentVersion").put("type", "integer");
    var error =
        members.putObject("errors").put("type", "array").putObject("items").put("type", "object");
    var parts = error.putObject("properties");
    for (var name : new String[] {"field", "code", "message"}) {
      parts.putObject(name).put("type", "string");
    }
  }

  private static void contract(ContractModel model, ObjectNode paths, ObjectNode schemas) {
    var root = "/" + model.collection();
    for (var operation : model.operations()) {
      operation(model, operation, paths, schemas);
    }
    if (model.patchable()) {
      var replace = model.primary(Kind.REPLACE).orElseThrow();
      var patch = start(paths, root + "/{id}", "patch", model, "patch", replace.permission());
      var parameters = patch.putArray("parameters");
      parameter(parameters, "id", "path", true, schemas, Slot.parameters(replace.method()).get(0));
      ifMatch(parameters);
      var content = patch.putObject("requestBody").put("required", true).putObject("content");
      content
          .putObject("application/merge-patch+json")
          .set("schema", change(model.recordType(), schemas));
      answer(patch, "200", Slot.result(replace.method()), schemas);
    }
    if (model.bulkable()) {
      bulk(model, paths, schemas);
    }
  }

  /** Names the fields that the company added, each as the one kind of value that it takes. */
  private static void custom(ContractModel model, ObjectNode schemas) {
    var added = model.fields().stream().filter(field -> field.custom() != null).toList();
    if (added.isEmpty()) {
      return;
    }
    var record = model.recordType().getSimpleName();
    var items = JsonNodeFactory.instance.objectNode();
    var oneOf = items.putArray("oneOf");
    var mapping = items.putObject("discriminator").put("propertyName", "key").putObject("mapping");
    for (var field : added) {
      var name = record + "CustomField_" + field.custom().code;
      schemas.set(name, custom(field, schemas));
      oneOf.add(refer(name));
      mapping.put(field.custom().code, "#/components/schemas/" + name);
    }
    for (var name : new String[] {record, record + "Change"}) {
      if (schemas.at("/" + name + "/properties/customFields") instanceof ObjectNode list) {
        list.set("items", items);
      }
    }
  }

  private static ObjectNode custom(FieldModel field, ObjectNode schemas) {
    var defined = field.custom();
    var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    schema.put("title", defined.labelEn != null ? defined.labelEn : defined.labelZh);
    if (defined.help != null) {
      schema.put("description", defined.help);
    }
    schema.putArray("required").add("key");
    var properties = schema.putObject("properties");
    properties.putObject("key").put("type", "string").putArray("enum").add(defined.code);
    var value =
        Slot.of(CustomField.class).stream()
            .filter(slot -> slot.name().equals(member(field.type())))
            .findFirst()
            .map(slot -> schema(slot, schemas))
            .orElseThrow();
    if (defined.maxLength != null) {
      value.put("maxLength", defined.maxLength);
    }
    if (defined.dictionary != null) {
      value.put("x-dictionary", defined.dictionary);
    }
    if (defined.reference != null) {
      value.put("x-reference", defined.reference);
    }
    if (Boolean.TRUE.equals(defined.required)) {
      schema.put("x-required", true);
    }
    if (defined.formula != null) {
      schema.put("readOnly", true).put("x-formula", defined.formula);
    }
    if (defined.defaultValue != null) {
      schema.put("x-default", defined.defaultValue);
    }
    if (defined.decimals != null) {
      value.put("x-decimals", defined.decimals);
    }
    if (defined.minimum != null) {
      schema.put("x-minimum", defined.minimum.stripTrailingZeros().toPlainString());
    }
    if (defined.maximum != null) {
      schema.put("x-maximum", defined.maximum.stripTrailingZeros().toPlainString());
    }
    properties.set(member(field.type()), value);
    return schema;
  }

  /** The member of a {@link CustomField} that has values of a type. */
  private static String member(FieldType type) {
    return switch (type) {
      case DECIMAL -> "decimal";
      case MONEY -> "money";
      case DATE -> "date";
      case BOOLEAN -> "flag";
      case SET -> "codes";
      case REFERENCE -> "reference";
      default -> "text";
    };
  }

  private static void bulk(ContractModel model, ObjectNode paths, ObjectNode schemas) {
    var permission = model.primary(Kind.CREATE).orElseThrow().permission();
    var bulk = start(paths, "/" + model.collection() + "/bulk", "post", model, "bulk", permission);
    var request = bulk.putObject("requestBody").put("required", true).putObject("content");
    var members =
        request
            .putObject("application/json")
            .putObject("schema")
            .put("type", "object")
            .putObject("properties");
    var actions =
        members
            .putObject("action")
            .put("type", "string")
            .put(
                "description",
                "Done to the records that the items name by id and version; without it items with"
                    + " an id are replaced and others created. Items of patch carry their changes.")
            .putArray("enum");
    Bulk.actions(model).forEach(actions::add);
    members.putObject("atomic").put("type", "boolean").put("default", false);
    members
        .putObject("items")
        .put("type", "array")
        .put("maxItems", 1000)
        .set("items", reference(model.recordType(), schemas));
    var schema = content(bulk, "200").putObject("schema").put("type", "object");
    var result =
        schema
            .putObject("properties")
            .putObject("results")
            .put("type", "array")
            .putObject("items")
            .put("type", "object");
    var parts = result.putObject("properties");
    parts.putObject("status").put("type", "integer");
    parts.putObject("id").put("type", "string");
    parts.putObject("version").put("type", "integer");
    parts.putObject("problem").put("$ref", "#/components/schemas/Problem");
  }

  private static void operation(
      ContractModel model, OperationModel operation, ObjectNode paths, ObjectNode schemas) {
    var method = operation.method();
    var path = method.getAnnotation(Path.class);
    // What looks like number:{number} is a template as it is; a rule within the braces is not
    // shown.
    var template = path == null ? "" : path.value().replaceAll("\\{(\\w+)\\s*:[^}]*}", "{$1}");
    var node =
        start(
            paths,
            "/" + model.collection() + template,
            verb(method),
            model,
            operation.name(),
            operation.permission());
    var parameters = node.putArray("parameters");
    var slots = Slot.parameters(method);
    for (int i = 0; i < slots.size(); i++) {
      var slot = slots.get(i);
      var rules = slot.rules();
      if (operation.takesContent() && i == operation.bodyParameter()) {
        takesContent(node, slot, slots, schemas);
      } else if (i == operation.bodyParameter()) {
        node.putObject("requestBody")
            .put("required", slot.required())
            .putObject("content")
            .putObject("application/json")
            .set("schema", schema(slot, schemas));
      } else if (rules.isAnnotationPresent(BeanParam.class)) {
        for (var field : slot.fields()) {
          parameter(
              parameters,
              field.rules().getAnnotation(QueryParam.class).value(),
              "query",
              false,
              schemas,
              field);
        }
      } else if (rules.isAnnotationPresent(PathParam.class)) {
        parameter(
            parameters, rules.getAnnotation(PathParam.class).value(), "path", true, schemas, slot);
      } else if (rules.isAnnotationPresent(QueryParam.class)) {
        var name = rules.getAnnotation(QueryParam.class).value();
        parameter(parameters, name, "query", slot.required(), schemas, slot);
      } else if (rules.isAnnotationPresent(HeaderParam.class)
          && !rules.getAnnotation(HeaderParam.class).value().equals("If-Match")) {
        parameter(
            parameters,
            rules.getAnnotation(HeaderParam.class).value(),
            "header",
            false,
            schemas,
            slot);
      }
    }
    if (operation.kind() == Kind.REPLACE || operation.kind() == Kind.DELETE) {
      ifMatch(parameters);
    }
    if (operation.kind() == Kind.CREATE) {
      var key = parameters.addObject().put("name", "Idempotency-Key").put("in", "header");
      key.putObject("schema").put("type", "string").put("maxLength", 200);
    }
    if (operation.answersContent()) {
      answersContent(node, parameters);
      return;
    }
    var result = Slot.result(method);
    answer(
        node,
        result == null ? "204" : operation.kind() == Kind.CREATE ? "201" : "200",
        result,
        schemas);
    if (!operation.asFile().isEmpty()) {
      for (var type : method.getAnnotation(Produces.class).value()) {
        if (!type.equals("application/json")) {
          ((ObjectNode) node.at("/responses/200/content"))
              .putObject(type)
              .putObject("schema")
              .put("type", "string")
              .put("format", "binary");
        }
      }
    }
  }

  /** A file comes as the body itself, or as the last part of a form. */
  private static void takesContent(
      ObjectNode node, Slot file, List<Slot> slots, ObjectNode schemas) {
    var body = node.putObject("requestBody").put("required", file.required());
    var content = body.putObject("content");
    content.putObject("application/octet-stream").set("schema", value(file));
    var form =
        content
            .putObject("multipart/form-data")
            .putObject("schema")
            .put("type", "object")
            .putObject("properties");
    slots.stream()
        .filter(slot -> slot.rules().isAnnotationPresent(QueryParam.class))
        .forEach(
            slot ->
                form.set(
                    slot.rules().getAnnotation(QueryParam.class).value(), schema(slot, schemas)));
    form.set("file", value(file));
  }

  private static void answersContent(ObjectNode node, ArrayNode parameters) {
    parameters
        .addObject()
        .put("name", "inline")
        .put("in", "query")
        .put("required", false)
        .put("description", "To show the file where a browser can, instead of saving it")
        .putObject("schema")
        .put("type", "boolean");
    parameters
        .addObject()
        .put("name", "Range")
        .put("in", "header")
        .put("required", false)
        .putObject("schema")
        .put("type", "string")
        .put("example", "bytes=0-1023");
    var responses = node.putObject("responses");
    file(responses.putObject("200").put("description", "The file"));
    file(responses.putObject("206").put("description", "The part of it that was asked for"));
    responses.putObject("304").put("description", "It is as it was");
    responses.putObject("416").put("description", "There is no such part");
    responses.putObject("default").put("$ref", "#/components/responses/Problem");
  }

  private static void file(ObjectNode response) {
    response
        .putObject("content")
        .putObject("application/octet-stream")
        .putObject("schema")
        .put("type", "string")
        .put("format", "binary");
  }

  private static ObjectNode start(
      ObjectNode paths,
      String path,
      String verb,
      ContractModel model,
      String name,
      String permission) {
    var node = paths.withObjectProperty(path).putObject(verb);
    node.putArray("tags").add(model.collection());
    node.put("operationId", model.collection() + "." + name);
    if (!permission.isEmpty()) {
      node.put("x-permission", permission);
    }
    return node;
  }

  private static String verb(Method method) {
    for (var annotation : method.getAnnotations()) {
      var verb = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (verb != null) {
        return verb.value().toLowerCase(java.util.Locale.ROOT);
      }
    }
    throw new IllegalArgumentException(method + " has no HTTP method");
  }

  private static void parameter(
      ArrayNode parameters,
      String name,
      String place,
      boolean required,
      ObjectNode schemas,
      Slot slot) {
    var parameter =
        parameters.addObject().put("name", name).put("in", place).put("required", required);
    parameter.set("schema", schema(slot, schemas));
  }

  private static void ifMatch(ArrayNode parameters) {
    var parameter =
        parameters
            .addObject()
            .put("name", "If-Match")
            .put("in", "header")
            .put("description", "The ETag of the version that is to be changed");
    parameter.putObject("schema").put("type", "string").put("example", "\"v3\"");
  }

  private static void answer(ObjectNode operation, String status, Slot result, ObjectNode schemas) {
    if (result == null) {
      operation.putObject("responses").putObject(status).put("description", "Done");
      operation
          .withObjectProperty("responses")
          .putObject("default")
          .put("$ref", "#/components/responses/Problem");
    } else {
      content(operation, status).set("schema", schema(result, schemas));
    }
  }

  private static ObjectNode content(ObjectNode operation, String status) {
    var responses = operation.putObject("responses");
    var content = responses.putObject(status).put("description", "Done").putObject("content");
    responses.putObject("default").put("$ref", "#/components/responses/Problem");
    return content.putObject("application/json");
  }

  private static ObjectNode reference(Class<?> type, ObjectNode schemas) {
    var name = type.getSimpleName();
    if (!schemas.has(name)) {
      var schema = schemas.putObject(name).put("type", "object");
      var properties = schema.putObject("properties");
      if (type == AnalysisRow.class) {
        // Its columns are those of the result that it stands in.
        properties.set("drill", reference(AnalysisDrill.class, schemas));
        schema.put("additionalProperties", true);
        return refer(name);
      }
      var required = JsonNodeFactory.instance.arrayNode();
      for (var slot : Slot.of(type)) {
        properties.set(slot.name(), schema(slot, schemas));
        if (slot.required()) {
          required.add(slot.name());
        }
      }
      if (!required.isEmpty()) {
        schema.set("required", required);
      }
    }
    return refer(name);
  }

  /** A change of a record: every field may be left out, and null clears it. */
  private static ObjectNode change(Class<?> type, ObjectNode schemas) {
    var name = type.getSimpleName() + "Change";
    if (!schemas.has(name)) {
      var properties = schemas.putObject(name).put("type", "object").putObject("properties");
      for (var slot : Slot.of(type)) {
        var schema = schema(slot, schemas);
        properties.set(slot.name(), schema.has("$ref") ? schema : schema.put("nullable", true));
      }
    }
    return refer(name);
  }

  private static ObjectNode refer(String name) {
    return JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + name);
  }

  private static ObjectNode schema(Slot slot, ObjectNode schemas) {
    var one = slot.kind() == Slot.Kind.OBJECT ? reference(slot.type(), schemas) : value(slot);
    if (slot.rules().isAnnotationPresent(PositiveOrZero.class)) {
      one.put(slot.kind() == Slot.Kind.OBJECT ? "x-minimum" : "minimum", 0);
    }
    if (slot.rules().isAnnotationPresent(PastOrPresent.class)) {
      one.put("x-past", true);
    }
    if (slot.list()) {
      var list = JsonNodeFactory.instance.objectNode().put("type", "array");
      var size = slot.rules().getAnnotation(Size.class);
      if (size != null && size.max() < Integer.MAX_VALUE) {
        list.put("maxItems", size.max());
      }
      list.set("items", one);
      return flags(slot, list);
    }
    return slot.kind() == Slot.Kind.OBJECT ? one : flags(slot, one);
  }

  private static ObjectNode flags(Slot slot, ObjectNode schema) {
    if (slot.readOnly()) {
      schema.put("readOnly", true);
    } else if (slot.writeOnly()) {
      schema.put("writeOnly", true);
    }
    var declaration = slot.declaration();
    if (declaration != null && !declaration.dictionary().isEmpty()) {
      schema.put("x-dictionary", declaration.dictionary());
    }
    if (declaration != null && !declaration.reference().isEmpty()) {
      schema.put("x-reference", declaration.reference());
    }
    return schema;
  }

  private static ObjectNode value(Slot slot) {
    var schema = JsonNodeFactory.instance.objectNode();
    switch (slot.kind()) {
      case INTEGER -> schema.put("type", "integer").put("format", "int32");
      case BOOLEAN -> schema.put("type", "boolean");
      case ID -> schema.put("type", "string").put("format", "int64");
      case DECIMAL -> schema.put("type", "string").put("format", "decimal");
      case CONTENT -> schema.put("type", "string").put("format", "binary");
      case DATE -> schema.put("type", "string").put("format", "date");
      case INSTANT -> schema.put("type", "string").put("format", "date-time");
      default -> schema.put("type", "string");
    }
    var rules = slot.itemRules();
    if (rules.isAnnotationPresent(Email.class)) {
      schema.put("format", "email");
    }
    var size = rules.getAnnotation(Size.class);
    if (slot.kind() == Slot.Kind.TEXT && size != null) {
      schema.put("maxLength", size.max());
    }
    if (slot.kind() == Slot.Kind.TEXT
        && (rules.isAnnotationPresent(NotBlank.class) || size != null && size.min() > 0)) {
      schema.put("minLength", size == null ? 1 : Math.max(1, size.min()));
    }
    if (rules.isAnnotationPresent(Pattern.class)) {
      schema.put("pattern", "^(?:" + rules.getAnnotation(Pattern.class).regexp() + ")$");
    }
    if (rules.isAnnotationPresent(Min.class)) {
      schema.put("minimum", rules.getAnnotation(Min.class).value());
    }
    if (rules.isAnnotationPresent(Max.class)) {
      schema.put("maximum", rules.getAnnotation(Max.class).value());
    }
    return schema;
  }
}
