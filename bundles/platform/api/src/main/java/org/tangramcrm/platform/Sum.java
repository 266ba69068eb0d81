package org.tangramcrm.platform;

import java.math.BigDecimal;

/** What a field of all records that match comes to. */
public class Sum {
  public String field;

  /** Money in the base currency. */
  public BigDecimal value;

  /** How many amounts are not in it, because their rate is not known; absent where all are. */
  public Integer leftOut;
}
