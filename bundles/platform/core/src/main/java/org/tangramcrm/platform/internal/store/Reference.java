package org.tangramcrm.platform.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.store.Relations;

/**
 * A column that refers to records of another collection, as it is kept; nothing of a module's
 * classes, so that it is known while the module is not here.
 *
 * @param collection whose column it is
 * @param path {@code customerId}, or {@code companies.customerId} within nested values
 * @param quiet whether it is worked out by a module: changed without a new version
 * @param parent whether a row belongs to what it refers to
 * @param condition which of the rows refer to that collection at all; empty for all
 */
record Reference(
    String collection,
    String table,
    String path,
    Kind kind,
    boolean quiet,
    boolean parent,
    String condition) {
  /** How ids are kept. */
  enum Kind {
    /** One, as a number. */
    ID,
    /** Several as one text, each between commas. */
    IDS,
    /** Within nested values, as JSON. */
    NESTED
  }

  /** Records that are to be referred to as one. */
  record Target(long survivor, Set<Long> merged) {
    /** What an id becomes in a record; null for none. */
    Long of(long id, boolean self) {
      var to = merged.contains(id) ? survivor : id;
      return self && to == survivor ? null : Long.valueOf(to);
    }
  }

  private static final ObjectMapper JSON = Json.mapper();

  /** Which of several values counts most; two that are else the same are one. */
  private static final String PRIMARY = "primary";

  String field() {
    return path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
  }

  private String within() {
    return path.substring(path.indexOf('.') + 1);
  }

  String column() {
    return Relations.column(field());
  }

  /** Which rows refer to one of some records. */
  Condition refersTo(List<Long> ids) {
    var column = column();
    var refers =
        kind == Kind.ID
            ? Condition.in(column, ids)
            : Condition.or(
                ids.stream()
                    .flatMap(this::texts)
                    .map(text -> Condition.of(column + " like ?", text))
                    .toList());
    return Condition.and(List.of(refers, new Condition(condition, List.of())));
  }

  /** What is looked for in a column that keeps several. */
  private Stream<String> texts(long id) {
    var named = "%\"" + within() + "\":";
    return kind == Kind.IDS
        ? Stream.of("%," + id + ",%")
        : Stream.of(named + id + ",%", named + id + "}%", named + "\"" + id + "\"%");
  }

  /**
   * What stands in the column once records are one.
   *
   * @param was as the column keeps it; null for nothing
   * @param self whether the row is that of the record that stays, which never refers to itself
   */
  String repointed(String was, Target target, boolean self) {
    if (was == null) {
      return null;
    }
    return switch (kind) {
      case ID -> {
        var to =
            target.merged().contains(Long.valueOf(was))
                ? target.of(Long.parseLong(was), self)
                : Long.valueOf(was);
        yield to == null ? null : to.toString();
      }
      case IDS -> {
        var ids = ids(was);
        yield ids.stream().noneMatch(target.merged()::contains)
            ? was
            : text(ids.stream().map(id -> target.of(id, self)).filter(Objects::nonNull).toList());
      }
      case NESTED -> nested(was, target, self);
    };
  }

  /**
   * What stands in the column once the records are several again: what was, unless something else
   * was written since; then as much of it as can be told. What a module works out it works out
   * anew.
   */
  String restored(String is, String was, Target target, boolean self) {
    if (same(is, made(was, target, self))) {
      return was;
    }
    if (is == null || kind == Kind.ID || quiet || ids(was).contains(target.survivor())) {
      return is;
    }
    var before = ids(was);
    var from = before.stream().filter(target.merged()::contains).findFirst();
    return from.map(id -> repointed(is, new Target(id, Set.of(target.survivor())), false))
        .orElse(is);
  }

  /**
   * Whether something was written since that refers to the one that stayed, and it cannot be told
   * which of them all is meant.
   */
  boolean unclear(String is, String was, Target target, boolean self) {
    return !quiet
        && is != null
        && ids(is).contains(target.survivor())
        && !same(is, made(was, target, self))
        && same(is, restored(is, was, target, self));
  }

  /**
   * What a merge made of it: it also empties what the one that stays would stand above itself by.
   */
  private String made(String was, Target target, boolean self) {
    var circular = self && kind == Kind.ID && !target.merged().contains(Long.valueOf(was));
    return circular ? null : repointed(was, target, self);
  }

  private boolean same(String one, String other) {
    return Objects.equals(one, other)
        || kind == Kind.NESTED && one != null && other != null && read(one).equals(read(other));
  }

  /** What the column keeps, as it stands in facts. */
  JsonNode shown(String kept) {
    if (kept == null) {
      return null;
    }
    return switch (kind) {
      case ID -> JSON.getNodeFactory().textNode(kept);
      case IDS -> {
        var list = JSON.createArrayNode();
        ids(kept).forEach(id -> list.add(String.valueOf(id)));
        yield list;
      }
      case NESTED -> read(kept);
    };
  }

  /** What the column keeps, as it is bound. */
  Object bound(String kept) {
    return kept != null && kind == Kind.ID ? Long.valueOf(kept) : kept;
  }

  private List<Long> ids(String kept) {
    return switch (kind) {
      case ID -> List.of(Long.valueOf(kept));
      case IDS ->
          Arrays.stream(kept.split(",")).filter(id -> !id.isEmpty()).map(Long::valueOf).toList();
      case NESTED -> {
        var ids = new ArrayList<Long>();
        read(kept).findValues(within()).forEach(id -> ids.add(id.asLong()));
        yield ids;
      }
    };
  }

  private static String text(List<Long> ids) {
    return ids.isEmpty()
        ? null
        : new LinkedHashSet<>(ids)
            .stream().map(String::valueOf).collect(Collectors.joining(",", ",", ","));
  }

  private String nested(String was, Target target, boolean self) {
    var read = read(was);
    if (ids(was).stream().noneMatch(target.merged()::contains)
        || !(read instanceof ArrayNode items)) {
      return was;
    }
    var kept = JSON.createArrayNode();
    for (var item : items) {
      var id = item.path(within());
      if (id.isMissingNode() || id.isNull()) {
        kept.add(item);
        continue;
      }
      var to = target.of(id.asLong(), self);
      if (to == null) {
        continue;
      }
      if (target.merged().contains(id.asLong())) {
        // Read, so that it equals the same number that stands elsewhere.
        ((ObjectNode) item)
            .set(
                within(),
                id.isTextual()
                    ? JSON.getNodeFactory().textNode(to.toString())
                    : read(to.toString()));
      }
      add(kept, item);
    }
    return kept.isEmpty() ? null : kept.toString();
  }

  /** Adds a value, unless there is one that says the same. */
  private static void add(ArrayNode kept, JsonNode item) {
    for (var other : kept) {
      if (but(other).equals(but(item))) {
        if (item.path(PRIMARY).asBoolean()) {
          ((ObjectNode) other).set(PRIMARY, BooleanNode.TRUE);
        }
        return;
      }
    }
    kept.add(item);
  }

  private static JsonNode but(JsonNode item) {
    var rest = item.deepCopy();
    return rest instanceof ObjectNode object ? object.without(PRIMARY) : rest;
  }

  private static JsonNode read(String kept) {
    try {
      return JSON.readTree(kept);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Nested values cannot be read", e);
    }
  }
}
