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

  /** Behind a query: its rows stay as they are until the transaction ends. */
  public String held() {
    return this == POSTGRESQL ? " for share" : " with rs";
  }

  /** An insert that does nothing where there is a row with its key, as far as there are words. */
  String unlessThere(String insert) {
    return this == POSTGRESQL ? insert + " on conflict do nothing" : insert;
  }

  /** Whether a key that is there already fails the one statement, and not its transaction. */
  boolean goesOnAfterDuplicate() {
    return this == DERBY;
  }

  /** Whether the database is open in this process and can be in no other. */
  public boolean embedded() {
    return this == DERBY;
  }

  /** Whether what is asked of a union is asked of each of its parts, by an index of that part. */
  public boolean looksIntoUnions() {
    return this == POSTGRESQL;
  }

  /**
   * That an expression, an id, is among what a subquery tells that does not hang on the row.
   * PostgreSQL would make a join of it where it stands alone, and begin with the whole table;
   * beside another condition, here one that is never true, it asks once and remembers. Derby looks
   * into the subquery's index by itself.
   */
  public String among(String expression, String subquery) {
    var among = expression + " in (" + subquery + ")";
    return this == POSTGRESQL ? "(" + among + " or " + expression + " < 0)" : among;
  }
}
