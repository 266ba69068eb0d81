package org.tangramcrm.platform.internal.chain;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.CustomField;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;

/**
 * The rules of the fields that the company added: those that a contract would declare. What it says
 * of their values is checked where it is known which of them change.
 */
final class CustomRules {
  /** As the column has it; a dictionary that is open takes any code. */
  private static final int CODE = 255;

  private static final int MOST_CODES = 100;

  private CustomRules() {}

  /**
   * Adds an error for each broken rule, named as the field is: {@code customFields.<code>}.
   *
   * @param kept fields that the caller does not change: nothing is asked of them there
   */
  static void check(
      CrmException problem, List<FieldModel> all, Set<String> kept, BusinessRecord record) {
    var fields =
        all.stream()
            .filter(field -> field.custom() != null)
            .collect(Collectors.toMap(field -> field.custom().code, Function.identity()));
    record.customFields.removeIf(
        sent ->
            sent != null
                && fields.containsKey(sent.key)
                && fields.get(sent.key).declaration().readOnly());
    // Kept, since a field that is said to be empty has no default.
    record.customFields.replaceAll(
        sent -> sent != null && values(sent).isEmpty() ? empty(sent.key) : sent);
    tell(problem, fields, record.customFields);
    for (var field : all) {
      if (field.custom() != null && !kept.contains(field.name())) {
        check(problem, field, field.value(record));
      }
    }
  }

  private static CustomField empty(String key) {
    var empty = new CustomField();
    empty.key = key;
    return empty;
  }

  /** What of it is set, by type. */
  private static List<FieldType> values(CustomField sent) {
    return Stream.of(
            sent.text == null || sent.text.isBlank() ? null : FieldType.TEXT,
            sent.decimal == null ? null : FieldType.DECIMAL,
            sent.money == null ? null : FieldType.MONEY,
            sent.date == null ? null : FieldType.DATE,
            sent.flag == null ? null : FieldType.BOOLEAN,
            sent.codes == null || sent.codes.isEmpty() ? null : FieldType.SET,
            sent.reference == null ? null : FieldType.REFERENCE)
        .filter(Objects::nonNull)
        .toList();
  }

  /** Of those that are not there, that are there twice, or that hold something else. */
  private static void tell(
      CrmException problem, Map<String, FieldModel> fields, List<CustomField> sent) {
    var seen = new HashSet<String>();
    for (int i = 0; i < sent.size(); i++) {
      var one = sent.get(i);
      var at = "customFields[" + i + "]";
      if (one == null) {
        problem.error(at, "required");
      } else if (one.key != null) {
        var field = fields.get(one.key);
        if (field == null) {
          problem.error(at + ".key", "unknown-field");
        } else if (!seen.add(one.key)) {
          problem.error(at + ".key", "duplicate");
        } else if (!values(one).isEmpty() && !values(one).equals(List.of(holding(field.type())))) {
          problem.error(field.name(), "wrong-type", field.type().text());
        }
      }
    }
  }

  private static FieldType holding(FieldType type) {
    return switch (type) {
      case LONGTEXT, CODE -> FieldType.TEXT;
      default -> type;
    };
  }

  private static void check(CrmException problem, FieldModel field, Object value) {
    if (value == null || value instanceof List<?> codes && codes.isEmpty()) {
      if (Boolean.TRUE.equals(field.custom().required)) {
        problem.error(field.name(), "required");
      }
      return;
    }
    if (value instanceof List<?> codes) {
      if (codes.size() > MOST_CODES) {
        problem.error(field.name(), "too-many", MOST_CODES, 0);
      } else if (codes.contains(null)) {
        problem.error(field.name(), "required");
      } else if (new HashSet<>(codes).size() < codes.size()) {
        problem.error(field.name(), "duplicate");
      } else {
        codes.forEach(code -> code(problem, field, (String) code));
      }
    } else if (field.type() == FieldType.CODE) {
      code(problem, field, (String) value);
    } else {
      Validation.checkText(problem, field.name(), value);
    }
  }

  private static void code(CrmException problem, FieldModel field, String code) {
    if (code.length() > CODE) {
      problem.error(field.name(), "too-long", CODE, 0);
    }
  }
}
