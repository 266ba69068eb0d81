package org.tangramcrm.sales.internal;

import java.util.Arrays;
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
import org.tangramcrm.sales.ForecastSnapshot;
import org.tangramcrm.sales.ForecastSnapshotPage;
import org.tangramcrm.sales.ForecastSnapshots;

/** What was expected of opportunities on days that are past (M-35). */
@Component
@TangramContract(ForecastSnapshots.class)
public class ForecastSnapshotService implements ForecastSnapshots {
  /** What of an opportunity they can be filtered by: hidden there, they tell nothing here. */
  private static final Set<String> FILTERED =
      Set.of("state", "forecastCategory", "expectedClose", "pipelineId");

  private final Store<ForecastSnapshotRow, ForecastSnapshot> store;
  private final CurrentUser user;

  @Activate
  public ForecastSnapshotService(@Reference SalesStores stores, @Reference CurrentUser user) {
    this.store = stores.snapshots;
    this.user = user;
  }

  @Override
  public ForecastSnapshotPage list(Query query) {
    var hidden = hidden();
    if (query != null
        && query.sums != null
        && Arrays.stream(query.sums.split(",")).map(String::strip).anyMatch(hidden::contains)) {
      throw CrmException.of(Code.FORBIDDEN);
    }
    var page = store.page(query, new ForecastSnapshotPage());
    page.items.forEach(snapshot -> conceal(snapshot, hidden));
    return page;
  }

  private Set<String> hidden() {
    var hidden = user.get().rules(SalesStores.OPPORTUNITIES).hidden();
    if (!Collections.disjoint(hidden, FILTERED)) {
      throw CrmException.of(Code.FORBIDDEN);
    }
    return hidden;
  }

  private static void conceal(ForecastSnapshot snapshot, Set<String> hidden) {
    if (hidden.contains("amount")) {
      snapshot.amount = null;
    }
    if (hidden.contains("weighted")) {
      snapshot.weighted = null;
    }
    if (hidden.contains("probability")) {
      snapshot.probability = null;
    }
  }
}
