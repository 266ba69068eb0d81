package org.tangramcrm.platform.internal.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * Keeps records that others refer to from being deleted, where the fields that refer say so ({@link
 * org.tangramcrm.platform.contract.Field#restrictsDelete}).
 */
final class Holders {
  private final String collection;
  private final String table;
  private final Sql sql;
  private final UnaryOperator<String> tables;
  private final UnaryOperator<String> titles;
  private final Map<Part, Condition> parts = new LinkedHashMap<>();

  /**
   * @param tables of each collection; null for one that nobody opened
   * @param titles what each collection is called, in the caller's language
   */
  Holders(
      String collection,
      String table,
      List<FieldModel> fields,
      Sql sql,
      UnaryOperator<String> tables,
      UnaryOperator<String> titles) {
    this.collection = collection;
    this.table = table;
    this.sql = sql;
    this.tables = tables;
    this.titles = titles;
    var columns = new Columns(collection, fields, Map.of(), Codes.NONE);
    Part.of(fields, field -> field.declaration().restrictsDelete()).stream()
        // In one order, in which any two that hold the same meet.
        .sorted(Comparator.comparing(Holders::target).thenComparing(Part::path))
        .forEach(
            part ->
                parts.put(
                    part,
                    new Filters(columns, null, sql.dialect())
                        .filter(part.declared().declaration().restrictsWhile())));
  }

  private static String target(Part part) {
    return part.declared().declaration().reference();
  }

  /** Which rows {@code t} keep what they refer to there. */
  Condition meanwhile(Part part) {
    return parts.getOrDefault(part, Condition.TRUE);
  }

  /** Whether it hangs on what else a record says. */
  boolean conditional() {
    return parts.values().stream().anyMatch(meanwhile -> !meanwhile.isTrue());
  }

  /**
   * That nothing keeps a record, which is held.
   *
   * @throws CrmException {@code in-use}, naming the collections whose records refer to it
   */
  void check(long id) {
    var holding = new References(sql).holding(collection, id);
    if (!holding.isEmpty()) {
      throw new CrmException(
          Code.IN_USE,
          "store.held",
          holding.stream().map(titles).collect(Collectors.joining(", ")));
    }
  }

  /** By which parts a record that is there keeps what it refers to, where that hangs on it. */
  Set<Part> keeping(long id) {
    return keeping(Set.of(id)).of(id);
  }

  /** By which parts records keep what they refer to, where that hangs on them. */
  Keeping keeping(Collection<Long> ids) {
    var keeping = new LinkedHashMap<Part, Set<Long>>();
    parts.forEach(
        (part, meanwhile) -> {
          if (!meanwhile.isTrue() && !ids.isEmpty()) {
            var which = Condition.and(List.of(Condition.in("t.id", ids), meanwhile));
            keeping.put(
                part,
                Set.copyOf(
                    sql.query(
                        "select t.id from " + table + " t where " + which.sql(),
                        which.values(),
                        row -> row.getLong(1))));
          }
        });
    return new Keeping(keeping);
  }

  /** Which records keep what they refer to, by part. */
  record Keeping(Map<Part, Set<Long>> ids) {
    Set<Part> of(long id) {
      return ids.keySet().stream()
          .filter(part -> ids.get(part).contains(id))
          .collect(Collectors.toSet());
    }
  }

  /**
   * Holds what a record is going to refer to, before it is written: whoever deletes that looks for
   * what was written, and two that wait for each other would cost one of them another try.
   *
   * @param before null for a record that comes to be, or comes back
   * @param kept by which parts it kept what it referred to, where that hangs on it
   */
  void ahead(BusinessRecord before, BusinessRecord sent, Set<Part> kept) {
    parts.forEach(
        (part, meanwhile) -> {
          var ids = ids(part, sent);
          if (before != null && (meanwhile.isTrue() || kept.contains(part))) {
            ids.keySet().removeAll(ids(part, before).keySet());
          }
          ids.keySet().forEach(id -> hold(part, id));
        });
  }

  /**
   * Holds what a record that is written has come to refer to, or to keep.
   *
   * @param before null for a record that comes to be, or comes back
   * @param kept by which parts it kept what it referred to, where that hangs on it
   * @throws CrmException {@code invalid} where that is not there any more
   */
  void hold(BusinessRecord before, BusinessRecord after, Set<Part> kept) {
    hold(before, after, kept, part -> keeping(after.id).contains(part));
  }

  /**
   * The same of several that are written, by their ids.
   *
   * @throws CrmException {@code invalid} where something is not there any more
   */
  void hold(
      Map<Long, ? extends BusinessRecord> before,
      Map<Long, ? extends BusinessRecord> after,
      Keeping kept) {
    var keeping = keeping(after.keySet());
    after.forEach(
        (id, record) -> hold(before.get(id), record, kept.of(id), keeping.of(id)::contains));
  }

  private void hold(
      BusinessRecord before, BusinessRecord after, Set<Part> kept, Predicate<Part> keeping) {
    parts.forEach(
        (part, meanwhile) -> {
          var ids = ids(part, after);
          if (before != null && (meanwhile.isTrue() || kept.contains(part))) {
            ids.keySet().removeAll(ids(part, before).keySet());
          }
          if (!ids.isEmpty() && (meanwhile.isTrue() || keeping.test(part))) {
            ids.forEach(
                (id, at) -> {
                  if (!hold(part, id)) {
                    throw CrmException.invalid(at, "unknown-reference", target(part));
                  }
                });
          }
        });
  }

  /** What a record refers to there, in order, and where each stands. */
  private static Map<Long, String> ids(Part part, BusinessRecord record) {
    var ids = new TreeMap<Long, String>();
    var value = part.field().value(record);
    if (value instanceof Collection<?> several) {
      int i = 0;
      for (var one : several) {
        var at = part.field().name() + "[" + i++ + "]";
        if (part.within() == null) {
          put(ids, one, at);
        } else if (one != null) {
          put(ids, part.within().value(one), at + "." + part.within().name());
        }
      }
    } else if (part.within() == null) {
      put(ids, value, part.field().name());
    } else if (value != null) {
      put(ids, part.within().value(value), part.path());
    }
    return ids;
  }

  private static void put(Map<Long, String> ids, Object value, String at) {
    if (value instanceof Long id) {
      ids.putIfAbsent(id, at);
    } else if (value instanceof Collection<?> several) {
      several.forEach(one -> put(ids, one, at));
    }
  }

  /** Whether it is there; if so it stays until the transaction ends. */
  private boolean hold(Part part, long id) {
    var held = tables.apply(target(part));
    return held != null
        && sql.first(
                "select t.id from "
                    + held
                    + " t where t.id = ? and t.deleted_key = 0"
                    + sql.dialect().held(),
                List.of(id),
                row -> row.getLong(1))
            .isPresent();
  }
}
