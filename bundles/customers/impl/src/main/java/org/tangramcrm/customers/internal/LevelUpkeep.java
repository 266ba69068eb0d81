package org.tangramcrm.customers.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.job.Upkeep;

/**
 * Goes through all customers by the rules of levels once on each of the company's days, soon after
 * it has begun (M-84). Where a node ends in the midst of it, another begins again: whoever was at
 * the right level stays there.
 */
@Component
public class LevelUpkeep implements Upkeep {
  private final LevelWork work;

  /** Where to go on. */
  private String from;

  @Activate
  public LevelUpkeep(@Reference LevelWork work) {
    this.work = work;
  }

  @Override
  public String name() {
    return "customers.levels";
  }

  @Override
  public boolean portion() {
    var scale = work.scale();
    if (!work.due(scale)) {
      from = null;
      return false;
    }
    var portion = work.look(scale, from);
    // From the beginning, should this one come to nothing.
    from = null;
    work.apply(portion.moves());
    if (portion.next() == null) {
      work.checked(scale);
      return false;
    }
    from = portion.next();
    return true;
  }
}
