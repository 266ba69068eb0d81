package org.tangramcrm.sales;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Who has something to do when an opportunity is won, such as to make the order (M-26, M-27).
 * Registered as an OSGi service; all that are there are called in the transaction in which it is
 * won, as whoever wins it. One that throws a {@link org.tangramcrm.platform.CrmException} refuses:
 * then nothing is won or accepted. None has to be there; an opportunity is won without then.
 */
@ConsumerType
public interface DealWon {
  /**
   * Called once each time that it is won; again where it was reopened meanwhile.
   *
   * @param opportunity as it is from now on, with all of its fields
   * @param quote the one that was accepted, with all of its fields; null where it is closed as won
   *     without one, which who makes orders may refuse or allow as it is set up
   */
  void won(Opportunity opportunity, Quote quote);
}
