package org.tangramcrm.itests;

import org.junit.jupiter.api.BeforeAll;

class DictionariesOnDerbyIT extends DictionariesCheck {
  @BeforeAll
  void start() {
    server = Server.onDerby("dictionaries-derby");
  }
}
