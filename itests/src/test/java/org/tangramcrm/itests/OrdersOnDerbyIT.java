package org.tangramcrm.itests;

import org.junit.jupiter.api.BeforeAll;

class OrdersOnDerbyIT extends ReceiptCheck {
  @BeforeAll
  void start() {
    server = Server.onDerby("orders");
  }
}
