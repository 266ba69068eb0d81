package org.tangramcrm.platform.internal.store;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.audit.AuditLog;
import org.tangramcrm.platform.audit.FactPage;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.identity.SignIn;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * The facts to read. They are the query layer's own, so that nobody reads past their data
 * permission.
 */
@Component
@TangramContract(AuditLog.class)
public class FactStore implements AuditLog {
  /** What else tells of the records of a collection: how users sign in, and their tokens. */
  private static final Map<String, Set<String>> OF = Map.of("users", SignIn.LOGS);

  private final CurrentUser user;
  private final FactPages pages;

  @Activate
  public FactStore(@Reference Sql sql, @Reference Facts facts, @Reference CurrentUser user) {
    this.user = user;
    this.pages = new FactPages(sql, facts);
  }

  @Override
  public FactPage list(Query query) {
    var caller = user.get();
    return pages.page(query, caller, reached(caller));
  }

  /**
   * Of collections that a scope of their own makes narrower, and of what belongs to their records,
   * only what the caller did.
   */
  private static Condition reached(Caller caller) {
    var own = Condition.of("t.user_id = ?", caller.id());
    if (!caller.scope("audit").all()) {
      return own;
    }
    var narrow =
        caller.scopes().keySet().stream()
            .filter(name -> !name.equals(Caller.EVERYTHING) && !caller.scope(name).all())
            .flatMap(
                name -> Stream.concat(Stream.of(name), OF.getOrDefault(name, Set.of()).stream()))
            .sorted()
            .toList();
    if (narrow.isEmpty()) {
      return Condition.TRUE;
    }
    var none = " not in (" + Sql.marks(narrow.size()) + ")";
    var others = Condition.of("t.collection" + none, narrow.toArray());
    var parents =
        Condition.or(
            List.of(
                Condition.of("t.parent_collection is null"),
                Condition.of("t.parent_collection" + none, narrow.toArray())));
    return Condition.or(List.of(Condition.and(List.of(others, parents)), own));
  }
}
