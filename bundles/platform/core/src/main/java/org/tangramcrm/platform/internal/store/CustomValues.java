package org.tangramcrm.platform.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.CustomField;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.custom.CustomFieldDefinition;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.search.SearchIndex;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * What records have in the fields that the company added, kept beside the rows of any module (ADR
 * 22): all values of a record as one text, to be read with its row, and one row for each value,
 * typed, to be found, sorted and summed by.
 */
final class CustomValues {
  /** What records are selected with; also the position of their values in a row. */
  static final String ALL = "customFields";

  /** Derby would read all values into a hash table for the sake of one record's. */
  private static final String OF_RECORD =
      " from tangram_custom_value v --DERBY-PROPERTIES constraint=TANGRAM_CUSTOM_VALUE_KEY,"
          + " joinStrategy=NESTEDLOOP\n where v.record_id = t.id and v.field_id = ";

  private static final int SORT_KEY = 400;

  private final String collection;
  private final Sql sql;
  private final SearchIndex index;
  private final ObjectMapper json;
  private final String base;

  /**
   * @param base the currency that amounts are turned into
   */
  CustomValues(String collection, Sql sql, SearchIndex index, ObjectMapper json, String base) {
    this.base = base;
    this.collection = collection;
    this.sql = sql;
    this.index = index;
    this.json = json;
  }

  // ---- expressions on a row t; never more than one value, so that no database makes joins of them

  /** All values of a record of a collection. */
  static String content(String collection) {
    return "(select c.content from tangram_custom_record c --DERBY-PROPERTIES"
        + " joinStrategy=NESTEDLOOP\n"
        + " where c.collection = '"
        + collection
        + "' and c.record_id = t.id)";
  }

  /** What a field is compared and summed by; of a set whether there is any. */
  static String compared(FieldModel field) {
    return value(
        field,
        switch (field.type()) {
          case TEXT, CODE -> "text_value";
          case LONGTEXT, SET -> "position";
          default -> "number_value";
        });
  }

  /** What it is sorted by. */
  static String sorted(FieldModel field) {
    return field.type() == FieldType.TEXT ? value(field, "sort_key") : compared(field);
  }

  /** Null where there is no value. */
  static String there(FieldModel field) {
    return value(field, "position");
  }

  private static String value(FieldModel field, String column) {
    return "(select v." + column + OF_RECORD + field.custom().id + " and v.position = 0)";
  }

  /** That a set has any of some codes. */
  static Condition any(FieldModel field, List<String> codes) {
    var among = Condition.in("v.text_value", codes);
    return new Condition(
        "(select count(*)" + OF_RECORD + field.custom().id + " and " + among.sql() + ") > 0",
        among.values());
  }

  /** A value of a filter as the column has it. */
  static Object bound(FieldModel field, Object value) {
    if (value instanceof LocalDate date) {
      return BigDecimal.valueOf(date.toEpochDay());
    } else if (value instanceof Boolean flag) {
      return flag ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    return value;
  }

  /** What the values are that cursors and columns have: numbers, but for texts. */
  static FieldType kept(FieldModel field) {
    return switch (field.type()) {
      case TEXT, CODE -> FieldType.TEXT;
      default -> FieldType.DECIMAL;
    };
  }

  // ---- reading

  /** The values of some fields, in the order of these, from what is kept of a record. */
  static List<CustomField> read(String content, Collection<FieldModel> fields, ObjectMapper json) {
    var found = new ArrayList<CustomField>();
    if (content != null) {
      var all = parsed(content, json);
      for (var field : fields) {
        all.stream()
            .filter(one -> key(field).equals(one.key))
            .map(one -> keyed(one, field.custom().code))
            .forEach(found::add);
      }
    }
    return found;
  }

  /** In the text, values go by the id: another field may have the code of one that is deleted. */
  private static String key(FieldModel field) {
    return field.custom().id.toString();
  }

  private static CustomField keyed(CustomField value, String key) {
    var keyed = new CustomField();
    keyed.key = key;
    keyed.text = value.text;
    keyed.decimal = value.decimal;
    keyed.money = value.money;
    keyed.date = value.date;
    keyed.flag = value.flag;
    keyed.codes = value.codes;
    keyed.reference = value.reference;
    return keyed;
  }

  private static List<CustomField> parsed(String content, ObjectMapper json) {
    try {
      return json.readerForListOf(CustomField.class).readValue(content);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Custom fields that cannot be read", e);
    }
  }

  private String written(List<CustomField> values) {
    try {
      return json.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---- writing

  /**
   * Writes the values of a record.
   *
   * @param fields that there are for it; the values of others, retired ones, stay
   * @param values of these, also those that are as they were
   * @throws CrmException {@code invalid} naming the fields of which the company would have other
   *     values, and those that are not there any more
   */
  void write(long id, List<FieldModel> fields, List<CustomField> values) {
    if (fields.isEmpty()) {
      return;
    }
    var was = stored(id);
    var known = new Holder();
    known.customFields = read(was.orElse(null), fields, json);
    var holder = new Holder();
    holder.customFields = values;
    // Before anything is worked out or written of it: a number may be of any size.
    var problem = new CrmException(Code.INVALID, null);
    fields.forEach(
        field -> CustomLimits.check(problem, field, field.value(known), field.value(holder)));
    refuse(problem);
    var offered = new HashSet<String>();
    var now = new ArrayList<CustomField>();
    for (var field : fields) {
      offered.add(key(field));
      values.stream()
          .filter(value -> field.custom().code.equals(value.key))
          // Who says that it is empty says so with nothing in it.
          .filter(value -> !isNothing(field.value(holder)))
          .map(value -> keyed(value, key(field)))
          .forEach(now::add);
    }
    was.map(content -> parsed(content, json)).orElse(List.of()).stream()
        .filter(value -> !offered.contains(value.key))
        .forEach(now::add);
    now.forEach(this::settle);
    var content = now.isEmpty() ? null : written(now);
    if (Objects.equals(was.orElse(null), content)) {
      return;
    }
    var changed =
        fields.stream()
            .filter(
                field -> !rows(field, field.value(known)).equals(rows(field, field.value(holder))))
            .toList();
    hold(changed);
    keep(id, was.isPresent(), content);
    for (var field : changed) {
      sql.update(
          "delete from tangram_custom_value where field_id = ? and record_id = ?",
          field.custom().id,
          id);
      var position = new int[1];
      sql.batch(
          "insert into tangram_custom_value (field_id, record_id, position, text_value,"
              + " number_value, sort_key) values (?, ?, ?, ?, ?, ?)",
          rows(field, field.value(holder)).stream()
              .map(
                  row ->
                      new Object[] {
                        field.custom().id, id, position[0]++, row.text(), row.number(), row.key()
                      })
              .toList());
    }
  }

  /**
   * Nobody deletes a field, or makes it one of another type, until what is written of it is seen.
   */
  private void hold(List<FieldModel> fields) {
    if (fields.isEmpty()) {
      return;
    }
    var kinds =
        sql
            .query(
                "select id, type, dictionary, reference, searched from tangram_custom_field"
                    + " where deleted_key = 0 and id in ("
                    + Sql.marks(fields.size())
                    + ")"
                    + sql.dialect().held(),
                fields.stream().<Object>map(field -> field.custom().id).toList(),
                row ->
                    new Kind(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getBoolean(5)))
            .stream()
            .collect(Collectors.toSet());
    var problem = new CrmException(Code.INVALID, null);
    fields.stream()
        .filter(field -> !kinds.contains(Kind.of(field.custom())))
        .forEach(field -> problem.error(field.name(), "unknown-field"));
    refuse(problem);
  }

  /** What of a field is fixed once there is a value. */
  private record Kind(long id, String type, String dictionary, String reference, boolean searched) {
    static Kind of(CustomFieldDefinition field) {
      return new Kind(
          field.id,
          field.type,
          field.dictionary,
          field.reference,
          Boolean.TRUE.equals(field.searched));
    }
  }

  private static void refuse(CrmException problem) {
    if (!problem.errors.isEmpty()) {
      throw problem;
    }
  }

  /** Only to ask fields for their values. */
  private static final class Holder extends BusinessRecord {}

  /** A typed row; equal where nothing need be written. */
  private record Kept(String text, BigDecimal number, String key) {}

  private List<Kept> rows(FieldModel field, Object value) {
    if (value == null) {
      return List.of();
    }
    return switch (field.type()) {
      case TEXT -> {
        var text = (String) value;
        yield List.of(new Kept(text, null, index.sortKey(text, SORT_KEY)));
      }
      case CODE -> List.of(new Kept((String) value, null, null));
      case SET ->
          ((Collection<?>) value)
              .stream().map(code -> new Kept(code.toString(), null, null)).toList();
      case DECIMAL -> List.of(number((BigDecimal) value));
      case MONEY -> List.of(number(((Money) value).baseAmount));
      case REFERENCE -> List.of(number(BigDecimal.valueOf((Long) value)));
      case DATE, BOOLEAN -> List.of(number((BigDecimal) bound(field, value)));
      default -> List.of(number(null));
    };
  }

  private static Kept number(BigDecimal number) {
    return new Kept(null, number, null);
  }

  /** Money in the base currency where a rate is known. */
  private void settle(CustomField value) {
    var money = value.money;
    if (money != null) {
      money.rate = base.equals(money.currency) ? BigDecimal.ONE : money.rate;
      money.baseAmount =
          money.rate == null ? null : Rates.rounded(money.amount.multiply(money.rate), base);
    }
  }

  private Optional<String> stored(long id) {
    return sql.first(
        "select content from tangram_custom_record where collection = ? and record_id = ?",
        List.of(collection, id),
        row -> row.getString(1));
  }

  private void keep(long id, boolean there, String content) {
    if (content == null) {
      sql.update(
          "delete from tangram_custom_record where collection = ? and record_id = ?",
          collection,
          id);
    } else if (there) {
      sql.update(
          "update tangram_custom_record set content = ? where collection = ? and record_id = ?",
          content,
          collection,
          id);
    } else {
      sql.update(
          "insert into tangram_custom_record (collection, record_id, content) values (?, ?, ?)",
          collection,
          id,
          content);
    }
  }

  private static boolean isNothing(Object value) {
    return value == null || value instanceof Collection<?> several && several.isEmpty();
  }

  /** The values of a new record, with what it has where there is none. */
  static List<CustomField> completed(
      List<FieldModel> fields,
      List<CustomField> values,
      LocalDate today,
      Caller caller,
      String base,
      BiPredicate<FieldModel, Object> current) {
    var holder = new Holder();
    holder.customFields = new ArrayList<>(values);
    CustomDefaults.fill(fields, holder, today, caller, base, current);
    return holder.customFields;
  }

  /** What was sent, but for fields that the caller may not change: those stay as they are. */
  static List<CustomField> allowed(
      List<FieldModel> fields, List<CustomField> sent, BusinessRecord before, Set<String> kept) {
    if (kept.isEmpty()) {
      return sent;
    }
    var holder = new Holder();
    holder.customFields = new ArrayList<>(sent);
    fields.stream()
        .filter(field -> kept.contains(field.name()))
        .forEach(field -> field.set(holder, before == null ? null : field.value(before)));
    return holder.customFields;
  }
}
