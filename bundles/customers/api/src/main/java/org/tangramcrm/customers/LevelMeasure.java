package org.tangramcrm.customers;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;
import org.tangramcrm.platform.identity.Caller;

/**
 * Something that rules of customer levels can go by (M-84), such as what a customer ordered within
 * a year. A module registers it as a service; its title, with the unit, is the text {@code
 * level-measure.<code>}.
 */
@ConsumerType
public interface LevelMeasure {
  /** At most 40 characters; kept with rules and in the history of levels. */
  String code();

  /**
   * The values of some customers. Asked as the system, a few hundred at a time: to be answered by
   * few statements, not by one for each.
   *
   * @return without those whose value is not known, which is not the same as nought: they keep
   *     their level
   */
  Map<Long, BigDecimal> values(Collection<Long> customers);

  /** Whether somebody who sees a customer may see its value. */
  boolean seenBy(Caller caller);
}
