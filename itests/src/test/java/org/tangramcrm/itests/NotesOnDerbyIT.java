package org.tangramcrm.itests;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;

/** As a bundle, on Derby. */
class NotesOnDerbyIT extends NotesCheck {
  @BeforeAll
  void start() {
    server = Server.onDerby("notes-derby", Server.BUNDLE_EVENTS);
  }

  @Override
  Path artifact() {
    return Built.file("itests/sample", "notes-.*\\.jar");
  }
}
