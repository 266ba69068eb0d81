package org.tangramcrm.platform.contract;

/**
 * A field of a record as lists and filters see it.
 *
 * @param name the same in Java, JSON, SOAP and, in snake_case, SQL
 * @param type what it holds
 */
public record FieldModel(
    String name, FieldType type, java.lang.reflect.Field javaField, Field declaration) {}
