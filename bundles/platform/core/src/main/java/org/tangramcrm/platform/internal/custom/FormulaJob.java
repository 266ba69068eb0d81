package org.tangramcrm.platform.internal.custom;

import java.io.OutputStream;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.store.CustomModels;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.job.JobKind;

/**
 * Works out the formulas of all records of a collection, where they are others than when these were
 * written. Those that come to something else have a new version by it, and a fact.
 */
@Component
public class FormulaJob implements JobKind {
  static final String NAME = "formulas";
  private static final String PERMISSION = "custom-fields.edit";
  private static final int PORTION = 200;

  private final RecordStores stores;
  private final CurrentUser user;
  private final CustomModels models;

  @Activate
  public FormulaJob(
      @Reference RecordStores stores, @Reference CurrentUser user, @Reference CustomModels models) {
    this.stores = stores;
    this.user = user;
    this.models = models;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** In portions: those who write records would have to wait for all of them together. */
  @Override
  public boolean atOnce() {
    return false;
  }

  @Override
  public void checkMay(String collection) {
    if (!user.get().may(PERMISSION) && !user.get().may("custom-fields.create")) {
      throw new CrmException(Code.FORBIDDEN, "problem.forbidden.permission", PERMISSION);
    }
  }

  @Override
  public String run(Run run, OutputStream out) {
    var collection = run.collection();
    checkMay(collection);
    // Before any transaction, which would go by what was known before rather than wait for another
    // who reads what is now.
    models.of(collection);
    var by = user.get().id();
    var total = run.portion(() -> stores.rows(collection));
    int through = 0;
    var ids = List.<Long>of();
    do {
      var after = ids.isEmpty() ? 0 : ids.get(ids.size() - 1);
      ids =
          run.portion(
              // All of them, whoever asked for it.
              () -> user.callAsSystem(() -> stores.compute(collection, after, PORTION, by)));
      through += ids.size();
      run.progress(Math.min(through, total), total);
    } while (!ids.isEmpty());
    return null;
  }
}
