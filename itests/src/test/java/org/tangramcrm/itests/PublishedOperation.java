package org.tangramcrm.itests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.w3c.dom.Element;

/**
 * An operation as OpenAPI and WSDL describe it, and nothing else: calls are made from the
 * descriptions alone, so an operation that is new is called like any other.
 */
final class PublishedOperation {
  private static final String FILE = "What stands in a file, 文件";

  final String collection;
  final String name;
  final String verb;
  final String path;
  final List<String> pathParameters = new ArrayList<>();
  final List<String> queryParameters = new ArrayList<>();

  /** Whether a change has to name the version that it is made to. */
  boolean guarded;

  /** Schema of the body; null where it has none. */
  JsonNode body;

  boolean bodyRequired;

  /** Whether the body is a file. */
  boolean takesFile;

  /** Whether the answer is a file. */
  final boolean answersFile;

  final List<String> requiredParameters = new ArrayList<>();

  /** Null where being signed in is enough. */
  final String permission;

  private Wsdl wsdl;

  /**
   * The arguments of a call, for both doors.
   *
   * @param version null to name none
   * @param body null to send none
   */
  record Arguments(
      Map<String, String> path, Map<String, String> query, Integer version, JsonNode body) {}

  /**
   * What a call came to.
   *
   * @param code {@code ok} where it was served
   * @param record the answer's values, of a refusal the broken rules
   */
  record Outcome(String code, SortedMap<String, List<String>> record, String text) {}

  /** The services' own description of their messages. */
  private record Wsdl(Map<String, Element> elements, Map<String, Element> types) {
    static Wsdl of(Element document) {
      var schema = Flat.all(document, "schema").get(0);
      var elements = new TreeMap<String, Element>();
      var types = new TreeMap<String, Element>();
      for (var child : Flat.children(schema)) {
        (child.getLocalName().equals("element") ? elements : types)
            .put(child.getAttribute("name"), child);
      }
      return new Wsdl(elements, types);
    }

    /** The elements within an element, as declared in it or in its type. */
    List<Element> within(Element declaration) {
      var type = declaration.getAttribute("type");
      var named = type.startsWith("tns:") ? types.get(type.substring(4)) : declaration;
      return Flat.all(named, "sequence").stream()
          .limit(1)
          .flatMap(sequence -> Flat.children(sequence).stream())
          .toList();
    }
  }

  private PublishedOperation(String path, String verb, JsonNode operation, JsonNode api) {
    this.collection = operation.at("/tags/0").asText();
    this.name = operation.get("operationId").asText().substring(collection.length() + 1);
    this.verb = verb.toUpperCase(java.util.Locale.ROOT);
    this.path = path;
    this.permission = operation.path("x-permission").asText(null);
    for (var parameter : operation.path("parameters")) {
      var parameterName = parameter.get("name").asText();
      switch (parameter.get("in").asText()) {
        case "path" -> pathParameters.add(parameterName);
        case "query" -> {
          queryParameters.add(parameterName);
          if (parameter.path("required").asBoolean()) {
            requiredParameters.add(parameterName);
          }
        }
        default -> guarded |= parameterName.equals("If-Match");
      }
    }
    answersFile = isFile(operation.at("/responses/200/content/application~1octet-stream/schema"));
    if (operation.has("requestBody")) {
      var schema = operation.at("/requestBody/content").elements().next().get("schema");
      takesFile = isFile(schema);
      if (!takesFile) {
        bodyRequired = operation.at("/requestBody/required").asBoolean();
        body = resolved(api, schema);
      }
    }
  }

  private static boolean isFile(JsonNode schema) {
    return schema.path("format").asText().equals("binary");
  }

  /** Where a schema refers to another, that one. */
  static JsonNode resolved(JsonNode api, JsonNode schema) {
    var reference = schema.path("$ref").asText("");
    return reference.isEmpty() ? schema : api.at(reference.substring(1));
  }

  /** All operations that a server publishes through both doors; what only one of them has fails. */
  static List<PublishedOperation> of(Server server, JsonNode api) {
    var operations = new ArrayList<PublishedOperation>();
    api.get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        verb ->
                            operations.add(
                                new PublishedOperation(
                                    path.getKey(), verb.getKey(), verb.getValue(), api))));
    var descriptions = new TreeMap<String, Wsdl>();
    for (var operation : operations) {
      operation.wsdl =
          descriptions.computeIfAbsent(
              operation.collection,
              collection ->
                  Wsdl.of(Flat.parse(server.get("/soap/" + collection + "?wsdl").text())));
    }
    return operations;
  }

  /** The operations of SOAP in the same collection. */
  List<String> soapOperations() {
    return wsdl.elements().keySet().stream()
        .filter(element -> !element.equals("CrmFault") && !element.endsWith("Response"))
        .toList();
  }

  /** The names of the members of the body as SOAP declares them; empty where there is no body. */
  List<String> soapMembers() {
    return argument().stream().flatMap(argument -> names(wsdl.within(argument)).stream()).toList();
  }

  String id() {
    return collection + "." + name;
  }

  @Override
  public String toString() {
    return id();
  }

  // ---- REST

  Outcome rest(Server server, Arguments arguments, String... headers) {
    var target = new StringBuilder("/api/v1" + path);
    for (var parameter : pathParameters) {
      var at = target.indexOf("{" + parameter + "}");
      target.replace(at, at + parameter.length() + 2, encoded(arguments.path().get(parameter)));
    }
    var separator = '?';
    for (var parameter : arguments.query().entrySet()) {
      target
          .append(separator)
          .append(parameter.getKey())
          .append('=')
          .append(encoded(parameter.getValue()));
      separator = '&';
    }
    var all = new ArrayList<>(List.of(headers));
    if (arguments.version() != null) {
      all.addAll(List.of("If-Match", "\"v" + arguments.version() + "\""));
    }
    if (takesFile) {
      all.addAll(List.of("Content-Type", "application/octet-stream"));
    }
    var content = takesFile ? FILE : arguments.body() == null ? null : arguments.body().toString();
    var answer = server.call(verb, target.toString(), content, all.toArray(String[]::new));
    if (answersFile && answer.status() < 300) {
      return new Outcome("ok", file(answer.text()), answer.text());
    }
    return outcome(answer);
  }

  /** What an answer that is no file came to. */
  static Outcome outcome(Server.Answer answer) {
    if (answer.status() < 300) {
      return new Outcome(
          "ok", answer.json() == null ? new TreeMap<>() : Flat.of(answer.json()), answer.text());
    }
    var problem = answer.json() == null ? answer.text() : answer.code();
    var errors = new TreeMap<String, List<String>>();
    if (answer.json() != null) {
      rules(errors, Flat.of(answer.json()));
    }
    return new Outcome(problem, errors, answer.text());
  }

  private static SortedMap<String, List<String>> file(String content) {
    return new TreeMap<>(Map.of("content", List.of(content)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** What a refusal says beside its texts and its trace. */
  private static void rules(Map<String, List<String>> into, Map<String, List<String>> problem) {
    for (var part :
        List.of("code", "errors.field", "errors.code", "errors.message", "currentVersion")) {
      if (problem.containsKey(part)) {
        into.put(part, problem.get(part));
      }
    }
  }

  // ---- SOAP

  Outcome soap(Server server, Arguments arguments, String... headers) {
    var answer = server.soap(collection, name, message(arguments), headers);
    var document = Flat.parse(answer.text());
    var fault = Flat.all(document, "CrmFault");
    if (fault.isEmpty()) {
      var returned = Flat.all(document, "return");
      if (answersFile) {
        var content = Base64.getDecoder().decode(returned.get(0).getTextContent());
        return new Outcome("ok", file(new String(content, UTF_8)), answer.text());
      }
      return new Outcome(
          "ok", returned.isEmpty() ? new TreeMap<>() : Flat.of(returned.get(0)), answer.text());
    }
    var errors = new TreeMap<String, List<String>>();
    var values = Flat.of(fault.get(0));
    rules(errors, values);
    return new Outcome(values.get("code").get(0), errors, answer.text());
  }

  private String message(Arguments arguments) {
    // Many ask at once, and a document may be read by one at a time only.
    synchronized (wsdl) {
      return written(arguments);
    }
  }

  private String written(Arguments arguments) {
    var xml = new StringBuilder();
    for (var declaration : wsdl.within(wsdl.elements().get(name))) {
      var element = declaration.getAttribute("name");
      if (arguments.path().containsKey(element)) {
        write(xml, element, arguments.path().get(element));
      } else if (element.equals("version") && guarded) {
        if (arguments.version() != null) {
          write(xml, element, "" + arguments.version());
        }
      } else if (declaration.getAttribute("type").equals("xs:base64Binary")) {
        write(xml, element, Base64.getEncoder().encodeToString(FILE.getBytes(UTF_8)));
      } else if (body != null) {
        if (arguments.body() != null) {
          write(xml, declaration, guarded ? versioned(arguments) : arguments.body());
        }
      } else if (queryParameters.contains(element)) {
        if (arguments.query().containsKey(element)) {
          write(xml, element, arguments.query().get(element));
        }
      } else if (queryParameters.containsAll(names(wsdl.within(declaration)))) {
        var within = names(wsdl.within(declaration));
        xml.append('<').append(element).append('>');
        arguments.query().entrySet().stream()
            .filter(
                parameter ->
                    within.contains(parameter.getKey())
                        || !queryParameters.contains(parameter.getKey()))
            .forEach(parameter -> write(xml, parameter.getKey(), parameter.getValue()));
        xml.append("</").append(element).append('>');
      } else {
        throw new AssertionError("No argument is known for " + element + " of " + this);
      }
    }
    return xml.toString();
  }

  /** SOAP has no header for the version: it stands in the record. */
  private static JsonNode versioned(Arguments arguments) {
    ObjectNode record = arguments.body().deepCopy();
    if (arguments.version() != null) {
      record.put("version", arguments.version());
    }
    return record;
  }

  private void write(StringBuilder xml, Element declaration, JsonNode value) {
    var element = declaration.getAttribute("name");
    if (value.isArray()) {
      value.forEach(item -> write(xml, declaration, item));
    } else if (value.isNull()) {
      xml.append('<').append(element);
      xml.append(" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>");
    } else if (value.isObject()) {
      xml.append('<').append(element).append('>');
      var members = wsdl.within(declaration);
      for (var member : members) {
        if (value.has(member.getAttribute("name"))) {
          write(xml, member, value.get(member.getAttribute("name")));
        }
      }
      var known = names(members);
      value.properties().stream()
          .filter(member -> !known.contains(member.getKey()))
          .forEach(member -> write(xml, member.getKey(), member.getValue().asText()));
      xml.append("</").append(element).append('>');
    } else {
      write(xml, element, value.asText());
    }
  }

  private static void write(StringBuilder xml, String element, String text) {
    xml.append('<').append(element).append('>');
    xml.append(text.replace("&", "&amp;").replace("<", "&lt;"));
    xml.append("</").append(element).append('>');
  }

  /** The argument that REST sends as its body. */
  private List<Element> argument() {
    return body == null
        ? List.of()
        : wsdl.within(wsdl.elements().get(name)).stream()
            .filter(element -> !pathParameters.contains(element.getAttribute("name")))
            .toList();
  }

  private static List<String> names(List<Element> declarations) {
    return declarations.stream().map(declaration -> declaration.getAttribute("name")).toList();
  }
}
