package org.tangramcrm.platform.internal.sql;

import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;

/**
 * Somebody was quicker who could not be seen yet: work that is done again from its beginning finds
 * what they did. A conflict for who calls, where that does not help either.
 */
public final class Overtaken extends CrmException {
  private static final long serialVersionUID = 1L;

  public Overtaken(Throwable cause) {
    super(Code.CONFLICT, null);
    initCause(cause);
  }
}
