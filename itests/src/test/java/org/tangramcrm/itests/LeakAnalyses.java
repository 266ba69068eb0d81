package org.tangramcrm.itests;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.tangramcrm.itests.LeakWorld.Person;
import org.tangramcrm.itests.LeakWorld.Planted;
import org.tangramcrm.itests.PublishedOperation.Arguments;

/** Every analysis that there is, in each of the ways in which it can be asked for. */
final class LeakAnalyses {
  /** What compares a field with an id. */
  private static final Pattern NAMED = Pattern.compile("(\\w+)==(\\d+)");

  private final Server server;
  private final Map<String, List<Map<String, String>>> ways = new TreeMap<>();

  /** By collection, what each of its fields refers to. */
  private final Map<String, Map<String, String>> references = new ConcurrentHashMap<>();

  LeakAnalyses(Server server) {
    this.server = server;
    for (var analysis : server.get("/api/v1/analyses").json().get("items")) {
      ways.put(analysis.get("code").asText(), ways(analysis.get("parameters")));
    }
  }

  /** As it is by itself, and with each other choice of a parameter. */
  private static List<Map<String, String>> ways(JsonNode parameters) {
    var ways = new ArrayList<Map<String, String>>(List.of(Map.of()));
    for (var parameter : parameters) {
      items(parameter.path("choices"))
          .skip(1)
          .forEach(
              choice ->
                  ways.add(Map.of(parameter.get("key").asText(), choice.get("code").asText())));
    }
    return ways;
  }

  private static Stream<JsonNode> items(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  Map<String, List<Map<String, String>>> all() {
    return ways;
  }

  boolean areRunBy(PublishedOperation operation) {
    return operation.collection.equals("analyses") && operation.pathParameters.contains("code");
  }

  List<Arguments> arguments(PublishedOperation operation) {
    return ways.entrySet().stream()
        .flatMap(
            analysis ->
                analysis.getValue().stream()
                    // A file holds what is told; a workbook says when it was made.
                    .limit(operation.answersFile ? 1 : Integer.MAX_VALUE)
                    .map(
                        way -> {
                          var query = new LinkedHashMap<>(way);
                          if (operation.answersFile) {
                            query.put("format", "csv");
                          }
                          return new Arguments(
                              Map.of("code", analysis.getKey()), query, null, null);
                        }))
        .toList();
  }

  Server.Answer run(String code, Map<String, String> way, Person reader) {
    var query =
        way.entrySet().stream()
            .map(one -> one.getKey() + "=" + one.getValue())
            .collect(Collectors.joining("&"));
    return server.get("/api/v1/analyses/" + code + "?" + query, reader.headers());
  }

  /** What somebody is told by each, if such operations are among some. */
  Map<String, List<String>> told(Collection<PublishedOperation> operations, Person reader) {
    var told = new TreeMap<String, List<String>>();
    if (operations.stream().anyMatch(this::areRunBy)) {
      ways.forEach(
          (code, all) ->
              told.put(code, all.stream().map(way -> run(code, way, reader).text()).toList()));
    }
    return told;
  }

  /** The amounts of money in a result. */
  Stream<BigDecimal> amounts(JsonNode result) {
    var columns =
        items(result.get("columns"))
            .filter(column -> column.get("type").asText().equals("money"))
            .map(column -> column.get("key").asText())
            .toList();
    return Stream.concat(items(result.get("rows")), Stream.of(result.path("totals")))
        .flatMap(row -> columns.stream().map(row::path))
        .filter(cell -> !cell.isMissingNode() && !cell.isNull())
        .map(cell -> new BigDecimal(cell.asText()));
  }

  /** The records behind rows, and behind single figures. */
  Stream<JsonNode> drills(JsonNode result) {
    return items(result.get("rows")).flatMap(row -> items(row)).filter(JsonNode::isObject);
  }

  /** The list of what is behind a row. */
  Server.Answer behind(JsonNode drill, Person reader) {
    var filter = URLEncoder.encode(drill.get("filter").asText(), StandardCharsets.UTF_8);
    return server.get(
        "/api/v1/" + drill.get("collection").asText() + "?count=exact&filter=" + filter,
        reader.headers());
  }

  /** The records that a filter names. */
  Stream<Planted> named(JsonNode drill, Collection<Planted> planted) {
    var refers = references.computeIfAbsent(drill.get("collection").asText(), this::references);
    return NAMED
        .matcher(drill.get("filter").asText())
        .results()
        .filter(match -> refers.containsKey(match.group(1)))
        .flatMap(
            match ->
                planted.stream()
                    .filter(record -> record.isIn(refers.get(match.group(1))))
                    .filter(record -> record.id().equals(match.group(2))));
  }

  private Map<String, String> references(String collection) {
    var refers = new TreeMap<>(Map.of("id", collection));
    items(server.get("/api/v1/metadata/" + collection).json().get("fields"))
        .filter(field -> !field.path("reference").asText("").isEmpty())
        .forEach(field -> refers.put(field.get("key").asText(), field.get("reference").asText()));
    return refers;
  }
}
