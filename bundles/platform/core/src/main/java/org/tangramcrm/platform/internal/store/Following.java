package org.tangramcrm.platform.internal.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.Handover.Holder;

/**
 * What goes by whose a record is: who reaches what belongs to it, whose that is which is owned with
 * it ({@link org.tangramcrm.platform.store.StoreSpec#ownedWith}), and what its module keeps of it
 * ({@link org.tangramcrm.platform.store.StoreSpec#whenHandedOver}). Whoever changes owners says so
 * here, in the same transaction.
 */
final class Following {
  private final Sql sql;
  private final Facts facts;
  private final BiConsumer<String, Collection<Long>> told;

  /** By the collection whose owners are theirs; names only, nothing of a module's classes. */
  private final Map<String, Map<String, Follower>> followers = new ConcurrentHashMap<>();

  /**
   * A collection whose records are owned with others.
   *
   * @param column which names the other
   * @param told whether it has facts of its own
   * @param written has all be in the database that is not yet, and be read from there again
   */
  record Follower(String collection, String table, String column, boolean told, Runnable written) {}

  private record Moved(long id, Holder from, Holder to) {}

  private record Way(Holder from, Holder to) {}

  /**
   * @param told is told which records of a collection are somebody else's now
   */
  Following(Sql sql, Facts facts, BiConsumer<String, Collection<Long>> told) {
    this.sql = sql;
    this.facts = facts;
    this.told = told;
  }

  void add(String with, Follower follower) {
    followers
        .computeIfAbsent(with, name -> new ConcurrentHashMap<>())
        .put(follower.collection(), follower);
  }

  /**
   * Has all go by whose records are now.
   *
   * @param holders of each record
   * @param by who changed it
   */
  void changed(String collection, Map<Long, Holder> holders, long by) {
    if (holders.isEmpty()) {
      return;
    }
    sql.batch(
        "update tangram_parent set owner_id = ?, department_id = ?"
            + " where parent_collection = ? and parent_id = ?",
        holders.entrySet().stream()
            .map(
                each ->
                    new Object[] {
                      each.getValue().userId(),
                      each.getValue().departmentId(),
                      collection,
                      each.getKey()
                    })
            .toList());
    followers
        .getOrDefault(collection, Map.of())
        .values()
        .forEach(follower -> follow(follower, holders, by));
    told.accept(collection, holders.keySet());
  }

  /** Also what is in the bin: there, too, it is found by whose it is. */
  private void follow(Follower follower, Map<Long, Holder> holders, long by) {
    follower.written().run();
    var which = Condition.in("t." + follower.column(), holders.keySet());
    var moved =
        sql
            .query(
                "select t.id, t.owner_id, t.department_id, t.%s from %s t where "
                        .formatted(follower.column(), follower.table())
                    + which.sql()
                    + " order by t.id",
                which.values(),
                row ->
                    new Moved(
                        row.getLong(1),
                        new Holder((Long) row.getObject(2), (Long) row.getObject(3)),
                        holders.get(row.getLong(4))))
            .stream()
            .filter(one -> !one.from().equals(one.to()))
            .toList();
    // As many at once as a statement names.
    for (int at = 0; at < moved.size(); at += Handover.PORTION) {
      move(follower, moved.subList(at, Math.min(moved.size(), at + Handover.PORTION)), by);
    }
  }

  private void move(Follower follower, List<Moved> moved, long by) {
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    sql.batch(
        "update "
            + follower.table()
            + " set owner_id = ?, department_id = ?, version = version + 1, updated_at = ?,"
            + " updated_by = ? where id = ?",
        moved.stream()
            .map(
                one -> new Object[] {one.to().userId(), one.to().departmentId(), now, by, one.id()})
            .toList());
    if (follower.told()) {
      tell(follower, moved, by);
    }
    changed(
        follower.collection(), moved.stream().collect(Collectors.toMap(Moved::id, Moved::to)), by);
  }

  /** One fact for each; those that go from one to one other are alike. */
  private void tell(Follower follower, List<Moved> moved, long by) {
    var which = Condition.in("t.id", moved.stream().map(Moved::id).toList());
    var versions =
        sql
            .query(
                "select t.id, t.version from " + follower.table() + " t where " + which.sql(),
                which.values(),
                row -> Map.entry(row.getLong(1), row.getInt(2)))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    var ways = new LinkedHashMap<Way, Map<Long, Integer>>();
    for (var one : moved) {
      ways.computeIfAbsent(new Way(one.from(), one.to()), way -> new LinkedHashMap<>())
          .put(one.id(), versions.get(one.id()));
    }
    ways.forEach(
        (way, records) ->
            facts.appendAlike(
                follower.collection(), records, shown(way.from()), shown(way.to()), by));
  }

  /** Whose a record is, as facts have it. */
  static JsonNode shown(Holder holder) {
    var shown = JsonNodeFactory.instance.objectNode();
    if (holder.userId() != null) {
      shown.put("ownerId", String.valueOf(holder.userId()));
    }
    if (holder.departmentId() != null) {
      shown.put("departmentId", String.valueOf(holder.departmentId()));
    }
    return shown;
  }
}
