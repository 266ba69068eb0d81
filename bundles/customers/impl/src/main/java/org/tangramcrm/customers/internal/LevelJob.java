package org.tangramcrm.customers.internal;

import java.io.OutputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.job.JobKind;

/** Goes through all customers by the rules of levels when somebody asks for it (M-84). */
@Component
public class LevelJob implements JobKind {
  static final String NAME = "levels";
  static final String PERMISSION = "customer-levels.recalculate";

  private final LevelWork work;
  private final CurrentUser user;

  @Activate
  public LevelJob(@Reference LevelWork work, @Reference CurrentUser user) {
    this.work = work;
    this.user = user;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** In portions: readers would have to wait for all of them together. */
  @Override
  public boolean atOnce() {
    return false;
  }

  @Override
  public void checkMay(String collection) {
    if (!user.get().may(PERMISSION)) {
      throw new CrmException(Code.FORBIDDEN, "problem.forbidden.permission", PERMISSION);
    }
  }

  @Override
  public String run(Run run, OutputStream out) {
    checkMay(run.collection());
    var scale = work.scale();
    var total = work.total();
    run.progress(0, total);
    work.goThrough(
        from ->
            run.portion(
                () -> {
                  var looked = work.look(scale, from);
                  work.apply(looked.moves());
                  return looked;
                }),
        through -> {
          run.progress(Math.min(through, total), total);
          return true;
        });
    run.portion(
        () -> {
          work.checked(scale);
          return null;
        });
    return null;
  }
}
