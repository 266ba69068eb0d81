package org.tangramcrm.customers.internal;

/** The unified social credit code (统一社会信用代码, GB 32100-2015). */
public final class CreditCode {
  /** The signs that it may have, in the order of their values: no I, O, S, V and Z. */
  private static final String SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY";

  private static final int LENGTH = 18;

  private CreditCode() {}

  public static boolean valid(String code) {
    return code.length() == LENGTH
        && code.chars().allMatch(sign -> SIGNS.indexOf(sign) >= 0)
        && code.charAt(LENGTH - 1) == check(code.substring(0, LENGTH - 1));
  }

  /** The last sign, by the seventeen before it: their values weighted by powers of 3, modulo 31. */
  public static char check(String body) {
    int sum = 0;
    int weight = 1;
    for (var sign : body.toCharArray()) {
      sum += SIGNS.indexOf(sign) * weight;
      weight = weight * 3 % 31;
    }
    return SIGNS.charAt((31 - sum % 31) % 31);
  }
}
