package org.tangramcrm.platform.internal.numbering;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.module.SchemaReady;

/**
 * What the company says about numbers, read with each that is given, or once for those that are
 * given together: it holds at once, on every node.
 */
@Component(service = NumberRules.class)
public class NumberRules {
  private final Sql sql;
  private final Facts facts;

  @Activate
  public NumberRules(
      @Reference Sql sql,
      @Reference Facts facts,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.sql = sql;
    this.facts = facts;
  }

  /** The company's pattern for a collection; empty where the delivered one holds. */
  public Optional<Pattern> of(String collection) {
    return sql.first(
        "select pattern from tangram_number_rule where collection = ?",
        List.of(collection),
        row -> new Pattern(row.getString(1)));
  }

  /**
   * Says what holds from now on.
   *
   * @param pattern the company's; empty for the delivered one
   */
  void set(String collection, Optional<Pattern> pattern, long by) {
    var before = of(collection);
    if (before.equals(pattern)) {
      return;
    }
    var id = before.isPresent() ? id(collection) : sql.next("tangram_number_rule_seq");
    sql.update("delete from tangram_number_rule where id = ?", id);
    pattern.ifPresent(
        now ->
            sql.update(
                "insert into tangram_number_rule (id, collection, pattern, updated_at, updated_by) values (?, ?, ?, ?, ?)",
                id,
                collection,
                now.text(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                by));
    facts.append(
        "numbering",
        Facts.Kind.UPDATED,
        id,
        0,
        json(collection, before),
        json(collection, pattern),
        by);
  }

  private long id(String collection) {
    return sql.first(
            "select id from tangram_number_rule where collection = ?",
            List.of(collection),
            row -> row.getLong(1))
        .orElseThrow();
  }

  private static JsonNode json(String collection, Optional<Pattern> pattern) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("collection", collection)
        .put("pattern", pattern.map(Pattern::text).orElse(null));
  }
}
