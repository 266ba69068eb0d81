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

  /** Whole values, then what begins one; each value is a line of the text. */
  private static final String RANK =
      "case when '\n' || t.search_text || '\n' like ? escape '!' then 0"
          + " when '\n' || t.search_text like ? escape '!' then 1 else 2 end";

  /**
   * The order that a query asks for; newest first where it asks for none.
   *
   * @param ranked what is looked for, where rows come first that have it as a whole value, or at
   *     the beginning of one: of their name, its reading or its initials; null where they do not
   */
  static Order of(Query query, Columns columns, String ranked) {
    var keys = new ArrayList<Key>();
    var descending = true;
    if (ranked != null) {
      var text = "%\n" + Filters.escape(ranked);
      var values = List.<Object>of(text + "\n%", text + "%");
      keys.add(new Key("rank", RANK, FieldType.INTEGER, false, true, "k0", values));
    }
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
                custom ? "k" + keys.size() : null,
                List.of()));
      }
    }
    if (keys.stream().noneMatch(key -> key.field().equals("id"))) {
      keys.add(new Key("id", "t.id", FieldType.REFERENCE, descending, true, null, List.of()));
    }
    var fingerprint = Integer.toHexString(Objects.hash(query.filter, query.q, query.sort));
    return new Order(List.copyOf(keys), fingerprint);
  }

  /** Whether a cursor is one of a list that was ranked. */
  static boolean isRanked(String cursor) {
    try {
      return texts(cursor).length == 3;
    } catch (IllegalArgumentException | java.io.IOException e) {
      return false;
    }
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

  /** The values of what is worked out, in the order in which it is. */
  List<Object> values() {
    return keys.stream().flatMap(key -> key.values().stream()).toList();
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

  private static String[] texts(String cursor) throws java.io.IOException {
    var bytes = Base64.getUrlDecoder().decode(cursor.getBytes(StandardCharsets.US_ASCII));
    return JSON.readValue(bytes, String[].class);
  }

  private List<Object> read(String cursor) {
    try {
      var texts = texts(cursor);
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
   * @param values of what stands for one
   */
  record Key(
      String field,
      String column,
      FieldType type,
      boolean descending,
      boolean required,
      String alias,
      List<Object> values) {

    /** What comes behind a value; null where nothing can. */
    Condition beyond(Object value) {
      if (value == null) {
        return descending ? new Condition(column + " is not null", List.of()) : null;
      }
      var compared = compared(descending ? " < ?" : " > ?", value);
      return required || descending
          ? compared
          : new Condition(compared.sql() + " or " + column + " is null", compared.values());
    }

    Condition equalTo(Object value) {
      return value == null
          ? new Condition(column + " is null", List.of())
          : compared(" = ?", value);
    }

    private Condition compared(String with, Object value) {
      var all = new ArrayList<>(values);
      all.add(value);
      return new Condition(column + with, all);
    }

    Condition bound(Object value) {
      return required ? compared(descending ? " <= ?" : " >= ?", value) : Condition.TRUE;
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
