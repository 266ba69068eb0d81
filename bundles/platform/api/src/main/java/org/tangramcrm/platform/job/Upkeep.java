package org.tangramcrm.platform.job;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a module sees to by itself, once an hour and when it comes up, on one node at a time. A
 * module registers it as a service.
 */
@ConsumerType
public interface Upkeep {
  /** By which nodes agree who is at it: {@code customers.recycling}. */
  String name();

  /**
   * Does a portion, as the system, in a transaction of its own.
   *
   * @return whether there may be more to do at once
   */
  boolean portion();
}
