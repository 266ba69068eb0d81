package org.tangramcrm.platform.contract;

/**
 * A field of a record as lists and filters see it.
 *
 * @param name the same in Java, JSON, SOAP and, in snake_case, SQL
 * @param type what it holds
 * @param declaration its annotation; the defaults where the field has none
 */
public record FieldModel(String name, FieldType type, java.lang.reflect.Field javaField, Field declaration) {}
