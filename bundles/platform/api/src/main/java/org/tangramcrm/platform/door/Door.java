package org.tangramcrm.platform.door;

/**
 * Registered, with the property {@code tangram.door=<name>}, by each way in from outside once it
 * takes calls.
 */
public interface Door {
  /** {@code rest} or {@code soap}. */
  String name();
}
