package org.tangramcrm.platform.calendar;

import org.osgi.annotation.versioning.ProviderType;

/**
 * How often users do something on a day of the company's. It is kept apart from the records that it
 * is done to: what becomes of them later takes nothing back of what was counted.
 */
@ProviderType
public interface DailyLimits {
  /**
   * Counts that a user does something once more today, in the transaction that is open; who counts
   * the same at the same time waits for its end.
   *
   * @param what name of the operation, at most 80 characters
   * @param most how often they may on one day; 0 for no limit
   * @return false where they did so as often, and nothing was counted
   */
  boolean count(String what, long user, int most);
}
