package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a test needs of the machine. */
final class Needs {
  private Needs() {}

  /** Skips the test where it is not there; fails it where skipping is forbidden, as in CI. */
  static void that(boolean there, String what) {
    if ("forbidden".equals(System.getProperty("tangram.skip"))) {
      assertThat(there).as("needed here: " + what).isTrue();
    }
    assumeTrue(there, "Skipped, for want of: " + what);
  }
}
