package org.tangramcrm.platform.internal.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.facts.Facts.Changed;
import org.tangramcrm.platform.internal.identity.Stamps;
import org.tangramcrm.platform.internal.identity.Teams;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.Handover.Holder;
import org.tangramcrm.platform.internal.store.Reference.Target;
import org.tangramcrm.platform.store.Relations;

/**
 * Has all that refers to some records of a collection follow another one, many at a time, and notes
 * what stood there, so that it can go back. It goes by what is kept of references, not by modules:
 * those that are stopped have their tables, too. In the transaction that is open.
 */
public final class Repointing {
  /** What the platform keeps beside the records of any collection, with its tables. */
  static final Map<String, String> BESIDE =
      Map.of("attachments", "tangram_attachment", "comments", "tangram_comment");

  private static final String NOTE =
      "insert into tangram_merge_row (merge_id, collection, record_id, path, was) values (?, ?, ?, ?, ?)";

  private final String collection;
  private final String table;
  private final boolean remembers;
  private final Sql sql;
  private final Facts facts;
  private final Following following;
  private final Redirects redirects;

  /**
   * Records that become one.
   *
   * @param id of the merge
   * @param merged in the order in which they were named
   */
  public record Union(long id, long survivor, List<Long> merged) {
    Target target() {
      return new Target(survivor, Set.copyOf(merged));
    }

    /** The one that stays, too. */
    public Set<Long> all() {
      var all = new TreeSet<>(merged);
      all.add(survivor);
      return all;
    }
  }

  /**
   * @param remembers whether rows tell whose they were
   */
  Repointing(
      String collection,
      String table,
      boolean remembers,
      Sql sql,
      Facts facts,
      Following following) {
    this.collection = collection;
    this.table = table;
    this.remembers = remembers;
    this.sql = sql;
    this.facts = facts;
    this.following = following;
    this.redirects = new Redirects(sql);
  }

  // ---- the records themselves

  /**
   * Keeps the records for the open transaction; in one order, so that two who hold several do not
   * wait for each other.
   *
   * @return those that are there
   */
  public Set<Long> hold(Union union) {
    union
        .all()
        .forEach(id -> sql.update("update " + table + " set version = version where id = ?", id));
    return Set.copyOf(
        sql.query(
            "select id from " + table + " where deleted_key = 0 and " + ids("id", union.all()),
            List.copyOf(union.all()),
            row -> row.getLong(1)));
  }

  public int version(long id) {
    return sql.query(
            "select version from " + table + " where id = ?", List.of(id), row -> row.getInt(1))
        .get(0);
  }

  /** Whose a record is, as what belongs to it keeps it, too. */
  public Holder ownerOf(long id) {
    return sql.query(
            "select owner_id, department_id from " + table + " where id = ?",
            List.of(id),
            row -> new Holder((Long) row.getObject(1), (Long) row.getObject(2)))
        .get(0);
  }

  /**
   * Gives the one that stayed back to whose it was, who may have left since; of the version that it
   * has.
   */
  public void giveTo(Union union, Holder holder, long by) {
    var values = new ArrayList<Object>(Arrays.asList(holder.userId(), holder.departmentId()));
    if (remembers) {
      values.add(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }
    values.add(union.survivor());
    sql.update(
        "update "
            + table
            + " set owner_id = ?, department_id = ?"
            + Handover.remembered(remembers)
            + " where id = ?",
        values.toArray());
    following.changed(collection, Map.of(union.survivor(), holder), by);
  }

  /** Brings a record back that went, since when it was whose it is staying as it was. */
  public void bringBack(long id, Runnable restoring) {
    if (!remembers) {
      restoring.run();
      return;
    }
    var since =
        sql.query(
                "select owned_since from " + table + " where id = ?",
                List.of(id),
                row -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
            .get(0);
    restoring.run();
    sql.update("update " + table + " set owned_since = ? where id = ?", since.orElse(null), id);
  }

  /**
   * A new version of the one that stays, where none of its fields changes.
   *
   * @return the version
   */
  public int touch(Union union, long by) {
    sql.update(
        "update "
            + table
            + " set version = version + 1, updated_at = ?, updated_by = ? where id = ?",
        Instant.now().truncatedTo(ChronoUnit.MILLIS),
        by,
        union.survivor());
    var version = version(union.survivor());
    facts.append(collection, Facts.Kind.UPDATED, union.survivor(), version, null, null, by);
    return version;
  }

  /** From now on the records that go answer with the one that stays. */
  public void redirect(Union union) {
    var numbers = new HashMap<Long, String>();
    sql.query(
        "select id, number from " + table + " where " + ids("id", union.merged()),
        union.merged(),
        row -> numbers.put(row.getLong(1), row.getString(2)));
    redirects.add(collection, numbers, union.survivor(), union.id());
  }

  public void forgetRedirects(Union union) {
    redirects.remove(union.id());
  }

  /** Whether a record was merged into another. */
  public boolean merged(long id) {
    return redirects.survivor(collection, id).isPresent();
  }

  /** What a field that refers to its own collection says in a record; null for nothing. */
  public Long above(long id, String field) {
    return sql.first(
            "select " + Relations.column(field) + " from " + table + " where id = ?",
            List.of(id),
            row -> Optional.ofNullable((Long) row.getObject(1)))
        .flatMap(above -> above)
        .orElse(null);
  }

  /**
   * Whether a record would stand above itself by a field that refers to its own collection.
   *
   * @param to what the field would say in the record that stays
   */
  public boolean circular(Union union, String field, Long to) {
    var seen = new LinkedHashSet<Long>();
    for (var at = to; at != null && seen.add(at); ) {
      var here = union.merged().contains(at) ? Long.valueOf(union.survivor()) : at;
      if (here == union.survivor()) {
        return true;
      }
      at = above(here, field);
    }
    return false;
  }

  // ---- what refers to them

  /** The records that refer to those that go, by their collection. */
  public Map<String, Set<Long>> referring(Union union) {
    var found = new LinkedHashMap<String, Set<Long>>();
    references()
        .forEach(
            (referring, references) -> {
              var ids = referring(references, union);
              if (!ids.isEmpty()) {
                found.put(referring, ids);
              }
            });
    return found;
  }

  private Set<Long> referring(List<Reference> references, Union union) {
    var ids = new TreeSet<Long>();
    for (var reference : references) {
      if (reference.parent()) {
        var of = new ArrayList<Object>(union.merged());
        of.add(collection);
        of.add(reference.collection());
        ids.addAll(
            sql.query(
                "select child_id from tangram_parent where "
                    + ids("parent_id", union.merged())
                    + " and parent_collection = ? and child_collection = ?",
                of,
                row -> row.getLong(1)));
      } else {
        var which = reference.refersTo(union.merged());
        ids.addAll(
            sql.query(
                "select id from " + reference.table() + " where " + which.sql(),
                which.values(),
                row -> row.getLong(1)));
      }
    }
    return ids;
  }

  /**
   * Has all of it follow the one that stays.
   *
   * @param referring as {@link #referring} found it
   * @param told after each portion, with how many are through
   */
  public void follow(Union union, Map<String, Set<Long>> referring, long by, IntConsumer told) {
    var references = references();
    int through = 0;
    for (var found : referring.entrySet()) {
      var columns = references.get(found.getKey());
      for (var some : portions(List.copyOf(found.getValue()))) {
        change(
            columns,
            some,
            by,
            row -> {
              var notes = new ArrayList<Object[]>();
              for (var reference : columns) {
                var was = row.kept(reference);
                var now = reference.repointed(was, union.target(), self(reference, row, union));
                if (row.put(reference, now)) {
                  notes.add(note(union, reference, row, was));
                }
              }
              return notes;
            },
            this::note);
        through += some.size();
        told.accept(through);
      }
    }
    moveChildren(union);
    moveTeams(union, by);
    moveFollowers(union);
  }

  /** Whether it is kept beside records, and reached with them. */
  public static boolean beside(String collection) {
    return BESIDE.containsKey(collection);
  }

  /** Who followed one of them follows the one that stays, also when the merge is undone. */
  private void moveFollowers(Union union) {
    for (var merged : union.merged()) {
      sql.update(
          "insert into tangram_follow (user_id, collection, record_id, following, since)"
              + " select f.user_id, f.collection, "
              + union.survivor()
              + ", f.following, f.since from tangram_follow f where f.collection = ? and f.record_id = ?"
              + " and not exists (select 1 from tangram_follow g where g.user_id = f.user_id"
              + " and g.collection = f.collection and g.record_id = ?)",
          collection,
          merged,
          union.survivor());
    }
  }

  /**
   * Empties fields of one of the records by which it would stand above itself, whoever may change
   * them.
   */
  public void detach(Union union, long id, Set<String> fields, long by) {
    var columns =
        references().getOrDefault(collection, List.of()).stream()
            .filter(reference -> fields.contains(reference.path()))
            .toList();
    if (columns.isEmpty()) {
      return;
    }
    change(
        columns,
        List.of(id),
        by,
        row -> {
          var notes = new ArrayList<Object[]>();
          for (var reference : columns) {
            var was = row.kept(reference);
            if (row.put(reference, null)) {
              notes.add(note(union, reference, row, was));
            }
          }
          return notes;
        },
        this::note);
  }

  /**
   * Has what followed, and still does, refer again to what it referred to. A record of which it
   * cannot be told in one of its fields stays as it is in all of them: half of it would belong to
   * something else.
   *
   * @return how many stay so
   */
  public int giveBack(Union union, long by, IntConsumer told) {
    int through = 0;
    int kept = 0;
    for (var found : references().entrySet()) {
      var columns = new ArrayList<>(found.getValue());
      Collections.reverse(columns);
      var notes = noted(union, found.getKey());
      for (var some : portions(List.copyOf(notes.keySet()))) {
        var unclear = new TreeSet<Long>();
        change(
            columns,
            some,
            by,
            row -> {
              unclear.remove(row.id());
              if (!giveBack(row, columns, notes.get(row.id()), union)) {
                unclear.add(row.id());
              }
              return List.of();
            },
            none -> {});
        unclear.forEach(
            id ->
                sql.update(
                    "delete from tangram_merge_child where merge_id = ? and child_collection = ? and child_id = ?",
                    union.id(),
                    found.getKey(),
                    id));
        kept += unclear.size();
        through += some.size();
        told.accept(through);
      }
    }
    moveChildrenBack(union);
    moveTeamsBack(union, by);
    for (var notes : List.of("row", "child", "member")) {
      sql.update("delete from tangram_merge_" + notes + " where merge_id = ?", union.id());
    }
    return kept;
  }

  /** False where it cannot be told what one of its fields refers to; nothing is put then. */
  private boolean giveBack(
      Referring row, List<Reference> columns, Map<String, String> noted, Union union) {
    var back = new LinkedHashMap<Reference, String>();
    var values = new HashMap<>(row.kept);
    for (var column : columns) {
      var was = noted.get(column.path());
      if (was != null) {
        var is = values.get(column.column());
        var self = self(column, row, union);
        if (column.unclear(is, was, union.target(), self)) {
          return false;
        }
        var restored = column.restored(is, was, union.target(), self);
        values.put(column.column(), restored);
        back.put(column, restored);
      }
    }
    back.forEach(row::put);
    return true;
  }

  private Map<String, List<Reference>> references() {
    return new References(sql).to(collection);
  }

  private static Object[] note(Union union, Reference reference, Referring row, String was) {
    return new Object[] {union.id(), reference.collection(), row.id(), reference.path(), was};
  }

  private void note(List<Object[]> notes) {
    sql.batch(NOTE, notes);
  }

  /** How many there are to give back. */
  public int noted(Union union) {
    return sql.query(
            "select count(*) from (select distinct collection, record_id from tangram_merge_row where merge_id = ?) r",
            List.of(union.id()),
            row -> row.getInt(1))
        .get(0);
  }

  private Map<Long, Map<String, String>> noted(Union union, String referring) {
    var notes = new TreeMap<Long, Map<String, String>>();
    sql.query(
        "select record_id, path, was from tangram_merge_row where merge_id = ? and collection = ?",
        List.of(union.id(), referring),
        row ->
            notes
                .computeIfAbsent(row.getLong(1), id -> new HashMap<>())
                .put(row.getString(2), row.getString(3)));
    return notes;
  }

  private boolean self(Reference reference, Referring row, Union union) {
    return reference.collection().equals(collection) && row.id() == union.survivor();
  }

  static List<List<Long>> portions(List<Long> ids) {
    var portions = new ArrayList<List<Long>>();
    for (int at = 0; at < ids.size(); at += Handover.PORTION) {
      portions.add(ids.subList(at, Math.min(ids.size(), at + Handover.PORTION)));
    }
    return portions;
  }

  // ---- columns

  /** A row with the columns that refer. */
  private static final class Referring {
    private final long id;
    private final int version;
    private final Map<String, String> kept = new HashMap<>();
    private final ObjectNode before = JsonNodeFactory.instance.objectNode();
    private final ObjectNode after = JsonNodeFactory.instance.objectNode();
    private boolean changed;

    Referring(long id, int version) {
      this.id = id;
      this.version = version;
    }

    long id() {
      return id;
    }

    String kept(Reference reference) {
      return kept.get(reference.column());
    }

    /** Whether that is another value than stood there. */
    boolean put(Reference reference, String now) {
      var was = kept.put(reference.column(), now);
      if (Objects.equals(was, now)) {
        return false;
      }
      changed = true;
      if (!reference.quiet()) {
        if (was != null && !before.has(reference.field())) {
          before.set(reference.field(), reference.shown(was));
        }
        after.remove(reference.field());
        if (now != null) {
          after.set(reference.field(), reference.shown(now));
        }
      }
      return true;
    }

    boolean told() {
      return !before.isEmpty() || !after.isEmpty();
    }
  }

  private interface Change {
    /** Puts what is to stand there, and answers what is to be noted of it. */
    List<Object[]> of(Referring row);
  }

  /**
   * Changes columns of some rows of a table. A row that somebody else changed meanwhile is read
   * again: nothing of theirs is lost.
   */
  private void change(
      List<Reference> columns,
      List<Long> ids,
      long by,
      Change change,
      java.util.function.Consumer<List<Object[]>> noted) {
    var left = ids;
    while (!left.isEmpty()) {
      var rows = read(columns, left);
      var notes = new HashMap<Long, List<Object[]>>();
      rows.forEach(row -> notes.put(row.id(), change.of(row)));
      rows.removeIf(row -> !row.changed);
      var written = new LinkedHashSet<Long>();
      written.addAll(write(columns, rows.stream().filter(Referring::told).toList(), by));
      written.addAll(write(columns, rows.stream().filter(row -> !row.told()).toList(), null));
      noted.accept(written.stream().flatMap(id -> notes.get(id).stream()).toList());
      left = rows.stream().map(Referring::id).filter(id -> !written.contains(id)).toList();
    }
  }

  private List<Referring> read(List<Reference> columns, List<Long> ids) {
    var names = columns.stream().map(Reference::column).distinct().toList();
    return new ArrayList<>(
        sql.query(
            "select id, version, "
                + String.join(", ", names)
                + " from "
                + columns.get(0).table()
                + " where "
                + ids("id", ids),
            ids,
            found -> {
              var row = new Referring(found.getLong(1), found.getInt(2));
              for (int i = 0; i < names.size(); i++) {
                row.kept.put(names.get(i), found.getString(i + 3));
              }
              return row;
            }));
  }

  /**
   * @param by null where it is nothing that anybody did
   * @return the rows that were still as they were read
   */
  private List<Long> write(List<Reference> columns, List<Referring> rows, Long by) {
    if (rows.isEmpty()) {
      return List.of();
    }
    var first = new LinkedHashMap<String, Reference>();
    columns.forEach(reference -> first.putIfAbsent(reference.column(), reference));
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var counts =
        sql.batch(
            "update "
                + columns.get(0).table()
                + " set "
                + String.join(" = ?, ", first.keySet())
                + " = ?"
                + (by == null ? "" : ", version = version + 1, updated_at = ?, updated_by = ?")
                + " where id = ? and version = ?",
            rows.stream()
                .map(
                    row -> {
                      var values = new ArrayList<Object>();
                      first.forEach(
                          (column, reference) -> values.add(reference.bound(row.kept.get(column))));
                      if (by != null) {
                        values.add(now);
                        values.add(by);
                      }
                      values.add(row.id);
                      values.add(row.version);
                      return values.toArray();
                    })
                .toList());
    var written = new ArrayList<Referring>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 1) {
        written.add(rows.get(i));
      }
    }
    if (by != null) {
      tell(columns.get(0).collection(), written, by);
    }
    return written.stream().map(Referring::id).toList();
  }

  private void tell(String changed, List<Referring> rows, long by) {
    facts.appendAll(
        changed,
        rows.stream()
            .map(row -> new Changed(row.id, row.version + 1, row.before, row.after))
            .toList(),
        by);
    if (beside(changed)) {
      rows.stream()
          .filter(row -> row.after.has("recordId"))
          .forEach(
              row -> facts.belong(changed, row.id, collection, row.after.get("recordId").asLong()));
    }
  }

  // ---- what belongs to them

  private record Child(String collection, long id) {}

  private void moveChildren(Union union) {
    var owner = ownerOf(union.survivor());
    var there = children(union.survivor());
    for (var merged : union.merged()) {
      var moving = children(merged);
      // Theirs are written with the records themselves.
      moving.removeIf(
          child -> child.collection().equals(collection) && union.all().contains(child.id()));
      sql.batch(
          "insert into tangram_merge_child (merge_id, parent_id, child_collection, child_id, joined) values (?, ?, ?, ?, ?)",
          moving.stream()
              .map(
                  child ->
                      new Object[] {
                        union.id(),
                        merged,
                        child.collection(),
                        child.id(),
                        there.contains(child) ? 1 : 0
                      })
              .toList());
      sql.batch(
          "delete from tangram_parent where child_collection = ? and child_id = ? and parent_collection = ? and parent_id = ?",
          moving.stream()
              .filter(there::contains)
              .map(child -> new Object[] {child.collection(), child.id(), collection, merged})
              .toList());
      give(
          moving.stream().filter(child -> !there.contains(child)).toList(),
          merged,
          union.survivor(),
          owner);
      there.addAll(moving);
    }
  }

  private void moveChildrenBack(Union union) {
    record Noted(Child child, boolean joined) {}
    var backwards = new ArrayList<>(union.merged());
    Collections.reverse(backwards);
    for (var merged : backwards) {
      var owner = ownerOf(merged);
      var there = children(union.survivor());
      there.removeAll(children(merged));
      var noted =
          sql.query(
              "select child_collection, child_id, joined from tangram_merge_child where merge_id = ? and parent_id = ?",
              List.of(union.id(), merged),
              row -> new Noted(new Child(row.getString(1), row.getLong(2)), row.getInt(3) == 1));
      noted.removeIf(one -> !there.contains(one.child()));
      sql.batch(
          "insert into tangram_parent (child_collection, child_id, parent_collection, parent_id, owner_id, department_id) values (?, ?, ?, ?, ?, ?)",
          noted.stream()
              .filter(Noted::joined)
              .map(
                  one ->
                      new Object[] {
                        one.child().collection(),
                        one.child().id(),
                        collection,
                        merged,
                        owner.userId(),
                        owner.departmentId()
                      })
              .toList());
      give(
          noted.stream().filter(one -> !one.joined()).map(Noted::child).toList(),
          union.survivor(),
          merged,
          owner);
    }
  }

  /** One by one by their keys: what a database makes of it must not hang on what it guesses. */
  private void give(List<Child> children, long from, long to, Holder owner) {
    sql.batch(
        "update tangram_parent set parent_id = ?, owner_id = ?, department_id = ?"
            + " where child_collection = ? and child_id = ? and parent_collection = ? and parent_id = ?",
        children.stream()
            .map(
                child ->
                    new Object[] {
                      to,
                      owner.userId(),
                      owner.departmentId(),
                      child.collection(),
                      child.id(),
                      collection,
                      from
                    })
            .toList());
  }

  private Set<Child> children(long id) {
    return new LinkedHashSet<>(
        sql.query(
            "select child_collection, child_id from tangram_parent where parent_collection = ? and parent_id = ?",
            List.of(collection, id),
            row -> new Child(row.getString(1), row.getLong(2))));
  }

  // ---- with whom they are shared

  /** What is nobody's has no team: who was in one of theirs does not reach it by the union. */
  private void moveTeams(Union union, long by) {
    if (ownerOf(union.survivor()).userId() == null) {
      return;
    }
    var teams = new Teams(sql, facts);
    var before = teams.members(collection, union.survivor());
    var after = new TreeMap<>(before);
    for (var merged : union.merged()) {
      teams
          .members(collection, merged)
          .forEach(
              (user, access) ->
                  after.merge(user, access, (one, other) -> one.equals("write") ? one : other));
    }
    after.forEach(
        (user, access) -> {
          if (!access.equals(before.get(user))) {
            sql.update(
                "insert into tangram_merge_member (merge_id, user_id, was, made) values (?, ?, ?, ?)",
                union.id(),
                user,
                before.get(user),
                access);
          }
        });
    teams.replace(collection, union.survivor(), version(union.survivor()), after, by);
  }

  /** What somebody was given since stays theirs. */
  private void moveTeamsBack(Union union, long by) {
    record Joined(long user, String was, String made) {}
    var teams = new Teams(sql, facts);
    var members = new TreeMap<>(teams.members(collection, union.survivor()));
    var joined =
        sql.query(
            "select user_id, was, made from tangram_merge_member where merge_id = ?",
            List.of(union.id()),
            row -> new Joined(row.getLong(1), row.getString(2), row.getString(3)));
    for (var one : joined) {
      if (one.made().equals(members.get(one.user()))) {
        if (one.was() == null) {
          members.remove(one.user());
        } else {
          members.put(one.user(), one.was());
        }
      }
    }
    teams.replace(collection, union.survivor(), version(union.survivor()), members, by);
    // Those of the teams that moved nowhere see what is there again, too.
    var seers = new TreeSet<Long>();
    joined.forEach(one -> seers.add(one.user()));
    union.merged().forEach(merged -> seers.addAll(teams.members(collection, merged).keySet()));
    seers.forEach(new Stamps(sql)::viewersOf);
  }

  private static String ids(String column, java.util.Collection<Long> ids) {
    return column + " in (" + Sql.marks(ids.size()) + ")";
  }
}
