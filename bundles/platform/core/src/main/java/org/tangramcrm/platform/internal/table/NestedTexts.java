package org.tangramcrm.platform.internal.table;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.internal.contract.Fields;

/** Nested values as they stand in one cell: each with its texts, one behind the other. */
public final class NestedTexts {
  public static final String SEPARATOR = "; ";

  /** What stands in a text as it is. */
  private static final Set<FieldType> PLAIN =
      EnumSet.of(
          FieldType.TEXT,
          FieldType.LONGTEXT,
          FieldType.CODE,
          FieldType.INTEGER,
          FieldType.DECIMAL,
          FieldType.MONEY,
          FieldType.DATE,
          FieldType.BOOLEAN,
          FieldType.REFERENCE);

  private NestedTexts() {}

  /** What people would say of it: the texts of each value. */
  public static String shown(FieldModel field, Object value) {
    var parts = parts(field);
    var several = value instanceof Collection<?> list ? list : List.of(value);
    if (byParts(field)) {
      return several.stream().map(one -> told(parts, one)).collect(Collectors.joining("\n"));
    }
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
        .map(NestedTexts::plain)
        .collect(Collectors.joining(" "));
  }

  // ---- several parts, each by its name

  /**
   * Whether values of a list are told by their parts: numbers among which nobody could say which is
   * which. Each is a line, {@code quantity=2 | price=9.50}, with the names that the contract has.
   */
  public static boolean byParts(FieldModel field) {
    var parts = parts(field);
    return Collection.class.isAssignableFrom(field.javaField().getType())
        && main(field).isEmpty()
        && parts.stream().anyMatch(part -> part.type() == FieldType.DECIMAL)
        && parts.stream().allMatch(part -> PLAIN.contains(part.type()))
        && parts.stream().noneMatch(part -> part.declaration().parent());
  }

  /** The part that names another record, where there is one. */
  public static Optional<FieldModel> naming(FieldModel field) {
    var naming = parts(field).stream().filter(NestedTexts::names).toList();
    return naming.size() == 1 ? Optional.of(naming.get(0)) : Optional.empty();
  }

  /** Of money the amount and its currency, of any number its digits. */
  private static String plain(Object value) {
    if (value instanceof Money money) {
      return plain(money.amount) + " " + money.currency;
    }
    return value instanceof BigDecimal number
        ? (number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros()).toPlainString()
        : value.toString();
  }

  private static String told(List<FieldModel> parts, Object one) {
    return parts.stream()
        .filter(part -> part.value(one) != null)
        .map(part -> part.name() + "=" + escaped(part.value(one)))
        .collect(Collectors.joining(" | "));
  }

  private static String escaped(Object value) {
    return value instanceof BigDecimal || value instanceof Money
        ? plain(value)
        : value
            .toString()
            .replace("\\", "\\\\")
            .replace("|", "\\|")
            .replace("\r", "")
            .replace("\n", "\\n");
  }

  /**
   * The parts of each value in a cell, by their names.
   *
   * @return empty where one of them has no name
   */
  public static Optional<List<Map<String, String>>> told(String text) {
    var values = new ArrayList<Map<String, String>>();
    for (var line : text.split("[\\r\\n]+")) {
      var parts = new LinkedHashMap<String, String>();
      for (var part : split(line)) {
        int at = part.indexOf('=');
        if (at < 1) {
          return Optional.empty();
        }
        var value = part.substring(at + 1).strip();
        if (!value.isEmpty()) {
          parts.put(part.substring(0, at).strip(), value);
        }
      }
      if (!parts.isEmpty()) {
        values.add(parts);
      }
    }
    return Optional.of(values);
  }

  /** At each bar, but for those that stand for themselves. */
  private static List<String> split(String line) {
    var parts = new ArrayList<String>();
    var part = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      var letter = line.charAt(i);
      if (letter == '\\' && i + 1 < line.length()) {
        var next = line.charAt(++i);
        part.append(next == 'n' ? '\n' : next);
      } else if (letter == '|' || letter == '｜') {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(letter);
      }
    }
    parts.add(part.toString());
    return parts.stream().filter(each -> !each.isBlank()).toList();
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
