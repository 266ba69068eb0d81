package org.tangramcrm.platform.internal.facts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.module.SchemaReady;

/**
 * The log of facts: one row per write, in the write's own transaction. Audit reads it, and so will
 * all that wants to know what happened.
 */
@Component(service = Facts.class)
public class Facts {
  private static final String INSERT =
      "insert into tangram_fact"
          + " (happened_at, user_id, collection, record_id, record_version, kind, changes, door, operation, trace_id)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final Set<String> BOOKKEEPING = Set.of("version", "updatedAt", "updatedBy");

  private final Sql sql;
  private final CurrentCall calls;
  private final ObjectMapper json = Json.mapper();

  @Activate
  public Facts(
      @Reference Sql sql,
      @Reference CurrentCall calls,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.sql = sql;
    this.calls = calls;
  }

  /** What happened to a record. */
  public enum Kind {
    CREATED,
    UPDATED,
    DELETED,
    RESTORED,
    /** It became one with others, or was made part of another. */
    MERGED,
    /** That was undone. */
    UNMERGED;

    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A field's value before and after, as they stand in JSON; null for none. */
  public record Change(String field, JsonNode before, JsonNode after) {}

  /**
   * Appends a fact.
   *
   * @param before the record before, as JSON; null for a new one
   * @param after the record after, as JSON; null for a deleted one
   */
  public void append(
      String collection,
      Kind kind,
      long recordId,
      int version,
      JsonNode before,
      JsonNode after,
      long by) {
    sql.later(
        INSERT,
        List.<Object[]>of(
            fact(collection, kind, recordId, version, write(changes(before, after)), by)));
  }

  /**
   * Appends that several records changed alike.
   *
   * @param versions of each record, as it is now
   */
  public void appendAlike(
      String collection, Map<Long, Integer> versions, JsonNode before, JsonNode after, long by) {
    var changes = write(changes(before, after));
    sql.batch(
        INSERT,
        versions.entrySet().stream()
            .map(
                record ->
                    fact(collection, Kind.UPDATED, record.getKey(), record.getValue(), changes, by))
            .toList());
  }

  /** A record that changed. */
  public record Changed(long id, int version, JsonNode before, JsonNode after) {}

  /** Appends that several records changed, each in its own way. */
  public void appendAll(String collection, List<Changed> records, long by) {
    sql.batch(
        INSERT,
        records.stream()
            .map(
                record ->
                    fact(
                        collection,
                        Kind.UPDATED,
                        record.id(),
                        record.version(),
                        write(changes(record.before(), record.after())),
                        by))
            .toList());
  }

  /**
   * Has a fact of this transaction say what it is a part of.
   *
   * @param first what it says first; then what it changed of fields, where that is to stay
   */
  public void retell(
      String collection,
      long recordId,
      int version,
      Kind kind,
      List<Change> first,
      boolean fields) {
    var told = new ArrayList<>(first);
    if (fields) {
      sql.query(
              "select changes from tangram_fact where collection = ? and record_id = ? and record_version = ?",
              List.of(collection, recordId, version),
              row -> row.getString(1))
          .forEach(changes -> told.addAll(read(changes)));
    }
    sql.update(
        "update tangram_fact set kind = ?, changes = ? where collection = ? and record_id = ? and record_version = ?",
        kind.text(),
        write(told),
        collection,
        recordId,
        version);
  }

  private Object[] fact(
      String collection, Kind kind, long recordId, int version, String changes, long by) {
    var call = calls.get();
    return new Object[] {
      Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS),
      by,
      collection,
      recordId,
      version,
      kind.text(),
      changes,
      call == null ? "java" : call.door(),
      call == null ? null : call.operation(),
      call == null ? null : call.traceId()
    };
  }

  /**
   * Says of a record's facts, those of this transaction, which other record they tell of too: the
   * one that it is a part of, and stays a part of.
   */
  public void belong(String collection, long recordId, String parentCollection, long parentId) {
    sql.settle();
    sql.update(
        "update tangram_fact set parent_collection = ?, parent_id = ?"
            + " where collection = ? and record_id = ? and parent_id is null",
        parentCollection,
        parentId,
        collection,
        recordId);
  }

  /** The fields that changed since a version of a record. */
  public Set<String> changedSince(String collection, long recordId, int version) {
    sql.settle();
    var fields = new LinkedHashSet<String>();
    for (var changes :
        sql.query(
            "select changes from tangram_fact where collection = ? and record_id = ? and record_version > ? order by id",
            List.of(collection, recordId, version),
            row -> row.getString(1))) {
      for (var change : read(changes)) {
        fields.add(change.field());
      }
    }
    return fields;
  }

  /** What a fact's column of changes says. */
  public List<Change> read(String changes) {
    try {
      return List.of(json.readValue(changes, Change[].class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A fact that cannot be read", e);
    }
  }

  /** The fields in which two states of a record differ. */
  public Set<String> differing(JsonNode before, JsonNode after) {
    return changes(before, after).stream().map(Change::field).collect(Collectors.toSet());
  }

  private List<Change> changes(JsonNode before, JsonNode after) {
    JsonNode old = before == null ? json.createObjectNode() : before;
    JsonNode now = after == null ? json.createObjectNode() : after;
    var names = new LinkedHashSet<String>();
    old.fieldNames().forEachRemaining(names::add);
    now.fieldNames().forEachRemaining(names::add);
    var changes = new ArrayList<Change>();
    for (var name : names) {
      var from = old.get(name);
      var to = now.get(name);
      if (!BOOKKEEPING.contains(name) && !java.util.Objects.equals(from, to)) {
        changes.add(new Change(name, from, to));
      }
    }
    return changes;
  }

  private String write(List<Change> changes) {
    try {
      return json.writeValueAsString(changes);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
