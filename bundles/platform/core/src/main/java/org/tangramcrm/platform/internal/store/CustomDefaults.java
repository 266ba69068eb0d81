package org.tangramcrm.platform.internal.store;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.identity.Caller;

/**
 * What a new record has in fields that the company added where whoever makes it gives nothing
 * (M-95).
 */
public final class CustomDefaults {
  /** Of a date: the company's day. */
  private static final String TODAY = "today";

  /** Of a reference to users: whoever makes the record. */
  private static final String ME = "me";

  private CustomDefaults() {}

  public static boolean any(List<FieldModel> fields) {
    return fields.stream().anyMatch(CustomDefaults::has);
  }

  private static boolean has(FieldModel field) {
    return field.custom() != null && field.custom().defaultValue != null;
  }

  /**
   * Gives a new record what nothing was said of. Who says that a field is empty wants it so, and
   * who sends something wrong is to hear of it.
   *
   * @param base the currency of an amount that is given without one
   * @param current whether a value of a field is one for new records still: nobody is kept from
   *     making a record by what became of a default
   */
  public static void fill(
      List<FieldModel> fields,
      BusinessRecord record,
      LocalDate today,
      Caller caller,
      String base,
      BiPredicate<FieldModel, Object> current) {
    for (var field : fields) {
      if (has(field) && !isSaid(field, record)) {
        var value = value(field, today, caller, base);
        if (value != null && current.test(field, value)) {
          field.set(record, value);
        }
      }
    }
  }

  private static boolean isSaid(FieldModel field, BusinessRecord record) {
    return record.customFields.stream()
        .anyMatch(sent -> sent != null && field.custom().code.equals(sent.key));
  }

  /**
   * The default of a field as it comes to for a caller.
   *
   * @param base the currency of an amount that is given without one
   * @return null where it has none, or the system itself makes a record and is nobody
   * @throws IllegalArgumentException where it cannot be read
   */
  public static Object value(FieldModel field, LocalDate today, Caller caller, String base) {
    var text = field.custom().defaultValue;
    if (text == null) {
      return null;
    }
    return switch (field.type()) {
      case DECIMAL -> number(text);
      case MONEY -> money(text, base);
      case DATE -> text.equals(TODAY) ? today : date(text);
      case BOOLEAN -> flag(text);
      case SET -> Arrays.stream(text.split(",")).map(String::strip).toList();
      case REFERENCE ->
          text.equals(ME) && field.custom().reference.equals("users")
              ? caller.id() == 0 ? null : (Object) caller.id()
              : Long.valueOf(text);
      default -> text;
    };
  }

  private static BigDecimal number(String text) {
    // As many digits as any number may have, before anything is worked out of it.
    if (!text.matches("-?\\d{1,18}(\\.\\d{1,6})?")) {
      throw new IllegalArgumentException(text);
    }
    return new BigDecimal(text);
  }

  /** {@code 100} or {@code 100 USD}. */
  private static Money money(String text, String base) {
    var parts = text.split(" ");
    if (parts.length > 2 || parts.length == 2 && !parts[1].matches("[A-Z]{3}")) {
      throw new IllegalArgumentException(text);
    }
    return Money.of(number(parts[0]), parts.length == 2 ? parts[1] : base);
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static Boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }
}
