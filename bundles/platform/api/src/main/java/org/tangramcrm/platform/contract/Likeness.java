package org.tangramcrm.platform.contract;

/** When what stands in a field of two records makes them look like one (M-16). */
public enum Likeness {
  /** It does not, unless it is the same and the field an identifying one. */
  NONE,

  /**
   * Names of firms that differ in no more than their legal form, in case, width, spaces or
   * punctuation.
   */
  COMPANY,

  /** Telephone numbers with the same digits, without country code, area's zero and extension. */
  PHONE,

  /** E-mail addresses of one domain, unless everybody can have one there. */
  MAIL_DOMAIN
}
