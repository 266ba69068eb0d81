package org.tangramcrm.customers.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.LevelChange;
import org.tangramcrm.customers.LevelChangePage;
import org.tangramcrm.customers.LevelChanges;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Store;

/** The history of levels (M-84). */
@Component
@TangramContract(LevelChanges.class)
public class LevelChangeService implements LevelChanges {
  private final Store<LevelChangeRow, LevelChange> store;
  private final Levels levels;
  private final CurrentUser user;

  @Activate
  public LevelChangeService(
      @Reference CustomerStores stores, @Reference Levels levels, @Reference CurrentUser user) {
    this.store = stores.levelChanges;
    this.levels = levels;
    this.user = user;
  }

  @Override
  public LevelChangePage list(Query query) {
    checkSees();
    var page = store.page(query, new LevelChangePage());
    page.items.forEach(this::conceal);
    return page;
  }

  @Override
  public LevelChange get(long id) {
    checkSees();
    return conceal(store.get(id));
  }

  private void checkSees() {
    if (user.get().rules(CustomerStores.CUSTOMERS).hidden().contains("level")) {
      throw CrmException.of(Code.FORBIDDEN);
    }
  }

  /**
   * A value is for those who see what it is worked out of; while nobody measures it, for nobody.
   */
  private LevelChange conceal(LevelChange change) {
    var measure = change.measure == null ? null : levels.measures().get(change.measure);
    if (measure == null || !measure.seenBy(user.get())) {
      change.measured = null;
    }
    return change;
  }
}
