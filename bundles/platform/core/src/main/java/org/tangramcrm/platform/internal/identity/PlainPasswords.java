package org.tangramcrm.platform.internal.identity;

import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns, once, when a password comes from another machine without TLS: whoever is in between reads
 * it.
 */
final class PlainPasswords {
  private static final Logger LOG = LoggerFactory.getLogger(PlainPasswords.class);
  private static final Set<String> THIS_MACHINE =
      Set.of("127.0.0.1", "::1", "0:0:0:0:0:0:0:1", "[::1]", "[0:0:0:0:0:0:0:1]");

  private final AtomicBoolean warned = new AtomicBoolean();

  /**
   * @return whether it warned
   */
  boolean lookAt(HttpServletRequest request) {
    if (warned.get()
        || request.isSecure()
        || THIS_MACHINE.contains(request.getRemoteAddr())
        || !warned.compareAndSet(false, true)) {
      return false;
    }
    LOG.warn(
        "A password came from {} without TLS, where others may have read it; docs/operating.md tells how to set TLS up",
        request.getRemoteAddr());
    return true;
  }
}
