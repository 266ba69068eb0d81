package org.tangramcrm.platform.internal.store;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * Keeps records that others refer to from being deleted, where the fields that refer say so ({@link
 * org.tangramcrm.platform.contract.Field#restrictsDelete}).
 */
final class Holders {
  private final Sql sql;
  private final UnaryOperator<String> tables;
  private final UnaryOperator<String> titles;

  /**
   * @param tables of each collection; null for one that nobody opened
   * @param titles what each collection is called, in the caller's language
   */
  Holders(Sql sql, UnaryOperator<String> tables, UnaryOperator<String> titles) {
    this.sql = sql;
    this.tables = tables;
    this.titles = titles;
  }

  /**
   * @throws CrmException {@code in-use}, naming the collections whose records refer to it
   */
  void check(String collection, long id) {
    var holding = new References(sql).holding(collection, id);
    if (!holding.isEmpty()) {
      throw new CrmException(
          Code.IN_USE,
          "store.held",
          holding.stream().map(titles).collect(Collectors.joining(", ")));
    }
  }

  /**
   * Holds what a record comes to refer to, so that nobody deletes it meanwhile.
   *
   * @param before null for a record that comes to be, or comes back
   * @throws CrmException {@code invalid} where it is not there any more
   */
  void hold(List<FieldModel> fields, BusinessRecord before, BusinessRecord after) {
    for (var field : fields) {
      if (field.declaration().restrictsDelete()
          && (before == null || !Objects.equals(field.value(before), field.value(after)))) {
        ids(field, after).sorted().forEach(id -> hold(field, id));
      }
    }
  }

  private static Stream<Long> ids(FieldModel field, BusinessRecord record) {
    var value = field.value(record);
    return field.type() == FieldType.REFERENCES
        ? ((Collection<?>) value).stream().map(Long.class::cast)
        : Stream.ofNullable((Long) value);
  }

  private void hold(FieldModel field, long id) {
    var collection = field.declaration().reference();
    var table = tables.apply(collection);
    if (table == null
        || sql.update(
                "update " + table + " set version = version where id = ? and deleted_key = 0", id)
            == 0) {
      throw CrmException.invalid(field.name(), "unknown-reference", collection);
    }
  }
}
