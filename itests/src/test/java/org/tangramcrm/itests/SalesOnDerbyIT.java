package org.tangramcrm.itests;

import org.junit.jupiter.api.BeforeAll;

class SalesOnDerbyIT extends StrategyCheck {
  @BeforeAll
  void start() {
    server = Server.onDerby("sales");
  }
}
