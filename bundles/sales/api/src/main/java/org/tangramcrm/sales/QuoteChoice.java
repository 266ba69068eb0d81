package org.tangramcrm.sales;

import org.tangramcrm.platform.contract.Field;

/** That a quote counts for its opportunity (M-26). */
public class QuoteChoice {
  /**
   * Whether the opportunity is from now on worth what the quote comes to without tax, whatever its
   * own lines come to; its amount stays otherwise.
   */
  @Field public Boolean takeAmount;
}
