package org.tangramcrm.sales.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.sales.StageMove;
import org.tangramcrm.sales.StageMovePage;
import org.tangramcrm.sales.StageMoves;

/** The history of opportunities (M-31). */
@Component
@TangramContract(StageMoves.class)
public class StageMoveService implements StageMoves {
  private final Store<StageMoveRow, StageMove> store;

  @Activate
  public StageMoveService(@Reference SalesStores stores) {
    this.store = stores.moves;
  }

  @Override
  public StageMovePage list(Query query) {
    if (query != null && query.sums != null && !query.sums.isBlank()) {
      // One opportunity would count as often as it moved.
      throw new CrmException(Code.UNKNOWN_FIELD, "moves.not-summed")
          .error("sums", "moves-not-summed");
    }
    return store.page(query, new StageMovePage());
  }

  @Override
  public StageMove get(long id) {
    return store.get(id);
  }
}
