package org.tangramcrm.platform.internal.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.internal.contract.Fields;

/**
 * A field of a record, or one within the values of a nested field.
 *
 * @param field the record's own
 * @param within the one of its fields that is meant, where it is nested; else null
 */
record Part(FieldModel field, FieldModel within) {
  /** Those of some fields, and within them, of which something is true. */
  static List<Part> of(List<FieldModel> fields, Predicate<FieldModel> which) {
    return fields.stream().flatMap(field -> of(field, which)).toList();
  }

  private static Stream<Part> of(FieldModel field, Predicate<FieldModel> which) {
    if (which.test(field)) {
      return Stream.of(new Part(field, null));
    }
    return field.type() == FieldType.NESTED
        ? Fields.within(field).stream().filter(which).map(part -> new Part(field, part))
        : Stream.empty();
  }

  /** The one that says what it is. */
  FieldModel declared() {
    return within == null ? field : within;
  }

  String path() {
    return field.name() + (within == null ? "" : "." + within.name());
  }

  /** The texts that a record has there. */
  List<String> texts(Object record) {
    var texts = new ArrayList<String>();
    var value = field.value(record);
    if (within == null) {
      texts.add((String) value);
    } else if (value instanceof Collection<?> items) {
      items.forEach(item -> texts.add((String) within.value(item)));
    }
    texts.removeIf(Objects::isNull);
    return texts;
  }
}
