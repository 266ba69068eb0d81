package org.tangramcrm.customers.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.job.Upkeep;

/**
 * Goes through all customers by the rules of levels once on each of the company's days, soon after
 * it has begun (M-84). Where a node ends in the midst of it, another goes on.
 */
@Component(service = Upkeep.class)
public class LevelUpkeep implements Upkeep.Round {
  private final LevelWork work;

  @Activate
  public LevelUpkeep(@Reference LevelWork work) {
    this.work = work;
  }

  @Override
  public String name() {
    return "customers.levels";
  }

  @Override
  public String portion(String place) {
    var scale = work.scale();
    if (!work.due(scale)) {
      return null;
    }
    // What was begun on another day is not gone on with on this one.
    var today = work.today() + " ";
    var from = place == null || !place.startsWith(today) ? null : place.substring(today.length());
    var portion = work.look(scale, from);
    work.apply(portion.moves());
    if (portion.next() == null) {
      work.checked(scale);
      return null;
    }
    return today + portion.next();
  }
}
