package org.tangramcrm.platform.endpoints.internal.shared;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CustomField;
import org.tangramcrm.platform.Page;
import org.tangramcrm.platform.analysis.AnalysisRow;
import org.tangramcrm.platform.xml.InstantAdapter;
import org.tangramcrm.platform.xml.LocalDateAdapter;

/**
 * The JSON of one contract, which is also what its SOAP messages are read into. It keeps the
 * contract's classes and goes with it.
 */
public final class Json {
  private static final int MAX_DEPTH = 40;
  private static final int MOST_DIGITS = 100;
  private static final int MOST_ERRORS = 50;
  private static final String CUSTOM = "customFields";

  private final ObjectMapper mapper = mapper();

  /** That there is no further page is told as well. */
  private abstract static class Paged {
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public String next;
  }

  /** What answers of REST are written by; SOAP's are made of trees, in which rows have cells. */
  private final ObjectMapper answers =
      mapper
          .copy()
          .addMixIn(Page.class, Paged.class)
          .registerModule(new SimpleModule("rows").addSerializer(AnalysisRow.class, rows()));

  private static ObjectMapper mapper() {
    var factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MOST_DIGITS)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    var mapper =
        JsonMapper.builder(factory)
            .enable(
                DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .visibility(PropertyAccessor.ALL, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.PUBLIC_ONLY)
            .visibility(PropertyAccessor.CREATOR, Visibility.PUBLIC_ONLY)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            // The shared type factory would keep the contract's classes for good.
            .typeFactory(TypeFactory.defaultInstance().withCache(new LRUMap<>(16, 200)))
            .addModule(values())
            .addMixIn(CustomField.class, Member.class)
            .withConfigOverride(
                List.class,
                list -> list.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .build();
    refuse(
        mapper,
        LogicalType.Textual,
        CoercionInputShape.Integer,
        CoercionInputShape.Float,
        CoercionInputShape.Boolean);
    refuse(mapper, LogicalType.Integer, CoercionInputShape.EmptyString);
    refuse(mapper, LogicalType.Boolean, CoercionInputShape.EmptyString, CoercionInputShape.Integer);
    return mapper;
  }

  /**
   * The value of a custom field stands in the member that its type has, and nothing in the others.
   */
  private abstract static class Member {
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public List<String> codes;
  }

  private static void refuse(ObjectMapper mapper, LogicalType type, CoercionInputShape... shapes) {
    for (var shape : shapes) {
      mapper.coercionConfigFor(type).setCoercion(shape, CoercionAction.Fail);
    }
  }

  private static SimpleModule values() {
    return new SimpleModule()
        .addSerializer(Long.class, ToStringSerializer.instance)
        .addSerializer(long.class, ToStringSerializer.instance)
        .addSerializer(written(BigDecimal.class, BigDecimal::toPlainString))
        .addSerializer(written(LocalDate.class, LocalDate::toString))
        .addSerializer(
            written(Instant.class, instant -> instant.truncatedTo(ChronoUnit.MILLIS).toString()))
        .addDeserializer(BigDecimal.class, read(BigDecimal.class, Json::decimal))
        .addDeserializer(LocalDate.class, read(LocalDate.class, LocalDateAdapter::read))
        .addDeserializer(Instant.class, read(Instant.class, InstantAdapter::read));
  }

  /** Cells by their columns' names, as those who read a table want them. */
  private static StdSerializer<AnalysisRow> rows() {
    return new StdSerializer<>(AnalysisRow.class) {
      private static final long serialVersionUID = 1L;

      @Override
      public void serialize(AnalysisRow row, JsonGenerator json, SerializerProvider provider)
          throws IOException {
        json.writeStartObject();
        for (var cell : row.cells) {
          if (cell.count != null) {
            json.writeNumberField(cell.key, cell.count);
          } else {
            // Also where there is none: a share of nothing is told as null.
            json.writeStringField(cell.key, cell.value);
          }
          if (cell.title != null) {
            json.writeStringField(cell.key + "Title", cell.title);
          }
          if (cell.drill != null) {
            json.writePOJOField(cell.key + "Drill", cell.drill);
          }
        }
        if (row.drill != null) {
          json.writePOJOField("drill", row.drill);
        }
        json.writeEndObject();
      }
    };
  }

  /** Written out, a number would become as long as its exponent says. */
  private static BigDecimal decimal(String text) {
    var number = text.length() > MOST_DIGITS ? null : new BigDecimal(text);
    if (number == null || Math.abs((long) number.scale()) > MOST_DIGITS) {
      throw new NumberFormatException("Longer than any number here");
    }
    return number;
  }

  private static <T> StdScalarSerializer<T> written(Class<T> type, Function<T, String> text) {
    return new StdScalarSerializer<>(type) {
      private static final long serialVersionUID = 1L;

      @Override
      public void serialize(T value, JsonGenerator json, SerializerProvider provider)
          throws IOException {
        json.writeString(text.apply(value));
      }
    };
  }

  private static <T> StdScalarDeserializer<T> read(Class<T> type, Function<String, T> parse) {
    return new StdScalarDeserializer<>(type) {
      private static final long serialVersionUID = 1L;

      @Override
      @SuppressWarnings("unchecked")
      public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
        var token = json.currentToken();
        if (!token.isScalarValue() || token.isNumeric() && type != BigDecimal.class) {
          return (T) context.handleUnexpectedToken(type, json);
        }
        try {
          return parse.apply(json.getText().trim());
        } catch (DateTimeException | NumberFormatException e) {
          return (T) context.handleWeirdStringValue(type, json.getText(), "not readable");
        }
      }
    };
  }

  /** Reads a request's content. */
  public <T> T read(byte[] content, Class<T> type) {
    try {
      var value = content.length == 0 ? null : mapper.readValue(content, type);
      if (value == null) {
        throw new DoorException(Code.MALFORMED, "json-empty");
      }
      return value;
    } catch (IOException e) {
      throw refused(e, "", () -> mapper.readTree(content), type);
    }
  }

  /**
   * Reads a tree.
   *
   * @param path where the tree stands in the request, for errors
   */
  public <T> T read(JsonNode tree, Class<T> type, String path) {
    try {
      return mapper.treeToValue(tree, type);
    } catch (IOException e) {
      throw refused(e, path, tree::deepCopy, type);
    }
  }

  /** Where a tree comes from. */
  @FunctionalInterface
  private interface Source {
    JsonNode tree() throws IOException;
  }

  /**
   * All that cannot be read of a tree, with what can: what stands where something cannot is taken
   * out, and the rest is read again.
   */
  private DoorException refused(IOException failure, String prefix, Source source, Class<?> type) {
    var refusal = refused(failure, prefix);
    if (refusal.errors.isEmpty()) {
      return refusal;
    }
    try {
      var tree = source.tree();
      var found = failure;
      while (refusal.errors.size() < MOST_ERRORS
          && found instanceof JsonMappingException mapping
          && takenOut(tree, mapping.getPath())) {
        try {
          refusal.readable = mapper.treeToValue(tree, type);
          break;
        } catch (IOException e) {
          found = e;
          refusal.errors.addAll(refused(e, prefix).errors);
        }
      }
    } catch (IOException e) {
      // What comes after is no JSON.
      return refused(e, prefix);
    }
    return refusal;
  }

  private static boolean takenOut(JsonNode tree, List<JsonMappingException.Reference> path) {
    var holder = tree;
    for (var step : path.subList(0, Math.max(0, path.size() - 1))) {
      holder =
          step.getFieldName() == null
              ? holder.path(step.getIndex())
              : holder.path(step.getFieldName());
    }
    if (path.isEmpty()) {
      return false;
    }
    var last = path.get(path.size() - 1);
    if (holder instanceof ObjectNode object) {
      return object.remove(last.getFieldName()) != null;
    }
    // The others keep their places.
    return holder instanceof ArrayNode array
        && array.has(last.getIndex())
        && !array.set(last.getIndex(), (JsonNode) null).isNull();
  }

  public JsonNode tree(Object value) {
    return mapper.valueToTree(value);
  }

  public byte[] write(Object value) {
    try {
      return answers.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Merges a change into a record (RFC 7396): what is absent stays, null clears. */
  public Object merged(Object record, JsonNode change, String path) {
    if (!(change instanceof ObjectNode object)) {
      throw new DoorException(Code.MALFORMED, "request");
    }
    ObjectNode tree = mapper.valueToTree(record);
    var custom = tree.path(CUSTOM).deepCopy();
    merge(tree, object);
    if (record instanceof BusinessRecord && object.get(CUSTOM) instanceof ArrayNode named) {
      keepUnnamed(custom, named, tree.putArray(CUSTOM));
    }
    return read(tree, record.getClass(), path);
  }

  /** A list as it is, but that its values go by their keys: those that are not named stay. */
  private static void keepUnnamed(JsonNode before, ArrayNode named, ArrayNode after) {
    var keys = new HashSet<String>();
    named.forEach(value -> keys.add(value.path("key").asText()));
    after.addAll(named);
    for (var value : before) {
      if (!keys.contains(value.path("key").asText())) {
        after.add(value);
      }
    }
  }

  private static void merge(ObjectNode target, ObjectNode change) {
    change
        .properties()
        .forEach(
            member -> {
              var value = member.getValue();
              if (value.isNull() && target.has(member.getKey())) {
                target.remove(member.getKey());
              } else if (value instanceof ObjectNode nested
                  && target.get(member.getKey()) instanceof ObjectNode there) {
                merge(there, nested);
              } else {
                target.set(member.getKey(), value);
              }
            });
  }

  private static DoorException refused(IOException failure, String prefix) {
    if (failure instanceof UnrecognizedPropertyException unknown) {
      var valid =
          unknown.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .sorted()
              .collect(Collectors.joining(", "));
      var path = path(unknown, prefix);
      return new DoorException(Code.UNKNOWN_FIELD, "field", path, valid).at(path, "unknown-field");
    }
    if (failure instanceof StreamConstraintsException) {
      return new DoorException(Code.MALFORMED, "json-bounds");
    }
    if (failure instanceof MismatchedInputException mismatch && !mismatch.getPath().isEmpty()) {
      var path = path(mismatch, prefix);
      var target =
          mismatch.getTargetType() == null ? "value" : mismatch.getTargetType().getSimpleName();
      return new DoorException(Code.MALFORMED, "field-value", path, target).at(path, "wrong-type");
    }
    if (failure instanceof JsonMappingException mapping
        && mapping.getCause() instanceof InputCoercionException
        && !mapping.getPath().isEmpty()) {
      var path = path(mapping, prefix);
      return new DoorException(Code.MALFORMED, "field-value", path, "Integer")
          .at(path, "wrong-type");
    }
    if (failure instanceof MismatchedInputException && failure.getCause() == null) {
      return new DoorException(Code.MALFORMED, "request");
    }
    if (failure instanceof JsonMappingException mapping
        && mapping.getCause() instanceof IOException cause) {
      return refused(cause, prefix);
    }
    if (failure instanceof JsonProcessingException json) {
      var text = String.valueOf(json.getOriginalMessage());
      if (text.startsWith("Duplicate field '")) {
        var name = text.substring(17, text.length() - 1);
        return new DoorException(Code.MALFORMED, "field-twice", name).at(name, "duplicate");
      }
      var at = json.getLocation();
      return at == null
          ? new DoorException(Code.MALFORMED, "request")
          : new DoorException(
              Code.MALFORMED,
              "json",
              String.valueOf(at.getLineNr()),
              String.valueOf(at.getColumnNr()));
    }
    return new DoorException(Code.MALFORMED, "request");
  }

  private static String path(JsonMappingException failure, String prefix) {
    var path = new StringBuilder(prefix);
    for (var step : failure.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.length() == 0 ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }
}
