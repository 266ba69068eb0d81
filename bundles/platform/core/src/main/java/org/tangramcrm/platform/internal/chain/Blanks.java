package org.tangramcrm.platform.internal.chain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.internal.contract.Fields;

/**
 * Blanks around a short text or a code are no part of it: numbers and addresses are pasted with
 * them.
 */
final class Blanks {
  private Blanks() {}

  /**
   * @param which fields of the record, by name
   */
  static void strip(List<FieldModel> fields, Object record, Predicate<String> which) {
    fields.stream()
        // A password may well begin with one.
        .filter(field -> !field.declaration().readOnly() && !field.declaration().writeOnly())
        .filter(field -> which.test(field.name()))
        .forEach(field -> strip(field, record));
  }

  private static void strip(FieldModel field, Object holder) {
    var value = field.value(holder);
    switch (field.type()) {
      case TEXT, CODE -> {
        if (value instanceof String text && !text.equals(text.strip())) {
          field.set(holder, text.strip());
        }
      }
      case SET -> {
        if (value instanceof Collection<?> codes && codes.stream().anyMatch(Blanks::padded)) {
          field.set(holder, new ArrayList<>(codes.stream().map(Blanks::stripped).toList()));
        }
      }
      case NESTED -> {
        for (var part : value instanceof Collection<?> several ? several : List.of()) {
          if (part != null) {
            strip(Fields.within(field), part, any -> true);
          }
        }
      }
      default -> {}
    }
  }

  private static boolean padded(Object code) {
    return code instanceof String text && !text.equals(text.strip());
  }

  private static Object stripped(Object code) {
    return code instanceof String text ? text.strip() : code;
  }
}
