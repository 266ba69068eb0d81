package org.tangramcrm.itests;

class LeakScanOnDerbyIT extends LeakScanCheck {
  @Override
  Server begin() {
    return Server.onDerby("leaks-derby");
  }
}
