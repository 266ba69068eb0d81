package org.tangramcrm.platform.internal.store;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.audit.Fact;
import org.tangramcrm.platform.audit.Fact.FieldChange;
import org.tangramcrm.platform.audit.FactPage;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.sql.Estimates;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.store.Row;

/** Pages of facts, with what each of them changed. */
final class FactPages {
  private final Sql sql;
  private final Facts facts;
  private final Listing listing;

  FactPages(Sql sql, Facts facts) {
    this.sql = sql;
    this.facts = facts;
    this.listing =
        new Listing(
            "tangram_fact",
            new Columns("audit", Fields.of(Fact.class), Map.of(), Codes.NONE),
            sql,
            Json.mapper(),
            q -> Optional.empty(),
            new Estimates(),
            Set.of());
  }

  /** By which records that were merged name each other. */
  private static final Set<String> MERGES =
      Set.of("mergedIds", "mergedInto", "unmergedIds", "unmergedFrom");

  /** Which of a collection's records the caller may be told the ids of. */
  interface Known extends BiFunction<String, Set<Long>, Set<Long>> {}

  /** All of them: whoever reads the log of everything. */
  FactPage page(Query query, Caller caller, Condition within) {
    return page(query, caller, within, (collection, ids) -> ids);
  }

  /**
   * @param within which facts there are for the caller
   */
  FactPage page(Query query, Caller caller, Condition within, Known known) {
    var page =
        listing.page(query, new FactPage(), caller, within, Optional.empty(), FactPages::read);
    addChanges(page.items, caller, known);
    return page;
  }

  /** The collection decides what is hidden, whether the page is to name it or not. */
  private record Changed(long id, String changes, String collection) {}

  private void addChanges(List<Fact> page, Caller caller, Known known) {
    if (page.isEmpty()) {
      return;
    }
    var byId = new HashMap<Long, Fact>();
    page.forEach(fact -> byId.put(fact.id, fact));
    var marks = Sql.marks(byId.size());
    sql.query(
            "select id, changes, collection from tangram_fact where id in (" + marks + ")",
            List.copyOf(byId.keySet()),
            row -> new Changed(row.getLong(1), row.getString(2), row.getString(3)))
        .forEach(
            found -> {
              var fact = byId.get(found.id());
              var hidden = caller.rules(found.collection()).hidden();
              facts.read(found.changes()).stream()
                  .filter(change -> !hidden.contains(change.field()))
                  .flatMap(change -> named(found.collection(), change, known))
                  .map(FactPages::change)
                  .forEach(fact.changes::add);
            });
  }

  /** What was merged may have come apart again: who sees the one is told of it alone. */
  private static Stream<Facts.Change> named(String collection, Facts.Change change, Known known) {
    if (!MERGES.contains(change.field())) {
      return Stream.of(change);
    }
    var ids = new LinkedHashSet<Long>();
    change.after().forEach(id -> ids.add(id.asLong()));
    var told = Json.mapper().createArrayNode();
    var seen = known.apply(collection, ids);
    ids.stream().filter(seen::contains).forEach(id -> told.add(String.valueOf(id)));
    return told.isEmpty()
        ? Stream.empty()
        : Stream.of(new Facts.Change(change.field(), change.before(), told));
  }

  private static FieldChange change(Facts.Change change) {
    var field = new FieldChange();
    field.field = change.field();
    field.before = change.before() == null ? null : change.before().toString();
    field.after = change.after() == null ? null : change.after().toString();
    return field;
  }

  private static Fact read(Row row) {
    var fact = new Fact();
    fact.id = row.id("id");
    fact.happenedAt = row.instant("happenedAt");
    fact.userId = row.id("userId");
    fact.collection = row.text("collection");
    fact.recordId = row.id("recordId");
    fact.parentCollection = row.text("parentCollection");
    fact.parentId = row.id("parentId");
    fact.recordVersion = row.integer("recordVersion");
    fact.kind = row.text("kind");
    fact.door = row.text("door");
    fact.operation = row.text("operation");
    fact.traceId = row.text("traceId");
    return fact;
  }
}
