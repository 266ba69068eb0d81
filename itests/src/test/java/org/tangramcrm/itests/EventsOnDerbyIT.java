package org.tangramcrm.itests;

import org.junit.jupiter.api.BeforeAll;

class EventsOnDerbyIT extends EventsCheck {
  @BeforeAll
  void start() {
    server = Server.onDerby("events");
  }
}
