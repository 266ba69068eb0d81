package org.tangramcrm.platform.internal.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Page;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.sql.Estimates;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.Reach.Naming;
import org.tangramcrm.platform.store.Projection;
import org.tangramcrm.platform.store.ProjectionSpec;

/** Reads rows of another collection's table as far as they are shown. */
final class RowProjection<D extends BusinessRecord> implements Projection<D> {
  private final ProjectionSpec<D> spec;
  private final Columns columns;
  private final Listing listing;
  private final Estimates counts = new Estimates();
  private final ObjectMapper json = Json.mapper();
  private final Sql sql;
  private final CurrentUser user;

  RowProjection(ProjectionSpec<D> spec, String table, Columns columns, Sql sql, CurrentUser user) {
    this.spec = spec;
    this.columns = columns;
    this.sql = sql;
    this.user = user;
    // The rows' index of texts was made of fields that are not shown: words are looked for in what
    // is.
    this.listing =
        new Listing(
            table, columns, sql, json, typed -> Optional.empty(), new Estimates(), Set.of());
  }

  @Override
  public <P extends Page<D>> P page(Query query, P page) {
    var caller = user.get();
    var within = within(caller);
    return listing
        .without(hidden(caller))
        .page(
            query,
            page,
            caller,
            within.condition(),
            Few.of(caller, within, counts, sql),
            spec.reads());
  }

  @Override
  public D get(long id) {
    var caller = user.get();
    var selection = columns.without(hidden(caller)).select(Set.of());
    var where = Condition.and(List.of(Condition.of("t.id = ?", id), within(caller).condition()));
    return sql.first(
            "select " + selection.list() + " from " + listing.table() + " t where " + where.sql(),
            where.values(),
            row -> spec.reads().apply(new ResultRow(row, selection, json)))
        .orElseThrow(CrmException::notFound);
  }

  private Reach within(Caller caller) {
    if (!caller.may(spec.permission())) {
      return Reach.NONE;
    }
    var which =
        Condition.and(
            List.of(
                RecordStore.PRESENT,
                new Filters(columns, caller, sql.dialect()).filter(spec.filter())));
    var ids =
        new Condition(
            "select t.id from " + listing.table() + " t where " + which.sql(), which.values());
    return new Reach(List.of(which), List.of(ids), Naming.EXACT);
  }

  private Set<String> hidden(Caller caller) {
    return caller.rules(spec.collection(), spec.of()).hidden();
  }
}
