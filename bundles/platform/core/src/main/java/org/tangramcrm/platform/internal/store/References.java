package org.tangramcrm.platform.internal.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.sql.SqlFailure;

/**
 * Which columns refer to the records of a collection, kept in the database: the tables of a module
 * that is stopped, or not installed just now, are still there, and so is what they refer to.
 */
final class References {
  private final Sql sql;

  private record Kept(
      String path,
      String table,
      String target,
      String kind,
      boolean quiet,
      boolean parent,
      boolean restricts,
      String meanwhile) {}

  References(Sql sql) {
    this.sql = sql;
  }

  /**
   * Keeps what the records of a collection refer to, as its store is opened.
   *
   * @param child whether it is kept what they belong to
   * @param holders which of what they refer to they keep
   */
  void keep(
      String collection, String table, List<FieldModel> fields, boolean child, Holders holders) {
    var declared =
        Set.copyOf(
            Part.of(fields, field -> !field.declaration().reference().isEmpty()).stream()
                .filter(part -> part.field().declaration().stored())
                .filter(part -> !part.field().declaration().staysInMerge())
                .map(part -> kept(part, table, child, holders.meanwhile(part)))
                .toList());
    var known = kept(collection);
    if (declared.equals(known)) {
      return;
    }
    var paths = known.stream().map(Kept::path).collect(Collectors.toSet());
    try {
      // First what is new: a merge on another node finds each of them at any moment.
      declared.stream()
          .filter(one -> !known.contains(one))
          .forEach(one -> keep(collection, one, paths.remove(one.path())));
      declared.forEach(one -> paths.remove(one.path()));
      paths.forEach(
          path ->
              sql.update(
                  "delete from tangram_reference where collection = ? and path = ?",
                  collection,
                  path));
    } catch (SqlFailure e) {
      // Another node that came up with it at the same moment has written the same.
      if (!declared.equals(kept(collection))) {
        throw e;
      }
    }
  }

  private void keep(String collection, Kept one, boolean known) {
    sql.update(
        known
            ? "update tangram_reference set table_name = ?, target = ?, kind = ?, quiet = ?, parent = ?, restricts = ?, restricts_while = ? where collection = ? and path = ?"
            : "insert into tangram_reference (table_name, target, kind, quiet, parent, restricts, restricts_while, collection, path) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        one.table(),
        one.target(),
        one.kind(),
        one.quiet() ? 1 : 0,
        one.parent() ? 1 : 0,
        one.restricts() ? 1 : 0,
        one.meanwhile(),
        collection,
        one.path());
  }

  private static Kept kept(Part part, String table, boolean child, Condition meanwhile) {
    var field = part.declared();
    var kind =
        part.within() != null
            ? Reference.Kind.NESTED
            : part.field().type() == FieldType.REFERENCES ? Reference.Kind.IDS : Reference.Kind.ID;
    return new Kept(
        part.path(),
        table,
        field.declaration().reference(),
        kind.name(),
        part.field().declaration().readOnly(),
        child && field.declaration().parent(),
        field.declaration().restrictsDelete(),
        meanwhile.text());
  }

  private Set<Kept> kept(String collection) {
    return Set.copyOf(
        sql.query(
            "select path, table_name, target, kind, quiet, parent, restricts, restricts_while from tangram_reference where collection = ?",
            List.of(collection),
            row ->
                new Kept(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getInt(5) == 1,
                    row.getInt(6) == 1,
                    row.getInt(7) == 1,
                    Objects.requireNonNullElse(row.getString(8), ""))));
  }

  /**
   * The collections with records that are there and keep another from being deleted; also those of
   * modules that are not here just now.
   */
  List<String> holding(String target, long id) {
    return sql
        .query(
            "select collection, table_name, path, kind, restricts_while from tangram_reference where target = ? and restricts = 1 order by collection, path",
            List.of(target),
            row ->
                new Reference(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    Reference.Kind.valueOf(row.getString(4)),
                    false,
                    false,
                    Condition.and(
                            List.of(
                                RecordStore.PRESENT,
                                new Condition(
                                    Objects.requireNonNullElse(row.getString(5), ""), List.of())))
                        .sql()))
        .stream()
        .filter(one -> sql.hasTable(one.table()) && refers(one, id))
        .map(Reference::collection)
        .distinct()
        .toList();
  }

  private boolean refers(Reference reference, long id) {
    var which = reference.refersTo(List.of(id));
    return sql.first(
            "select t.id from "
                + reference.table()
                + " t where "
                + which.sql()
                + " fetch first 1 rows only",
            which.values(),
            row -> row.getLong(1))
        .isPresent();
  }

  /**
   * What refers to the records of a collection, by the collection that does; what the platform
   * keeps beside records too. A module that was removed for good may have taken its tables along.
   */
  Map<String, List<Reference>> to(String target) {
    var found = new LinkedHashMap<String, List<Reference>>();
    sql
        .query(
            "select collection, table_name, path, kind, quiet, parent from tangram_reference where target = ? order by collection, path",
            List.of(target),
            row ->
                new Reference(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    Reference.Kind.valueOf(row.getString(4)),
                    row.getInt(5) == 1,
                    row.getInt(6) == 1,
                    ""))
        .stream()
        .filter(one -> sql.hasTable(one.table()))
        .forEach(
            one -> found.computeIfAbsent(one.collection(), name -> new ArrayList<>()).add(one));
    Repointing.BESIDE.forEach(
        (collection, table) ->
            found
                .computeIfAbsent(collection, name -> new ArrayList<>())
                .add(
                    new Reference(
                        collection,
                        table,
                        "recordId",
                        Reference.Kind.ID,
                        false,
                        false,
                        "collection = '" + target + "'")));
    return found;
  }
}
