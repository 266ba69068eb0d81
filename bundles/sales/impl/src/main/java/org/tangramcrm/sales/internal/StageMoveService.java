package org.tangramcrm.sales.internal;

import java.util.Collections;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.sales.StageMove;
import org.tangramcrm.sales.StageMovePage;
import org.tangramcrm.sales.StageMoves;

/** The history of opportunities (M-31). */
@Component
@TangramContract(StageMoves.class)
public class StageMoveService implements StageMoves {
  /** What of an opportunity the history can be filtered by: hidden there, it tells nothing here. */
  private static final Set<String> FILTERED = Set.of("stage", "state", "closeReason", "pipelineId");

  private final Store<StageMoveRow, StageMove> store;
  private final CurrentUser user;

  @Activate
  public StageMoveService(@Reference SalesStores stores, @Reference CurrentUser user) {
    this.store = stores.moves;
    this.user = user;
  }

  @Override
  public StageMovePage list(Query query) {
    var hidden = hidden();
    if (query != null && query.sums != null && !query.sums.isBlank()) {
      // One opportunity would count as often as it moved.
      throw new CrmException(Code.UNKNOWN_FIELD, "moves.not-summed")
          .error("sums", "moves-not-summed");
    }
    var page = store.page(query, new StageMovePage());
    page.items.forEach(move -> conceal(move, hidden));
    return page;
  }

  @Override
  public StageMove get(long id) {
    return conceal(store.get(id), hidden());
  }

  private Set<String> hidden() {
    var hidden = user.get().rules(SalesStores.OPPORTUNITIES).hidden();
    if (!Collections.disjoint(hidden, FILTERED)) {
      throw CrmException.of(Code.FORBIDDEN);
    }
    return hidden;
  }

  private static StageMove conceal(StageMove move, Set<String> hidden) {
    if (hidden.contains("amount")) {
      move.amount = null;
    }
    if (hidden.contains("probability")) {
      move.probability = null;
    }
    if (hidden.contains("expectedClose")) {
      move.expectedClose = null;
    }
    if (hidden.contains("lostToId")) {
      move.lostToId = null;
    }
    if (hidden.contains("closeComment")) {
      move.comment = null;
    }
    return move;
  }
}
