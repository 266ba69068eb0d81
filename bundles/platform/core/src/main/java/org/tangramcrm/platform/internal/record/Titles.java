package org.tangramcrm.platform.internal.record;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.dictionary.Dictionaries;
import org.tangramcrm.platform.dictionary.Dictionary.Choice;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.metadata.Metadata;

/**
 * What records and codes are called, for a table that the caller is given: looked up many at once,
 * and as far as they may see them.
 */
public final class Titles {
  /** The ids of so many fit into a filter, however long they are. */
  private static final int AT_ONCE = 300;

  /** So many names are kept for those who come again. */
  private static final int MOST_KNOWN = 5_000;

  private final Records records;
  private final Metadata metadata;
  private final Dictionaries dictionaries;
  private final Map<String, Map<String, String>> labels = new HashMap<>();
  private final Map<String, Map<Long, String>> titles = new HashMap<>();

  public Titles(Records records, Metadata metadata, Dictionaries dictionaries) {
    this.records = records;
    this.metadata = metadata;
    this.dictionaries = dictionaries;
  }

  /** Looks up what some records are called. */
  public void prepare(String collection, Collection<Long> ids) {
    var known = titles.computeIfAbsent(collection, any -> new HashMap<>());
    if (known.size() > MOST_KNOWN) {
      known.clear();
    }
    var unknown = ids.stream().distinct().filter(id -> !known.containsKey(id)).toList();
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

  /** What a record that was {@link #prepare}d is called; its id where the caller may not know. */
  public String of(String collection, Long id) {
    return titles.get(collection).getOrDefault(id, id.toString());
  }

  /** What a code is called; the code itself where nobody says. */
  public String label(String dictionary, String code) {
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
