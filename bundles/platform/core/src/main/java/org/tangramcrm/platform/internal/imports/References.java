package org.tangramcrm.platform.internal.imports;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.metadata.CollectionMetadata;
import org.tangramcrm.platform.metadata.Metadata;

/**
 * Records that cells name: by number, code, sign-in name, what they are called, or id. They are
 * looked for through the lists of their collections, many at a time: what the caller does not see
 * is not there.
 */
final class References {
  /** The rule that a cell breaks which names a record that is not there. */
  static final String MISSING = "import-no-record";

  private static final String USERS = "users";

  /** What records are known by, beside what they are called; the surest first. */
  private static final List<String> SURE = List.of("number", "code", "login");

  private static final int AT_ONCE = 50;

  /** As long as a filter may be, with room for what stands around the values. */
  private static final int LONGEST = 6_000;

  /** So many are remembered for the rows that follow. */
  private static final int MOST_KNOWN = 10_000;

  private final Records records;
  private final Metadata metadata;
  private final CurrentUser user;

  /** By collection and text; what was not found is looked for again, it may be there by then. */
  private final Map<String, Map<String, List<Long>>> known = new HashMap<>();

  References(Records records, Metadata metadata, CurrentUser user) {
    this.records = records;
    this.metadata = metadata;
    this.user = user;
  }

  /**
   * The record that a text names.
   *
   * @throws CrmException {@code invalid} where it names none, or several
   */
  Long id(Target target, String text) {
    var found = known(target.reference()).getOrDefault(text, List.of());
    if (found.size() == 1) {
      return found.get(0);
    }
    throw found.isEmpty()
        ? CrmException.invalid(target.name(), MISSING, text)
        : CrmException.invalid(target.name(), "import-several", text);
  }

  private Map<String, List<Long>> known(String collection) {
    return known.computeIfAbsent(collection, any -> new HashMap<>());
  }

  /** Forgets records of a collection: some that were found were rolled back. */
  void forget(String collection) {
    known.remove(collection);
  }

  /** Looks for the records that some rows name, before they are asked for one by one. */
  void prepare(String collection, Collection<String> texts) {
    var before = known(collection);
    if (before.size() > MOST_KNOWN) {
      before.clear();
    }
    var sought = new LinkedHashSet<>(texts);
    sought.removeIf(text -> before.getOrDefault(text, List.of()).size() == 1);
    // What was several before may be another number of them by now.
    before.keySet().removeAll(sought);
    if (sought.isEmpty()) {
      return;
    }
    try {
      find(collection, sought, before);
    } catch (CrmException e) {
      // Nothing of that collection is to be seen: then nothing is found, but oneself.
      if (e.code != Code.FORBIDDEN) {
        throw e;
      }
    }
    var own = user.get();
    if (collection.equals(USERS)) {
      for (var text : sought) {
        if (text.equals(own.login()) || text.equals(own.name()) || text.equals("" + own.id())) {
          before.putIfAbsent(text, List.of(own.id()));
        }
      }
    }
  }

  private void find(String collection, Set<String> sought, Map<String, List<Long>> found) {
    var described = metadata.get(collection);
    var ids = new LinkedHashSet<>(sought);
    ids.removeIf(text -> !text.matches("\\d{1,18}"));
    var rest = new LinkedHashSet<>(sought);
    var names = new LinkedHashSet<>(SURE);
    names.add(described.titleField);
    for (var name : names) {
      if (filterable(described, name)) {
        var hits = look(collection, name, rest);
        found.putAll(hits);
        rest.removeAll(hits.keySet());
      }
    }
    // Digits are an id last of all, and where they are something else as well, nobody knows which.
    look(collection, "id", ids)
        .forEach(
            (text, id) ->
                found.merge(
                    text,
                    id,
                    (named, same) -> {
                      var both = new LinkedHashSet<>(named);
                      both.addAll(same);
                      return List.copyOf(both);
                    }));
  }

  private static boolean filterable(CollectionMetadata described, String name) {
    return described.fields.stream()
        .anyMatch(
            field ->
                field.key.equals(name)
                    && field.filterable
                    && field.type.equals(FieldType.TEXT.text()));
  }

  /** The records that have one of some texts in a field. */
  private Map<String, List<Long>> look(String collection, String field, Collection<String> sought) {
    var hits = new HashMap<String, List<Long>>();
    for (var some : portions(sought)) {
      for (var record : page(records, collection, field, some)) {
        var value =
            Fields.of(record.getClass()).stream()
                .filter(each -> each.name().equals(field))
                .findFirst()
                .map(each -> each.value(record))
                .orElse(null);
        if (value != null) {
          hits.computeIfAbsent(value.toString(), key -> new ArrayList<>()).add(record.id);
        }
      }
    }
    return hits;
  }

  /** All records that have one of some values in a field, as the caller has them. */
  static List<BusinessRecord> page(
      Records records, String collection, String field, Collection<String> values) {
    var query =
        Query.filter(
            field
                + "=in=("
                + String.join(",", values.stream().map(References::quoted).toList())
                + ")");
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    var all = new ArrayList<BusinessRecord>();
    do {
      var page = records.page(collection, query);
      page.items.forEach(item -> all.add((BusinessRecord) item));
      query.cursor = page.next;
    } while (query.cursor != null);
    return all;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** As many at once as a filter may name. */
  static List<List<String>> portions(Collection<String> texts) {
    var portions = new ArrayList<List<String>>();
    var now = new ArrayList<String>();
    int length = 0;
    for (var text : texts) {
      int more = quoted(text).length() + 1;
      if (!now.isEmpty() && (now.size() == AT_ONCE || length + more > LONGEST)) {
        portions.add(List.copyOf(now));
        now.clear();
        length = 0;
      }
      if (more <= LONGEST) {
        now.add(text);
        length += more;
      }
    }
    if (!now.isEmpty()) {
      portions.add(List.copyOf(now));
    }
    return portions;
  }

  /** By what the fields of some records say. */
  static Map<String, List<BusinessRecord>> byValue(
      Collection<BusinessRecord> records, java.util.function.Function<BusinessRecord, Object> of) {
    var byValue = new LinkedHashMap<String, List<BusinessRecord>>();
    records.forEach(
        record ->
            byValue
                .computeIfAbsent(String.valueOf(of.apply(record)), key -> new ArrayList<>())
                .add(record));
    return byValue;
  }
}
