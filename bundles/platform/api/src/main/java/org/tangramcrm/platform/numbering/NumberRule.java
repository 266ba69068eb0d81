package org.tangramcrm.platform.numbering;

/** How the business numbers of a collection are made. */
public class NumberRule {
  public String collection;

  /** The collection's name in the caller's language. */
  public String title;

  /** What holds now; see {@link NumberPattern#pattern}. */
  public String pattern;

  /** What the module brought; holds where the company says nothing else. */
  public String delivered;

  /** The first number of today's series. */
  public String example;
}
