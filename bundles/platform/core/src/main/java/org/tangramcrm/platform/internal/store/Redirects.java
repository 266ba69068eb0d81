package org.tangramcrm.platform.internal.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * Which record answers for one that was merged into it. Asked only where a record is not there, so
 * that it costs nothing where it is.
 */
public final class Redirects {
  private final Sql sql;

  public Redirects(Sql sql) {
    this.sql = sql;
  }

  /** The record that one was merged into, over as many merges as there were. */
  public Optional<Long> survivor(String collection, long id) {
    var next = next(collection, id);
    var survivor = next;
    while (next.isPresent()) {
      survivor = next;
      next = next(collection, next.get());
    }
    return survivor;
  }

  private Optional<Long> next(String collection, long id) {
    return sql.first(
        "select survivor_id from tangram_merged where record_id = ? and collection = ?",
        List.of(id, collection),
        row -> row.getLong(1));
  }

  /** The record that the one with a number was merged into. */
  Optional<Long> survivorOf(String collection, String number) {
    return sql.first(
            "select record_id from tangram_merged where number = ? and collection = ?",
            List.of(number, collection),
            row -> row.getLong(1))
        .flatMap(id -> survivor(collection, id));
  }

  /** All records that were merged into one, and into those. */
  Set<Long> mergedInto(String collection, long id) {
    var found = new LinkedHashSet<Long>();
    var next = List.of(id);
    while (!next.isEmpty()) {
      var values = new ArrayList<Object>(next);
      values.add(collection);
      next =
          sql.query(
              "select record_id from tangram_merged where survivor_id in ("
                  + Sql.marks(next.size())
                  + ") and collection = ?",
              values,
              row -> row.getLong(1));
      found.addAll(next);
    }
    return found;
  }

  /**
   * Has what a caller sent refer to the records that answer for those it refers to.
   *
   * @param mergeable which collections' records can be merged
   */
  public void follow(List<FieldModel> fields, Predicate<String> mergeable, Object record) {
    var parts = Part.of(fields, field -> mergeable.test(field.declaration().reference()));
    var ids = new LinkedHashSet<Long>();
    parts.forEach(part -> visit(part, record, (field, holder) -> ids.addAll(ids(field, holder))));
    record Merged(String collection, long id) {}
    var merged = new HashMap<Merged, Long>();
    for (var some : Repointing.portions(List.copyOf(ids))) {
      sql.query(
              "select collection, record_id from tangram_merged where record_id in ("
                  + Sql.marks(some.size())
                  + ")",
              some,
              row -> new Merged(row.getString(1), row.getLong(2)))
          .forEach(
              one -> survivor(one.collection(), one.id()).ifPresent(to -> merged.put(one, to)));
    }
    if (merged.isEmpty()) {
      return;
    }
    for (var part : parts) {
      visit(
          part,
          record,
          (field, holder) ->
              replace(
                  field,
                  holder,
                  id -> merged.getOrDefault(new Merged(field.declaration().reference(), id), id)));
    }
  }

  private interface Visitor {
    void visit(FieldModel field, Object holder);
  }

  /** Calls for a field of a record, or of each of its nested values. */
  private static void visit(Part part, Object record, Visitor visitor) {
    if (part.within() == null) {
      visitor.visit(part.field(), record);
    } else if (part.field().value(record) instanceof Collection<?> items) {
      items.stream().filter(Objects::nonNull).forEach(item -> visitor.visit(part.within(), item));
    }
  }

  private static List<Long> ids(FieldModel field, Object holder) {
    var value = field.value(holder);
    return value instanceof Long id
        ? List.of(id)
        : value instanceof Collection<?> several
            ? several.stream().filter(Long.class::isInstance).map(Long.class::cast).toList()
            : List.of();
  }

  private static void replace(
      FieldModel field, Object holder, java.util.function.UnaryOperator<Long> with) {
    var value = field.value(holder);
    if (value instanceof Long id) {
      field.set(holder, with.apply(id));
    } else if (value instanceof Collection<?>) {
      field.set(
          holder,
          new ArrayList<>(new LinkedHashSet<>(ids(field, holder).stream().map(with).toList())));
    }
  }

  /**
   * Notes that records answer with another one from now on.
   *
   * @param numbers of the records, by their ids; null where they have none
   */
  void add(String collection, Map<Long, String> numbers, long survivor, long merge) {
    sql.batch(
        "insert into tangram_merged (record_id, collection, number, survivor_id, merge_id) values (?, ?, ?, ?, ?)",
        numbers.entrySet().stream()
            .map(
                record ->
                    new Object[] {record.getKey(), collection, record.getValue(), survivor, merge})
            .toList());
  }

  void remove(long merge) {
    sql.update("delete from tangram_merged where merge_id = ?", merge);
  }
}
