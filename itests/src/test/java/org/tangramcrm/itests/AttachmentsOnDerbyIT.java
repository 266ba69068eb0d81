package org.tangramcrm.itests;

import org.junit.jupiter.api.BeforeAll;

class AttachmentsOnDerbyIT extends AttachmentsCheck {
  @BeforeAll
  void start() {
    server = Server.onDerby("attachments", SMALL_HEAP);
  }
}
