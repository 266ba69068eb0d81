package org.tangramcrm.platform.internal.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.audit.FactPage;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.timeline.Timeline;

/** The facts of a record, of its parts, and of the records that belong to it and are reached. */
@Component
@TangramContract(Timeline.class)
public class TimelineStore implements Timeline {
  private final Sql sql;
  private final CurrentUser user;
  private final Records records;
  private final RecordStores stores;
  private final ContractCatalog contracts;
  private final FactPages pages;
  private final Redirects redirects;

  @Activate
  public TimelineStore(
      @Reference Sql sql,
      @Reference Facts facts,
      @Reference CurrentUser user,
      @Reference Records records,
      @Reference RecordStores stores,
      @Reference ContractCatalog contracts) {
    this.sql = sql;
    this.user = user;
    this.records = records;
    this.stores = stores;
    this.contracts = contracts;
    this.pages = new FactPages(sql, facts);
    this.redirects = new Redirects(sql);
  }

  @Override
  public FactPage list(String collection, long asked, Query query) {
    var caller = user.get();
    var id = records.read(collection, asked).id;
    var parts = new ArrayList<Condition>();
    addFacts(parts, collection, id);
    redirects.mergedInto(collection, id).forEach(merged -> addFacts(parts, collection, merged));
    children(collection, id).stream()
        .filter(child -> readable(child, caller))
        .map(child -> children(collection, id, child))
        .forEach(parts::add);
    var values = new ArrayList<Object>();
    parts.forEach(part -> values.addAll(part.values()));
    // One after the other by their own indexes; joined by "or" none would be used.
    var together = String.join(" union all ", parts.stream().map(Condition::sql).toList());
    return pages.page(
        query, caller, new Condition("t.id in (" + together + ")", values), this::known);
  }

  /** Those that are reached, and those that answer with one that is. */
  private Set<Long> known(String collection, Set<Long> ids) {
    var answering = new HashMap<Long, Long>();
    ids.forEach(id -> answering.put(id, redirects.survivor(collection, id).orElse(id)));
    var reached =
        stores.reached(
            collection,
            stores.reach(user.get(), collection),
            Stream.concat(ids.stream(), answering.values().stream()).collect(Collectors.toSet()));
    return ids.stream()
        .filter(id -> reached.contains(id) || reached.contains(answering.get(id)))
        .collect(Collectors.toSet());
  }

  private static void addFacts(List<Condition> parts, String collection, long id) {
    parts.add(facts("f.collection = ? and f.record_id = ?", collection, id));
    parts.add(facts("f.parent_collection = ? and f.parent_id = ?", collection, id));
  }

  private static Condition facts(String which, Object... values) {
    return Condition.of("select f.id from tangram_fact f where " + which, values);
  }

  /** The collections of what belongs to a record. */
  private List<String> children(String collection, long id) {
    return sql.query(
        "select distinct p.child_collection from tangram_parent p where p.parent_collection = ? and p.parent_id = ?",
        List.of(collection, id),
        row -> row.getString(1));
  }

  /**
   * What belongs to a module that is stopped, or to a collection the caller may not read, is left
   * out.
   */
  private boolean readable(String collection, Caller caller) {
    return stores.table(collection) != null
        && contracts
            .find(collection)
            .flatMap(contract -> contract.model().primary(Kind.READ))
            .filter(read -> caller.may(read.permission()))
            .isPresent();
  }

  private Condition children(String collection, long id, String child) {
    var belonging =
        Condition.of(
            "select p.child_id as id from tangram_parent p"
                + " where p.child_collection = ? and p.parent_collection = ? and p.parent_id = ?",
            child,
            collection,
            id);
    var rows = Listing.named(stores.table(child), belonging);
    var reached = stores.reached(child);
    var values = new ArrayList<Object>(List.of(child));
    values.addAll(rows.values());
    values.addAll(reached.values());
    return new Condition(
        "select f.id from tangram_fact f where f.collection = ? and f.record_id in (select t.id from "
            + rows.sql()
            + " where "
            + reached.sql()
            + ")",
        values);
  }
}
