package org.tangramcrm.platform.endpoints.internal.shared;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.activation.DataHandler;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotEmpty;
import javax.validation.constraints.NotNull;

/**
 * A place for a value: a field of a data class, a parameter or a result. Both doors and both
 * descriptions are made from these, so that none of them knows a type that the others do not.
 *
 * @param type of the value, of each value where it is a list
 * @param rules carries the constraints of the value
 * @param itemRules carries the constraints of each value of a list
 */
public record Slot(
    String name,
    Kind kind,
    Class<?> type,
    boolean list,
    AnnotatedElement rules,
    AnnotatedElement itemRules) {

  /** What a value is written as. */
  public enum Kind {
    TEXT,
    INTEGER,
    /** A 64-bit number; a string in JSON. */
    ID,
    DECIMAL,
    BOOLEAN,
    DATE,
    INSTANT,
    /** A file; only ever a parameter or a result by itself. */
    CONTENT,
    OBJECT
  }

  private static final Map<Class<?>, Kind> KINDS =
      Map.ofEntries(
          Map.entry(String.class, Kind.TEXT),
          Map.entry(Integer.class, Kind.INTEGER),
          Map.entry(int.class, Kind.INTEGER),
          Map.entry(Long.class, Kind.ID),
          Map.entry(long.class, Kind.ID),
          Map.entry(BigDecimal.class, Kind.DECIMAL),
          Map.entry(Boolean.class, Kind.BOOLEAN),
          Map.entry(boolean.class, Kind.BOOLEAN),
          Map.entry(LocalDate.class, Kind.DATE),
          Map.entry(Instant.class, Kind.INSTANT),
          Map.entry(DataHandler.class, Kind.CONTENT));

  /** The fields of a data class, inherited ones first, in the order of their declaration. */
  public static List<Slot> of(Class<?> data) {
    var slots = new ArrayList<Slot>();
    for (Class<?> type = data; type != null && type != Object.class; type = type.getSuperclass()) {
      var own =
          Arrays.stream(type.getDeclaredFields())
              .filter(
                  field ->
                      Modifier.isPublic(field.getModifiers())
                          && !Modifier.isStatic(field.getModifiers()))
              .map(field -> of(field, data))
              .toList();
      slots.addAll(0, own);
    }
    return slots;
  }

  /** The parameters of an operation. */
  public static List<Slot> parameters(Method method) {
    return Arrays.stream(method.getParameters())
        .map(
            parameter ->
                of(
                    parameter.getName(),
                    parameter.getAnnotatedType(),
                    method.getDeclaringClass(),
                    parameter))
        .toList();
  }

  /** What an operation answers; null for nothing. */
  public static Slot result(Method method) {
    return method.getReturnType() == void.class
        ? null
        : of("return", method.getAnnotatedReturnType(), method.getDeclaringClass(), method);
  }

  private static Slot of(Field field, Class<?> context) {
    return of(field.getName(), field.getAnnotatedType(), context, field);
  }

  private static Slot of(
      String name, AnnotatedType annotated, Class<?> context, AnnotatedElement rules) {
    if (annotated instanceof AnnotatedParameterizedType generic
        && List.class.isAssignableFrom(raw(annotated.getType(), context))) {
      var item = generic.getAnnotatedActualTypeArguments()[0];
      return of(name, raw(item.getType(), context), true, rules, item);
    }
    return of(name, raw(annotated.getType(), context), false, rules, rules);
  }

  private static Slot of(
      String name, Class<?> type, boolean list, AnnotatedElement rules, AnnotatedElement items) {
    return new Slot(
        name,
        KINDS.getOrDefault(type, type.isEnum() ? Kind.TEXT : Kind.OBJECT),
        type,
        list,
        rules,
        items);
  }

  /**
   * The class behind a type; a variable stands for the argument that the class in question was
   * declared with.
   */
  private static Class<?> raw(Type type, Class<?> context) {
    if (type instanceof TypeVariable<?> variable) {
      for (Class<?> at = context; at != null; at = at.getSuperclass()) {
        if (at.getGenericSuperclass() instanceof ParameterizedType parent
            && parent.getRawType() == variable.getGenericDeclaration()) {
          var index =
              Arrays.asList(variable.getGenericDeclaration().getTypeParameters()).indexOf(variable);
          return raw(parent.getActualTypeArguments()[index], at);
        }
      }
      return Object.class;
    }
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type;
  }

  public boolean required() {
    return type.isPrimitive()
        || rules.isAnnotationPresent(NotNull.class)
        || rules.isAnnotationPresent(NotBlank.class)
        || rules.isAnnotationPresent(NotEmpty.class);
  }

  /** The fields of the value, where it has any. */
  public List<Slot> fields() {
    return kind == Kind.OBJECT ? of(type) : List.of();
  }

  /** What the contract says about the field; null where it says nothing. */
  public org.tangramcrm.platform.contract.Field declaration() {
    return rules.getAnnotation(org.tangramcrm.platform.contract.Field.class);
  }

  public boolean readOnly() {
    return declaration() != null && declaration().readOnly();
  }

  public boolean writeOnly() {
    return declaration() != null && declaration().writeOnly();
  }
}
