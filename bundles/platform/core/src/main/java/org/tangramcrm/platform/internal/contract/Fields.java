package org.tangramcrm.platform.internal.contract;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;

/** Reads what a record's public fields are to lists, forms and filters. */
public final class Fields {
  /** Kept with each class and gone with it: what is declared is asked for with every record. */
  private static final ClassValue<List<FieldModel>> DECLARED =
      new ClassValue<>() {
        @Override
        protected List<FieldModel> computeValue(Class<?> record) {
          return declared(record);
        }
      };

  private Fields() {}

  /**
   * The declared fields of a record class, inherited ones first, in the order of their declaration.
   */
  public static List<FieldModel> of(Class<?> record) {
    return DECLARED.get(record);
  }

  private static List<FieldModel> declared(Class<?> record) {
    var fields = new ArrayList<FieldModel>();
    for (Class<?> type = record;
        type != null && type != Object.class;
        type = type.getSuperclass()) {
      var own = new ArrayList<FieldModel>();
      for (var field : type.getDeclaredFields()) {
        var declaration = field.getAnnotation(org.tangramcrm.platform.contract.Field.class);
        if (declaration != null) {
          own.add(new FieldModel(field.getName(), type(field, declaration), field, declaration));
        }
      }
      fields.addAll(0, own);
    }
    return List.copyOf(fields);
  }

  /**
   * Whether all that is entered of a record stands in its row, so that this tells whether anything
   * of it changed: no part of it is undeclared, without a column, or never shown.
   */
  public static boolean inRow(Class<?> record) {
    var declared = of(record);
    return declared.stream()
            .map(FieldModel::declaration)
            .allMatch(field -> field.readOnly() || field.stored() && !field.writeOnly())
        && Stream.<Class<?>>iterate(
                record, type -> type != BusinessRecord.class, Class::getSuperclass)
            .takeWhile(type -> type != Object.class)
            .flatMap(type -> Stream.of(type.getDeclaredFields()))
            .filter(field -> Modifier.isPublic(field.getModifiers()))
            .filter(field -> !Modifier.isStatic(field.getModifiers()))
            .allMatch(field -> declared.stream().anyMatch(one -> one.javaField().equals(field)));
  }

  /** The fields of each value of a nested field. */
  public static List<FieldModel> within(FieldModel nested) {
    return of(itemType(nested.javaField()));
  }

  /** A new value of a nested field, with nothing in it. */
  public static Object made(FieldModel nested) {
    try {
      return itemType(nested.javaField()).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Values have a constructor without arguments", e);
    }
  }

  /** Whether free text is looked for in a field, or in one of those within it. */
  public static boolean searched(FieldModel field) {
    return field.declaration().searched()
        || field.type() == FieldType.NESTED && within(field).stream().anyMatch(Fields::searched);
  }

  private static Class<?> itemType(Field field) {
    return field.getGenericType() instanceof ParameterizedType list
            && list.getActualTypeArguments()[0] instanceof Class<?> item
        ? item
        : field.getType();
  }

  private static FieldType type(Field field, org.tangramcrm.platform.contract.Field declaration) {
    Class<?> type = field.getType();
    if (type == String.class) {
      return !declaration.dictionary().isEmpty()
          ? FieldType.CODE
          : declaration.multiline() ? FieldType.LONGTEXT : FieldType.TEXT;
    } else if (type == Long.class || type == long.class) {
      return FieldType.REFERENCE;
    } else if (type == Integer.class || type == int.class) {
      return FieldType.INTEGER;
    } else if (type == BigDecimal.class) {
      return FieldType.DECIMAL;
    } else if (type == Money.class) {
      return FieldType.MONEY;
    } else if (type == LocalDate.class) {
      return FieldType.DATE;
    } else if (type == Instant.class) {
      return FieldType.INSTANT;
    } else if (type == Boolean.class || type == boolean.class) {
      return FieldType.BOOLEAN;
    } else if (Collection.class.isAssignableFrom(type) && !declaration.dictionary().isEmpty()) {
      return FieldType.SET;
    } else if (Collection.class.isAssignableFrom(type) && !declaration.reference().isEmpty()) {
      return FieldType.REFERENCES;
    }
    return FieldType.NESTED;
  }
}
