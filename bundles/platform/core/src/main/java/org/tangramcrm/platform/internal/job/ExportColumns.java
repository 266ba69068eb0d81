package org.tangramcrm.platform.internal.job;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.internal.record.Titles;
import org.tangramcrm.platform.internal.table.NestedTexts;
import org.tangramcrm.platform.metadata.CollectionMetadata;
import org.tangramcrm.platform.metadata.CollectionMetadata.FieldMetadata;

/**
 * The columns of an export, as people read them: codes by their names, references by what the
 * records are called, amounts beside their currency.
 */
final class ExportColumns {
  private static final String SEPARATOR = NestedTexts.SEPARATOR;

  private final List<Column> columns;
  private final Titles titles;

  private record Column(FieldModel field, FieldMetadata described) {
    boolean references() {
      return field.type() == FieldType.REFERENCE && described.reference != null
          || field.type() == FieldType.REFERENCES;
    }
  }

  ExportColumns(
      CollectionMetadata described, List<FieldModel> fields, Set<String> asked, Titles titles) {
    this.titles = titles;
    var byName = fields.stream().collect(Collectors.toMap(FieldModel::name, field -> field));
    var seen =
        described.fields.stream()
            .filter(field -> !field.writeOnly)
            .collect(
                Collectors.toMap(
                    field -> field.key, field -> field, (a, b) -> a, java.util.LinkedHashMap::new));
    this.columns =
        (asked.isEmpty() ? seen.keySet() : asked)
            .stream()
                .filter(seen::containsKey)
                .map(name -> new Column(byName.get(name), seen.get(name)))
                .toList();
  }

  List<String> titles() {
    var titles = new ArrayList<String>();
    for (var column : columns) {
      titles.add(column.described().title);
      if (column.field().type() == FieldType.MONEY) {
        titles.add(column.described().title + " (ISO 4217)");
      }
    }
    return titles;
  }

  /** Looks up what the references of some records are called, all at once. */
  void prepare(List<?> page) {
    for (var column : columns) {
      if (column.references()) {
        var ids = new LinkedHashSet<Long>();
        page.forEach(record -> ids(column, record).forEach(ids::add));
        titles.prepare(column.described().reference, ids);
      }
    }
  }

  private static List<Long> ids(Column column, Object record) {
    var value = column.field().value(record);
    if (value instanceof Collection<?> several) {
      return several.stream().map(Long.class::cast).toList();
    }
    return value == null ? List.of() : List.of((Long) value);
  }

  List<Object> row(Object record) {
    var values = new ArrayList<Object>();
    for (var column : columns) {
      var value = column.field().value(record);
      if (column.field().type() == FieldType.MONEY) {
        var money = (Money) value;
        values.add(money == null ? null : money.amount);
        values.add(money == null ? null : money.currency);
      } else {
        values.add(shown(column, value));
      }
    }
    return values;
  }

  private Object shown(Column column, Object value) {
    if (value == null) {
      return null;
    }
    return switch (column.field().type()) {
      case CODE -> titles.label(column.described().dictionary, value.toString());
      case SET ->
          joined(
              ((Collection<?>) value)
                  .stream()
                      .map(code -> titles.label(column.described().dictionary, code.toString())));
      // An id is no number: Excel would round it.
      case REFERENCE -> column.references() ? title(column, value) : value.toString();
      case REFERENCES -> joined(((Collection<?>) value).stream().map(id -> title(column, id)));
      case NESTED -> NestedTexts.shown(column.field(), value);
      default -> value;
    };
  }

  private static String joined(java.util.stream.Stream<String> texts) {
    return texts.collect(Collectors.joining(SEPARATOR));
  }

  private String title(Column column, Object id) {
    return titles.of(column.described().reference, (Long) id);
  }
}
