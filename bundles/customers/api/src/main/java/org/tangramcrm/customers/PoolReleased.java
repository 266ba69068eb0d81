package org.tangramcrm.customers;

import java.util.ArrayList;
import java.util.List;

/** Which customers went into the pool. */
public class PoolReleased {
  public List<Long> ids = new ArrayList<>();
}
