package org.tangramcrm.itests;

import org.tangramcrm.itests.PublishedOperation.Arguments;
import org.tangramcrm.itests.PublishedOperation.Outcome;

class LeakScanOnDerbyIT extends LeakScanCheck {
  @Override
  Server begin() {
    return Server.onDerby("leaks-derby");
  }

  @Override
  Outcome through(PublishedOperation operation, Arguments arguments, String... headers) {
    return operation.soap(server, arguments, headers);
  }
}
