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
    var asked = query == null ? new Query() : query;
    if (asked.sums != null && !asked.sums.isBlank()) {
      // Of contacts and money together there is none, and it would tell what single values hide.
      throw new CrmException(Code.UNKNOWN_FIELD, "level.not-summed")
          .error("sums", "levels-not-summed");
    }
    var fields = asked.fields;
    var unasked = asked.asks("measured") && !asked.asks("measure");
    if (unasked) {
      asked.fields = fields + ",measure";
    }
    var page = store.page(asked, new LevelChangePage());
    asked.fields = fields;
    page.items.forEach(this::conceal);
    if (unasked) {
      page.items.forEach(change -> change.measure = null);
    }
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
