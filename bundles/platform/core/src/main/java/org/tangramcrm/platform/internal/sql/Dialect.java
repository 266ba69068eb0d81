package org.tangramcrm.platform.internal.sql;

import java.util.Locale;

/** The two databases, and the few words in which their SQL differs. */
public enum Dialect {
  DERBY("next value for "),
  POSTGRESQL("nextval");

  private final String sequence;

  Dialect(String sequence) {
    this.sequence = sequence;
  }

  static Dialect of(String product) {
    return product.toLowerCase(Locale.ROOT).contains("postgres") ? POSTGRESQL : DERBY;
  }

  /** The expression that takes the next value of a sequence. */
  public String next(String name) {
    return this == POSTGRESQL ? sequence + "('" + name + "')" : sequence + name;
  }

  /**
   * A subquery whose answer is few values, for {@code in}: asked once and kept, where the database
   * would else take it for a table to begin with. Derby keeps it by itself.
   */
  public String once(String subquery) {
    return this == POSTGRESQL ? subquery + " offset 0" : subquery;
  }
}
