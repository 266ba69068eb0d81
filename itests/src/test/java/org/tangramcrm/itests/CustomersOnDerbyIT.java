package org.tangramcrm.itests;

import org.junit.jupiter.api.BeforeAll;

class CustomersOnDerbyIT extends CustomersCheck {
  @BeforeAll
  void start() {
    server = Server.onDerby("derby");
  }
}
