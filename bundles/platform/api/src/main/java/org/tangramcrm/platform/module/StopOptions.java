package org.tangramcrm.platform.module;

/** How to stop a module. */
public class StopOptions {
  /** Whether the modules that need it are to be stopped as well; without, they forbid it. */
  public Boolean withDependants;
}
