package org.tangramcrm.platform.contract;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.CustomField;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.custom.CustomFieldDefinition;

/**
 * A field of a record as lists and filters see it: one of the contract's own, or one that the
 * company added.
 *
 * @param name the same in Java, JSON, SOAP and, in snake_case, SQL; {@code customFields.<code>} of
 *     one that was added
 * @param type what it holds
 * @param javaField that holds the value; the one of all added ones, of one of them
 * @param custom what the company defined; null where the contract did
 */
public record FieldModel(
    String name,
    FieldType type,
    java.lang.reflect.Field javaField,
    Field declaration,
    CustomFieldDefinition custom) {

  /** A field of the contract's own. */
  public FieldModel(
      String name, FieldType type, java.lang.reflect.Field javaField, Field declaration) {
    this(name, type, javaField, declaration, null);
  }

  /** What stands there in a record. */
  public Object value(Object record) {
    if (custom != null) {
      return ((BusinessRecord) record)
          .customFields.stream()
              .filter(field -> field != null && custom.code.equals(field.key))
              .findFirst()
              .map(this::custom)
              .orElseGet(() -> type == FieldType.SET ? List.of() : null);
    }
    try {
      return javaField.get(record);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Fields of contracts are public", e);
    }
  }

  public void set(Object record, Object value) {
    if (custom != null) {
      var fields = ((BusinessRecord) record).customFields;
      fields.removeIf(field -> field != null && custom.code.equals(field.key));
      if (value != null && !(value instanceof Collection<?> several && several.isEmpty())) {
        fields.add(custom(value));
      }
      return;
    }
    try {
      javaField.set(record, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Fields of contracts are public", e);
    }
  }

  private Object custom(CustomField field) {
    return switch (type) {
      case DECIMAL -> field.decimal;
      case MONEY -> field.money;
      case DATE -> field.date;
      case BOOLEAN -> field.flag;
      case SET -> field.codes;
      case REFERENCE -> field.reference;
      default -> field.text;
    };
  }

  private CustomField custom(Object value) {
    var field = new CustomField();
    field.key = custom.code;
    switch (type) {
      case DECIMAL -> field.decimal = (BigDecimal) value;
      case MONEY -> field.money = (Money) value;
      case DATE -> field.date = (LocalDate) value;
      case BOOLEAN -> field.flag = (Boolean) value;
      case SET ->
          field.codes =
              new ArrayList<>(((Collection<?>) value).stream().map(String.class::cast).toList());
      case REFERENCE -> field.reference = (Long) value;
      default -> field.text = (String) value;
    }
    return field;
  }
}
