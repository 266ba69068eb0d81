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

  /**
   * One that goes through many records: where it is, is kept together with what it did, so that
   * another node goes on from there. To be registered as {@link Upkeep}.
   */
  @ConsumerType
  interface Round extends Upkeep {
    /**
     * Does a portion, as {@link #portion()}.
     *
     * @param from what the portion before answered; null at the beginning
     * @return where to go on, at most 400 characters; null where there is nothing more to do now
     */
    String portion(String from);

    @Override
    default boolean portion() {
      return portion(null) != null;
    }
  }
}
