package org.tangramcrm.itests;

import org.junit.jupiter.api.BeforeAll;

class RestartOnDerbyIT extends RestartCheck {
  @BeforeAll
  void start() {
    server = Server.onDerby("restart");
  }
}
