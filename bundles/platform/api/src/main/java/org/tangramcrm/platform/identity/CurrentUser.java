package org.tangramcrm.platform.identity;

import java.util.function.Supplier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Who the running code acts for. The chain sets it for a call from outside; code in the container
 * may act as the system.
 */
@ProviderType
public interface CurrentUser {
  /**
   * The caller.
   *
   * @throws org.tangramcrm.platform.CrmException {@code unauthenticated} where nobody is
   */
  Caller get();

  <T> T callAs(Caller caller, Supplier<T> work);

  /** Runs work as the system itself: every permission, every row. */
  <T> T callAsSystem(Supplier<T> work);
}
