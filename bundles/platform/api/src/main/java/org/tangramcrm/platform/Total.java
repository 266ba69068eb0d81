package org.tangramcrm.platform;

/** A count: exact, or a lower bound where counting stopped at the cap. */
public class Total {
  public static final String EXACT = "eq";
  public static final String AT_LEAST = "gte";

  public int value;

  /** {@code eq} or {@code gte}. */
  public String relation;

  public static Total exactly(int value) {
    return of(value, EXACT);
  }

  public static Total atLeast(int value) {
    return of(value, AT_LEAST);
  }

  private static Total of(int value, String relation) {
    var total = new Total();
    total.value = value;
    total.relation = relation;
    return total;
  }
}
