package org.tangramcrm.platform.internal.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /**
   * @param within which facts there are for the caller
   */
  FactPage page(Query query, Caller caller, Condition within) {
    var page =
        listing.page(query, new FactPage(), caller, within, Optional.empty(), FactPages::read);
    addChanges(page.items, caller);
    return page;
  }

  /** The collection decides what is hidden, whether the page is to name it or not. */
  private record Changed(long id, String changes, String collection) {}

  private void addChanges(List<Fact> page, Caller caller) {
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
                  .map(FactPages::change)
                  .forEach(fact.changes::add);
            });
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
