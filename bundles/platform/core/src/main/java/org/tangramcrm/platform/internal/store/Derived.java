package org.tangramcrm.platform.internal.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.internal.search.SearchIndex;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.store.StoreSpec.Parent;

/**
 * What is kept of a record beside what was entered, so that it is found, sorted and reached: search
 * text with its index rows, sort keys, and the owners of the records that it belongs to. Written in
 * the record's own transaction.
 */
final class Derived<D extends BusinessRecord> {
  /** As long as a sort key's column is. */
  private static final int SORT_KEY = 400;

  private final StoreSpec<?, D> spec;
  private final List<Part> searched;

  /** Fields that were retired: what records have in them stays in the index as it stays in them. */
  private final List<FieldModel> retired;

  private final Map<FieldModel, String> sortKeys = new LinkedHashMap<>();
  private final Function<String, String> tables;
  private final SearchIndex index;
  private final Sql sql;

  /**
   * @param tables the table of a collection; null where no store is open for it
   */
  Derived(
      StoreSpec<?, D> spec,
      List<FieldModel> fields,
      List<FieldModel> retired,
      Function<String, String> tables,
      SearchIndex index,
      Sql sql) {
    this.spec = spec;
    this.tables = tables;
    this.index = index;
    this.sql = sql;
    this.retired = retired.stream().filter(field -> field.declaration().searched()).toList();
    searched = Part.of(fields, field -> field.declaration().searched());
    for (var field : fields) {
      var key = spec.names().get(field.name());
      if (key != null) {
        sortKeys.put(field, key);
      }
    }
  }

  /**
   * @param before null for a record that is new or has nothing kept yet
   */
  void write(long id, D before, D after) {
    find(id, before, after);
    belong(id, before, after);
  }

  private void find(long id, D before, D after) {
    var now = values(after);
    var found = !searched.isEmpty() && (before == null || !now.equals(values(before)));
    var sorted =
        sortKeys.keySet().stream()
            .anyMatch(
                field ->
                    before == null || !Objects.equals(field.value(before), field.value(after)));
    if (!found && !sorted) {
      return;
    }
    // Always all of them, so that it is one statement: of two that are put off the later one holds.
    var columns = new LinkedHashMap<String, Object>();
    sortKeys.forEach(
        (field, column) ->
            columns.put(column, index.sortKey((String) field.value(after), SORT_KEY)));
    if (!searched.isEmpty()) {
      var kept = kept(id);
      var entry = index.entry(spec.collection(), both(now, kept));
      columns.put("search_text", entry.text());
      if (found) {
        index.write(
            id,
            before == null
                ? SearchIndex.Entry.NONE
                : index.entry(spec.collection(), both(values(before), kept)),
            entry);
      }
    }
    var values = new ArrayList<>(columns.values());
    values.add(id);
    sql.later(
        "update "
            + spec.table()
            + " set "
            + String.join(" = ?, ", columns.keySet())
            + " = ? where id = ?",
        List.<Object[]>of(values.toArray()));
  }

  private List<String> values(D record) {
    return searched.stream().flatMap(part -> part.texts(record).stream()).toList();
  }

  /** What no write changes, and no record tells. */
  private List<String> kept(long id) {
    if (retired.isEmpty()) {
      return List.of();
    }
    var values = new ArrayList<Object>();
    retired.forEach(field -> values.add(field.custom().id));
    var marks = Sql.marks(values.size());
    values.add(id);
    return sql.query(
        "select text_value from tangram_custom_value where field_id in ("
            + marks
            + ") and record_id = ?",
        values,
        row -> row.getString(1));
  }

  private static List<String> both(List<String> values, List<String> others) {
    return Stream.concat(values.stream(), others.stream()).toList();
  }

  private void belong(long id, D before, D after) {
    if (spec.parents() == null) {
      return;
    }
    var now = Set.copyOf(spec.parents().apply(after));
    if (before != null && Set.copyOf(spec.parents().apply(before)).equals(now)) {
      return;
    }
    sql.update(
        "delete from tangram_parent where child_collection = ? and child_id = ?",
        spec.collection(),
        id);
    now.forEach(parent -> belong(id, parent));
  }

  private void belong(long id, Parent parent) {
    var table = tables.apply(parent.collection());
    if (table == null) {
      throw new IllegalStateException("No store is open for " + parent.collection());
    }
    sql.update(
        "insert into tangram_parent (child_collection, child_id, parent_collection, parent_id, owner_id, department_id)"
            + " select '"
            + spec.collection()
            // No id in its text: Derby would compile it anew for each record.
            + "', cast(? as bigint), '"
            + parent.collection()
            + "', t.id, t.owner_id, t.department_id from "
            + table
            + " t where t.id = ?",
        id,
        parent.id());
  }
}
