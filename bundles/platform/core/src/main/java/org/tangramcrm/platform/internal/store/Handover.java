package org.tangramcrm.platform.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tangramcrm.platform.Sum;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.identity.Teams;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.store.Relations;
import org.tangramcrm.platform.store.StoreSpec.Parent;

/**
 * Hands records of a collection over to another user, many at a time: first it is noted which, and
 * whose they were, then they change hands. In the transaction that is open.
 */
public final class Handover {
  /** As many values as both databases take in one statement with ease. */
  public static final int PORTION = 500;

  private final String collection;
  private final String table;
  private final Condition open;
  private final Sums worth;
  private final Condition reach;
  private final boolean remembers;
  private final Sql sql;
  private final Facts facts;
  private final Following following;
  private final ObjectMapper json = Json.mapper();

  /** Whose a record is; nobody's where there is no user. */
  public record Holder(Long userId, Long departmentId) {
    static final Holder NOBODY = new Holder(null, null);
  }

  /** The fields in which a record tells whose it was. */
  static final List<String> REMEMBERED = List.of("ownedSince", "previousOwnerId");

  /** What a change of owner sets beside the owner, to be written before the owner is. */
  static String remembered(boolean remembers) {
    return remembers ? ", " + REMEMBERING : "";
  }

  static final String REMEMBERING =
      "owned_since = ?, previous_owner_id = coalesce(owner_id, previous_owner_id)";

  private record Noted(long id, Holder holder) {}

  /**
   * @param open which records still go on
   * @param worth what they come to, as far as the caller sees it
   * @param reach which ones the caller may change
   * @param remembers whether rows tell whose they were
   */
  Handover(
      String collection,
      String table,
      Condition open,
      Sums worth,
      Condition reach,
      boolean remembers,
      Sql sql,
      Facts facts,
      Following following) {
    this.collection = collection;
    this.table = table;
    this.open = open;
    this.worth = worth;
    this.reach = reach;
    this.remembers = remembers;
    this.sql = sql;
    this.facts = facts;
    this.following = following;
  }

  // ---- noting

  /**
   * Notes those of some records that the caller may change, and that are not the new owner's.
   *
   * @param to null for nobody
   */
  public void note(long transfer, List<Long> ids, Long to) {
    for (int at = 0; at < ids.size(); at += PORTION) {
      var some = ids.subList(at, Math.min(ids.size(), at + PORTION));
      insert(
          transfer,
          table + " t",
          new Condition("t.id in (" + Sql.marks(some.size()) + ")", List.copyOf(some)),
          RecordStore.PRESENT,
          to == null
              ? new Condition("t.owner_id is not null", List.of())
              : Condition.of("t.owner_id <> ?", to),
          reach);
    }
  }

  /** Notes what belongs to noted records of another collection, is their owner's and goes on. */
  public void noteFollowing(long transfer, String parents) {
    insert(
        transfer,
        // The comments are orders to Derby, as in Listing: by the indexes, one after the other.
        "(select t.*, n.was from --DERBY-PROPERTIES joinOrder=FIXED\n"
            + "(select p.child_id as id, r.owner_id as was from --DERBY-PROPERTIES joinOrder=FIXED\n"
            + " tangram_transfer_row r join tangram_parent p --DERBY-PROPERTIES joinStrategy=NESTEDLOOP\n"
            + " on p.parent_collection = r.collection and p.parent_id = r.record_id"
            + " and p.child_collection = '"
            + collection
            + "' where r.transfer_id = "
            + transfer
            + " and r.collection = '"
            + parents
            + "' offset 0 rows) n join "
            + table
            + " t --DERBY-PROPERTIES joinStrategy=NESTEDLOOP\n on t.id = n.id offset 0 rows) t",
        new Condition("t.owner_id = t.was", List.of()),
        RecordStore.PRESENT,
        open,
        reach);
  }

  /** Notes all that is a user's and goes on, whatever it belongs to. */
  public void noteAllOf(long transfer, long user) {
    insert(
        transfer,
        table + " t",
        Condition.of("t.owner_id = ?", user),
        RecordStore.PRESENT,
        open,
        reach);
  }

  private void insert(long transfer, String from, Condition... which) {
    var conditions = new ArrayList<>(List.of(which));
    conditions.add(
        Condition.of(
            "not exists (select 1 from tangram_transfer_row n where n.transfer_id = ? and n.collection = ? and n.record_id = t.id)",
            transfer,
            collection));
    var where = Condition.and(conditions);
    sql.update(
        "insert into tangram_transfer_row (transfer_id, collection, record_id, owner_id, department_id)"
            + " select distinct "
            + transfer
            + ", '"
            + collection
            + "', t.id, t.owner_id, t.department_id from "
            + from
            + " where "
            + where.sql(),
        where.values().toArray());
  }

  public int noted(long transfer) {
    return sql.query(
            "select count(*) from tangram_transfer_row where transfer_id = ? and collection = ?",
            List.of(transfer, collection),
            row -> row.getInt(1))
        .get(0);
  }

  /** What the noted records come to; empty where nothing tells it to the caller. */
  public Optional<Sum> worth(long transfer) {
    if (worth.none()) {
      return Optional.empty();
    }
    var rows =
        Listing.named(
            table,
            new Condition(
                "select r.record_id as id from tangram_transfer_row r where r.transfer_id = ? and r.collection = ?",
                List.of(transfer, collection)));
    return sql
        .query(worth.select() + " from " + rows.sql(), rows.values(), worth::read)
        .get(0)
        .stream()
        .findFirst();
  }

  // ---- handing over

  /**
   * Hands over what was noted and is still whose it was.
   *
   * @param by who does it
   * @param told after each portion, with how many are through
   */
  public void handOver(long transfer, Holder to, long by, IntConsumer told) {
    forPortions(
        transfer,
        "",
        noted -> {
          var moved = move(noted, each -> to, Noted::holder, by);
          forget(transfer, noted, moved);
        },
        told);
  }

  /** Forgets that those were noted that stayed whose they are. */
  private void forget(long transfer, List<Noted> noted, Set<Long> moved) {
    sql.batch(
        "delete from tangram_transfer_row where transfer_id = ? and collection = ? and record_id = ?",
        noted.stream()
            .filter(each -> !moved.contains(each.id()))
            .map(each -> new Object[] {transfer, collection, each.id()})
            .toList());
  }

  // ---- into the pool, and back

  /**
   * What a record was beside its owner's.
   *
   * @param marks values of fields as texts; those that had none are not there
   * @param team what others might do with it
   */
  private record Kept(Map<String, String> marks, Map<Long, String> team) {}

  /**
   * Has what was noted be nobody's, once it is kept what it was.
   *
   * @param marks fields that are set with it
   * @param release does it, and answers with which it is done
   */
  public void release(
      long transfer,
      List<FieldModel> marks,
      Function<Set<Long>, Set<Long>> release,
      IntConsumer told) {
    forPortions(
        transfer,
        "",
        noted -> {
          var ids = noted.stream().map(Noted::id).collect(Collectors.toSet());
          hold(noted);
          var kept = read(noted, marks);
          sql.batch(
              "update tangram_transfer_row set kept = ? where transfer_id = ? and collection = ? and record_id = ?",
              kept.entrySet().stream()
                  .map(
                      each ->
                          new Object[] {
                            written(each.getValue()), transfer, collection, each.getKey()
                          })
                  .toList());
          forget(transfer, noted, release.apply(ids));
        },
        told);
  }

  /** Nobody else changes what is looked at until the transaction has ended. */
  private void hold(List<Noted> noted) {
    sql.batch(
        "update " + table + " set version = version where id = ?",
        noted.stream().map(each -> new Object[] {each.id()}).toList());
  }

  private Map<Long, Kept> read(List<Noted> noted, List<FieldModel> marks) {
    var ids = noted.stream().map(Noted::id).toList();
    var which = Condition.in("t.id", ids);
    var columns =
        marks.stream()
            .map(mark -> ", t." + Relations.column(mark.name()))
            .collect(Collectors.joining());
    var kept = new LinkedHashMap<Long, Kept>();
    sql.query(
        "select t.id" + columns + " from " + table + " t where " + which.sql(),
        which.values(),
        row -> {
          var values = new TreeMap<String, String>();
          for (int at = 0; at < marks.size(); at++) {
            var text = text(row, at + 2, marks.get(at));
            if (text != null) {
              values.put(marks.get(at).name(), text);
            }
          }
          return kept.put(row.getLong(1), new Kept(values, new TreeMap<>()));
        });
    var members = Condition.in("m.record_id", ids);
    var values = new ArrayList<>(members.values());
    values.add(collection);
    sql.query(
        "select m.record_id, m.user_id, m.access from tangram_team_member m where "
            + members.sql()
            + " and m.collection = ?",
        values,
        row -> kept.get(row.getLong(1)).team().put(row.getLong(2), row.getString(3)));
    return kept;
  }

  private static String text(ResultSet row, int at, FieldModel mark) throws SQLException {
    if (mark.type() == FieldType.INSTANT) {
      var moment = row.getTimestamp(at);
      return moment == null ? null : moment.toInstant().toString();
    }
    return row.getString(at);
  }

  /** As the column takes it. */
  private static Object value(String text, FieldModel mark) {
    if (text == null) {
      return null;
    }
    return switch (mark.type()) {
      case INSTANT -> Instant.parse(text);
      case REFERENCE -> Long.valueOf(text);
      default -> text;
    };
  }

  private String written(Kept kept) {
    try {
      return json.writeValueAsString(kept);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Kept kept(String text) {
    try {
      return json.readValue(text, Kept.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes what is nobody's since again what it was: owner, department, marks and team. */
  public void takeBack(long transfer, List<FieldModel> marks, long by, IntConsumer told) {
    var still =
        "t.owner_id is null and t.deleted_key = 0"
            // What was somebody else's in between came into the pool by them.
            + (remembers ? " and t.previous_owner_id = r.owner_id" : "");
    forPortions(
        transfer,
        " and exists (select 1 from " + table + " t where t.id = r.record_id and " + still + ")",
        noted -> takeBack(transfer, noted, marks, by),
        told);
  }

  private void takeBack(long transfer, List<Noted> noted, List<FieldModel> marks, long by) {
    hold(noted);
    var before = read(noted, marks);
    var which = Condition.in("r.record_id", noted.stream().map(Noted::id).toList());
    var values = new ArrayList<>(which.values());
    values.add(transfer);
    values.add(collection);
    var kept = new LinkedHashMap<Long, Kept>();
    sql.query(
        "select r.record_id, r.kept from tangram_transfer_row r where "
            + which.sql()
            + " and r.transfer_id = ? and r.collection = ?",
        values,
        row -> kept.put(row.getLong(1), kept(row.getString(2))));
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var counts =
        sql.batch(
            "update "
                + table
                + " set owner_id = ?, department_id = ?, version = version + 1, updated_at = ?, updated_by = ?"
                + marks.stream()
                    .map(mark -> ", " + Relations.column(mark.name()) + " = ?")
                    .collect(Collectors.joining())
                + " where id = ? and owner_id is null",
            noted.stream()
                .map(
                    one -> {
                      var row = new ArrayList<Object>();
                      row.add(one.holder().userId());
                      row.add(one.holder().departmentId());
                      row.add(now);
                      row.add(by);
                      marks.forEach(
                          mark ->
                              row.add(value(kept.get(one.id()).marks().get(mark.name()), mark)));
                      row.add(one.id());
                      return row.toArray();
                    })
                .toList());
    var moved =
        IntStream.range(0, noted.size())
            .filter(at -> counts[at] == 1)
            .mapToObj(noted::get)
            .toList();
    if (moved.isEmpty()) {
      return;
    }
    follow(moved, Noted::holder, by);
    var versions = versions(moved);
    facts.appendAll(
        collection,
        moved.stream()
            .map(
                one ->
                    new Facts.Changed(
                        one.id(),
                        versions.get(one.id()),
                        shown(Holder.NOBODY, before.get(one.id())),
                        shown(one.holder(), kept.get(one.id()))))
            .toList(),
        by);
    var teams = new Teams(sql, facts);
    moved.forEach(
        one ->
            teams.replace(
                collection, one.id(), versions.get(one.id()), kept.get(one.id()).team(), by));
  }

  private static JsonNode shown(Holder holder, Kept kept) {
    var shown = (ObjectNode) Following.shown(holder);
    kept.marks().forEach(shown::put);
    // They follow from the owner, of whom each change is told.
    shown.remove(REMEMBERED);
    return shown;
  }

  /** Hands over what belongs to a record, is somebody's and goes on, without a note of it. */
  void handOver(Parent of, long from, Holder to, long by) {
    var there =
        sql.query(
            "select child_id from tangram_parent where parent_collection = ? and parent_id = ? and child_collection = ?",
            List.of(of.collection(), of.id(), collection),
            row -> row.getLong(1));
    for (int at = 0; at < there.size(); at += PORTION) {
      var which =
          Condition.and(
              List.of(
                  Condition.in("t.id", there.subList(at, Math.min(there.size(), at + PORTION))),
                  Condition.of("t.owner_id = ?", from),
                  RecordStore.PRESENT,
                  open));
      var theirs =
          sql.query(
              "select t.id, t.owner_id, t.department_id from "
                  + table
                  + " t where "
                  + which.sql()
                  + " order by t.id",
              which.values(),
              Handover::noted);
      if (!theirs.isEmpty()) {
        move(theirs, each -> to, Noted::holder, by);
      }
    }
  }

  private static Noted noted(ResultSet row) throws SQLException {
    return new Noted(row.getLong(1), new Holder(row.getLong(2), (Long) row.getObject(3)));
  }

  /** Gives back what is still the new owner's, to whose it was. */
  public void giveBack(long transfer, Holder from, long by, IntConsumer told) {
    forPortions(
        transfer,
        " and exists (select 1 from "
            + table
            + " t where t.id = r.record_id and t.owner_id = "
            + from.userId()
            + ")",
        noted -> move(noted, Noted::holder, each -> from, by),
        told);
  }

  private void forPortions(
      long transfer, String which, Consumer<List<Noted>> work, IntConsumer told) {
    int through = 0;
    long after = Long.MIN_VALUE;
    List<Noted> noted;
    do {
      noted =
          sql.query(
              "select r.record_id, r.owner_id, r.department_id from tangram_transfer_row r"
                  + " where r.transfer_id = ? and r.collection = ? and r.record_id > ?"
                  + which
                  + " order by r.record_id fetch first "
                  + PORTION
                  + " rows only",
              List.of(transfer, collection, after),
              Handover::noted);
      if (!noted.isEmpty()) {
        work.accept(noted);
        after = noted.get(noted.size() - 1).id();
        through += noted.size();
        told.accept(through);
      }
    } while (noted.size() == PORTION);
  }

  /**
   * Moves those that are still whose they are said to be: somebody may have been faster.
   *
   * @return which they were
   */
  private Set<Long> move(
      List<Noted> noted, Function<Noted, Holder> to, Function<Noted, Holder> from, long by) {
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var counts =
        sql.batch(
            "update "
                + table
                + " set owner_id = ?, department_id = ?, version = version + 1, updated_at = ?, updated_by = ?"
                + remembered(remembers)
                + " where id = ? and owner_id = ?",
            noted.stream()
                .map(
                    one -> {
                      var values = new ArrayList<Object>();
                      values.add(to.apply(one).userId());
                      values.add(to.apply(one).departmentId());
                      values.add(now);
                      values.add(by);
                      if (remembers) {
                        values.add(now);
                      }
                      values.add(one.id());
                      values.add(from.apply(one).userId());
                      return values.toArray();
                    })
                .toList());
    var moved =
        IntStream.range(0, noted.size())
            .filter(at -> counts[at] == 1)
            .mapToObj(noted::get)
            .toList();
    if (moved.isEmpty()) {
      return Set.of();
    }
    follow(moved, to, by);
    tell(moved, to, from, by);
    return moved.stream().map(Noted::id).collect(Collectors.toSet());
  }

  private void follow(List<Noted> moved, Function<Noted, Holder> to, long by) {
    following.changed(collection, moved.stream().collect(Collectors.toMap(Noted::id, to)), by);
  }

  private Map<Long, Integer> versions(List<Noted> moved) {
    return sql
        .query(
            "select id, version from " + table + " where id in (" + Sql.marks(moved.size()) + ")",
            moved.stream().map(Noted::id).toList(),
            row -> Map.entry(row.getLong(1), row.getInt(2)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** One fact for each; those that go from one to one other are alike. */
  private void tell(
      List<Noted> moved, Function<Noted, Holder> to, Function<Noted, Holder> from, long by) {
    record Way(Holder from, Holder to) {}
    var versions = versions(moved);
    var ways = new LinkedHashMap<Way, Map<Long, Integer>>();
    for (var one : moved) {
      ways.computeIfAbsent(new Way(from.apply(one), to.apply(one)), way -> new LinkedHashMap<>())
          .put(one.id(), versions.get(one.id()));
    }
    ways.forEach(
        (way, records) ->
            facts.appendAlike(
                collection, records, Following.shown(way.from()), Following.shown(way.to()), by));
  }
}
