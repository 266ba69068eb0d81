package org.tangramcrm.platform.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a record's field is to lists, forms and filters, beyond its Java type and its validation
 * constraints.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Field {
  /** Set by the server; what a caller sends is passed over. */
  boolean readOnly() default false;

  boolean filterable() default false;

  boolean sortable() default false;

  /** Looked through by free-text search. */
  boolean searched() default false;

  /**
   * Two records with the same here may be one: an installation can ask that there are none ({@code
   * unique.…} in {@code etc/org.tangramcrm.fields.cfg}).
   */
  boolean identifying() default false;

  /**
   * When two records look like one by what stands here, beside being the same where the field is
   * {@link #identifying}. On a nested field it is that of what is identifying within.
   */
  Likeness alike() default Likeness.NONE;

  /** A column of the list unless the user chooses others. */
  boolean listed() default false;

  /** Code of the dictionary that the value, or each of the values, comes from. */
  String dictionary() default "";

  /** The collection that the id refers to. */
  String reference() default "";

  /**
   * A filter of the collection referred to, by which forms narrow the choice; {@code {customerId}}
   * stands for the record's own value of that field.
   */
  String candidates() default "";

  /**
   * The reference is to a record that this one belongs to: filters compare with all of that
   * collection that it belongs to, not with the one that stands here.
   */
  boolean parent() default false;

  /**
   * The record that is referred to cannot be deleted while this one is there (M-15), also while
   * this one's module is stopped or not installed; nor can this one come to refer to one that is
   * deleted. On a field of nested values it holds for each of them, and a delete of what they refer
   * to searches through the whole table of this collection, as it does for lists of ids.
   */
  boolean restrictsDelete() default false;

  /**
   * Which of the records keep what they refer to by {@link #restrictsDelete}, as a filter of their
   * own collection: {@code status!=cancelled}. Empty for all. Codes stand for themselves alone, not
   * for those below them, and there is no {@code me} and no {@code team}.
   */
  String restrictsWhile() default "";

  /**
   * A list of nested values that is evidence: what was recorded stays as it is, and values are only
   * added; anything else is refused with {@code append-only}. A merge has all that any of the
   * records has, and is refused to those who may not change it; undoing it, or an import, gives
   * back what was before.
   */
  boolean appendOnly() default false;

  /**
   * Whether it goes on referring to the same record when that is merged into another: what happened
   * to one did not happen to the other. It is reached by whoever reaches the other.
   */
  boolean staysInMerge() default false;

  /** Whether it has a column of its own; what follows from other fields has none. */
  boolean stored() default true;

  /** Stands for one of the values of another field, which forms offer instead. */
  boolean derived() default false;

  /**
   * The fields that this one follows from, so that it would tell them: it is hidden from whoever is
   * not shown one of them (M-88), and is worked out whoever writes the record. {@code
   * opportunityId.amount} is a field of the record that another one refers to.
   */
  String[] follows() default {};

  /** The section of card and form where it stands. */
  String section() default "basic";

  /** A number that is told in per cent, of which there is no sum. */
  boolean percent() default false;

  /**
   * Money for one unit of something: it may have parts of the currency's minor unit, of which other
   * money has none.
   */
  boolean perUnit() default false;

  /** A text of several lines. */
  boolean multiline() default false;

  /**
   * Whether facts of the record tell it. Not what follows from other records: their own facts tell
   * it, to those who reach them.
   */
  boolean audited() default true;

  /** Taken from callers, never shown to them (a password). */
  boolean writeOnly() default false;
}
