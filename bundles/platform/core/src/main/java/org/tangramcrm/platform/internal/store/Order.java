package org.tangramcrm.platform.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;

/**
 * The order of a list, always made total by the id, and the cursor that continues it: the sort
 * values of the last row. Both databases take null for the greatest value.
 */
record Order(List<Key> keys, String fingerprint) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The order that a query asks for; newest first where it asks for none. */
  static Order of(Query query, Columns columns) {
    var keys = new ArrayList<Key>();
    var descending = true;
    if (query.sort != null && !query.sort.isBlank()) {
      for (var part : query.sort.split(",")) {
        var name = part.trim();
        descending = name.startsWith("-");
        var field = columns.sortable(descending ? name.substring(1) : name);
        var custom = field.custom() != null;
        keys.add(
            new Key(
                field.name(),
                columns.sortColumn(field),
                custom ? CustomValues.kept(field) : field.type(),
                descending,
                !custom && required(field),
                custom ? "k" + keys.size() : null));
      }
    }
    if (keys.stream().noneMatch(key -> key.field().equals("id"))) {
      keys.add(new Key("id", "t.id", FieldType.REFERENCE, descending, true, null));
    }
    var fingerprint = Integer.toHexString(Objects.hash(query.filter, query.q, query.sort));
    return new Order(List.copyOf(keys), fingerprint);
  }

  private static boolean required(FieldModel field) {
    var declared = field.javaField();
    return declared.isAnnotationPresent(javax.validation.constraints.NotNull.class)
        || declared.isAnnotationPresent(javax.validation.constraints.NotBlank.class)
        || List.of("id", "createdAt", "updatedAt").contains(field.name());
  }

  /** Whether the newest come first, and nothing else matters. */
  boolean newestFirst() {
    return keys.size() == 1 && keys.get(0).column().equals("t.id") && keys.get(0).descending();
  }

  /**
   * @param inner what stands before what is worked out once: {@code ""} where that is done, else
   *     the name of what it was done in with a point behind it
   */
  String orderBy(String inner) {
    return keys.stream()
        .map(
            key ->
                (key.alias() == null ? key.column() : inner + key.alias())
                    + (key.descending() ? " desc" : ""))
        .collect(Collectors.joining(", "));
  }

  /** What is worked out for each row that is sorted, with the name that it is given. */
  String workedOut() {
    return keys.stream()
        .filter(key -> key.alias() != null)
        .map(key -> ", " + key.column() + " as " + key.alias())
        .collect(Collectors.joining());
  }

  /** The values that rows were sorted by, where what was worked out stands in another table. */
  List<String> columns(String inner) {
    return keys.stream()
        .map(key -> key.alias() == null ? key.column() : inner + key.alias())
        .toList();
  }

  /** The cursor behind a row with these sort values. */
  String cursor(List<Object> values) {
    var texts = new ArrayList<String>();
    texts.add(fingerprint);
    values.forEach(value -> texts.add(value == null ? null : value.toString()));
    try {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(texts));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The rows behind a cursor. */
  Condition after(String cursor) {
    if (cursor == null || cursor.isBlank()) {
      return Condition.TRUE;
    }
    var values = read(cursor);
    var alternatives = new ArrayList<Condition>();
    var equal = new ArrayList<Condition>();
    for (int i = 0; i < keys.size(); i++) {
      var beyond = keys.get(i).beyond(values.get(i));
      if (beyond != null) {
        var all = new ArrayList<>(equal);
        all.add(beyond);
        alternatives.add(Condition.and(all));
      }
      equal.add(keys.get(i).equalTo(values.get(i)));
    }
    // Redundant, but an index can be entered at it.
    var bound = keys.get(0).bound(values.get(0));
    return Condition.and(List.of(bound, Condition.or(alternatives)));
  }

  private List<Object> read(String cursor) {
    try {
      var bytes = Base64.getUrlDecoder().decode(cursor.getBytes(StandardCharsets.US_ASCII));
      String[] texts = JSON.readValue(bytes, String[].class);
      if (texts.length == keys.size() + 1 && fingerprint.equals(texts[0])) {
        var values = new ArrayList<Object>();
        for (int i = 0; i < keys.size(); i++) {
          values.add(keys.get(i).parse(texts[i + 1]));
        }
        return values;
      }
    } catch (IllegalArgumentException | java.io.IOException | java.time.DateTimeException e) {
      throw new CrmException(Code.INVALID_CURSOR, "query.cursor").initCause(e);
    }
    throw new CrmException(Code.INVALID_CURSOR, "query.cursor");
  }

  /**
   * One column of the order.
   *
   * @param column of a row {@code t}, or what stands for one
   * @param alias of what stands for one; null of a column
   */
  record Key(
      String field,
      String column,
      FieldType type,
      boolean descending,
      boolean required,
      String alias) {

    /** What comes behind a value; null where nothing can. */
    Condition beyond(Object value) {
      if (value == null) {
        return descending ? new Condition(column + " is not null", List.of()) : null;
      }
      var compared = Condition.of(column + (descending ? " < ?" : " > ?"), value);
      return required || descending
          ? compared
          : new Condition(compared.sql() + " or " + column + " is null", compared.values());
    }

    Condition equalTo(Object value) {
      return value == null
          ? new Condition(column + " is null", List.of())
          : Condition.of(column + " = ?", value);
    }

    Condition bound(Object value) {
      return required
          ? Condition.of(column + (descending ? " <= ?" : " >= ?"), value)
          : Condition.TRUE;
    }

    Object parse(String text) {
      if (text == null) {
        return null;
      }
      return switch (type) {
        case INTEGER -> Integer.valueOf(text);
        case REFERENCE -> Long.valueOf(text);
        case DECIMAL, MONEY -> Filters.decimal(text);
        case DATE -> java.time.LocalDate.parse(text);
        case INSTANT -> java.time.Instant.parse(text);
        case BOOLEAN -> Boolean.valueOf(text);
        default -> text;
      };
    }
  }
}
