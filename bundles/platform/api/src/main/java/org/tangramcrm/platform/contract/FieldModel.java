package org.tangramcrm.platform.contract;

/**
 * A field of a record as lists and filters see it.
 *
 * @param name the same in Java, JSON, SOAP and, in snake_case, SQL
 * @param type what it holds
 */
public record FieldModel(
    String name, FieldType type, java.lang.reflect.Field javaField, Field declaration) {

  /** What stands there in a record. */
  public Object value(Object record) {
    try {
      return javaField.get(record);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Fields of contracts are public", e);
    }
  }

  public void set(Object record, Object value) {
    try {
      javaField.set(record, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Fields of contracts are public", e);
    }
  }
}
