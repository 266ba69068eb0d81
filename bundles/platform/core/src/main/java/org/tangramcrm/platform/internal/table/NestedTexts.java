package org.tangramcrm.platform.internal.table;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.internal.contract.Fields;

/** Nested values as they stand in one cell: each with its texts, one behind the other. */
public final class NestedTexts {
  public static final String SEPARATOR = "; ";

  private NestedTexts() {}

  /** What people would say of it: the texts of each value. */
  public static String shown(FieldModel field, Object value) {
    var parts = parts(field);
    var several = value instanceof Collection<?> list ? list : List.of(value);
    return several.stream().map(one -> joined(parts, one)).collect(Collectors.joining(SEPARATOR));
  }

  /** The texts of one value without its codes. */
  public static String uncoded(FieldModel field, Object one) {
    return joined(
        parts(field).stream().filter(part -> part.type() != FieldType.CODE).toList(), one);
  }

  private static String joined(List<FieldModel> parts, Object one) {
    return parts.stream()
        .map(part -> part.value(one))
        .filter(part -> part != null && !(part instanceof Boolean))
        .map(Object::toString)
        .collect(Collectors.joining(" "));
  }

  /** What stands in a cell of several, one by one. */
  public static List<String> parted(String text) {
    return Arrays.stream(text.split("[;；\\r\\n]"))
        .map(Table::strip)
        .filter(each -> !each.isEmpty())
        .toList();
  }

  /** What names a record in a value: as exports show it, its id with numbers behind it. */
  public static String named(String text) {
    return text.matches("\\d{1,18}( \\d+(\\.\\d+)?)+")
        ? text.substring(0, text.indexOf(' '))
        : text;
  }

  /** The fields of each value that are shown. */
  public static List<FieldModel> parts(FieldModel field) {
    return Fields.within(field).stream()
        .filter(part -> part.type() != FieldType.NESTED && !part.declaration().readOnly())
        .toList();
  }

  /**
   * The one text, or the one record, without which a value is none: what a cell says of it alone
   * can be read. Empty where a value takes more than that, and where it says what the record
   * belongs to, which has a field of its own.
   */
  public static Optional<FieldModel> main(FieldModel field) {
    var needed = parts(field).stream().filter(NestedTexts::required).toList();
    return needed.size() == 1 && (needed.get(0).type() == FieldType.TEXT || names(needed.get(0)))
        ? Optional.of(needed.get(0))
        : Optional.empty();
  }

  private static boolean names(FieldModel field) {
    return field.type() == FieldType.REFERENCE && !field.declaration().parent();
  }

  private static boolean required(FieldModel field) {
    return field.javaField().isAnnotationPresent(NotBlank.class)
        || field.javaField().isAnnotationPresent(NotNull.class);
  }
}
