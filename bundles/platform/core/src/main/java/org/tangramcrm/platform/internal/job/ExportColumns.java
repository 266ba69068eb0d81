package org.tangramcrm.platform.internal.job;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.dictionary.Dictionaries;
import org.tangramcrm.platform.dictionary.Dictionary.Choice;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.table.NestedTexts;
import org.tangramcrm.platform.metadata.CollectionMetadata;
import org.tangramcrm.platform.metadata.CollectionMetadata.FieldMetadata;
import org.tangramcrm.platform.metadata.Metadata;

/**
 * The columns of an export, as people read them: codes by their names, references by what the
 * records are called, amounts beside their currency.
 */
final class ExportColumns {
  private static final int AT_ONCE = 100;

  /** So many names are kept for those who come again. */
  private static final int MOST_KNOWN = 5_000;

  private static final String SEPARATOR = NestedTexts.SEPARATOR;

  private final List<Column> columns;
  private final Records records;
  private final Metadata metadata;
  private final Dictionaries dictionaries;
  private final Map<String, Map<String, String>> labels = new HashMap<>();
  private final Map<String, Map<Long, String>> titles = new HashMap<>();

  private record Column(FieldModel field, FieldMetadata described) {
    boolean references() {
      return field.type() == FieldType.REFERENCE && described.reference != null
          || field.type() == FieldType.REFERENCES;
    }
  }

  ExportColumns(
      CollectionMetadata described,
      List<FieldModel> fields,
      Set<String> asked,
      Records records,
      Metadata metadata,
      Dictionaries dictionaries) {
    this.records = records;
    this.metadata = metadata;
    this.dictionaries = dictionaries;
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
    titles.values().stream().filter(known -> known.size() > MOST_KNOWN).forEach(Map::clear);
    for (var column : columns) {
      if (column.references()) {
        var ids = new LinkedHashSet<Long>();
        page.forEach(record -> ids(column, record).forEach(ids::add));
        name(column.described().reference, ids);
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

  /** As far as the caller may see them. */
  private void name(String collection, Set<Long> ids) {
    var known = titles.computeIfAbsent(collection, any -> new HashMap<>());
    var unknown = ids.stream().filter(id -> !known.containsKey(id)).toList();
    for (int at = 0; at < unknown.size(); at += AT_ONCE) {
      var some = unknown.subList(at, Math.min(unknown.size(), at + AT_ONCE));
      some.forEach(id -> known.put(id, id.toString()));
      try {
        known.putAll(named(collection, some));
      } catch (CrmException refused) {
        // Nothing of that collection is to be seen, or its module is stopped: the id tells which.
        continue;
      }
    }
  }

  private Map<Long, String> named(String collection, List<Long> ids) {
    var title = metadata.get(collection).titleField;
    var query =
        Query.filter(
            "id=in=(" + ids.stream().map(String::valueOf).collect(Collectors.joining(",")) + ")");
    query.fields = "id," + title;
    query.limit = AT_ONCE;
    query.count = "none";
    var named = new HashMap<Long, String>();
    for (var item : records.page(collection, query).items) {
      var fields = Fields.of(item.getClass());
      var name = value(fields, title, item);
      if (name != null) {
        named.put((Long) value(fields, "id", item), name.toString());
      }
    }
    return named;
  }

  private static Object value(List<FieldModel> fields, String name, Object record) {
    return fields.stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .map(field -> field.value(record))
        .orElse(null);
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
      case CODE -> label(column.described().dictionary, value.toString());
      case SET ->
          joined(
              ((Collection<?>) value)
                  .stream().map(code -> label(column.described().dictionary, code.toString())));
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
    return titles.get(column.described().reference).getOrDefault((Long) id, id.toString());
  }

  private String label(String dictionary, String code) {
    return labels.computeIfAbsent(dictionary, this::labels).getOrDefault(code, code);
  }

  /** None where the module that brings a dictionary is away: a company's field may outlast it. */
  private Map<String, String> labels(String dictionary) {
    try {
      return dictionaries.get(dictionary).items.stream()
          .collect(Collectors.toMap((Choice item) -> item.code, item -> item.title, (a, b) -> a));
    } catch (CrmException away) {
      return Map.of();
    }
  }
}
