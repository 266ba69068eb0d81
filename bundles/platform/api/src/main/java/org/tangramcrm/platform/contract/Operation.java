package org.tangramcrm.platform.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares an operation of a contract: the permission it needs and what kind of operation it is.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Operation {
  /**
   * The permission that the caller needs: {@code customers.edit}; empty: being signed in is enough.
   */
  String value();

  Kind kind() default Kind.ACTION;

  /** The answer is shown once and kept nowhere: an idempotency key is passed over. */
  boolean secret() default false;

  /**
   * The operation of the same contract that gives the same as a file, with the same parameters and
   * perhaps more behind them: REST calls it where a caller accepts no more than that file's type,
   * which then stands in the method's {@code @Produces}.
   */
  String asFile() default "";

  /** What the doors and the chain make of a call. */
  enum Kind {
    /** Reads a record by its id: what PATCH starts from. */
    READ,
    /**
     * Any other read; like all reads it opens no transaction, and shows an ETag where the answer
     * has a version.
     */
    FIND,
    /** Reads a page. */
    LIST,
    /** Answers 201 with a Location; takes an Idempotency-Key. */
    CREATE,
    /** Replaces a record whole; needs its version. PATCH is made of READ and this. */
    REPLACE,
    /** Removes a record; needs its version; 204. */
    DELETE,
    /** Any other write. */
    ACTION;

    public boolean writes() {
      return this != READ && this != FIND && this != LIST;
    }
  }
}
